//! Published Rust clients, unmodified, against the emulator's proxy. See ../README.md.

mod notion_client_suite;
mod notionrs_suite;

use std::process::ExitCode;

/// Passed and failed checks; prints a line for each.
#[derive(Default)]
pub struct Checks {
    passed: usize,
    unbuilt: usize,
    failed: usize,
}

impl Checks {
    /// Notes how a check ended, and hands on what it yielded.
    pub fn note<T>(&mut self, name: &str, outcome: Result<T, String>) -> Option<T> {
        match outcome {
            Ok(value) => {
                self.passed += 1;
                println!("ok      {name}");
                Some(value)
            }
            // The emulator answers 501 for what it does not have, and names it.
            Err(error) if error.contains("The emulator does not have ") => {
                self.unbuilt += 1;
                println!("unbuilt {name}: {error}");
                None
            }
            Err(error) => {
                self.failed += 1;
                println!("FAILED  {name}\n        {error}");
                None
            }
        }
    }
}

/// What differs, as an error.
pub fn equal<T: PartialEq + std::fmt::Debug>(have: T, want: T) -> Result<(), String> {
    if have == want {
        Ok(())
    } else {
        Err(format!("{have:?} is not {want:?}"))
    }
}

/// An error of a package as text.
pub fn told<E: std::fmt::Debug>(error: E) -> String {
    let mut text = format!("{error:?}");
    if let Some((cut, _)) = text.char_indices().nth(1500) {
        text.truncate(cut);
    }
    text
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let told = |name| std::env::var(name).ok();
    let (Some(token), Some(home)) = (told("NOTION_TOKEN"), told("NOTION_ROOT_PAGE_ID")) else {
        eprintln!("set NOTION_TOKEN and NOTION_ROOT_PAGE_ID to what the emulator printed");
        return ExitCode::FAILURE;
    };
    let mut checks = Checks::default();
    println!("notionrs");
    notionrs_suite::run(&mut checks, &token, &home).await;
    println!("notion-client");
    notion_client_suite::run(&mut checks, &token, &home).await;
    let Checks {
        passed,
        unbuilt,
        failed,
    } = checks;
    println!("\n{passed} passed, {unbuilt} not built, {failed} failed");
    match failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
