//! rustdoc finds no broken link and no item without words.

use crate::{
    house::{House, Outcome},
    shell::Run,
};

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    Run::cargo(&house.root)
        .args([
            "doc",
            "--workspace",
            "--lib",
            "--no-deps",
            "--all-features",
            "--locked",
        ])
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()?;
    Ok(Outcome::Passed(String::new()))
}
