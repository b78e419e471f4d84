//! `POST /v1/views`

use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{layout, object, set_look, shape, source_of, tabs};
use crate::engine::{Context, Input, databases, pages};
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node, Parent, Place};
use crate::store::views::{self, View};
use crate::validate;

/// Where a new view goes: exactly one of them (documented).
const PLACES: [&str; 3] = ["database_id", "view_id", "create_database"];

/// `POST /v1/views`
pub(crate) fn create(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    validate::body(&input.body, shape::create())?;
    check_place(input)?;
    let text = |name: &str| input.member(name).and_then(Value::as_str).unwrap_or("");
    let id = |name: &str| ids::normalized(text(name)).unwrap_or_default();
    let source = source_of(tx, ctx, &id("data_source_id"))?;
    let (database, dashboard) = if input.member("view_id").is_some() {
        let dashboard = dashboard(tx, ctx, &id("view_id"), text("type"))?;
        (
            databases::find(tx, ctx, &dashboard.database_id)?,
            Some(dashboard),
        )
    } else if let Some(sent) = input.member("create_database") {
        (linked_database(tx, ctx, &source.id, sent)?, None)
    } else {
        (databases::find(tx, ctx, &id("database_id"))?, None)
    };
    if nodes::is_trashed(tx, &database)? {
        return Err(Problem::archived());
    }
    let now = ctx.now.as_millisecond();
    let mut view = View {
        id: ctx.ids.view(ctx.now),
        position: position(tx, ctx, &database, input)?,
        database_id: database.id,
        data_source_id: (text("type") != "dashboard").then(|| source.id.clone()),
        dashboard_id: dashboard.as_ref().map(|dashboard| dashboard.id.clone()),
        kind: text("type").to_owned(),
        name: text("name").to_owned(),
        created_time: now,
        created_by: ctx.user().to_owned(),
        last_edited_time: now,
        last_edited_by: ctx.user().to_owned(),
        body: json!({}),
    };
    set_look(tx, ctx, &mut view, input)?;
    views::put(tx, &view)?;
    if let Some(mut dashboard) = dashboard {
        layout::add(ctx, &mut dashboard, &view.id, input.member("placement"))?;
        dashboard.last_edited_time = now;
        ctx.user().clone_into(&mut dashboard.last_edited_by);
        views::put(tx, &dashboard)?;
    }
    object(tx, ctx, &view)
}

/// Refuses no place, several, or a detail of another place. The words are an assumption.
fn check_place(input: &Input) -> Result<(), Problem> {
    let given = PLACES.iter().filter(|name| input.member(name).is_some());
    if given.count() != 1 {
        return Err(Problem::validation(
            "Exactly one of body.database_id, body.view_id, or body.create_database must be \
             provided.",
        ));
    }
    for (detail, place) in [("position", "database_id"), ("placement", "view_id")] {
        if input.member(detail).is_some() && input.member(place).is_none() {
            return Err(Problem::validation(format!(
                "body.{detail} can only be provided with body.{place}."
            )));
        }
    }
    Ok(())
}

/// The dashboard that a new widget goes on.
fn dashboard(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    id: &str,
    kind: &str,
) -> Result<View, Problem> {
    let found = views::get(tx, id)?.ok_or_else(|| ctx.not_found("view", id))?;
    if found.kind != "dashboard" {
        return Err(Problem::validation(format!(
            "View {id} is not a dashboard; widgets can only be added to dashboard views."
        )));
    }
    if kind == "dashboard" {
        return Err(Problem::validation(
            "A dashboard view cannot be a widget of a dashboard.",
        ));
    }
    Ok(found)
}

/// Where among the tabs of its database the view goes. Widgets have no place there.
fn position(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    database: &Node,
    input: &Input,
) -> Result<i64, Problem> {
    let mut tabs = tabs(tx, ctx, database)?;
    let last = tabs.len().checked_sub(1);
    let sent = |name: &str| input.member("position")?.get(name)?.as_str();
    let behind = match sent("type") {
        Some("start") => None,
        Some("after_view") => {
            let id = ids::normalized(sent("view_id").unwrap_or_default()).unwrap_or_default();
            let at = tabs.iter().position(|tab| tab.id == id);
            Some(at.ok_or_else(|| ctx.not_found("view", &id))?)
        }
        _ => last,
    };
    views::position(tx, &mut tabs, behind)
}

/// A database on a page that shows another's data source.
fn linked_database(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &str,
    sent: &Value,
) -> Result<Node, Problem> {
    let id = |path: &str| {
        let text = sent.pointer(path).and_then(Value::as_str);
        text.and_then(ids::normalized)
    };
    let page = pages::find(tx, ctx, &id("/parent/page_id").unwrap_or_default())?;
    if nodes::is_trashed(tx, &page)? {
        return Err(Problem::archived());
    }
    let sibling = id("/position/block_id");
    let place = sibling.as_deref().map_or(Place::End, Place::After);
    let position = nodes::position(tx, &page.id, place)?
        .ok_or_else(|| ctx.not_found("block", sibling.as_deref().unwrap_or_default()))?;
    let now = ctx.now.as_millisecond();
    let database = Node {
        id: ctx.ids.node(ctx.now),
        kind: Kind::Database,
        block_type: "child_database".to_owned(),
        parent: Parent::Page(page.id.clone()),
        position,
        created_time: now,
        created_by: ctx.user().to_owned(),
        last_edited_time: now,
        last_edited_by: ctx.user().to_owned(),
        in_trash: false,
        title: String::new(),
        body: json!({"linked": source, "is_inline": true}),
    };
    nodes::insert(tx, &database)?;
    nodes::touch(tx, &page.id, ctx.minute, ctx.user())?;
    Ok(database)
}
