//! The official packages, unmodified, against the emulator.

use crate::house::{House, Outcome};

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    house.missing("the conformance scripts are not there yet")
}
