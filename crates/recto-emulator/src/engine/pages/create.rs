//! `POST /v1/pages`

use std::sync::{Arc, LazyLock};

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use super::{null_properties, object, plain_title, title_only};
use crate::access;
use crate::engine::values::{self, Draft};
use crate::engine::{Context, Input, blocks, files, icon, markdown, templates};
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node, Parent, Place};
use crate::store::sources::{self, Source};
use crate::validate::{
    self, Shape, array, literals, nullable, object as members, optional, required, text, union,
};

pub(in crate::engine) fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let by = |name: &'static str, kinds: &'static [&'static str]| {
            members([
                required(name, Shape::Uuid),
                optional("type", literals(kinds)),
            ])
        };
        let row = members([
            required("data_source_id", Shape::Uuid),
            optional("type", literals(&["data_source_id"])),
            // What a page is answered with may be sent back.
            optional("database_id", Shape::Uuid),
        ]);
        let workspace = members([
            required("workspace", Shape::True),
            optional("type", literals(&["workspace"])),
        ]);
        members([
            required(
                "parent",
                union([
                    by("page_id", &["page_id"]),
                    by("database_id", &["database_id"]),
                    row,
                    workspace,
                ]),
            ),
            optional("properties", Shape::Lazy(values::properties_shape)),
            optional("icon", nullable(Shape::Lazy(icon::shape))),
            optional("cover", Shape::Lazy(files::cover_shape)),
            optional("content", array(Shape::Any, 100)),
            optional("children", array(Shape::Any, 100)),
            optional("markdown", text()),
            markdown::version_shape(),
            optional("template", Shape::Lazy(templates::create_shape)),
            optional("position", position_shape()),
            optional("allow_async", Shape::Boolean),
        ])
    });
    &SHAPE
}

/// Where on the page above the new one goes.
fn position_shape() -> Shape {
    union([
        members([
            required("type", literals(&["after_block"])),
            required("after_block", members([required("id", Shape::Uuid)])),
        ]),
        members([required("type", literals(&["page_start"]))]),
        members([required("type", literals(&["page_end"]))]),
    ])
}

/// `POST /v1/pages`
pub(crate) fn create(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    null_properties(&input.body)?;
    validate::body(&input.body, shape())?;
    let children = input.member("children").or_else(|| input.member("content"));
    for (name, path) in [("children", "body.children"), ("content", "body.content")] {
        if let Some(children) = input.member(name) {
            blocks::check_children(children, path)?;
        }
    }
    let template = input
        .member("template")
        .filter(|sent| templates::is_wanted(Some(sent)));
    if template.is_some()
        && let Some(other) = match children {
            Some(_) => Some("children"),
            None => input.member("markdown").map(|_| "markdown"),
        }
    {
        return Err(Problem::validation(format!(
            "body.{other} cannot be provided together with a body.template."
        )));
    }
    let (parent, source) = place(tx, ctx, input.member("parent").unwrap_or(&Value::Null))?;
    if nodes::has_trashed_ancestor(tx, &parent)? {
        return Err(Problem::archived());
    }
    let mut draft = Draft::default();
    let mut sent = match input.member("properties") {
        Some(Value::Object(sent)) => sent.clone(),
        _ => Map::new(),
    };
    let markdown = written(&input.body, &source, &mut sent)?;
    values::write(tx, ctx, &source, &sent, &mut draft)?;
    if let Some(column) = source
        .schema
        .iter()
        .find(|column| column.kind == "unique_id")
    {
        let number = sources::next_unique_id(tx, &source.id)?;
        draft.values.insert(column.id.clone(), Value::from(number));
    }
    let id = ctx.ids.node(ctx.now);
    let sibling = input
        .body
        .pointer("/position/after_block/id")
        .and_then(Value::as_str)
        .and_then(ids::normalized);
    let at_start = input.body.pointer("/position/type") == Some(&Value::from("page_start"));
    let place = match &sibling {
        Some(sibling) => Place::After(sibling),
        None if at_start => Place::Start,
        None => Place::End,
    };
    let position = nodes::position(tx, parent.id(), place)?.ok_or_else(|| {
        Problem::validation("The block to position the page after is not a child of its parent.")
    })?;
    let mut page = Node {
        id,
        kind: Kind::Page,
        block_type: "child_page".to_owned(),
        parent,
        position,
        created_time: ctx.minute,
        created_by: ctx.user().to_owned(),
        last_edited_time: ctx.minute,
        last_edited_by: ctx.user().to_owned(),
        in_trash: false,
        title: plain_title(&draft.values),
        body: Value::Null,
    };
    page.body = body(tx, ctx, input, std::mem::take(&mut draft.values))?;
    nodes::insert(tx, &page)?;
    access::own(tx, ctx, &page)?;
    draft.relate(tx, &page.id)?;
    if let Some(Value::Array(children)) = children {
        blocks::insert_children(tx, ctx, &Parent::Page(page.id.clone()), children)?;
    }
    if let Some(markdown) = markdown {
        markdown.insert(tx, ctx, &page.id)?;
    }
    if let Some(above) = nodes::containing_page(tx, &page.parent)? {
        nodes::touch(tx, &above, ctx.minute, ctx.user())?;
    }
    if let Some(template) = template {
        templates::queue(tx, ctx, &page, template)?;
    }
    object(tx, ctx, &page, input.filter_properties().as_deref())
}

