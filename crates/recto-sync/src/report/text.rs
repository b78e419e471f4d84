//! The report as lines for a terminal. No colour, no control characters but line feeds.

use std::fmt::Write;

use super::{Problem, Report, SHOWN_PROBLEMS, effort, grid};

pub(super) fn render(report: &Report) -> String {
    let mut out = String::new();
    for step in &report.steps {
        line(
            &mut out,
            format_args!(
                "{} {:<23} {:>7.2} s  {}",
                step.step.number(),
                step.name,
                step.seconds,
                step.summary
            ),
        );
    }
    out.push('\n');
    table(&mut out, &grid(report));
    section(&mut out, "Structure", report.schema_changes.iter().cloned());
    section(
        &mut out,
        "Protected pages",
        report.protected.iter().map(|page| {
            let state = if page.unchanged {
                "unchanged"
            } else {
                "CHANGED"
            };
            format!("{}: {state}, {} blocks", page.name, page.blocks)
        }),
    );
    section(&mut out, "Warnings", report.warnings.iter().cloned());
    section(
        &mut out,
        "Needs attention",
        report
            .problems
            .iter()
            .take(SHOWN_PROBLEMS)
            .map(problem)
            .chain(more(report)),
    );
    out.push('\n');
    line(&mut out, format_args!("{}", effort(report)));
    out
}

/// A line about what was not listed.
pub(super) fn more(report: &Report) -> Option<String> {
    let rest = report
        .problems
        .len()
        .checked_sub(SHOWN_PROBLEMS)
        .filter(|rest| *rest > 0)?;
    let reasons: Vec<_> = report
        .reasons()
        .into_iter()
        .map(|(reason, count)| format!("{reason}: {count}"))
        .collect();
    Some(format!(
        "and {rest} more (all, by reason: {}); the JSON form lists them",
        reasons.join(", ")
    ))
}

/// A problem as one sentence.
pub(super) fn problem(problem: &Problem) -> String {
    let mut text = problem.table.clone();
    if !problem.key.is_empty() {
        let _ = write!(text, " {}", problem.key);
    }
    let _ = write!(text, ": {}", problem.outcome.name());
    if let Some(field) = &problem.field {
        let _ = write!(text, ", {field}");
    }
    let _ = write!(text, ": {} [{}", problem.message, problem.reason);
    if let Some(id) = &problem.request_id {
        let _ = write!(text, ", request {id}");
    }
    text.push(']');
    text
}

fn section(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    line(out, format_args!("\n{title}"));
    for text in lines {
        line(out, format_args!("  {}", text.replace('\n', " ")));
    }
}

/// Names to the left, numbers to the right.
fn table(out: &mut String, grid: &[Vec<String>]) {
    let columns = grid.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            grid.iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in grid {
        let cells = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                if column == 0 {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            });
        line(
            out,
            format_args!("{}", cells.collect::<Vec<_>>().join("  ").trim_end()),
        );
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn names_the_steps_counts_and_failures() {
        let text = sample().to_text();
        assert!(text.starts_with("1 schema discovery"), "{text}");
        assert!(text.contains("\n7 summary report"), "{text}");
        assert!(
            text.contains("\ntable  rows  created  updated  unchanged  failed\n"),
            "{text}"
        );
        assert!(
            text.contains("\ntasks     4        2        0          1       1\n"),
            "{text}"
        );
        assert!(
            text.contains(
                "  tasks 17: failed, Notes | draft: the text has 250000 UTF-16 units \
                 [too_long, request 5b1c]\n"
            ),
            "{text}"
        );
        assert!(
            text.contains("9 requests (3 writes, 1 retries), at least 3 needed"),
            "{text}"
        );
    }

    #[test]
    fn a_long_list_of_problems_is_cut_and_counted() {
        let mut report = sample();
        let first = report.problems[0].clone();
        report.problems = vec![first; 60];
        let text = report.to_text();
        assert_eq!(text.matches("tasks 17: failed").count(), 50);
        assert!(
            text.contains("and 10 more (all, by reason: too_long: 60)"),
            "{text}"
        );
    }
}
