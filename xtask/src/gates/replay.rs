//! Conversations written for this gate are held with the emulator, as `cargo x replay` holds
//! recordings.

use anyhow::bail;

use crate::{
    house::{House, Outcome},
    replay,
};

/// A JSON object a line: pages and blocks, a database of before data sources, and what only the app
/// makes. None of it was recorded.
const CONVERSATIONS: &str = "xtask/corpus/conversations.jsonl";

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    let tally = replay::count(&[house.root.join(CONVERSATIONS)])?;
    let faults = replay::faults(&tally);
    if !faults.is_empty() {
        bail!("{}", faults.join("; "));
    }
    Ok(Outcome::Passed(format!(
        "{} exchanges answered as written",
        tally.total().exchanges
    )))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_answer_agrees() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let tally = replay::count(&[root.join(CONVERSATIONS)]).unwrap();
        assert_eq!(replay::faults(&tally), Vec::<String>::new());
        assert!(tally.total().exchanges > 20);
    }
}
