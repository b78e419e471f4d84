//! The examples that are programs of their own.

mod debian;
mod facade;

use crate::house::{House, Outcome};

/// Runs the examples of the front door everywhere, then the one that needs a Debian system.
pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    let ran = facade::run(house)?;
    Ok(together(&ran, debian::run(house)?))
}

/// One outcome for both parts: a part that could not look is named, and so is the one that did.
fn together(ran: &str, debian: Outcome) -> Outcome {
    match debian {
        Outcome::Passed(told) => Outcome::Passed(format!("{ran}, {told}")),
        Outcome::Skipped(why) => Outcome::Skipped(format!("{ran} ran; {why}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ran_is_told_even_if_the_rest_was_skipped() {
        assert_eq!(
            together("3 examples", Outcome::Passed("packages".to_owned())),
            Outcome::Passed("3 examples, packages".to_owned())
        );
        assert_eq!(
            together("3 examples", Outcome::Skipped("no Debian".to_owned())),
            Outcome::Skipped("3 examples ran; no Debian".to_owned())
        );
    }
}
