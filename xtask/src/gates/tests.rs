//! All tests by nextest, and the examples in the documentation.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::{
    house::{House, Outcome},
    shell::Run,
    tools::{self, postgres},
};

/// The version whose options and report this gate was written against.
const NEXTEST: &str = "0.9.143";

/// How many tests did what, from nextest's report.
#[derive(Debug, PartialEq)]
struct Counts {
    passed: u32,
    failed: u32,
}

/// Runs every test but those in documentation.
pub(crate) fn nextest(house: &House) -> anyhow::Result<Outcome> {
    let report = report(house);
    if report.exists() {
        std::fs::remove_file(&report).context("cannot remove the report of the last run")?;
    }
    if let Err(error) = tools::cargo_subcommand(house, "nextest", NEXTEST) {
        return house.missing(&format!("{error:#}"));
    }
    let run = Run::cargo(&house.root)
        .args([
            "nextest",
            "run",
            "--workspace",
            "--all-features",
            "--locked",
        ])
        .args(["--profile", "ci", "--no-tests", "fail"]);
    let mut note = String::new();
    match postgres::server(house) {
        Ok(folder) => {
            println!("PostgreSQL server programs: {}", folder.display());
        }
        Err(error) => {
            if let Outcome::Skipped(why) = house.missing(&format!("{error:#}"))? {
                note = format!("; the PostgreSQL tests skipped themselves: {why}");
                println!("skipping the PostgreSQL tests: {why}");
            }
        }
    }
    run.run()?;
    let counts = counts(house).context("nextest ended well and left no report")?;
    Ok(Outcome::Passed(format!("{} tests{note}", counts.passed)))
}

/// Runs the examples in the documentation, the README's included.
pub(crate) fn doc(house: &House) -> anyhow::Result<Outcome> {
    Run::cargo(&house.root)
        .args([
            "test",
            "--doc",
            "--workspace",
            "--all-features",
            "--locked",
            "--quiet",
        ])
        .run()?;
    Ok(Outcome::Passed(String::new()))
}

/// The last line of a run that had the tests among its gates.
pub(crate) fn closing_line(house: &House) -> Option<String> {
    let Counts { passed, failed } = counts(house)?;
    Some(format!("tests: {passed} passed, {failed} failed"))
}

fn report(house: &House) -> PathBuf {
    house.root.join("target/nextest/ci/junit.xml")
}

fn counts(house: &House) -> Option<Counts> {
    read_counts(&std::fs::read_to_string(report(house)).ok()?)
}

/// Reads the totals in the root element of a JUnit report.
fn read_counts(report: &str) -> Option<Counts> {
    let (_, rest) = report.split_once("<testsuites ")?;
    let (root, _) = rest.split_once('>')?;
    let number = |name: &str| -> Option<u32> {
        let (_, rest) = root.split_once(&format!(" {name}=\""))?;
        rest.split_once('"')?.0.parse().ok()
    };
    let failed = number("failures")? + number("errors")?;
    Some(Counts {
        passed: number("tests")?.checked_sub(failed)?,
        failed,
    })
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn totals_come_from_the_root_of_the_report() {
        let report = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="412" failures="2" errors="1" uuid="x" time="3.1">
    <testsuite name="recto-api" tests="9" failures="0" errors="0">"#;
        assert_eq!(
            read_counts(report),
            Some(Counts {
                passed: 409,
                failed: 3
            })
        );
    }

    #[test]
    fn half_a_report_is_no_report() {
        assert_eq!(read_counts(""), None);
        assert_eq!(read_counts("<testsuites tests=\"3\">"), None);
    }
}
