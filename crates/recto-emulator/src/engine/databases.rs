//! Databases: the containers of data sources.

use std::sync::{Arc, LazyLock};

use recto_api::limits::RICH_TEXT_ITEMS;
use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use super::pages::set_trash;
use super::{Context, Input, files, icon, plain_rich_text, rich_text, schema};
use crate::access;
use crate::ids;
use crate::problem::Problem;
use crate::store;
use crate::store::nodes::{self, Kind, Node, Parent, Place};
use crate::store::sources::{self, Source};
use crate::time;
use crate::validate::{
    self, Member, Shape, literals, nullable, object as members, optional, required, union,
};

/// What a database without a title is called (recorded).
const UNTITLED: &str = "New database";

/// What a database that shows another's data source is called (recorded).
const UNTITLED_LINK: &str = "Untitled";

fn parent_shape() -> Shape {
    union([
        members([
            required("page_id", Shape::Uuid),
            optional("type", literals(&["page_id"])),
        ]),
        members([
            required("workspace", Shape::True),
            optional("type", literals(&["workspace"])),
        ]),
    ])
}

pub(super) fn create_shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let source = members([optional("properties", Shape::Lazy(schema::create_shape))]);
        let mut all = vec![required("parent", parent_shape())];
        all.extend(attributes());
        all.insert(4, optional("initial_data_source", source));
        // Recorded: taken without a word, where it was before data sources, and without effect.
        all.push(optional("properties", Shape::Any));
        members(all)
    });
    &SHAPE
}

pub(super) fn update_shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let mut all = vec![optional("parent", parent_shape())];
        all.extend(attributes());
        all.push(optional("in_trash", Shape::Boolean));
        all.push(optional("is_locked", Shape::Boolean));
        members(all)
    });
    &SHAPE
}

fn attributes() -> [Member; 5] {
    debug_assert_eq!(RICH_TEXT_ITEMS, 100, "titles are as long as any rich text");
    [
        optional("title", Shape::Lazy(rich_text::shape)),
        optional("description", Shape::Lazy(rich_text::shape)),
        optional("is_inline", Shape::Boolean),
        optional("icon", nullable(Shape::Lazy(icon::shape))),
        optional("cover", Shape::Lazy(files::cover_shape)),
    ]
}

/// `POST /v1/databases`: the container with its first data source. Both get version 4 ids
/// (recorded).
pub(crate) fn create(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    validate::body(&input.body, create_shape())?;
    let parent = parent(tx, ctx, input.member("parent").unwrap_or(&Value::Null))?;
    if nodes::has_trashed_ancestor(tx, &parent)? {
        return Err(Problem::archived());
    }
    let now = ctx.now.as_millisecond();
    let position = nodes::position(tx, parent.id(), Place::End)?.unwrap_or_default();
    let mut database = Node {
        id: ctx.ids.random(),
        kind: Kind::Database,
        block_type: "child_database".to_owned(),
        parent,
        position,
        created_time: now,
        created_by: ctx.user().to_owned(),
        last_edited_time: now,
        last_edited_by: ctx.user().to_owned(),
        in_trash: false,
        title: String::new(),
        body: json!({}),
    };
    set_members(tx, ctx, &mut database, input)?;
    nodes::insert(tx, &database)?;
    access::own(tx, ctx, &database)?;
    if let Some(above) = nodes::containing_page(tx, &database.parent)? {
        nodes::touch(tx, &above, ctx.minute, ctx.user())?;
    }
    let empty = Map::new();
    let properties = input.body.pointer("/initial_data_source/properties");
    let properties = properties.and_then(Value::as_object).unwrap_or(&empty);
    let title = database
        .body
        .get("title")
        .cloned()
        .unwrap_or_else(|| json!([]));
    let mut source = Source {
        id: ctx.ids.random(),
        database_id: database.id.clone(),
        created_time: ctx.minute,
        created_by: ctx.user().to_owned(),
        last_edited_time: ctx.minute,
        last_edited_by: ctx.user().to_owned(),
        in_trash: false,
        title: database.title.clone(),
        body: json!({"title": title, "icon": database.body.get("icon")}),
        schema: schema::initial(properties),
    };
    // Stored first: a relation may point back at it.
    sources::put(tx, ctx.sources, source.clone())?;
    schema::begin(tx, ctx, &mut source, &schema::without_title(properties))?;
    sources::put(tx, ctx.sources, source)?;
    object(tx, ctx, &database)
}

/// `GET /v1/databases/{database_id}`
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let database = find(tx, ctx, &input.id("database_id")?)?;
    object(tx, ctx, &database)
}

/// `PATCH /v1/databases/{database_id}`
pub(crate) fn update(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("database_id")?;
    validate::body(&input.body, update_shape())?;
    let mut database = find(tx, ctx, &id)?;
    set_trash(
        tx,
        &mut database,
        input.member("in_trash").and_then(Value::as_bool),
    )?;
    if let Some(sent) = input.member("parent") {
        let parent = parent(tx, ctx, sent)?;
        nodes::check_move(tx, &database.id, &parent)?;
        database.parent = parent;
        let end = nodes::position(tx, database.parent.id(), Place::End)?;
        database.position = end.unwrap_or(database.position);
    }
    set_members(tx, ctx, &mut database, input)?;
    database.last_edited_time = ctx.now.as_millisecond();
    ctx.user().clone_into(&mut database.last_edited_by);
    nodes::update(tx, &database)?;
    if input.member("title").is_some()
        && let Some(only) = only_source(tx, ctx, &id)?
    {
        let mut source = (*only).clone();
        let title = database.body.get("title").cloned().unwrap_or_default();
        store::set(&mut source.body, "title", title);
        source.title.clone_from(&database.title);
        sources::put(tx, ctx.sources, source)?;
    }
    object(tx, ctx, &database)
}

