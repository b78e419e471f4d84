//! Decoding: the measure is a program of its own.

use crate::{house::House, shell::Run};

pub(super) fn run(house: &House, rounds: u32) -> anyhow::Result<()> {
    // The folder's own settings say where it is built.
    Run::cargo(&house.root.join("benches/peers"))
        .args(["run", "--release", "--quiet", "--bin", "peers", "--"])
        .args([rounds.to_string()])
        .run()
}
