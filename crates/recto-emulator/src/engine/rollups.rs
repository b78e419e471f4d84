//! Rollups, computed when they are read (notion-api 7.12).

use jiff::civil::DateTime;
use serde_json::{Number, Value, json};

use crate::engine::relations;
use crate::engine::values::{self, Reader};
use crate::problem::Problem;
use crate::store::nodes;
use crate::store::sources::{self, Column};

/// Related pages that are looked at.
const REACH: usize = 10_000;

/// What stands under `rollup` in a page.
pub(crate) fn value(reader: &Reader<'_>, column: &Column) -> Result<Value, Problem> {
    let text = |name: &str| {
        column
            .config
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let function = text("function");
    let items = items(
        reader,
        text("relation_property_id"),
        text("rollup_property_id"),
    )?;
    let mut out = compute(function, &items);
    if let Some(members) = out.as_object_mut() {
        members.insert("function".to_owned(), Value::from(function));
    }
    Ok(out)
}

/// The rolled up property of every related page, as `{type, <type>}`.
fn items(reader: &Reader<'_>, relation: &str, target: &str) -> Result<Vec<Value>, Problem> {
    let Some(relation) = reader.source.column(relation) else {
        return Ok(Vec::new());
    };
    let source = relation
        .config
        .get("data_source_id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let Some(source) = sources::get(reader.tx, reader.ctx.sources, source)? else {
        return Ok(Vec::new());
    };
    let Some(column) = source.column(target) else {
        return Ok(Vec::new());
    };
    let (ids, _) = relations::targets(reader.tx, &reader.page.id, &relation.id, 0, REACH)?;
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(page) = nodes::get(reader.tx, &id)? else {
            continue;
        };
        let related = Reader {
            source: &source,
            page: &page,
            depth: reader.depth.saturating_add(1),
            ..*reader
        };
        let kind = column.kind.as_str();
        let value = match kind {
            // A rollup of a rollup may come back to where it began.
            "rollup" => json!({"type": "unsupported", "unsupported": {}}),
            "relation" => {
                relations::value(relations::targets(reader.tx, &id, &column.id, 0, REACH)?.0)
            }
            _ => related.value(column, usize::MAX)?,
        };
        out.push(json!({"type": kind, kind: value}));
    }
    Ok(out)
}

fn compute(function: &str, items: &[Value]) -> Value {
    let values: Vec<&Value> = items.iter().filter_map(inner).collect();
    let total = values.len();
    let filled = values.iter().filter(|value| !is_empty(value)).count();
    let checked = values
        .iter()
        .filter(|value| **value == &Value::Bool(true))
        .count();
    let count = |number: usize| json!({"type": "number", "number": number});
    let share = |part: usize| match total {
        0 => json!({"type": "number", "number": null}),
        _ => number(ratio(part, total)),
    };
    match function {
        "count" => count(total),
        "count_values" | "not_empty" => count(values.iter().map(|value| weight(value)).sum()),
        "empty" => count(total - filled),
        "unique" => count(distinct(&values).len()),
        "percent_empty" => share(total - filled),
        "percent_not_empty" => share(filled),
        "checked" => count(checked),
        "unchecked" => count(total - checked),
        "percent_checked" => share(checked),
        "percent_unchecked" => share(total - checked),
        "sum" | "average" | "median" | "min" | "max" | "range" => numbers(
            function,
            values.iter().filter_map(|value| value.as_f64()).collect(),
        ),
        "earliest_date" | "latest_date" | "date_range" => dates(function, &values),
        "show_unique" => {
            let mut seen: Vec<&Value> = Vec::new();
            for item in items {
                if !seen.contains(&item) {
                    seen.push(item);
                }
            }
            json!({"type": "array", "array": seen})
        }
        "show_original" => json!({"type": "array", "array": items}),
        _ => json!({"type": "unsupported", "unsupported": {}}),
    }
}

/// What stands under the type; of a formula, its result.
fn inner(item: &Value) -> Option<&Value> {
    let value = item.get(item.get("type")?.as_str()?)?;
    match item.get("type").and_then(Value::as_str) {
        Some("formula") => inner(value),
        _ => Some(value),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// How many values a value counts as: a list of options, people or files as its length.
fn weight(value: &Value) -> usize {
    match value {
        Value::Array(items) if items.iter().all(|item| item.get("plain_text").is_none()) => {
            items.len()
        }
        value => usize::from(!is_empty(value)),
    }
}

fn distinct<'a>(values: &[&'a Value]) -> Vec<&'a Value> {
    let mut seen: Vec<&Value> = Vec::new();
    for value in values {
        if !is_empty(value) && !seen.contains(value) {
            seen.push(value);
        }
    }
    seen
}

