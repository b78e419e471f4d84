//! A browser without a window, for the emulator's web page.

use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::{
    house::House,
    shell::Run,
    tools::{apt_install, find},
};

/// What Debian, Ubuntu and others call it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// What it is started with: no window, nothing fetched by itself.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1280,900",
];

/// The browser, found or installed.
pub(crate) fn program(house: &House) -> anyhow::Result<PathBuf> {
    let found = || NAMES.into_iter().find_map(find);
    if let Some(program) = found() {
        return Ok(program);
    }
    apt_install(house, &["chromium", "fonts-noto-color-emoji"])?;
    match found() {
        Some(program) => Ok(program),
        None => bail!("install Chromium"),
    }
}

/// A visit of an address with a profile of its own, thrown away before and behind.
pub(crate) fn visit(
    house: &House,
    program: &PathBuf,
    arguments: &[String],
) -> anyhow::Result<String> {
    let profile = house.scratch("chromium")?;
    std::fs::remove_dir_all(&profile)
        .with_context(|| format!("cannot empty {}", profile.display()))?;
    // A page that never comes to rest must not hold the gate.
    let run = match find("timeout") {
        Some(timeout) => Run::new(timeout, &house.root).args(["120"]).args([program]),
        None => Run::new(program, &house.root),
    };
    run.args(FLAGS)
        .args([format!("--user-data-dir={}", profile.display())])
        // Time passes as fast as the page does its work: so much of it.
        .args(["--virtual-time-budget=10000"])
        .args(arguments)
        .read()
}
