//! A running `recto emulator` with its proxy.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, ChildStdout, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use crate::shell::Run;

/// A running `recto emulator`. Dropping it ends it by force.
pub(super) struct Emulator {
    child: Child,
    /// Kept open, so that it can still write.
    _output: BufReader<ChildStdout>,
    /// Where it is, its token and its page, as the clients are told.
    pub(super) environment: Vec<(&'static str, String)>,
    /// Its proxy, as clients with the host built in are told.
    pub(super) proxy: Vec<(&'static str, String)>,
}

impl Emulator {
    /// Starts one on free ports; with `data`, its workspace is in that file.
    pub(super) fn start(recto: &Path, folder: &Path, data: Option<&Path>) -> anyhow::Result<Self> {
        let mut run = Run::new(recto, folder)
            .args(["emulator", "--port", "0", "--proxy", "0"])
            .args(["--format", "json"]);
        if let Some(data) = data {
            run = run.args(["--data"]).args([data]);
        }
        let mut child = run
            .into_command()
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the emulator")?;
        let output = child
            .stdout
            .take()
            .context("the emulator has no standard output")?;
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let told: Value = serde_json::from_str(&line)
            .with_context(|| format!("the emulator began with {line:?}"))?;
        let field = |name: &str| {
            let text = told[name].as_str();
            text.map(str::to_owned)
                .with_context(|| format!("the emulator told no {name}"))
        };
        let environment = vec![
            ("NOTION_BASE_URL", field("base_url")?),
            ("NOTION_TOKEN", field("token")?),
            ("NOTION_ROOT_PAGE_ID", field("root_page_id")?),
        ];
        let authority = field("proxy_ca")?;
        let proxy = vec![
            ("HTTPS_PROXY", field("proxy")?),
            ("SSL_CERT_FILE", authority.clone()),
            ("REQUESTS_CA_BUNDLE", authority),
        ];
        Ok(Self {
            child,
            _output: output,
            environment,
            proxy,
        })
    }

    /// Where it is.
    pub(super) fn base_url(&self) -> &str {
        self.told("NOTION_BASE_URL")
    }

    /// The token that it accepts.
    pub(super) fn token(&self) -> &str {
        self.told("NOTION_TOKEN")
    }

    /// The page at its top.
    pub(super) fn root_page_id(&self) -> &str {
        self.told("NOTION_ROOT_PAGE_ID")
    }

    fn told(&self, name: &str) -> &str {
        let found = self.environment.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value)
    }

    /// Asks it to stop, as a person or a service manager does, and sees that it does so cleanly.
    pub(super) fn stop(mut self, folder: &Path) -> anyhow::Result<()> {
        let id = self.child.id().to_string();
        Run::new("kill", folder).args(["-TERM", &id]).run()?;
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_secs(10) {
            if let Some(status) = self.child.try_wait()? {
                ensure!(
                    status.success(),
                    "the emulator ended with {status} after SIGTERM"
                );
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("the emulator was still there ten seconds after SIGTERM");
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_does_not_speak_is_an_error_and_is_ended() {
        let here = Path::new(".");
        let told = Emulator::start(Path::new("/bin/echo"), here, None)
            .err()
            .unwrap();
        assert!(
            told.to_string().contains("the emulator began with"),
            "{told}"
        );
    }
}