fn numbers(function: &str, mut all: Vec<f64>) -> Value {
    all.sort_by(f64::total_cmp);
    let (Some(&least), Some(&most)) = (all.first(), all.last()) else {
        // Recorded empty results: the sum of nothing is 0, everything else null.
        return match function {
            "sum" => json!({"type": "number", "number": 0}),
            _ => json!({"type": "number", "number": null}),
        };
    };
    let sum: f64 = all.iter().sum();
    number(match function {
        "sum" => sum,
        "average" => sum / as_float(all.len()),
        "min" => least,
        "max" => most,
        "range" => most - least,
        _ => {
            let middle = all.len() / 2;
            let upper = all.get(middle).copied().unwrap_or_default();
            match all.len() % 2 {
                1 => upper,
                _ => f64::midpoint(all.get(middle - 1).copied().unwrap_or_default(), upper),
            }
        }
    })
}

fn dates(function: &str, values: &[&Value]) -> Value {
    let moments = |name: &'static str| {
        values.iter().filter_map(move |value| {
            let text = value.as_str().or_else(|| value.get(name)?.as_str())?;
            Some((instant(text)?, text))
        })
    };
    let earliest = moments("start").min_by_key(|(moment, _)| *moment);
    let latest = moments("end")
        .chain(moments("start"))
        .max_by_key(|(moment, _)| *moment);
    let date = match (function, earliest, latest) {
        ("earliest_date", Some((_, text)), _) | ("latest_date", _, Some((_, text))) => {
            json!({"start": text, "end": null, "time_zone": null})
        }
        ("date_range", Some((_, start)), Some((_, end))) => {
            json!({"start": start, "end": end, "time_zone": null})
        }
        _ => Value::Null,
    };
    json!({"type": "date", "date": date})
}

/// A day counts as its midnight in UTC.
fn instant(text: &str) -> Option<jiff::Timestamp> {
    text.parse::<jiff::Timestamp>().ok().or_else(|| {
        let day: DateTime = text.parse().ok()?;
        Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    })
}

fn number(float: f64) -> Value {
    let number = Number::from_f64(float).map_or(Value::Null, |number| values::number(&number));
    json!({"type": "number", "number": number})
}

fn ratio(part: usize, total: usize) -> f64 {
    as_float(part) / as_float(total)
}

fn as_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(function: &str, values: &[Value]) -> Value {
        let items: Vec<Value> = values
            .iter()
            .map(|value| json!({"type": "number", "number": value}))
            .collect();
        let out = compute(function, &items);
        out["number"].clone()
    }

    #[test]
    fn numbers_are_rolled_up() {
        let values = [json!(4), json!(1), Value::Null, json!(3)];
        for (function, expected) in [
            ("count", json!(4)),
            ("count_values", json!(3)),
            ("empty", json!(1)),
            ("percent_empty", json!(0.25)),
            ("sum", json!(8)),
            ("min", json!(1)),
            ("max", json!(4)),
            ("range", json!(3)),
            ("median", json!(3)),
            ("unique", json!(3)),
        ] {
            assert_eq!(of(function, &values), expected, "{function}");
        }
    }

    #[test]
    fn nothing_sums_to_zero_and_averages_to_null() {
        assert_eq!(of("sum", &[]), json!(0));
        assert_eq!(of("average", &[]), Value::Null);
        assert_eq!(of("count", &[]), json!(0));
    }

    #[test]
    fn dates_are_compared_as_moments() {
        let date = |start: &str| json!({"type": "date", "date": {"start": start, "end": null}});
        let items = [date("2026-03-02"), date("2026-03-01T23:00:00.000-05:00")];
        assert_eq!(
            compute("earliest_date", &items)["date"]["start"],
            "2026-03-02"
        );
        assert_eq!(
            compute("latest_date", &items)["date"]["start"],
            "2026-03-01T23:00:00.000-05:00"
        );
    }
}