/// The parent a page is made under, and the schema its properties follow.
fn place(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    sent: &Value,
) -> Result<(Parent, Arc<Source>), Problem> {
    let id = |name: &str| {
        sent.get(name)
            .and_then(Value::as_str)
            .and_then(ids::normalized)
    };
    if let Some(id) = id("data_source_id") {
        let source =
            sources::get(tx, ctx.sources, &id)?.ok_or_else(|| ctx.not_found("data_source", &id))?;
        return Ok((Parent::DataSource(id), source));
    }
    if let Some(id) = id("database_id") {
        let all = sources::meant_by_database(tx, ctx.sources, &id)?;
        return match all.as_slice() {
            [] => Err(ctx.not_found("database", &id)),
            [only] => Ok((Parent::DataSource(only.id.clone()), Arc::clone(only))),
            several => Err(several_sources(&id, several)),
        };
    }
    if sent.get("workspace").is_some() && ctx.caller.has_top_level() {
        return Ok((Parent::Workspace, Arc::new(title_only())));
    }
    let Some(id) = id("page_id") else {
        return Err(Problem::validation(
            "Provide a `parent.page_id` or `parent.database_id` parameter to create a page, or \
             use a public integration with `insert_content` capability. Internal integrations \
             aren't owned by a single user, so creating workspace-level private pages is not \
             supported.",
        ));
    };
    match nodes::get(tx, &id)? {
        Some(node) if node.kind == Kind::Page => Ok((Parent::Page(id), Arc::new(title_only()))),
        _ => Err(ctx.not_found("page", &id)),
    }
}

/// The refusal of a database id where the database has several data sources.
pub(super) fn several_sources(database: &str, sources: &[Arc<Source>]) -> Problem {
    let ids: Vec<&str> = sources.iter().map(|source| source.id.as_str()).collect();
    Problem::validation(
        "Databases with multiple data sources are not supported in this API version.",
    )
    .with("error_type", "multiple_data_sources_for_database")
    .with("database_id", database)
    .with("child_data_source_ids", ids)
    .with("minimum_api_version", "2025-09-03")
}

/// The content that a request has as Markdown. A heading that it begins with is the title if there is
/// no other (recorded).
fn written(
    body: &Value,
    source: &Source,
    sent: &mut Map<String, Value>,
) -> Result<Option<markdown::Draft>, Problem> {
    if body.get("markdown").is_some() {
        // Documented; the words are an assumption.
        for name in ["children", "content"] {
            if let Some(other) = body.get(name) {
                let path = format!("body.{name}");
                return Err(validate::failed("body", &path, "not present", other));
            }
        }
    }
    let is_title = |key: &String| {
        source
            .find(key)
            .is_some_and(|column| column.kind == "title")
    };
    let titled = sent.keys().any(is_title);
    let draft = markdown::Draft::read(body, titled)?;
    if let Some(title) = draft.as_ref().and_then(|draft| draft.title.clone())
        && let Some(column) = source.schema.iter().find(|column| column.kind == "title")
    {
        sent.insert(column.name.clone(), json!({"title": title}));
    }
    Ok(draft)
}

/// What a page stores: its values, and icon and cover if it has any.
fn body(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
    values: Map<String, Value>,
) -> Result<Value, Problem> {
    let mut out = Map::new();
    for (name, value) in [
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
    ] {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            out.insert(name.to_owned(), value);
        }
    }
    out.insert("properties".to_owned(), Value::Object(values));
    Ok(Value::Object(out))
}
