//! The gates, in the order they run: cheap ones first.

pub(crate) mod clippy;
pub(crate) mod conformance;
pub(crate) mod corpus;
pub(crate) mod demo;
pub(crate) mod deny;
pub(crate) mod deps;
pub(crate) mod docs;
pub(crate) mod examples;
pub(crate) mod fmt;
pub(crate) mod fuzz;
pub(crate) mod pages;
pub(crate) mod readme;
pub(crate) mod replay;
pub(crate) mod tests;
pub(crate) mod tidy;

use anyhow::bail;

use crate::house::{House, Outcome};

/// One gate.
pub(crate) struct Gate {
    /// What `--only` and `--skip` call it.
    pub(crate) name: &'static str,
    /// What it looks at, in one line.
    pub(crate) about: &'static str,
    /// Looks.
    pub(crate) run: fn(&House) -> anyhow::Result<Outcome>,
}

/// Every gate, in order.
pub(crate) const GATES: &[Gate] = &[
    Gate {
        name: "fmt",
        about: "rustfmt changes nothing",
        run: fmt::run,
    },
    Gate {
        name: "tidy",
        about: "file sizes, stray files, leftovers, one test binary per crate",
        run: tidy::run,
    },
    Gate {
        name: "deps",
        about: "who depends on whom, against the table in gates/deps/table.rs",
        run: deps::run,
    },
    Gate {
        name: "corpus",
        about: "exchanges of every version survive the model (`cargo x corpus` for recordings)",
        run: corpus::run,
    },
    Gate {
        name: "replay",
        about: "conversations written for it get their answers (`cargo x replay` for recordings)",
        run: replay::run,
    },
    Gate {
        name: "clippy",
        about: "clippy on all targets, warnings are errors",
        run: clippy::run,
    },
    Gate {
        name: "features",
        about: "the facade compiles with each set of features",
        run: clippy::features,
    },
    Gate {
        name: "test",
        about: "all tests by nextest, PostgreSQL included",
        run: tests::nextest,
    },
    Gate {
        name: "doctest",
        about: "the examples in the documentation run",
        run: tests::doc,
    },
    Gate {
        name: "docs",
        about: "rustdoc has no warning, no link is broken",
        run: docs::run,
    },
    Gate {
        name: "deny",
        about: "licences, bans and duplicates by cargo-deny",
        run: deny::run,
    },
    Gate {
        name: "readme",
        about: "the README's commands are true and its picture is current",
        run: readme::run,
    },
    Gate {
        name: "demo",
        about: "the demo keeps its promises in figures",
        run: demo::run,
    },
    Gate {
        name: "fuzz",
        about: "made-up bytes break nothing that reads data from outside",
        run: fuzz::run,
    },
    Gate {
        name: "conformance",
        about: "published clients, unmodified, against the emulator; requests made up by schemathesis",
        run: conformance::run,
    },
    Gate {
        name: "pages",
        about: "the emulator's web page in a browser, with pictures in target/x/pages",
        run: pages::run,
    },
    Gate {
        name: "examples",
        about: "the examples of the front door, and a machine's package database through PostgreSQL",
        run: examples::run,
    },
];

/// Picks gates by name, keeping their order.
///
/// # Errors
///
/// When a name is not a gate's, or nothing is left.
pub(crate) fn select(only: &[String], skip: &[String]) -> anyhow::Result<Vec<&'static Gate>> {
    for name in only.iter().chain(skip) {
        if !GATES.iter().any(|gate| gate.name == name) {
            let known: Vec<_> = GATES.iter().map(|gate| gate.name).collect();
            bail!(
                "there is no gate `{name}`; the gates are {}",
                known.join(", ")
            );
        }
    }
    let named = |list: &[String], gate: &Gate| list.iter().any(|name| name == gate.name);
    let chosen: Vec<_> = GATES
        .iter()
        .filter(|gate| only.is_empty() || named(only, gate))
        .filter(|gate| !named(skip, gate))
        .collect();
    if chosen.is_empty() {
        bail!("--only and --skip together leave no gate to run");
    }
    Ok(chosen)
}

#[cfg(test)]
mod selection {
    use super::*;

    fn names(only: &[&str], skip: &[&str]) -> Result<Vec<&'static str>, String> {
        let owned = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        select(&owned(only), &owned(skip))
            .map(|gates| gates.iter().map(|gate| gate.name).collect())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn all_by_default_in_the_order_of_the_table() {
        let all = names(&[], &[]).unwrap();
        assert_eq!(all.len(), GATES.len());
        assert_eq!(names(&["test", "fmt"], &[]).unwrap(), ["fmt", "test"]);
        assert_eq!(names(&[], &["fmt"]).unwrap(), all[1..]);
    }

    #[test]
    fn an_unknown_or_empty_choice_is_an_error() {
        assert!(
            names(&["tests"], &[])
                .unwrap_err()
                .contains("no gate `tests`")
        );
        assert!(names(&[], &["typo"]).unwrap_err().contains("fmt, tidy"));
        assert!(
            names(&["fmt"], &["fmt"])
                .unwrap_err()
                .contains("leave no gate")
        );
    }

    #[test]
    fn the_gates_that_every_change_must_pass_are_there() {
        for name in ["fmt", "clippy", "test", "doctest", "readme", "deps"] {
            assert!(GATES.iter().any(|gate| gate.name == name), "{name} is gone");
        }
    }
}
