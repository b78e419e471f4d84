//! Exchanges written for this gate go through the model, as `cargo x corpus` sends recordings.

use anyhow::bail;

use crate::{
    corpus,
    house::{House, Outcome},
};

/// A JSON object a line: every version, every kind of object, and what recorders and proxies make of
/// bodies. None of it was recorded.
const EXCHANGES: &str = "xtask/corpus/exchanges.jsonl";

/// Bodies in it that are no JSON: a page of HTML, and the parts of an upload.
const NOT_JSON: u64 = 2;

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    let tally = corpus::count(&[house.root.join(EXCHANGES)])?;
    let faults = corpus::faults(&tally, NOT_JSON);
    if !faults.is_empty() {
        print!("{}", corpus::text(&tally));
        bail!("{}", faults.join("; "));
    }
    Ok(Outcome::Passed(format!(
        "{} exchanges read, raised and written as they came",
        tally.exchanges
    )))
}
