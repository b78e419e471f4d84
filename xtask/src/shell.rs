//! Runs other programs: says what it runs, and makes a failure a sentence.

use std::{
    ffi::{OsStr, OsString},
    fmt,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};

/// A program with its arguments, to be run from some folder.
pub(crate) struct Run {
    command: Command,
    shown: Vec<OsString>,
}

impl Run {
    /// A program, to be run in `folder`.
    pub(crate) fn new(program: impl AsRef<OsStr>, folder: &Path) -> Self {
        let mut command = Command::new(program.as_ref());
        command.current_dir(folder).stdin(Stdio::null());
        // Cargo tells a program it runs about that program's own package. A cargo started from
        // here must not take it for its own.
        for (name, _) in std::env::vars_os() {
            let own = name.to_str().is_some_and(|name| {
                name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
            });
            if own {
                command.env_remove(name);
            }
        }
        Self {
            command,
            shown: vec![program.as_ref().to_owned()],
        }
    }

    /// Cargo, in `folder`.
    pub(crate) fn cargo(folder: &Path) -> Self {
        Self::new("cargo", folder)
    }

    /// Adds arguments.
    pub(crate) fn args<I>(mut self, args: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        for arg in args {
            self.shown.push(arg.as_ref().to_owned());
            self.command.arg(arg);
        }
        self
    }

    /// Sets a variable for this program alone.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes a variable away from this program alone.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Runs it with its output going where ours goes.
    pub(crate) fn run(mut self) -> anyhow::Result<()> {
        println!("$ {self}");
        let status = self
            .command
            .status()
            .with_context(|| format!("cannot start `{self}`"))?;
        self.check(status)
    }

    /// The same without saying what it runs, for output that a program reads.
    pub(crate) fn run_quietly(mut self) -> anyhow::Result<()> {
        let status = self
            .command
            .status()
            .with_context(|| format!("cannot start `{self}`"))?;
        self.check(status)
    }

    /// Runs it, showing its standard output line by line and returning it.
    pub(crate) fn tee(self) -> anyhow::Result<String> {
        self.lines(|line| println!("{line}"))
    }

    /// Runs it, returning its standard output without showing it. What it says goes where ours does.
    pub(crate) fn collect(self) -> anyhow::Result<String> {
        self.lines(|_| {})
    }

    /// Runs it, returning its standard output whatever its end, and beside it the end: for programs
    /// that run beside each other, each of which is shown when it is done.
    pub(crate) fn captured(mut self) -> anyhow::Result<(String, anyhow::Result<()>)> {
        println!("$ {self}");
        let output = self
            .command
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("cannot start `{self}`"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let ended = self.check(output.status);
        Ok((text, ended))
    }

    fn lines(mut self, show: impl Fn(&str)) -> anyhow::Result<String> {
        println!("$ {self}");
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start `{self}`"))?;
        let output = child
            .stdout
            .take()
            .context("the program has no standard output")?;
        let mut text = String::new();
        for line in BufReader::new(output).lines() {
            let line = line.with_context(|| format!("cannot read what `{self}` prints"))?;
            show(&line);
            text.push_str(&line);
            text.push('\n');
        }
        let status = child
            .wait()
            .with_context(|| format!("cannot wait for `{self}`"))?;
        self.check(status)?;
        Ok(text)
    }

    /// Runs it silently and returns its standard output.
    pub(crate) fn read(mut self) -> anyhow::Result<String> {
        let output = self
            .command
            .output()
            .with_context(|| format!("cannot start `{self}`"))?;
        if !output.status.success() {
            let told = String::from_utf8_lossy(&output.stderr);
            bail!("`{self}` ended with {}: {}", output.status, told.trim());
        }
        String::from_utf8(output.stdout).with_context(|| format!("`{self}` did not print text"))
    }

    /// Hands the command over, for what must be spawned.
    pub(crate) fn into_command(self) -> Command {
        println!("$ {self} &");
        self.command
    }

    fn check(&self, status: std::process::ExitStatus) -> anyhow::Result<()> {
        if !status.success() {
            bail!("`{self}` ended with {status}");
        }
        Ok(())
    }
}

impl fmt::Display for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.shown.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(formatter, "{space}{}", word.to_string_lossy())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Run {
        Run::new("sh", Path::new(".")).args(["-c", script])
    }

    #[test]
    fn output_comes_back_and_failure_is_an_error() {
        assert_eq!(shell("echo one; echo two").read().unwrap(), "one\ntwo\n");
        assert_eq!(shell("echo one").tee().unwrap(), "one\n");
        assert_eq!(shell("echo one").collect().unwrap(), "one\n");
        let error = shell("echo why >&2; exit 3")
            .read()
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("exit status: 3") && error.contains("why"),
            "{error}"
        );
        assert!(shell("exit 1").run().is_err());
        let (text, ended) = shell("echo one; exit 1").captured().unwrap();
        assert_eq!(text, "one\n");
        assert!(ended.is_err());
        assert!(shell("echo one; exit 1").tee().is_err());
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = Run::new("no-such-program", Path::new("."))
            .run()
            .unwrap_err()
            .to_string();
        assert!(error.contains("cannot start `no-such-program`"), "{error}");
    }

    #[test]
    fn cargo_does_not_see_the_package_of_this_program() {
        // Set by cargo while it runs this test.
        assert!(std::env::var_os("CARGO_PKG_NAME").is_some());
        assert_eq!(
            shell("echo \"${CARGO_PKG_NAME-none}\"").read().unwrap(),
            "none\n"
        );
    }
}
