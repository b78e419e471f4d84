//! The package database of this machine, through PostgreSQL into an emulator.

use crate::{
    house::{House, Outcome},
    shell::Run,
    tools::{self, postgres},
};

/// What the script calls, and the Debian package that has it.
const PROGRAMS: &[(&str, &str)] = &[
    ("psql", "postgresql-client"),
    ("curl", "curl"),
    ("python3", "python3"),
    ("setpriv", "util-linux"),
];

/// Pushes it.
pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    if tools::find("dpkg-query").is_none() {
        // Not a Debian: there is no package database to push, and none to install.
        return house.missing("examples/debian-packages needs a Debian system");
    }
    let lacking: Vec<&str> = PROGRAMS
        .iter()
        .filter(|(program, _)| tools::find(program).is_none())
        .map(|(_, package)| *package)
        .collect();
    if !lacking.is_empty()
        && let Err(error) = tools::apt_install(house, &lacking)
    {
        return house.missing(&format!("{error:#}"));
    }
    if let Err(error) = postgres::server(house) {
        return house.missing(&format!("{error:#}"));
    }
    Run::cargo(&house.root)
        .args(["build", "--release", "--locked", "--package", "recto-cli"])
        .run()?;
    Run::new(
        house.root.join("examples/debian-packages/run.sh"),
        &house.root,
    )
    .env("RECTO", house.root.join("target/release/recto"))
    .run()?;
    Ok(Outcome::Passed("examples/debian-packages".to_owned()))
}
