//! The result, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::tally::Tally;

/// The longest piece of a value that is shown.
const SHOWN: usize = 200;

/// One JSON document.
pub(super) fn json(tally: &Tally, show: usize) -> Value {
    let mut out = Map::new();
    let all = tally.sum("");
    out.insert("cases".to_owned(), json!(all.cases));
    for (judged, agree, start) in [
        ("evaluated", "agree", "formula"),
        ("rewritten", "rewritten_agree", "rewritten"),
        ("rejections", "rejections_agree", "rejections"),
    ] {
        let sum = tally.sum(start);
        out.insert(judged.to_owned(), json!(sum.judged));
        out.insert(agree.to_owned(), json!(sum.agree));
    }
    out.insert("not_judged".to_owned(), json!(all.cases - all.judged));
    out.insert("bad_lines".to_owned(), json!(tally.bad_lines.len()));
    let classes: Vec<_> = tally
        .classes
        .iter()
        .map(|(name, count)| {
            json!({"class": name, "cases": count.cases, "judged": count.judged, "agree": count.agree})
        })
        .collect();
    out.insert("classes".to_owned(), json!(classes));
    let differences: Vec<_> = tally
        .differences
        .iter()
        .take(show)
        .map(super::tally::Difference::to_json)
        .collect();
    out.insert(
        "differences_count".to_owned(),
        json!(tally.differences.len()),
    );
    out.insert("differences".to_owned(), json!(differences));
    Value::Object(out)
}

/// Text.
pub(super) fn text(tally: &Tally, show: usize) -> String {
    let mut out = String::new();
    write(&mut out, tally, show).unwrap_or_default();
    out
}

fn write(out: &mut String, tally: &Tally, show: usize) -> std::fmt::Result {
    writeln!(
        out,
        "{:<40} {:>7} {:>7} {:>7}",
        "class", "cases", "judged", "agree"
    )?;
    for (name, count) in &tally.classes {
        line(out, name, *count)?;
    }
    line(out, "all", tally.sum(""))?;
    for line in tally.bad_lines.iter().take(show) {
        writeln!(out, "  {line}")?;
    }
    if !tally.differences.is_empty() {
        writeln!(out, "\n{} differences:", tally.differences.len())?;
    }
    let cut = |text: &str| text.chars().take(SHOWN).collect::<String>();
    for difference in tally.differences.iter().take(show) {
        writeln!(
            out,
            "  {} {}\n    {}\n    wanted {}\n    found  {}",
            difference.place,
            difference.class,
            cut(&difference.expression),
            cut(&difference.wanted.to_string()),
            cut(&difference.found.to_string())
        )?;
    }
    Ok(())
}

fn line(out: &mut String, name: &str, count: super::tally::Count) -> std::fmt::Result {
    writeln!(
        out,
        "{name:<40} {:>7} {:>7} {:>7}",
        count.cases, count.judged, count.agree
    )
}
