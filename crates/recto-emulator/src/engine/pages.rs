//! Pages: create, read, update, and their properties one by one.

pub(super) mod create;
mod items;
pub(super) mod moving;
pub(super) mod update;

use std::sync::Arc;

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

pub(crate) use create::create;
pub(crate) use items::property;
pub(crate) use moving::to as move_to;
pub(crate) use update::{set_trash, update};

use super::context::partial_user;
use super::schema::encoded_id;
use super::values::Reader;
use super::{Context, Input, rich_text};
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node, Parent};
use crate::store::sources::{self, Column, Source};
use crate::time;

/// `GET /v1/pages/{page_id}`
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let page = find(tx, ctx, &input.id("page_id")?)?;
    object(tx, ctx, &page, input.filter_properties().as_deref())
}

/// The page of an id.
pub(crate) fn find(tx: &Transaction<'_>, ctx: &Context<'_>, id: &str) -> Result<Node, Problem> {
    match nodes::get(tx, id)? {
        Some(node) if node.kind == Kind::Page => Ok(node),
        Some(node) if node.kind == Kind::Database => Err(Problem::validation(format!(
            "Provided ID {id} is a database, not a page. Use the retrieve database API instead."
        ))),
        _ => Err(ctx.not_found("page", id)),
    }
}

/// The page object. `only` names the properties to show, by name or id; unknown ones are ignored.
pub(crate) fn object(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    page: &Node,
    only: Option<&[&str]>,
) -> Result<Value, Problem> {
    let source = source_of(tx, ctx, page)?;
    let reader = Reader {
        tx,
        ctx,
        source: &source,
        page,
        depth: 0,
    };
    let mut properties = Map::new();
    for column in shown(&source, only) {
        properties.insert(column.name.clone(), reader.property(column)?);
    }
    let flag = |name: &str| page.body.get(name).cloned().unwrap_or(Value::Bool(false));
    let member = |name: &str| page.body.get(name).cloned().unwrap_or_default();
    Ok(json!({
        "object": "page",
        "id": page.id,
        "created_time": time::minute_text(page.created_time),
        "last_edited_time": time::minute_text(page.last_edited_time),
        "created_by": partial_user(&page.created_by),
        "last_edited_by": partial_user(&page.last_edited_by),
        "cover": member("cover"),
        "icon": member("icon"),
        "parent": parent(&page.parent, &source),
        "in_trash": nodes::is_trashed(tx, page)?,
        "is_archived": flag("is_archived"),
        "is_locked": flag("is_locked"),
        "properties": properties,
        "url": ctx.url(&linked_title(page), &page.id),
        "public_url": member("public_url"),
    }))
}

/// The data source of a row; for any other page one with nothing but a title.
pub(crate) fn source_of(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    page: &Node,
) -> Result<Arc<Source>, Problem> {
    match page.parent.data_source() {
        Some(id) => sources::get(tx, ctx.sources, id)?
            .ok_or_else(|| Problem::internal(&format!("page {} has no data source", page.id))),
        None => Ok(Arc::new(title_only())),
    }
}

/// The schema of a page that is no row.
fn title_only() -> Source {
    Source {
        id: String::new(),
        database_id: String::new(),
        created_time: 0,
        created_by: String::new(),
        last_edited_time: 0,
        last_edited_by: String::new(),
        in_trash: false,
        title: String::new(),
        body: Value::Null,
        schema: vec![Column {
            id: "title".to_owned(),
            name: "title".to_owned(),
            description: None,
            kind: "title".to_owned(),
            config: json!({}),
        }],
    }
}

/// The properties to show, in the order they are answered in.
pub(crate) fn shown<'a>(source: &'a Source, only: Option<&[&str]>) -> Vec<&'a Column> {
    let Some(only) = only else {
        return source.schema.iter().collect();
    };
    let wanted: Vec<&str> = only
        .iter()
        .filter_map(|key| source.find(key))
        .map(|column| column.id.as_str())
        .collect();
    source
        .schema
        .iter()
        .filter(|column| wanted.contains(&column.id.as_str()))
        .collect()
}

/// The `parent` member.
fn parent(parent: &Parent, source: &Source) -> Value {
    match parent {
        Parent::Workspace => json!({"type": "workspace", "workspace": true}),
        Parent::DataSource(_) | Parent::Template(_) => json!({
            "type": "data_source_id",
            "data_source_id": source.id,
            "database_id": source.database_id,
        }),
        Parent::Page(id) => json!({"type": "page_id", "page_id": id}),
        Parent::Block(id) => json!({"type": "block_id", "block_id": id}),
    }
}

/// The title as a page's link has it: without mentions (recorded).
fn linked_title(page: &Node) -> String {
    let items = page
        .body
        .pointer("/properties/title")
        .and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .filter(|item| item.get("mention").is_none())
        .filter_map(|item| item.get("plain_text")?.as_str())
        .collect()
}

/// The plain title among stored values.
fn plain_title(values: &Map<String, Value>) -> String {
    values
        .get("title")
        .map(rich_text::plain_text)
        .unwrap_or_default()
}

/// Recorded: properties that are `null` are told with one of them, before any other check.
fn null_properties(body: &Value) -> Result<(), Problem> {
    let properties = body.get("properties").and_then(Value::as_object);
    match properties.and_then(|all| all.iter().find(|(_, value)| value.is_null())) {
        None => Ok(()),
        Some((name, _)) => Err(Problem::validation(format!(
            "Body Validation Failed. Fix the following:\nInvalid property value for: \"{name}\"."
        ))),
    }
}

/// The path under which the property endpoint has a property.
fn property_url(page: &str, column: &Column) -> String {
    format!(
        "https://api.notion.com/v1/pages/{page}/properties/{}",
        encoded_id(&column.id)
    )
}
