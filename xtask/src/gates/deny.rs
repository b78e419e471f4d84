//! Licences, bans and duplicate crates, by cargo-deny and `deny.toml`.
//!
//! Advisories are not among them: their database is fetched from the network, and a gate gives
//! the same answer everywhere. `cargo deny check advisories` is for a person or a schedule.

use crate::{
    house::{House, Outcome},
    shell::Run,
    tools,
};

const VERSION: &str = "0.20.2";

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    if let Err(error) = tools::cargo_subcommand(house, "deny", VERSION) {
        return house.missing(&format!("{error:#}"));
    }
    Run::cargo(&house.root)
        .args(["deny", "--locked", "--all-features", "--workspace"])
        .args([
            "check",
            "--hide-inclusion-graph",
            "bans",
            "licenses",
            "sources",
        ])
        .run()?;
    Ok(Outcome::Passed(String::new()))
}
