//! Databases and data sources.

use rusqlite::params;
use serde_json::{Map, Value, json};

use super::given::{Given, id_of, millis, text, trashed};
use super::{Work, schema};
use crate::engine::rich_text;
use crate::ids;
use crate::problem::Problem;
use crate::store::imports;
use crate::store::nodes::{self, Kind, Node};
use crate::store::sources::{self, Column, Source};

/// Members of a database and a data source that have a place.
const KNOWN: &[&str] = &[
    "object",
    "id",
    "cover",
    "icon",
    "created_time",
    "created_by",
    "last_edited_by",
    "last_edited_time",
    "title",
    "description",
    "is_inline",
    "properties",
    "parent",
    "database_parent",
    "stand_in",
    "url",
    "public_url",
    "archived",
    "in_trash",
    "is_locked",
    "data_sources",
    "request_id",
    "type",
    "developer_survey",
];

/// Stores the databases and data sources given, and stand-ins for those that rows name.
pub(super) fn store(work: &mut Work<'_>, given: &Given) -> Result<(), Problem> {
    // Pages first: databases are below them, and their stand-ins must not be in the way.
    for database in &given.databases {
        container(work, database)?;
    }
    // The first given is to be found first among those edited in the same minute.
    for source in given.sources.iter().rev() {
        data_source(work, source)?;
    }
    for database in given.databases.iter().rev() {
        if database.get("properties").is_some() {
            data_source(work, database)?;
        } else {
            for listed in database
                .get("data_sources")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                listed_source(work, database, listed)?;
            }
        }
    }
    for page in &given.pages {
        row_schema(work, page)?;
    }
    Ok(())
}

/// The database itself; a data source brings one, too.
fn container(work: &mut Work<'_>, object: &Value) -> Result<(), Problem> {
    let id = id_of(object);
    let known = nodes::get(work.tx, &id)?;
    let mut node = work.bare(&id, Kind::Database, "child_database", json!({}));
    node.parent = work.parent(object, None)?;
    node.position = match known {
        Some(known) if known.parent == node.parent => known.position,
        _ => work.behind(node.parent.id())?,
    };
    work.authored(&mut node, object);
    set_members(&mut node, object);
    work.put(&node)?;
    if is_stand_in(object) {
        work.done.stand_ins += 1;
        imports::hide(work.tx, &id)?;
        if object.get("properties").is_none() {
            work.source_of(&id, None)?;
        }
        return Ok(());
    }
    work.done.databases += 1;
    work.keep(&id, object, KNOWN)
}

/// Whether an object says so, or holds nothing.
fn is_stand_in(object: &Value) -> bool {
    object.get("stand_in").is_some()
        || (object.get("title").is_none() && object.get("properties").is_none())
}

fn set_members(node: &mut Node, object: &Value) {
    let mut body = Map::new();
    for name in [
        "title",
        "description",
        "icon",
        "cover",
        "is_inline",
        "is_locked",
        "public_url",
    ] {
        if let Some(value) = object.get(name) {
            body.insert(name.to_owned(), value.clone());
        }
    }
    node.title = body
        .get("title")
        .map(rich_text::plain_text)
        .unwrap_or_default();
    node.body = Value::Object(body);
}

/// A data source, or the half of a database of before data sources that is one.
fn data_source(work: &mut Work<'_>, object: &Value) -> Result<(), Problem> {
    let own = id_of(object);
    let (database, id) = if text(object, "object") == Some("database") {
        (own.clone(), work.source_of(&own, None)?)
    } else {
        let parent = object
            .pointer("/parent/database_id")
            .and_then(Value::as_str);
        let database = parent
            .and_then(ids::normalized)
            .or_else(|| work.links.database(&own).map(str::to_owned))
            .unwrap_or_else(|| work.ctx.ids.random());
        if object.get("properties").is_none() {
            work.source_of(&database, Some(&own))?;
            return Ok(());
        }
        // An older answer that was raised has the database's id for want of its own.
        let id = match own == database {
            true => work.source_of(&database, None)?,
            false => own.clone(),
        };
        around(work, &database, object)?;
        (database, id)
    };
    work.links.link(&database, &id);
    let properties = object.get("properties").and_then(Value::as_object);
    let columns = schema::columns(properties.unwrap_or(&Map::new()), |config| {
        target(work, &database, &id, config)
    })?;
    let title = object.get("title").cloned().unwrap_or_else(|| json!([]));
    let made = millis(object, "created_time").unwrap_or(work.ctx.minute);
    let author = |name: &str| {
        object
            .get(name)
            .and_then(|user| text(user, "id"))
            .unwrap_or(work.ctx.user())
            .to_owned()
    };
    let source = Source {
        id: id.clone(),
        database_id: database,
        created_time: made,
        created_by: author("created_by"),
        last_edited_time: millis(object, "last_edited_time").unwrap_or(made),
        last_edited_by: author("last_edited_by"),
        in_trash: text(object, "object") == Some("data_source") && trashed(object),
        title: rich_text::plain_text(&title),
        body: json!({"title": title, "icon": object.get("icon")}),
        schema: columns,
    };
    put(work, source)?;
    next_numbers(work, &id, properties)?;
    if is_stand_in(object) {
        work.done.stand_ins += 1;
        return imports::hide(work.tx, &id);
    }
    work.done.data_sources += 1;
    if text(object, "object") == Some("data_source") {
        work.keep(&id, object, KNOWN)
    } else {
        imports::show(work.tx, &id, &Map::new())
    }
}

