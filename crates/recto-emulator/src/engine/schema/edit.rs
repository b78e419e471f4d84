//! Changes of a schema: properties added, renamed, removed, changed in type.

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use super::{config, convert, relation};
use crate::engine::Context;
use crate::problem::Problem;
use crate::store::sources::{Column, Source};

/// The schema a new data source starts with: its title property alone, named as asked or `Name`.
pub(crate) fn initial(sent: &Map<String, Value>) -> Vec<Column> {
    let asked = sent
        .iter()
        .find(|(_, config)| config.get("title").is_some());
    vec![Column {
        id: "title".to_owned(),
        name: asked.map_or("Name", |(name, _)| name).to_owned(),
        description: asked.and_then(|(_, config)| description(config)).flatten(),
        kind: "title".to_owned(),
        config: json!({}),
    }]
}

/// The properties of a new data source but for the title [`initial`] took.
pub(crate) fn without_title(sent: &Map<String, Value>) -> Map<String, Value> {
    let mut rest = sent.clone();
    let first = sent
        .iter()
        .find(|(_, config)| config.get("title").is_some());
    if let Some((name, _)) = first {
        rest.shift_remove(name);
    }
    rest
}

/// Finds the property that a key of a request means.
type Find = fn(&Source, &str) -> Option<Column>;

/// Adds the `properties` of a request to a data source that [`initial`] began. Their keys are names
/// only: nobody knows an id yet, and `title` is the id of the title.
pub(crate) fn begin(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    sent: &Map<String, Value>,
) -> Result<(), Problem> {
    each(tx, ctx, source, sent, |source, name| {
        source.named(name).cloned()
    })
}

/// Applies the `properties` of a request, by name or id, to a stored data source. The caller stores
/// it.
pub(crate) fn apply(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    sent: &Map<String, Value>,
) -> Result<(), Problem> {
    each(tx, ctx, source, sent, |source, key| {
        source.find(key).cloned()
    })
}

/// Edits property by property. What depends on other properties comes last.
fn each(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    sent: &Map<String, Value>,
    find: Find,
) -> Result<(), Problem> {
    let rank = |config: &Value| match kind_of(config) {
        Some("rollup") => 1,
        Some("formula") => 2,
        _ => 0,
    };
    for pass in 0..2 {
        for (key, config) in sent.iter().filter(|(_, config)| rank(config) == pass) {
            let existing = find(source, key);
            edit(tx, ctx, source, existing, key, config)?;
        }
    }
    let formulas = sent.iter().filter(|(_, config)| rank(config) == 2);
    each_formula(tx, ctx, source, formulas.collect(), find)
}

/// Edits formulas, of which one may name another that comes behind it: those that are refused are
/// tried again when others have been taken.
fn each_formula(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    mut open: Vec<(&String, &Value)>,
    find: Find,
) -> Result<(), Problem> {
    loop {
        let before = open.len();
        let mut refused = Vec::new();
        let mut first = None;
        for (key, config) in open {
            let existing = find(source, key);
            if let Err(problem) = edit(tx, ctx, source, existing, key, config) {
                refused.push((key, config));
                first.get_or_insert(problem);
            }
        }
        match first {
            None => return Ok(()),
            Some(problem) if refused.len() == before => return Err(problem),
            Some(_) => open = refused,
        }
    }
}

fn edit(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    existing: Option<Column>,
    key: &str,
    sent: &Value,
) -> Result<(), Problem> {
    match (existing, kind_of(sent)) {
        (Some(column), _) if sent.is_null() => remove(tx, ctx, source, &column),
        (None, _) if sent.is_null() => Err(Problem::validation(format!(
            "{key} is not a property that exists."
        ))),
        // Recorded: a rename of what is not there.
        (None, None) => Err(Problem::validation(format!(
            "{key} is not a valid property schema"
        ))),
        (None, Some("title")) => Err(Problem::validation(
            "Cannot create a second title property.",
        )),
        (None, Some(kind)) => add(tx, ctx, source, key, kind, sent),
        (Some(column), kind) => change(tx, ctx, source, &column, kind, sent),
    }
}

