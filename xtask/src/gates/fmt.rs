//! rustfmt changes nothing.

use crate::{
    house::{House, Outcome},
    shell::Run,
};

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    Run::cargo(&house.root)
        .args(["fmt", "--all", "--check"])
        .run()
        .map_err(|error| error.context("run `cargo fmt --all`"))?;
    Ok(Outcome::Passed(String::new()))
}