/// The number that the next row gets, where a seed tells it.
fn next_numbers(
    work: &Work<'_>,
    source: &str,
    properties: Option<&Map<String, Value>>,
) -> Result<(), Problem> {
    for (_, given) in properties.into_iter().flatten() {
        if let Some(next) = given
            .pointer("/unique_id/next_number")
            .and_then(Value::as_i64)
        {
            work.tx.execute(
                "UPDATE data_source SET next_unique_id = ?2 WHERE id = ?1",
                params![source, next],
            )?;
        }
    }
    Ok(())
}

fn put(work: &Work<'_>, source: Source) -> Result<(), Problem> {
    work.tx
        .execute("DELETE FROM data_source WHERE id = ?1", [&source.id])?;
    sources::put(work.tx, work.ctx.sources, source)?;
    Ok(())
}

/// The data source that a relation points to.
fn target(
    work: &mut Work<'_>,
    database: &str,
    source: &str,
    config: &Value,
) -> Result<String, Problem> {
    match schema::target_of(config) {
        (Some(other), None) if other == database => Ok(source.to_owned()),
        (Some(other), known) => work.source_of(&other, known.as_deref()),
        (None, Some(known)) => Ok(known),
        (None, None) => Ok(String::new()),
    }
}

/// The database around a data source, made from what the data source repeats of it.
fn around(work: &mut Work<'_>, database: &str, source: &Value) -> Result<(), Problem> {
    let known = nodes::get(work.tx, database)?;
    if known.is_some() && !imports::is_hidden(work.tx, database)? {
        return Ok(());
    }
    let mut object = source.clone();
    object["object"] = json!("database");
    object["id"] = json!(database);
    object["parent"] = source.get("database_parent").cloned().unwrap_or_default();
    if let Some(object) = object.as_object_mut() {
        object.retain(|name, _| KNOWN.contains(&name.as_str()));
        object.shift_remove("in_trash");
        object.shift_remove("archived");
    }
    container(work, &object)
}

/// A data source of which the database tells id and name.
fn listed_source(work: &mut Work<'_>, database: &Value, listed: &Value) -> Result<(), Problem> {
    let (database, id) = (id_of(database), id_of(listed));
    if id.is_empty() || sources::get(work.tx, work.ctx.sources, &id)?.is_some() {
        return Ok(());
    }
    work.source_of(&database, Some(&id))?;
    if let Some(known) = sources::get(work.tx, work.ctx.sources, &id)? {
        let mut source = (*known).clone();
        source.title = text(listed, "name").unwrap_or_default().to_owned();
        source.body = json!({"title": crate::engine::plain_rich_text(&source.title)});
        put(work, source)?;
    }
    Ok(())
}

/// Gives the data source of a row what the row shows and it does not have: properties and options.
pub(super) fn row_schema(work: &mut Work<'_>, page: &Value) -> Result<(), Problem> {
    let parent = page.get("parent").unwrap_or(&Value::Null);
    if parent.get("database_id").is_none() && parent.get("data_source_id").is_none() {
        return Ok(());
    }
    let nodes::Parent::DataSource(id) = work.parent(page, None)? else {
        return Ok(());
    };
    let Some(known) = sources::get(work.tx, work.ctx.sources, &id)? else {
        return Ok(());
    };
    let mut source = (*known).clone();
    let mut changed = false;
    let mut highest = 0;
    for (name, given) in page
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        changed |= learn(&mut source.schema, name, given);
        let number = given.pointer("/unique_id/number").and_then(Value::as_i64);
        highest = highest.max(number.unwrap_or_default());
    }
    if changed {
        put(work, source)?;
    }
    if highest > 0 {
        work.tx.execute(
            "UPDATE data_source SET next_unique_id = max(next_unique_id, ?2) WHERE id = ?1",
            params![id, highest + 1],
        )?;
    }
    Ok(())
}

/// Adds what a value tells of its property to a schema; says whether it was new.
fn learn(columns: &mut Vec<Column>, name: &str, given: &Value) -> bool {
    let found = schema::of_value(name, given);
    let value = given.get(&found.kind).cloned().unwrap_or_default();
    match columns.iter_mut().find(|column| column.id == found.id) {
        Some(column) if column.kind == found.kind => {
            // A stand-in's title has a name of its own until a row tells.
            let renamed = column.kind == "title" && column.name != name;
            if renamed {
                name.clone_into(&mut column.name);
            }
            schema::learn_options(column, &value) || renamed
        }
        Some(_) => false,
        None => {
            let mut column = found;
            schema::learn_options(&mut column, &value);
            columns.push(column);
            true
        }
    }
}