fn add(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    name: &str,
    kind: &str,
    sent: &Value,
) -> Result<(), Problem> {
    let body = &sent[kind];
    let config = match kind {
        "relation" => json!({}),
        _ => config::store(tx, ctx, source, (None, kind), &json!({}), body)?,
    };
    let id = match kind {
        "verification" => "verification".to_owned(),
        _ => ctx.ids.property(|id| source.column(id).is_some()),
    };
    source.schema.push(Column {
        id: id.clone(),
        name: name.to_owned(),
        description: description(sent).flatten(),
        kind: kind.to_owned(),
        config,
    });
    match kind {
        "relation" => relation::set(tx, ctx, source, &id, body),
        "unique_id" => convert::number_rows(tx, source, &id),
        _ => Ok(()),
    }
}

fn change(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    column: &Column,
    kind: Option<&str>,
    sent: &Value,
) -> Result<(), Problem> {
    let mut next = column.clone();
    if let Some(name) = sent.get("name").and_then(Value::as_str)
        && name != column.name
    {
        next.name = relation::unused(source, name.to_owned());
    }
    if let Some(description) = description(sent) {
        next.description = description;
    }
    let retyped = kind.filter(|kind| *kind != column.kind);
    if let Some(kind) = retyped {
        if column.kind == "title" || kind == "title" {
            return Err(Problem::validation(
                "Cannot change the type of the title property.",
            ));
        }
        if column.kind == "relation" {
            relation::clear(tx, ctx, source, column)?;
        }
        kind.clone_into(&mut next.kind);
        next.config = carried(&column.kind, kind, &column.config);
    }
    if let Some(kind) = kind
        && kind != "relation"
    {
        next.config = config::store(
            tx,
            ctx,
            source,
            (Some(&next.id), kind),
            &next.config,
            &sent[kind],
        )?;
    }
    if retyped.is_some() {
        convert::rows(tx, ctx, source, column, &mut next)?;
    }
    let id = next.id.clone();
    if let Some(slot) = source.schema.iter_mut().find(|other| other.id == id) {
        *slot = next;
    }
    match kind {
        Some("relation") => relation::set(tx, ctx, source, &id, &sent["relation"]),
        Some("unique_id") if retyped.is_some() => convert::number_rows(tx, source, &id),
        _ => Ok(()),
    }
}

/// What a configuration keeps when its type changes: a choice of options has the same ones, with
/// their ids and colours, as the other kind of choice. The groups of a status are its own.
fn carried(from: &str, to: &str, config: &Value) -> Value {
    let chosen = matches!(from, "select" | "multi_select" | "status");
    match config.get("options") {
        Some(options) if chosen && matches!(to, "select" | "multi_select") => {
            json!({"options": options})
        }
        _ => json!({}),
    }
}

fn remove(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    column: &Column,
) -> Result<(), Problem> {
    if column.kind == "title" {
        return Err(Problem::validation("Cannot delete the title property."));
    }
    if column.kind == "relation" {
        relation::clear(tx, ctx, source, column)?;
    }
    source.schema.retain(|other| other.id != column.id);
    convert::each_row(tx, source, |properties| {
        Ok(properties.remove(&column.id).is_some())
    })
}

/// The type a configuration is of: the member that is a type's name.
fn kind_of(config: &Value) -> Option<&str> {
    let members = config.as_object()?;
    members
        .keys()
        .map(String::as_str)
        .find(|name| !matches!(*name, "id" | "name" | "type" | "description"))
}

/// A sent description; `Some(None)` clears it.
fn description(sent: &Value) -> Option<Option<String>> {
    sent.get("description")
        .map(|description| description.as_str().map(str::to_owned))
}
