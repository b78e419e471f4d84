//! What no compiler sees: sizes, stray files, leftovers, machine paths.

mod modules;

use std::collections::BTreeMap;

use anyhow::bail;

use crate::{
    house::{House, Outcome},
    shell::Run,
};

/// Lines in one Rust file.
const LONGEST: usize = 1_000;

/// Bytes in one file of any kind; `Cargo.lock` is the largest there should be.
const LARGEST: usize = 512 * 1024;

/// Text that is in no file of the checkout but this one, and why.
const LEFTOVERS: &[(&str, &str)] = &[
    ("<<<<<<< ", "a merge was not finished"),
    (">>>>>>> ", "a merge was not finished"),
    ("/home/", "a path of one machine"),
    ("/root/", "a path of one machine"),
];

/// Text that is in no Rust file but this one, and why.
const RUST_LEFTOVERS: &[(&str, &str)] = &[
    ("#[ignore", "a test that does not run is no test"),
    ("#[allow(", "use #[expect(.., reason)]"),
    ("#![allow(", "use #![expect(.., reason)]"),
    ("todo!(", "finish it"),
    ("unimplemented!(", "finish it"),
    ("dbg!(", "a leftover of a search"),
];

/// Paths with their text; a file that is not text has none.
type Files = BTreeMap<String, Option<String>>;

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    let listed = Run::new("git", &house.root)
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .read();
    let listed = match listed {
        Ok(listed) => listed,
        Err(error) => return house.missing(&format!("install git: {error:#}")),
    };
    let mut files = Files::new();
    let mut faults = Vec::new();
    for path in listed.lines() {
        // Deleted and not yet committed.
        let Ok(bytes) = std::fs::read(house.root.join(path)) else {
            continue;
        };
        if bytes.len() > LARGEST {
            faults.push(format!("{path}: {} bytes, at most {LARGEST}", bytes.len()));
        }
        files.insert(path.to_owned(), String::from_utf8(bytes).ok());
    }
    faults.extend(leftovers(&files));
    faults.extend(modules::unreached(&files));
    for fault in &faults {
        println!("{fault}");
    }
    if !faults.is_empty() {
        bail!("{} things to tidy up", faults.len());
    }
    Ok(Outcome::Passed(sizes(&files)))
}

fn leftovers(files: &Files) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in files {
        let Some(text) = text else { continue };
        let rust = path.ends_with(".rs");
        let length = text.lines().count();
        if rust && length > LONGEST {
            faults.push(format!("{path}: {length} lines, at most {LONGEST}"));
        }
        if path == "xtask/src/gates/tidy.rs" {
            continue;
        }
        // What the derive writes into other crates may have to allow what is not always there.
        let rust_rules = if rust && !path.starts_with("crates/recto-derive/src/") {
            RUST_LEFTOVERS
        } else {
            &[]
        };
        for (needle, why) in LEFTOVERS.iter().chain(rust_rules) {
            for (index, _) in text
                .lines()
                .enumerate()
                .filter(|(_, line)| line.contains(needle))
            {
                faults.push(format!("{path}:{}: `{needle}`: {why}", index + 1));
            }
        }
    }
    faults
}

/// The sizes of the Rust files in one line, to see a house grow out of shape.
fn sizes(files: &Files) -> String {
    let mut lengths: Vec<usize> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .filter_map(|(_, text)| Some(text.as_ref()?.lines().count()))
        .collect();
    lengths.sort_unstable();
    let at = |share: usize| {
        lengths
            .get(lengths.len() * share / 100)
            .copied()
            .unwrap_or(0)
    };
    format!(
        "{} Rust files, median {} lines, nine in ten below {}, longest {}",
        lengths.len(),
        at(50),
        at(90),
        lengths.last().copied().unwrap_or(0)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter()
            .map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned())))
            .collect()
    }

    #[test]
    fn leftovers_are_found_with_their_line() {
        let found = leftovers(&files(&[
            ("crates/a/src/lib.rs", "fn a() {\n    todo!()\n}\n"),
            ("docs/a.md", "see /home/me and todo!()\n"),
            ("docs/b.md", "nothing\n"),
        ]));
        assert_eq!(
            found,
            [
                "crates/a/src/lib.rs:2: `todo!(`: finish it",
                "docs/a.md:1: `/home/`: a path of one machine",
            ]
        );
    }

    #[test]
    fn a_long_file_is_found_and_only_if_it_is_rust() {
        let long = "// x\n".repeat(LONGEST + 1);
        let found = leftovers(&files(&[("a.rs", &long), ("a.md", &long)]));
        assert_eq!(found, ["a.rs: 1001 lines, at most 1000"]);
        assert!(leftovers(&files(&[("a.rs", &"// x\n".repeat(LONGEST))])).is_empty());
    }

    #[test]
    fn sizes_are_told_even_of_nothing() {
        assert!(sizes(&Files::new()).starts_with("0 Rust files"));
        let text = sizes(&files(&[
            ("a.rs", "1\n"),
            ("b.rs", "1\n2\n"),
            ("c.rs", "1\n2\n3\n"),
        ]));
        assert_eq!(
            text,
            "3 Rust files, median 2 lines, nine in ten below 3, longest 3"
        );
    }
}
