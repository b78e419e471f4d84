//! The result, for people and for programs.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::{Map, Value, json};

use super::tally::{Count, Difference, Kinds, Side, Tally, What};

/// The longest piece of a value that is shown.
const SHOWN: usize = 160;

/// One JSON document.
pub(crate) fn json(tally: &Tally, show: usize) -> Value {
    let mut out = Map::new();
    let total = tally.sum(Side::is_total);
    out.extend(count(&total));
    for side in Side::ALL {
        let sum = tally.sum(|one| one == side);
        out.insert(side.name().to_owned(), Value::Object(count(&sum)));
    }
    out.insert("exchanges".to_owned(), json!(tally.exchanges));
    out.insert("not_json".to_owned(), json!(tally.not_json));
    out.insert("unasked".to_owned(), json!(tally.unasked));
    out.insert("bad_lines".to_owned(), json!(tally.bad_lines.len()));
    out.insert("unknown_kinds".to_owned(), kinds(&tally.unknown));
    out.insert("odd_kinds".to_owned(), kinds(&tally.odd));
    let versions = grouped(tally, |_, version| version.to_owned());
    let versions: Vec<_> = versions
        .iter()
        .map(|(version, sides)| row(json!({ "version": version }), sides))
        .collect();
    out.insert("versions".to_owned(), json!(versions));
    let by = grouped(tally, |endpoint, version| {
        (endpoint.to_owned(), version.to_owned())
    });
    let by: Vec<_> = by
        .iter()
        .map(|((endpoint, version), sides)| {
            row(json!({ "endpoint": endpoint, "version": version }), sides)
        })
        .collect();
    out.insert("by".to_owned(), json!(by));
    let raised = tally.sum(|one| one == Side::Raised);
    out.insert("raised_equal".to_owned(), json!(raised.value_equal));
    out.insert("raised_kept".to_owned(), json!(raised.kept));
    for (name, wanted) in [
        ("differences", Side::is_total as fn(Side) -> bool),
        ("raised_differences", |side| side == Side::Raised),
        ("refused_differences", |side| side == Side::Refused),
    ] {
        let of = || tally.differences().iter().filter(|one| wanted(one.side));
        let first: Vec<_> = first(of(), show).map(Difference::to_json).collect();
        out.insert(format!("{name}_count"), json!(of().count()));
        out.insert(name.to_owned(), json!(first));
    }
    Value::Object(out)
}

type Sides = BTreeMap<Side, Count>;

fn grouped<K: Ord>(tally: &Tally, key: impl Fn(&str, &str) -> K) -> BTreeMap<K, Sides> {
    let mut out: BTreeMap<K, Sides> = BTreeMap::new();
    for ((endpoint, version, side), count) in &tally.rows {
        let sides = out.entry(key(endpoint, version)).or_default();
        sides.entry(*side).or_default().add(count);
    }
    out
}

fn total(sides: &Sides) -> Count {
    let mut out = Count::default();
    for (_, count) in sides.iter().filter(|(side, _)| side.is_total()) {
        out.add(count);
    }
    out
}

fn row(mut start: Value, sides: &Sides) -> Value {
    if let Some(row) = start.as_object_mut() {
        row.extend(count(&total(sides)));
        for (side, one) in sides {
            row.insert(side.name().to_owned(), Value::Object(count(one)));
        }
    }
    start
}

fn count(count: &Count) -> Map<String, Value> {
    let Count {
        bodies,
        decoded,
        value_equal,
        kept,
        unknown,
        odd,
        invalid,
    } = count;
    [
        ("bodies", bodies),
        ("decoded", decoded),
        ("value_equal", value_equal),
        ("kept", kept),
        ("unknown", unknown),
        ("odd", odd),
        ("invalid", invalid),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), json!(value)))
    .collect()
}

fn kinds(kinds: &Kinds) -> Value {
    kinds
        .iter()
        .map(|((side, of, kind), seen)| {
            json!({"side": side.name(), "enum": of, "kind": kind, "count": seen.count,
                "first": seen.first.to_string()})
        })
        .collect()
}

/// The first differences, one of each sort: a fault that repeats is shown once.
fn first<'d>(
    differences: impl Iterator<Item = &'d Difference>,
    show: usize,
) -> impl Iterator<Item = &'d Difference> {
    let mut seen = std::collections::BTreeSet::new();
    differences
        .filter(move |difference| seen.insert(sort(difference)))
        .take(show)
}

