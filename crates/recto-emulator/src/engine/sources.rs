//! Data sources: create, read, update; queries are in [`query`].

pub(super) mod query;

use std::sync::LazyLock;

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

pub(crate) use query::index::Indexes;
pub(crate) use query::sessions::Sessions;
pub(crate) use query::{check as check_query, query, row_ids};

use super::context::partial_user;
use super::{Context, Input, databases, icon, rich_text, schema};
use crate::ids;
use crate::problem::Problem;
use crate::store;
use crate::store::nodes::{self, Node, Parent};
use crate::store::sources::{self, Source};
use crate::time;
use crate::validate::{
    self, Shape, literals, nullable, object as members, optional, required, union,
};

fn parent_shape() -> Shape {
    members([
        required("database_id", Shape::Uuid),
        optional("type", literals(&["database_id"])),
    ])
}

pub(super) fn create_shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let page = members([
            required("page_id", Shape::Uuid),
            optional("type", literals(&["page_id"])),
        ]);
        members([
            required("parent", union([parent_shape(), page])),
            required("properties", Shape::Lazy(schema::create_shape)),
            optional("title", Shape::Lazy(rich_text::shape)),
            optional("icon", nullable(Shape::Lazy(icon::shape))),
        ])
    });
    &SHAPE
}

pub(super) fn update_shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        members([
            optional("title", Shape::Lazy(rich_text::shape)),
            optional("icon", nullable(Shape::Lazy(icon::shape))),
            optional("properties", Shape::Lazy(schema::patch_shape)),
            optional("in_trash", Shape::Boolean),
            optional("parent", parent_shape()),
        ])
    });
    &SHAPE
}

/// `POST /v1/data_sources`
pub(crate) fn create(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    validate::body(&input.body, create_shape())?;
    let parent = input.member("parent").unwrap_or(&Value::Null);
    if parent.get("page_id").is_some() {
        return Err(Problem::validation(
            "Creating new databases with data sources is not supported in this endpoint for API \
             version 2025-09-03 and later. Use the Create Database API instead",
        ));
    }
    let database = database(tx, ctx, parent)?;
    if nodes::is_trashed(tx, &database)? {
        return Err(Problem::archived());
    }
    let title = match input.member("title") {
        Some(sent) => rich_text::normalize(tx, ctx, sent)?,
        None => json!([]),
    };
    let empty = Map::new();
    let properties = input
        .member("properties")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    let icon = input
        .member("icon")
        .map(|sent| icon::normalize(tx, ctx, sent))
        .transpose()?;
    let mut source = Source {
        id: ctx.ids.data_source(ctx.now),
        database_id: database.id,
        created_time: ctx.minute,
        created_by: ctx.user().to_owned(),
        last_edited_time: ctx.minute,
        last_edited_by: ctx.user().to_owned(),
        in_trash: false,
        title: rich_text::plain_text(&title),
        body: json!({"title": title, "icon": icon}),
        schema: schema::initial(properties),
    };
    sources::put(tx, ctx.sources, source.clone())?;
    schema::begin(tx, ctx, &mut source, &schema::without_title(properties))?;
    let source = sources::put(tx, ctx.sources, source)?;
    object(tx, ctx, &source)
}

/// `GET /v1/data_sources/{data_source_id}`
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("data_source_id")?;
    let source =
        sources::get(tx, ctx.sources, &id)?.ok_or_else(|| ctx.not_found("data_source", &id))?;
    object(tx, ctx, &source)
}

/// `PATCH /v1/data_sources/{data_source_id}`
pub(crate) fn update(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("data_source_id")?;
    validate::body(&input.body, update_shape())?;
    let found =
        sources::get(tx, ctx.sources, &id)?.ok_or_else(|| ctx.not_found("data_source", &id))?;
    let mut source = (*found).clone();
    let container = container(tx, &source)?;
    if nodes::is_trashed(tx, &container)? {
        return Err(Problem::archived_ancestor());
    }
    match (
        source.in_trash,
        input.member("in_trash").and_then(Value::as_bool),
    ) {
        (true, wanted) if wanted != Some(false) => return Err(Problem::archived()),
        (_, wanted) => source.in_trash = wanted.unwrap_or_default(),
    }
    if let Some(sent) = input.member("title") {
        let title = rich_text::normalize(tx, ctx, sent)?;
        source.title = rich_text::plain_text(&title);
        store::set(&mut source.body, "title", title);
    }
    if let Some(sent) = input.member("icon") {
        store::set(&mut source.body, "icon", icon::normalize(tx, ctx, sent)?);
    }
    if let Some(parent) = input.member("parent") {
        let database = database(tx, ctx, parent)?;
        nodes::check_move(tx, &source.id, &Parent::Block(database.id.clone()))?;
        source.database_id = database.id;
    }
    if let Some(Value::Object(sent)) = input.member("properties") {
        schema::apply(tx, ctx, &mut source, sent)?;
    }
    source.last_edited_time = ctx.minute;
    ctx.user().clone_into(&mut source.last_edited_by);
    let source = sources::put(tx, ctx.sources, source)?;
    if input.member("title").is_some() {
        databases::follow_title(tx, ctx, &source)?;
    }
    object(tx, ctx, &source)
}

/// The data source object. Description, cover and inline flag are the database's (recorded).
pub(crate) fn object(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
) -> Result<Value, Problem> {
    let database = container(tx, source)?;
    let of_database = |name: &str| database.body.get(name).cloned();
    Ok(json!({
        "object": "data_source",
        "id": source.id,
        "cover": of_database("cover"),
        "icon": source.body.get("icon"),
        "created_time": time::minute_text(source.created_time),
        "created_by": partial_user(&source.created_by),
        "last_edited_by": partial_user(&source.last_edited_by),
        "last_edited_time": time::minute_text(source.last_edited_time),
        "title": source.body.get("title").cloned().unwrap_or_else(|| json!([])),
        "description": of_database("description").unwrap_or_else(|| json!([])),
        "is_inline": of_database("is_inline").unwrap_or(Value::Bool(false)),
        "properties": schema::properties(tx, ctx, source)?,
        "parent": {"type": "database_id", "database_id": source.database_id},
        "database_parent": databases::parent_object(&database.parent),
        "url": ctx.url("", &source.database_id),
        "public_url": of_database("public_url"),
        "in_trash": source.in_trash || nodes::is_trashed(tx, &database)?,
    }))
}

/// The database a data source is in.
fn container(tx: &Transaction<'_>, source: &Source) -> Result<Node, Problem> {
    nodes::get(tx, &source.database_id)?
        .ok_or_else(|| Problem::internal(&format!("data source {} has no database", source.id)))
}

fn database(tx: &Transaction<'_>, ctx: &Context<'_>, parent: &Value) -> Result<Node, Problem> {
    let id = parent
        .get("database_id")
        .and_then(Value::as_str)
        .and_then(ids::normalized);
    databases::find(tx, ctx, &id.unwrap_or_default())
}
