//! How the demo tells its story.

use recto_sync::config::Config;
use recto_sync::plan::Plan;
use recto_sync::report::Report;
use serde_json::json;

use super::Story;
use crate::demo::database::Database;
use crate::demo::edits::EDITS;
use crate::demo::sample::COUNTS;
use crate::demo::table::Table;
use crate::error::CommandError;
use crate::output::{self, BAD, BOLD, DIM, GOOD, count, styled};

/// Prints a heading.
pub(super) fn title(text: &str) -> Result<(), CommandError> {
    output::data(format_args!("\n{}", styled(BOLD, text)))
}

/// Says what is in the database.
pub(super) fn sample(tables: &[Table], database: &Database, seed: u64) -> Result<(), CommandError> {
    output::data(styled(
        BOLD,
        format_args!("A sample database in {}", database.name()),
    ))?;
    let rows: Vec<String> = COUNTS
        .iter()
        .map(|(table, rows)| format!("{rows} {table}"))
        .collect();
    let joins = tables
        .iter()
        .filter(|table| COUNTS.iter().all(|(name, _)| *name != table.name));
    let links: usize = joins.map(|table| table.rows.len()).sum();
    let total: usize = COUNTS.iter().map(|(_, rows)| rows).sum();
    output::data(format_args!(
        "  {}: {total} rows, {links} links (seed {seed})",
        rows.join(", ")
    ))
}

/// Says what the workspace is.
pub(super) fn workspace(story: &Story, config: &Config) -> Result<(), CommandError> {
    title("A Notion workspace, emulated in this process")?;
    output::data(format_args!(
        "  page \"Operations hub\" with {} and {}; declared protected",
        count(story.hub_before.len() as u64, "block"),
        count(config.tables.len() as u64, "database"),
    ))
}

/// Prints what a push did; the first one whole.
pub(super) fn push(report: &Report, whole: bool) -> Result<(), CommandError> {
    if whole {
        let text = report.to_text();
        // The steps were told as they went.
        let table = text
            .split_once("\n\n")
            .map_or(text.as_str(), |(_, rest)| rest);
        for line in output::paint_report(table).trim_end().lines() {
            output::data(format!("  {line}").trim_end())?;
        }
        return Ok(());
    }
    let style = if report.exit_code() == 0 { GOOD } else { BAD };
    let counts = &report.counts;
    let outcome = format!(
        "{} created, {} updated, {} unchanged, {} failed",
        counts.created, counts.updated, counts.unchanged, counts.failed
    );
    output::data(format_args!("  {}", styled(style, outcome)))?;
    output::data(format_args!(
        "  {} requests ({} writes), at least {} needed; {:.2} s",
        report.requests, report.writes, report.minimum_requests, report.seconds
    ))
}

/// Says what was edited and what the plan makes of it.
pub(super) fn edits(plan: &Plan) -> Result<(), CommandError> {
    title("Somebody edits the database")?;
    for edit in EDITS {
        let row = format!("{} {}", edit.table, edit.key);
        output::data(format_args!("  {row:<46}  {}", edit.what))?;
    }
    title("The plan, field by field")?;
    // The ids of pages are new in every run and tell a reader nothing.
    let mut text = plan.to_text(20);
    for page in plan.items.iter().filter_map(|item| item.page_id.as_ref()) {
        text = text.replace(&format!(" ({page})"), "");
    }
    for line in output::paint_plan(&text).trim_end().lines() {
        output::data(format!("  {line}").trim_end())?;
    }
    Ok(())
}

/// Compares the hub with what it was.
pub(super) fn hub(story: &Story) -> Result<(), CommandError> {
    title("The hub page")?;
    let before = story.hub_before.len();
    let Some(after) = &story.hub_after else {
        return Ok(());
    };
    match story.hub_before.change(after) {
        None => output::data(format_args!(
            "  {}",
            styled(
                GOOD,
                format_args!(
                    "{before} blocks before, {} after: the same structure",
                    after.len()
                )
            )
        )),
        Some(change) => output::data(format_args!("  {}", styled(BAD, change))),
    }
}

/// Ends with what to try next.
pub(super) fn next(story: &Story) -> Result<(), CommandError> {
    title("What next")?;
    let steps: Vec<(String, &str)> = match &story.directory {
        None => vec![
            (
                "recto demo --keep demo".to_owned(),
                "the same, kept in a directory to go on with",
            ),
            (
                "recto demo --database-url postgres://…".to_owned(),
                "the same, from PostgreSQL",
            ),
            (
                "recto emulator --port 8787".to_owned(),
                "a workspace for any Notion client",
            ),
            (
                "recto push --help".to_owned(),
                "your own database, your own workspace",
            ),
        ],
        Some(directory) => {
            let here = directory.display();
            let data = story
                .data
                .clone()
                .unwrap_or_else(|| directory.join("workspace.sqlite"));
            vec![
                (
                    format!("recto emulator --data {}", data.display()),
                    "start the workspace again, in another terminal",
                ),
                (
                    format!("recto plan --config {here}/recto.toml"),
                    "edit the database, then look",
                ),
                (format!("recto push --config {here}/recto.toml"), "and push"),
                (
                    format!("recto append --config {here}/recto.toml --page hub \"Hello\""),
                    "is refused: the hub is protected",
                ),
                (
                    format!("{here}/recto.toml"),
                    "the configuration, with comments",
                ),
            ]
        }
    };
    let width = steps
        .iter()
        .map(|(command, _)| command.chars().count())
        .max()
        .unwrap_or(0);
    for (command, what) in steps {
        output::data(format_args!("  {command:<width$}  {}", styled(DIM, what)))?;
    }
    Ok(())
}

/// Prints the whole story as one document.
pub(super) fn json(story: &Story) -> Result<(), CommandError> {
    let pushes: Vec<_> = story
        .pushes
        .iter()
        .map(|report| {
            json!({
                "created": report.counts.created,
                "updated": report.counts.updated,
                "unchanged": report.counts.unchanged,
                "failed": report.counts.unclean(),
                "requests": report.requests,
                "writes": report.writes,
                "minimum_requests": report.minimum_requests,
                "seconds": report.seconds,
                "field_failures": report.field_failures,
                "tables": report.tables,
                "problems": report.problems,
                "normalised": report.normalised,
            })
        })
        .collect();
    let edits: Vec<_> = EDITS
        .iter()
        .map(|edit| json!({"table": edit.table, "key": edit.key, "what": edit.what}))
        .collect();
    let planned: Vec<_> = story
        .plan
        .iter()
        .flat_map(|plan| &plan.items)
        .map(|item| json!({"op": item.op, "table": item.table, "key": item.key}))
        .collect();
    let document = json!({
        "pushes": pushes,
        "dashboard_unchanged": story.dashboard_unchanged(),
        "rows": COUNTS.iter().map(|(_, rows)| rows).sum::<usize>(),
        "seed": story.seed,
        "database": story.database,
        "edits": edits,
        "planned_after_edits": planned,
        "hub": {
            "page_id": story.hub_id,
            "blocks_before": story.hub_before.len(),
            "blocks_after": story.hub_after.as_ref().map(recto_sync::guard::Fingerprint::len),
        },
        "directory": story.directory,
    });
    output::data(serde_json::to_string_pretty(&document).unwrap_or_else(|_| document.to_string()))
}
