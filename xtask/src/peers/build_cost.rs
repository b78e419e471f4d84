//! What it costs to depend on recto: a hello-world with it and one with `notionrs`, built cold.

use std::{fs, path::Path};

use anyhow::Context as _;
use serde_json::json;

use crate::{house::House, shell::Run};

const PROGRAMS: [&str; 2] = ["recto", "notionrs"];

/// Crates that are, or bring, a way to TLS.
const TLS: [&str; 7] = [
    "rustls",
    "ring",
    "aws-lc-rs",
    "aws-lc-sys",
    "native-tls",
    "openssl",
    "openssl-sys",
];

pub(super) fn run(house: &House, times: u32) -> anyhow::Result<()> {
    let folder = |name: &str| house.root.join("benches/peers/hello").join(name);
    for name in PROGRAMS {
        // Downloads are no part of the cost.
        Run::cargo(&folder(name)).args(["fetch", "--quiet"]).run()?;
    }
    let mut seconds = PROGRAMS.map(|_| Vec::new());
    for _ in 0..times {
        // In turns, so that a busy machine is busy for both.
        for (name, seconds) in PROGRAMS.iter().zip(&mut seconds) {
            seconds.push(cold_build(house, &folder(name))?);
        }
    }
    println!(
        "\n{:<12} {:>7} {:>22}  TLS",
        "hello with", "crates", "CPU of a cold build"
    );
    let mut lines = Vec::new();
    for (name, seconds) in PROGRAMS.iter().zip(seconds) {
        let crates = crates(&folder(name))?;
        let tls: Vec<&str> = TLS
            .iter()
            .copied()
            .filter(|tls| has(&crates, tls))
            .collect();
        let shown: Vec<String> = seconds.iter().map(|cpu| format!("{cpu:.0} s")).collect();
        println!(
            "{name:<12} {:>7} {:>22}  {}",
            crates.len(),
            shown.join(", "),
            tls.join(", ")
        );
        lines.push(json!({
            "with": name, "crates": crates.len(), "cpu_seconds": seconds, "tls": tls,
            "openssl": has(&crates, "openssl-sys"),
        }));
    }
    println!("\n{}", json!(lines));
    Ok(())
}

/// Seconds of CPU, of the compiler and everything it starts, for a debug build from nothing.
fn cold_build(house: &House, folder: &Path) -> anyhow::Result<f64> {
    let target = house.scratch("build-cost")?;
    fs::remove_dir_all(&target)?;
    let told = Run::new("sh", folder)
        .env("CARGO_TARGET_DIR", &target)
        .args(["-c", "cargo build --quiet --offline && times"])
        .tee()?;
    fs::remove_dir_all(&target)?;
    children(&told).context("the shell did not say how long its programs ran")
}

/// The time of a shell's programs: the second line of `times`, user and system.
fn children(told: &str) -> Option<f64> {
    let line = told.lines().filter(|line| !line.is_empty()).nth(1)?;
    let clock = |word: &str| -> Option<f64> {
        let (minutes, seconds) = word.strip_suffix('s')?.split_once('m')?;
        Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
    };
    line.split_whitespace().map(clock).sum()
}

/// The crates a program is built from, itself included: the unique lines of `cargo tree`, as others
/// have counted.
fn crates(folder: &Path) -> anyhow::Result<Vec<String>> {
    let told = Run::cargo(folder)
        .args(["tree", "--offline", "--edges", "normal"])
        .args(["--prefix", "none", "--no-dedupe"])
        .read()?;
    let mut lines: Vec<String> = told
        .lines()
        .map(|line| line.trim_end_matches(" (*)").trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    lines.sort();
    lines.dedup();
    Ok(lines)
}

fn has(crates: &[String], name: &str) -> bool {
    crates
        .iter()
        .any(|line| line.split(' ').next() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_the_programs_is_read() {
        assert_eq!(children("0m0.00s 0m0.01s\n1m2.50s 0m7.50s\n"), Some(70.0));
        assert_eq!(children("0m0.00s 0m0.01s\n"), None);
        assert_eq!(children("a\nb c\n"), None);
    }

    #[test]
    fn a_crate_is_found_by_its_whole_name() {
        let crates = ["rustls-pki-types v1.0".to_owned(), "ring v0.17".to_owned()];
        assert!(has(&crates, "ring") && !has(&crates, "rustls"));
    }
}