/// The data source of a database that has one. Recorded: the two then have one title.
fn only_source(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    database: &str,
) -> Result<Option<Arc<Source>>, Problem> {
    let mut all = sources::of_database(tx, ctx.sources, database)?;
    all.retain(|source| !source.in_trash);
    Ok(if all.len() == 1 { all.pop() } else { None })
}

/// Gives a database the title of its data source, if that is the only one.
pub(crate) fn follow_title(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
) -> Result<(), Problem> {
    if only_source(tx, ctx, &source.database_id)?.is_none() {
        return Ok(());
    }
    if let Some(mut database) = nodes::get(tx, &source.database_id)? {
        let title = source.body.get("title").cloned().unwrap_or_default();
        store::set(&mut database.body, "title", title);
        database.title.clone_from(&source.title);
        nodes::update(tx, &database)?;
    }
    Ok(())
}

/// The title of a database as a block.
pub(crate) fn block_title(database: &Node) -> &str {
    match database.title.as_str() {
        "" if database.body.get("linked").is_some() => UNTITLED_LINK,
        "" => UNTITLED,
        title => title,
    }
}

/// The database of an id.
pub(crate) fn find(tx: &Transaction<'_>, ctx: &Context<'_>, id: &str) -> Result<Node, Problem> {
    match nodes::get(tx, id)? {
        Some(node) if node.kind == Kind::Database => Ok(node),
        Some(node) if node.kind == Kind::Page => Err(Problem::validation(format!(
            "Provided database_id {id} is a page, not a database. Use the pages API instead, or \
             pass the ID of the database itself."
        ))),
        _ => Err(ctx.not_found("database", id)),
    }
}

/// The database object.
pub(crate) fn object(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    database: &Node,
) -> Result<Value, Problem> {
    let member = |name: &str| database.body.get(name).cloned();
    let list = |name: &str| member(name).unwrap_or_else(|| json!([]));
    let flag = |name: &str| member(name).unwrap_or(Value::Bool(false));
    let title = match database.title.is_empty() {
        true => plain_rich_text(block_title(database)),
        false => list("title"),
    };
    let sources: Vec<Value> = sources::of_database(tx, ctx.sources, &database.id)?
        .iter()
        .filter(|source| !source.in_trash)
        .map(|source| {
            let name = if source.title.is_empty() {
                UNTITLED
            } else {
                &source.title
            };
            json!({"id": source.id, "name": name})
        })
        .collect();
    Ok(json!({
        "object": "database",
        "id": database.id,
        "title": title,
        "description": list("description"),
        "parent": parent_object(&database.parent),
        "is_inline": flag("is_inline"),
        "in_trash": nodes::is_trashed(tx, database)?,
        "is_locked": flag("is_locked"),
        "created_time": time::millis_text(database.created_time),
        "last_edited_time": time::millis_text(database.last_edited_time),
        "data_sources": sources,
        "icon": member("icon"),
        "cover": member("cover"),
        // Links of databases carry no title (recorded).
        "url": ctx.url("", &database.id),
        "public_url": member("public_url"),
    }))
}

/// The `parent` of a database, which data sources repeat as `database_parent`.
pub(crate) fn parent_object(parent: &Parent) -> Value {
    match parent {
        Parent::Workspace => json!({"type": "workspace", "workspace": true}),
        parent => json!({"type": parent.type_name(), parent.type_name(): parent.id()}),
    }
}

fn parent(tx: &Transaction<'_>, ctx: &Context<'_>, sent: &Value) -> Result<Parent, Problem> {
    let id = sent
        .get("page_id")
        .and_then(Value::as_str)
        .and_then(ids::normalized);
    if id.is_none() && ctx.caller.has_top_level() {
        return Ok(Parent::Workspace);
    }
    let Some(id) = id else {
        return Err(Problem::validation(
            "Internal integrations aren't owned by a single user, so creating workspace-level \
             databases is not supported. Provide a `parent.page_id`.",
        ));
    };
    match nodes::get(tx, &id)? {
        Some(node) if node.kind == Kind::Page => Ok(Parent::Page(id)),
        Some(node) if node.kind == Kind::Block => Ok(Parent::Block(id)),
        _ => Err(ctx.not_found("page", &id)),
    }
}

fn set_members(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    database: &mut Node,
    input: &Input,
) -> Result<(), Problem> {
    let text = |name: &str| {
        input
            .member(name)
            .map(|sent| rich_text::normalize(tx, ctx, sent))
            .transpose()
    };
    let sent = [
        ("title", text("title")?),
        ("description", text("description")?),
        (
            "icon",
            input
                .member("icon")
                .map(|sent| icon::normalize(tx, ctx, sent))
                .transpose()?,
        ),
        (
            "cover",
            input
                .member("cover")
                .map(|sent| files::normalize_cover(tx, ctx, sent))
                .transpose()?,
        ),
        ("is_inline", input.member("is_inline").cloned()),
        ("is_locked", input.member("is_locked").cloned()),
    ];
    for (name, value) in sent {
        if let Some(value) = value {
            store::set(&mut database.body, name, value);
        }
    }
    database.title = database
        .body
        .get("title")
        .map(rich_text::plain_text)
        .unwrap_or_default();
    Ok(())
}
