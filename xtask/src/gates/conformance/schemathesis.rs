//! Requests made up from the served `/openapi.json`: none is answered 500, none hangs.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use clap::Args;

use super::{Ran, emulator::Emulator, recto};
use crate::{house::House, shell::Run, tools::python};

/// How long a request may take.
const HANG_SECONDS: &str = "20";

/// What the emulator does not build it refuses by name with 501; any other 5xx is a fault.
const SETTINGS: &str = "[checks.not_a_server_error]\n\
                        expected-statuses = [\"2xx\", \"3xx\", \"4xx\", \"501\"]\n";

/// `cargo x schemathesis`
#[derive(Debug, Args)]
pub(crate) struct Schemathesis {
    /// How long to make up requests.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
}

/// Runs it alone.
pub(crate) fn command(house: &House, arguments: &Schemathesis) -> anyhow::Result<bool> {
    let scratch = house.scratch("conformance")?;
    let tool = tool(house, &scratch)?;
    let recto = recto(house)?;
    let (output, outcome) = against(&recto, &scratch, &tool, arguments.seconds);
    println!("{output}");
    println!("{}", outcome?);
    Ok(true)
}

/// The program and its settings, installed if they are not there yet.
pub(super) fn tool(house: &House, scratch: &Path) -> anyhow::Result<PathBuf> {
    let source = house.root.join("conformance/schemathesis");
    let environment = scratch.join("schemathesis-venv");
    let requirements = source.join("requirements.txt");
    super::suite::once(&environment, &requirements, || {
        python::environment(house, &environment, &requirements).map(drop)
    })?;
    Ok(environment.join("bin").join("schemathesis"))
}

/// Makes up requests to an emulator of its own for so many seconds.
pub(super) fn against(recto: &Path, scratch: &Path, tool: &Path, seconds: u32) -> Ran {
    let mut output = String::new();
    let outcome = judge(recto, scratch, tool, seconds, &mut output);
    (output, outcome)
}

fn judge(
    recto: &Path,
    scratch: &Path,
    tool: &Path,
    seconds: u32,
    output: &mut String,
) -> anyhow::Result<String> {
    let emulator = Emulator::start(recto, scratch, None)?;
    let home = format!(
        "[parameters]\npage_id = \"{0}\"\nblock_id = \"{0}\"\n",
        emulator.root_page_id()
    );
    // With the page that is there; and where there is time, as long again with ids as they come, most
    // of which lead nowhere. Long, because it thinks for a while before it sends the first request.
    let passes = match seconds {
        ..120 => vec![("home", home, seconds)],
        _ => vec![
            ("home", home, seconds / 2),
            ("any", String::new(), seconds / 2),
        ],
    };
    let mut requests = 0;
    for (name, ids, time) in passes {
        let settings = scratch.join(format!("schemathesis-{name}.toml"));
        std::fs::write(&settings, format!("{ids}{SETTINGS}"))?;
        let (text, ended) = Run::new(tool, scratch)
            .args(["--config-file"])
            .args([&settings])
            .args(["run"])
            .args([format!("{}/openapi.json", emulator.base_url())])
            .args(["--header"])
            .args([format!("Authorization: Bearer {}", emulator.token())])
            .args(["--checks", "not_a_server_error", "--continue-on-failure"])
            .args(["--phases", "fuzzing", "--workers", "2"])
            .args(["--request-timeout", HANG_SECONDS, "--max-time"])
            .args([time.to_string()])
            .args(["--suppress-health-check", "all"])
            .args(["--no-color", "--warnings", "off"])
            .captured()?;
        output.push_str(&text);
        ended.context("an answer that no request may have")?;
        requests += cases(&text)?;
    }
    ensure!(
        requests > 0,
        "schemathesis made up no request in {seconds} seconds; give it more time"
    );
    emulator.stop(scratch)?;
    Ok(format!("{requests} requests, no 500"))
}

/// How many requests were made up: the number before `generated` in the summary.
fn cases(output: &str) -> anyhow::Result<u64> {
    let line = output.lines().find(|line| line.contains(" generated"));
    let Some(line) = line else {
        bail!("schemathesis told no number of requests");
    };
    if line.trim() == "No test cases were generated" {
        return Ok(0);
    }
    line.split_whitespace()
        .take_while(|word| !word.starts_with("generated"))
        .last()
        .and_then(|word| word.replace(',', "").parse().ok())
        .with_context(|| format!("no number in {line:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_requests_is_read() {
        assert_eq!(
            cases("Test cases:\n  1,234 generated, 1,200 passed\n").unwrap(),
            1234
        );
        assert_eq!(cases("  No test cases were generated\n").unwrap(), 0);
        assert!(cases("  some generated\n").is_err());
        assert!(cases("nothing").is_err());
    }
}
