//! `cargo x formulas`: recorded cases of the formula language against the evaluator.
//!
//! A file has a JSON object a line, told apart by `kind`: evaluations (`formula`) and language-level
//! `example`s, texts as the service wrote them anew (`canonical_text`), and refusals
//! (`rejected_on_write`). Long texts stand once, as `expression`.

mod case;
mod judge;
mod print;
mod scope;
mod tally;

use std::{
    collections::HashMap,
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use crate::{corpus::input, formulas::tally::Tally};

/// What to read and how to tell.
#[derive(Debug, Clone, Args)]
pub(crate) struct Formulas {
    /// Files of cases, a JSON object a line, plain or compressed by zstd.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write every difference to this file, a JSON object a line.
    #[arg(long, value_name = "FILE")]
    differences: Option<PathBuf>,
    /// How many differences to print.
    #[arg(long, default_value_t = 20, value_name = "N")]
    show: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One JSON document.
    Json,
}

/// Reads the files and prints what became of their cases.
///
/// # Errors
///
/// When a file cannot be opened or decompressed, or the differences cannot be written. What a line
/// says is never an error: it is counted.
pub(crate) fn run(formulas: &Formulas) -> anyhow::Result<()> {
    let mut tally = Tally::default();
    for file in &formulas.files {
        let name = file.display().to_string();
        let mut lines = Vec::new();
        for line in input::lines(file)? {
            lines.push(line.with_context(|| format!("cannot read {name}"))?);
        }
        count(&name, &lines, &mut tally);
    }
    if let Some(path) = &formulas.differences {
        let file =
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut out = BufWriter::new(file);
        for difference in &tally.differences {
            serde_json::to_writer(&mut out, &difference.to_json())?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    match formulas.format {
        Format::Text => print!("{}", print::text(&tally, formulas.show)),
        Format::Json => println!("{:#}", print::json(&tally, formulas.show)),
    }
    Ok(())
}

/// Judges every line of a file. Texts that stand once may stand behind their use.
fn count(name: &str, lines: &[(usize, String)], tally: &mut Tally) {
    let mut texts = HashMap::new();
    let mut cases = Vec::new();
    for (number, line) in lines {
        match serde_json::from_str(line) {
            Ok(case::Line::Expression { id, text }) => {
                texts.insert(id, text);
            }
            Ok(line) => cases.push((*number, line)),
            Err(error) => tally.bad_lines.push(format!("{name}:{number}: {error}")),
        }
    }
    for (number, line) in cases {
        judge::line(&line, &texts, &format!("{name}:{number}"), tally);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn counted(lines: &[Value]) -> Tally {
        let lines: Vec<_> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| (index + 1, line.to_string()))
            .collect();
        let mut tally = Tally::default();
        count("x", &lines, &mut tally);
        tally
    }

    #[test]
    fn each_class_is_counted_and_each_difference_told() {
        let number = json!({"N": {"type": "number", "number": 4}});
        let case = |result: Value| json!({"kind": "formula", "expression_ref": "long", "inputs": number, "result": result});
        let tally = counted(&[
            json!({"kind": "about"}),
            case(json!({"type": "number", "number": 8})),
            case(json!({"type": "number", "number": 9})),
            json!({"kind": "expression", "id": "long", "text": "prop(\"N\") * 2"}),
            json!({"kind": "canonical_text", "sent": "1+2", "returned_with_names": "1 + 2"}),
            json!({"kind": "canonical_text", "sent": "1+2", "returned_with_names": "1+2"}),
            json!({"kind": "rejected_on_write", "expression": "ifs(true)", "message": "Type error with formula"}),
            json!({"kind": "rejected_on_write", "expression": "ifs(true)", "message": "Parse error with formula"}),
            json!({"kind": "example", "expression": "[1, 2]", "value": [1, 2]}),
            json!({"kind": "example", "expression": "[1, 2]", "value": [2]}),
        ]);
        let out = print::json(&tally, 10);
        for (name, count) in [
            ("cases", 8),
            ("evaluated", 4),
            ("agree", 2),
            ("rewritten", 2),
            ("rewritten_agree", 1),
            ("rejections", 2),
            ("rejections_agree", 1),
            ("differences_count", 4),
        ] {
            assert_eq!(out[name], count, "{name}");
        }
        assert_eq!(tally.differences[0].place, "x:3");
    }

    #[test]
    fn a_clock_that_is_not_known_is_not_guessed() {
        let case = |more: Value| {
            let mut case = json!({"kind": "formula", "volatile": true, "expression": "now()", "inputs": {},
                "result": {"type": "date", "date": {"start": "2026-03-02T09:30:00.000+00:00", "end": null, "time_zone": null}}});
            case.as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            counted(&[case])
        };
        assert_eq!(case(json!({})).classes["formula, clock unknown"].cases, 1);
        let known = case(json!({"now": "2026-03-02T09:30:42Z"}));
        assert_eq!(known.classes["formula, recorded"].agree, 1);
        let window = json!({"now_window": ["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"]});
        assert_eq!(
            case(window).classes["formula, clock within a window"].agree,
            1
        );
        let elsewhere = json!({"now_window": ["2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"]});
        assert_eq!(case(elsewhere).differences.len(), 1);
    }
}
