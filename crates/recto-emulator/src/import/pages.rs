//! Pages and their values.

use serde_json::{Map, Value, json};

use super::given::{Given, id_of, text};
use super::{Work, schema};
use crate::engine::rich_text;
use crate::problem::Problem;
use crate::store::imports;
use crate::store::nodes::{self, Kind, Node, Parent};

/// Members of a page that have a place.
const KNOWN: &[&str] = &[
    "object",
    "id",
    "created_time",
    "last_edited_time",
    "created_by",
    "last_edited_by",
    "cover",
    "icon",
    "parent",
    "archived",
    "in_trash",
    "is_archived",
    "is_locked",
    "properties",
    "url",
    "public_url",
    "request_id",
    "type",
    "developer_survey",
];

/// Stores the pages given, and stand-ins for the pages they relate to.
pub(super) fn store(work: &mut Work<'_>, given: &Given) -> Result<(), Problem> {
    let mut made = Vec::with_capacity(given.pages.len());
    for page in &given.pages {
        made.push(read(work, page)?);
    }
    // The first given is to be found first among those edited in the same minute.
    for (node, object) in made.iter().zip(&given.pages).rev() {
        work.put(node)?;
        if object.get("properties").is_some() && object.get("stand_in").is_none() {
            work.done.pages += 1;
            work.keep(&node.id, object, KNOWN)?;
        } else {
            work.done.stand_ins += 1;
            imports::hide(work.tx, &node.id)?;
        }
    }
    for page in &given.pages {
        relations(work, page)?;
    }
    Ok(())
}

fn read(work: &mut Work<'_>, object: &Value) -> Result<Node, Problem> {
    let id = id_of(object);
    let mut node = work.bare(&id, Kind::Page, "child_page", Value::Null);
    node.parent = work.parent(object, None)?;
    node.position = match &node.parent {
        Parent::DataSource(source) => work.before(source)?,
        parent => work.behind(parent.id())?,
    };
    work.authored(&mut node, object);
    let (mut values, mut computed) = (Map::new(), Map::new());
    for (name, given) in object
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let kind = text(given, "type").unwrap_or_default();
        let value = given.get(kind).unwrap_or(&Value::Null);
        let id = schema::decoded(text(given, "id").unwrap_or(name));
        if matches!(kind, "formula" | "rollup") {
            computed.insert(id, value.clone());
        } else if let Some(stored) = schema::stored(kind, value) {
            values.insert(id, stored);
        }
    }
    node.title = values
        .get("title")
        .map(rich_text::plain_text)
        .unwrap_or_default();
    let mut body = json!({"properties": values});
    for name in ["icon", "cover", "is_archived", "is_locked", "public_url"] {
        if let Some(value) = object.get(name).filter(|value| !value.is_null()) {
            body[name] = value.clone();
        }
    }
    if !computed.is_empty() {
        body["computed"] = Value::Object(computed);
    }
    node.body = body;
    Ok(node)
}

/// What the relations of a page hold.
fn relations(work: &mut Work<'_>, object: &Value) -> Result<(), Problem> {
    let page = id_of(object);
    for (name, given) in object
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let Some(targets) = given.get("relation").and_then(Value::as_array) else {
            continue;
        };
        let id = schema::decoded(text(given, "id").unwrap_or(name));
        work.tx.execute(
            "DELETE FROM edge WHERE page_id = ?1 AND property_id = ?2",
            [&page, &id],
        )?;
        for target in targets {
            work.page_stand_in(&id_of(target))?;
        }
        work.relate(&page, &id, targets, 0)?;
    }
    Ok(())
}

/// A page of which only its block is known: its title.
pub(super) fn of_block(work: &mut Work<'_>, block: &Value, title: &str) -> Result<Node, Problem> {
    let id = id_of(block);
    if let Some(known) = nodes::get(work.tx, &id)? {
        return Ok(known);
    }
    let values = json!({"properties": {"title": crate::engine::plain_rich_text(title)}});
    let mut node = work.bare(&id, Kind::Page, "child_page", values);
    title.clone_into(&mut node.title);
    work.authored(&mut node, block);
    work.done.pages += 1;
    imports::hide(work.tx, &id)?;
    Ok(node)
}