/// What differences of one sort have in common.
fn sort(difference: &Difference) -> (Side, String, String) {
    let what = match &difference.what {
        What::Unreadable(error) => error.split(" at line").next().unwrap_or(error).to_owned(),
        What::Unequal(unequal) => unequal.path.clone(),
    };
    // Indices do not count, nor do names of properties.
    let mut plain = String::new();
    let mut rest = what.as_str();
    while let Some((before, after)) = rest.split_once("[") {
        plain.push_str(before);
        plain.push_str("[]");
        rest = after.split_once(']').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    if let Some((before, after)) = plain.clone().split_once("properties.") {
        let after = after.split_once('.').map_or("", |(_, rest)| rest);
        plain = format!("{before}properties.*.{after}");
    }
    (difference.side, difference.model.clone(), plain)
}

/// Text.
pub(crate) fn text(tally: &Tally, show: usize) -> String {
    let mut out = String::new();
    write(&mut out, tally, show).unwrap_or_default();
    out
}

fn write(out: &mut String, tally: &Tally, show: usize) -> std::fmt::Result {
    let versions = grouped(tally, |_, version| version.to_owned());
    let by = grouped(tally, |endpoint, version| {
        format!("{version:<11} {endpoint}")
    });
    head(out, "version and endpoint")?;
    for (name, sides) in &by {
        lines(out, name, sides)?;
    }
    writeln!(out)?;
    head(out, "version")?;
    for (name, sides) in &versions {
        lines(out, name, sides)?;
    }
    writeln!(out)?;
    head(out, "all")?;
    for side in Side::ALL {
        line(out, side.name(), &tally.sum(|one| one == side))?;
    }
    line(out, "total", &tally.sum(Side::is_total))?;
    writeln!(
        out,
        "\n{} exchanges; {} bodies are not JSON; {} belong to requests without a body; \
         {} lines are no exchange",
        tally.exchanges,
        tally.not_json,
        tally.unasked,
        tally.bad_lines.len()
    )?;
    for line in tally.bad_lines.iter().take(show) {
        writeln!(out, "  {line}")?;
    }
    for (title, kinds) in [
        ("without a name in the model", &tally.unknown),
        ("of a known kind without its payload", &tally.odd),
    ] {
        if !kinds.is_empty() {
            writeln!(out, "\n{title}:")?;
        }
        for ((side, of, kind), seen) in kinds {
            writeln!(
                out,
                "  {:>7}  {of} `{kind}` in {}, first {}",
                seen.count,
                side.name(),
                seen.first
            )?;
        }
    }
    let differences = tally.differences();
    if !differences.is_empty() {
        writeln!(
            out,
            "\n{} differences, the first of each sort:",
            differences.len()
        )?;
    }
    for difference in first(differences.iter(), show) {
        let Difference {
            place,
            side,
            endpoint,
            version,
            model,
            what,
        } = difference;
        writeln!(
            out,
            "  {place} {} {endpoint} {version} {model}",
            side.name()
        )?;
        match what {
            What::Unreadable(error) => writeln!(out, "    {error}")?,
            What::Unequal(unequal) => {
                let shown = |value: &Option<Value>| {
                    value.as_ref().map_or_else(
                        || "nothing".to_owned(),
                        |value| value.to_string().chars().take(SHOWN).collect(),
                    )
                };
                writeln!(
                    out,
                    "    {}: came {}, wrote {}",
                    unequal.path,
                    shown(&unequal.came),
                    shown(&unequal.wrote)
                )?;
            }
        }
    }
    Ok(())
}

fn head(out: &mut String, name: &str) -> std::fmt::Result {
    writeln!(
        out,
        "{name:<72} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}",
        "bodies", "decoded", "equal", "kept", "unknown", "invalid"
    )
}

fn lines(out: &mut String, name: &str, sides: &Sides) -> std::fmt::Result {
    for (side, count) in sides {
        line(out, &format!("{name} ({})", side.name()), count)?;
    }
    Ok(())
}

fn line(out: &mut String, name: &str, count: &Count) -> std::fmt::Result {
    writeln!(
        out,
        "{name:<72} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}",
        count.bodies, count.decoded, count.value_equal, count.kept, count.unknown, count.invalid
    )
}
