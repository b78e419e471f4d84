//! The README tells the truth: its commands run, and its picture shows what they print today.
//!
//! The first two `sh` blocks of the README are its two commands. The first is run. The second is
//! what runs this gate, so it is only compared with `.ci/run`. The `text` block behind the first
//! command is the picture: each of its lines must come out of the command again, but for numbers.

use std::collections::HashSet;

use anyhow::{Context as _, bail, ensure};

use crate::{
    house::{House, Outcome},
    shell::Run,
};

/// Letters of an id without dashes.
const ID: usize = 32;

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    let readme = house.read("README.md")?;
    let commands = blocks(&readme, "sh");
    let [demo, check, ..] = commands.as_slice() else {
        bail!("README.md has fewer than two `sh` blocks: the two commands come first");
    };
    ensure!(
        *check == "cargo x check",
        "the README's second command is `{check}`, not this one"
    );
    let script = house.read(".ci/run")?;
    let calls = calls(&script);
    ensure!(
        calls == [*check],
        ".ci/run must call `{check}` and nothing else; it calls {calls:?}"
    );
    let picture = blocks(&readme, "text");
    let picture = picture
        .first()
        .context("README.md shows no output: no `text` block")?;

    // Both streams, as on a terminal: what it says of its progress is in the picture too.
    let script = format!("{demo} 2>&1");
    let output = Run::new("sh", &house.root).args(["-c", &script]).tee()?;
    let gone = gone(picture, &output);
    ensure!(
        gone.is_empty(),
        "the README's picture is out of date: `{demo}` no longer prints\n{}",
        gone.join("\n")
    );
    Ok(Outcome::Passed(format!("`{demo}` ran to its end")))
}

/// The contents of the fenced blocks of one language.
fn blocks<'a>(markdown: &'a str, language: &str) -> Vec<&'a str> {
    let open = format!("```{language}\n");
    let mut found = Vec::new();
    let mut rest = markdown;
    while let Some((_, after)) = rest.split_once(open.as_str()) {
        let Some((block, after)) = after.split_once("\n```") else {
            break;
        };
        found.push(block);
        rest = after;
    }
    found
}

/// The commands of a script, without comments and what only sets the scene.
fn calls(script: &str) -> Vec<&str> {
    script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter(|line| !line.starts_with("set -") && *line != r#"cd "$(dirname "$0")/..""#)
        .map(|line| line.strip_prefix("exec ").unwrap_or(line))
        .collect()
}

/// The lines of a picture that the output does not have, numbers and spacing aside.
fn gone<'a>(picture: &'a str, output: &str) -> Vec<&'a str> {
    let printed: HashSet<String> = output.lines().map(shape).collect();
    picture
        .lines()
        .filter(|line| !printed.contains(&shape(line)))
        .collect()
}

/// A line without what differs from run to run: a number becomes `#`, an id `<id>`, a run of spaces
/// or rules one space.
fn shape(line: &str) -> String {
    let words = line.split(|letter: char| letter.is_whitespace() || letter == '─');
    let shapes: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(word_shape)
        .collect();
    shapes.join(" ")
}

fn word_shape(word: &str) -> String {
    let mut shape = String::new();
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let id = leading(rest, |letter| letter.is_ascii_hexdigit() || letter == '-');
        let number = leading(rest, |letter| {
            letter.is_ascii_digit() || ".,:".contains(letter)
        });
        let length = if id >= ID {
            shape.push_str("<id>");
            id
        } else if letter.is_ascii_digit() {
            shape.push('#');
            number
        } else {
            shape.push(letter);
            letter.len_utf8()
        };
        rest = &rest[length..];
    }
    shape
}

/// How many bytes at the beginning are of a kind.
fn leading(text: &str, kind: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !kind(letter)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_by_language_and_in_order() {
        let markdown =
            "# x\n```sh\none\n```\n\n```text\npicture\nline\n```\n```sh\ntwo\n```\n```rust\n";
        assert_eq!(blocks(markdown, "sh"), ["one", "two"]);
        assert_eq!(blocks(markdown, "text"), ["picture\nline"]);
        assert!(blocks(markdown, "rust").is_empty());
    }

    #[test]
    fn a_script_is_what_it_calls() {
        let script = "#!/usr/bin/env bash\n# why\nset -euo pipefail\ncd \"$(dirname \"$0\")/..\"\n\
                      exec cargo x check\n";
        assert_eq!(calls(script), ["cargo x check"]);
        assert_eq!(
            calls("cargo fetch\ncargo x check\n"),
            ["cargo fetch", "cargo x check"]
        );
    }

    #[test]
    fn numbers_and_spacing_may_change_and_words_may_not() {
        let output = "created   422   in 1.43 s\n──── done ────\n";
        assert_eq!(
            gone("created 30 in 12 s\n── done ──", output),
            Vec::<&str>::new()
        );
        assert_eq!(gone("created 422 rows", output), ["created 422 rows"]);
        assert_eq!(shape("a1.5s  —  “naïve” 2026-02-25"), "a#s — “naïve” #-#-#");
    }

    #[test]
    fn an_id_may_change() {
        let one = "page (0a1b2c3d-0000-4000-8000-00000000000a)";
        let other = "page (ffffffff-aaaa-4bbb-8ccc-dddddddddddd)\n";
        assert!(gone(one, other).is_empty());
        assert_eq!(gone("page (1)", other), ["page (1)"]);
    }
}
