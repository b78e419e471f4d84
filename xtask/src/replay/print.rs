//! The result, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::tally::{Count, Tally};

/// One JSON document. The numbers at the top are of versions 2022-06-28 and later; `all` has the
/// older ones, too.
pub(crate) fn json(tally: &Tally, show: usize) -> Value {
    let row = |count: &Count| {
        json!({"exchanges": count.exchanges, "status_equal": count.status_equal,
            "body_equal": count.body_equal})
    };
    let mut out = row(&tally.promised());
    out["all"] = row(&tally.total());
    out["by"] = tally
        .rows
        .iter()
        .map(|((endpoint, version), count)| {
            let mut row = row(count);
            row["endpoint"] = json!(endpoint);
            row["version"] = json!(version);
            row
        })
        .collect();
    out["differences"] = tally
        .sorts()
        .into_iter()
        .take(show)
        .map(|(sort, count, first)| json!({"sort": sort, "count": count, "first": first}))
        .collect();
    out["bad_lines"] = json!(tally.bad_lines.len());
    out
}

/// Text.
pub(crate) fn text(tally: &Tally, show: usize) -> String {
    let mut out = String::new();
    write(&mut out, tally, show).unwrap_or_default();
    out
}

fn write(out: &mut String, tally: &Tally, show: usize) -> std::fmt::Result {
    writeln!(
        out,
        "{:<68} {:>9} {:>8} {:>8} {:>8}",
        "version and endpoint", "exchanges", "status", "body", "body %"
    )?;
    let mut rows: Vec<_> = tally
        .rows
        .iter()
        .map(|((endpoint, version), count)| (version, endpoint, count))
        .collect();
    rows.sort_by_key(|(version, endpoint, _)| (*version, *endpoint));
    for (version, endpoint, count) in rows {
        line(out, &format!("{version:<11} {endpoint}"), count)?;
    }
    writeln!(out)?;
    line(out, "2022-06-28 and later", &tally.promised())?;
    line(out, "all", &tally.total())?;
    let sorts = tally.sorts();
    if !sorts.is_empty() {
        writeln!(
            out,
            "\n{} sorts of differences (recorded / answered), the commonest first:",
            sorts.len()
        )?;
    }
    for (sort, count, first) in sorts.into_iter().take(show) {
        writeln!(out, "{count:>7}  {sort}\n         first: {first}")?;
    }
    for line in tally.bad_lines.iter().take(show) {
        writeln!(out, "no conversation: {line}")?;
    }
    Ok(())
}

fn line(out: &mut String, name: &str, count: &Count) -> std::fmt::Result {
    let share = match count.exchanges {
        0 => 0.0,
        all => {
            100.0 * u32::try_from(count.body_equal).map_or(0.0, f64::from)
                / u32::try_from(all).map_or(1.0, f64::from)
        }
    };
    writeln!(
        out,
        "{name:<68} {:>9} {:>8} {:>8} {share:>8.1}",
        count.exchanges, count.status_equal, count.body_equal
    )
}
