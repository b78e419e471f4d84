//! The report as GitHub-flavoured Markdown.

use std::fmt::Write;

use super::{Report, SHOWN_PROBLEMS, effort, grid};

pub(super) fn render(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# Push of {}\n", report.started_at);
    let _ = writeln!(out, "{}\n", effort(report));
    table(&mut out, &grid(report));
    let _ = writeln!(out, "\n## Steps\n");
    let head = ["step", "result", "seconds"].map(str::to_owned).to_vec();
    let steps = report.steps.iter().map(|step| {
        vec![
            format!("{} {}", step.step.number(), step.name),
            step.summary.clone(),
            format!("{:.2}", step.seconds),
        ]
    });
    table(
        &mut out,
        &std::iter::once(head).chain(steps).collect::<Vec<_>>(),
    );
    list(&mut out, "Structure", report.schema_changes.iter().cloned());
    list(
        &mut out,
        "Protected pages",
        report.protected.iter().map(|page| {
            let state = if page.unchanged {
                "unchanged"
            } else {
                "**changed**"
            };
            format!("{}: {state}, {} blocks", page.name, page.blocks)
        }),
    );
    list(&mut out, "Warnings", report.warnings.iter().cloned());
    if !report.problems.is_empty() {
        let _ = writeln!(out, "\n## Needs attention\n");
        let head = [
            "table", "row", "outcome", "field", "reason", "message", "request",
        ];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for problem in report.problems.iter().take(SHOWN_PROBLEMS) {
            rows.push(vec![
                problem.table.clone(),
                problem.key.clone(),
                problem.outcome.name().to_owned(),
                problem.field.clone().unwrap_or_default(),
                problem.reason.clone(),
                problem.message.clone(),
                problem.request_id.clone().unwrap_or_default(),
            ]);
        }
        table(&mut out, &rows);
        if let Some(more) = super::text::more(report) {
            let _ = writeln!(out, "\n{more}.");
        }
    }
    out
}

fn table(out: &mut String, rows: &[Vec<String>]) {
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<_> = row.iter().map(|cell| escape(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
        if index == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(row.len()));
        }
    }
}

fn list(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "\n## {title}\n");
    for text in lines {
        let _ = writeln!(out, "- {}", text.replace('\n', " "));
    }
}

/// Keeps a cell in its cell: no line feed, no bar, no accidental markup.
fn escape(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    for char in cell.chars() {
        match char {
            '\n' | '\r' => out.push(' '),
            '|' | '\\' | '`' | '*' | '<' | '[' => {
                out.push('\\');
                out.push(char);
            }
            _ => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn cells_stay_in_their_cells() {
        let text = sample().to_markdown();
        assert!(
            text.contains("| 17 | failed | Notes \\| draft | too_long |"),
            "{text}"
        );
        assert!(text.contains("| tasks | 4 | 2 | 0 | 1 | 1 |"), "{text}");
        assert!(
            text.contains("| 3 Notion resolution | done | 0.10 |"),
            "{text}"
        );
    }
}
