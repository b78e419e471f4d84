//! An emulator to look at.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
};

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::{house::House, shell::Run};

/// A running `recto emulator`. Dropping it ends it by force.
pub(super) struct Server {
    child: Child,
    folder: std::path::PathBuf,
    pub(super) base_url: String,
    token: String,
    pub(super) home: String,
}

impl Server {
    pub(super) fn start(house: &House) -> anyhow::Result<Self> {
        let mut child = Run::new(house.root.join("target/debug/recto"), &house.root)
            .args(["emulator", "--port", "0", "--format", "json"])
            .into_command()
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the emulator")?;
        let output = child
            .stdout
            .take()
            .context("the emulator has no standard output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let told: Value = serde_json::from_str(&line)
            .with_context(|| format!("the emulator began with {line:?}"))?;
        let member = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        Ok(Self {
            child,
            folder: house.root.clone(),
            base_url: member("base_url"),
            token: member("token"),
            home: member("root_page_id"),
        })
    }

    /// The answer to a request, refusals included.
    pub(super) fn call(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let run = Run::new("curl", &self.folder)
            .args(["--silent", "--show-error", "--request", method])
            .args(["--header", "Content-Type: application/json"])
            .args(["--header", "Notion-Version: 2026-03-11"])
            .args(["--header", &format!("Authorization: Bearer {}", self.token)]);
        let run = match body {
            Value::Null => run,
            body => run.args(["--data-raw", &body.to_string()]),
        };
        let answer = run.args([format!("{}{path}", self.base_url)]).read()?;
        serde_json::from_str(&answer)
            .with_context(|| format!("{method} {path} was answered with {answer:?}"))
    }

    /// The answer to a request that must succeed.
    pub(super) fn ask(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let answer = self.call(method, path, body)?;
        if answer["object"] == "error" || answer.get("error").is_some() {
            bail!("{method} {path} was refused: {answer}");
        }
        Ok(answer)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
