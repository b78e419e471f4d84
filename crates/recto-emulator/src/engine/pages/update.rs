//! `PATCH /v1/pages/{page_id}`

use std::sync::LazyLock;

use rusqlite::Transaction;
use serde_json::{Map, Value};

use super::{find, null_properties, object, plain_title, source_of};
use crate::engine::values::{self, Draft};
use crate::engine::{Context, Input, blocks, files, icon, templates};
use crate::problem::Problem;
use crate::store::nodes::{self, Node, Parent, Place};
use crate::validate::{self, Shape, nullable, object as members, optional};

pub(in crate::engine) fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        members([
            optional("properties", Shape::Lazy(values::properties_shape)),
            optional("icon", nullable(Shape::Lazy(icon::shape))),
            optional("cover", Shape::Lazy(files::cover_shape)),
            optional("is_locked", Shape::Boolean),
            optional("template", Shape::Lazy(templates::update_shape)),
            optional("erase_content", Shape::Boolean),
            optional("in_trash", Shape::Boolean),
            optional("is_archived", Shape::Boolean),
        ])
    });
    &SHAPE
}

/// `PATCH /v1/pages/{page_id}`
pub(crate) fn update(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("page_id")?;
    null_properties(&input.body)?;
    validate::body(&input.body, shape())?;
    let mut page = find(tx, ctx, &id)?;
    set_trash(
        tx,
        &mut page,
        input.member("in_trash").and_then(Value::as_bool),
    )?;
    let mut draft = Draft::of(take_values(&mut page));
    if let Some(Value::Object(sent)) = input.member("properties") {
        let source = source_of(tx, ctx, &page)?;
        values::write(tx, ctx, &source, sent, &mut draft)?;
    }
    page.title = plain_title(&draft.values);
    set_members(tx, ctx, &mut page, input, std::mem::take(&mut draft.values))?;
    page.last_edited_time = ctx.minute;
    ctx.user().clone_into(&mut page.last_edited_by);
    nodes::update(tx, &page)?;
    draft.relate(tx, &page.id)?;
    if input.member("erase_content") == Some(&Value::Bool(true)) {
        blocks::erase(tx, &page.id)?;
    }
    if let Some(template) = input.member("template") {
        templates::queue(tx, ctx, &page, template)?;
    }
    object(tx, ctx, &page, input.filter_properties().as_deref())
}

/// Moves a node to the trash or back. Anything else is refused while it is in the trash.
pub(crate) fn set_trash(
    tx: &Transaction<'_>,
    node: &mut Node,
    wanted: Option<bool>,
) -> Result<(), Problem> {
    if nodes::has_trashed_ancestor(tx, &node.parent)? {
        return Err(Problem::archived_ancestor());
    }
    match (node.in_trash, wanted) {
        (true, Some(false)) => {
            node.in_trash = false;
            // Measured: what comes back is at the end of its parent.
            let end = nodes::position(tx, node.parent.id(), Place::End)?;
            node.position = end.unwrap_or(node.position);
            Ok(())
        }
        (true, _) => Err(Problem::archived()),
        (false, Some(true)) if node.parent == Parent::Workspace => Err(Problem::validation(
            "Archiving workspace level pages via API not supported.",
        )),
        (false, wanted) => {
            node.in_trash = wanted.unwrap_or_default();
            Ok(())
        }
    }
}

fn take_values(page: &mut Node) -> Map<String, Value> {
    match page.body.get_mut("properties").map(Value::take) {
        Some(Value::Object(values)) => values,
        _ => Map::new(),
    }
}

fn set_members(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    page: &mut Node,
    input: &Input,
    values: Map<String, Value>,
) -> Result<(), Problem> {
    let Some(body) = page.body.as_object_mut() else {
        return Err(Problem::internal(&format!(
            "page {} has no stored members",
            page.id
        )));
    };
    let sent = [
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
        ("is_locked", input.member("is_locked").cloned()),
        ("is_archived", input.member("is_archived").cloned()),
    ];
    for (name, value) in sent {
        if let Some(value) = value {
            body.insert(name.to_owned(), value);
        }
    }
    body.insert("properties".to_owned(), Value::Object(values));
    if input.member("properties").is_some() {
        // What it was imported with holds no more.
        body.shift_remove("computed");
    }
    Ok(())
}
