//! Texts that mean harm.

use proptest::prelude::*;
use recto_markdown::{Dialect, Writer, read, read_inline};

const BOTH: [Dialect; 2] = [Dialect::V1, Dialect::V2];

/// Reads a text, and writes and reads what came of it.
fn survive(text: &str) {
    for dialect in BOTH {
        let reading = read(text, dialect);
        let written = Writer::new(dialect).write(&reading.blocks);
        let again = read(&written.markdown, dialect);
        assert!(again.blocks.len() <= reading.blocks.len() + text.len());
        let _ = read_inline(text, dialect);
    }
}

#[test]
fn nothing_nests_without_bound() {
    for part in [
        "<callout>\n",
        "<toggle>\n",
        "<details>\n",
        "<p>\n",
        "<columns>\n<column>\n",
        "<ul>\n<li>\n",
        "<meeting-notes>\n",
        "<tabs><tab>",
        "<callout>",
        "> ",
        ">",
        "[",
        "<b>",
        "<span color=\"red\">",
    ] {
        survive(&part.repeat(5_000));
    }
    let stairs: String = (0..2_000)
        .map(|depth| format!("{}- a\n", "\t".repeat(depth)))
        .collect();
    survive(&stairs);
}

#[test]
fn nothing_is_looked_at_again_and_again() {
    // Each of these takes long where every sign looks for its other half to the end.
    for part in [
        "[a](",
        "](",
        "`",
        "``a`",
        "$`",
        "$a",
        "**a",
        "*a _b ",
        "~~a",
        "<span a=\"",
        "<a b=\"c",
        "&#1",
        "<mention-user url=\"x\">",
        "<mention url=\"\">",
        "![a](b",
        "{a=\"b\" ",
        "|a",
        "<td>",
        "<table>\n",
        "```\n",
        "$$\n",
        "\\",
        "<callout>a</callout>",
    ] {
        survive(&part.repeat(6_000));
    }
    survive(&format!("<table>\n{}", "<td>`".repeat(6_000)));
    survive(&format!("|a|\n|-|\n{}", "|a".repeat(6_000)));
    let ticks: String = (0..400).map(|length| "`".repeat(length) + "a").collect();
    survive(&ticks);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "[a<>/\\[\\]()*_~`$|{}=\"\\\\ \t\n&#1.-]{0,80}") {
        survive(&text);
    }

    #[test]
    fn any_lines_are_read(lines in prop::collection::vec(prop_oneof![
        Just("<toggle>"), Just("</toggle>"), Just("<details>"), Just("<summary>a</summary>"),
        Just("</details>"), Just("<callout icon=\"é\">"), Just("</callout>"), Just("<ul>"), Just("<li>"),
        Just("</li>"), Just("</ul>"), Just("- a"), Just("\t- b"), Just("1. c"), Just(""), Just("text"),
        Just("\ttext\\"), Just("---"), Just("```"), Just("$$"), Just("| a |"), Just("| - |"),
        Just("<table>"), Just("<tr><td>é"), Just("</table>"), Just("<columns>"), Just("<column>"),
        Just("</columns>"), Just("> q"), Just("<p />"), Just("<empty-block/>"), Just("<unknown/>"),
        Just("# é {color=\"red\"}"), Just("<meeting-notes>"), Just("<summary>"), Just("[TOC]"),
    ], 0..24)) {
        survive(&lines.join("\n"));
    }
}
