//! Clippy, and the feature sets that no other gate compiles.

use crate::{
    house::{House, Outcome},
    shell::Run,
};

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    Run::cargo(&house.root)
        .args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--locked",
        ])
        .args(["--", "-D", "warnings"])
        .run()?;
    Ok(Outcome::Passed(String::new()))
}

/// The facade's features are whole rooms: every subset is somebody's build.
pub(crate) fn features(house: &House) -> anyhow::Result<Outcome> {
    for features in ["", "emulator", "sync"] {
        Run::cargo(&house.root)
            .args([
                "check",
                "--locked",
                "--package",
                "recto",
                "--no-default-features",
            ])
            .args(["--features", features])
            .run()?;
    }
    Ok(Outcome::Passed(String::new()))
}
