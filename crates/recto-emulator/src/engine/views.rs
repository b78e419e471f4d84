//! Views: tabs of databases, widgets of dashboards, and the rows they show.

mod configuration;
mod create;
mod filters;
mod layout;
pub(super) mod query;
pub(super) mod shape;

use std::sync::Arc;

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

pub(crate) use create::create;
pub(crate) use query::{create as create_query, delete as delete_query, get as get_query};

use super::context::partial_user;
use super::{Context, Input, databases, paging};
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes::{self, Node};
use crate::store::set;
use crate::store::sources::{self, Source};
use crate::store::views::{self, View};
use crate::{time, validate};

/// What the view that every database begins with is called (assumed).
const FIRST: &str = "Default view";

/// `GET /v1/views`: of a database its tabs, of a data source everything that shows its rows.
pub(crate) fn list(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = |name: &str| -> Result<Option<String>, Problem> {
        let Some(text) = input.query(name) else {
            return Ok(None);
        };
        let refuse = || {
            let path = format!("query.{name}");
            validate::failed("query", &path, "a valid uuid or `undefined`", &json!(text))
        };
        ids::normalized(text).ok_or_else(refuse).map(Some)
    };
    let (database, source) = (id("database_id")?, id("data_source_id")?);
    let size = paging::size_in_query(input)?;
    let mut found = match (&database, &source) {
        (None, None) => {
            return Err(Problem::validation(format!(
                "query failed validation: {}",
                validate::sentence("query.database_id", "defined", None)
            )));
        }
        (Some(database), _) => {
            let database = databases::find(tx, ctx, database)?;
            tabs(tx, ctx, &database)?
        }
        (None, Some(id)) => {
            let source = source_of(tx, ctx, id)?;
            if let Some(database) = nodes::get(tx, &source.database_id)? {
                tabs(tx, ctx, &database)?;
            }
            views::of_source(tx, &source.id)?
        }
    };
    if let (Some(_), Some(source)) = (&database, &source) {
        source_of(tx, ctx, source)?;
        found.retain(|view| view.data_source_id.as_ref() == Some(source));
    }
    if let Some(cursor) = input.query("start_cursor") {
        let from = ids::normalized(cursor)
            .and_then(|id| found.iter().position(|view| view.id == id))
            .ok_or_else(|| Problem::invalid_cursor(cursor))?;
        found.drain(..from);
    }
    let next = paging::cut(&mut found, size, |view| view.id.clone());
    let results = found
        .iter()
        .map(|view| json!({"object": "view", "id": view.id}))
        .collect();
    Ok(paging::list(results, next, "view"))
}

/// `GET /v1/views/{view_id}`
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let view = find(tx, ctx, input)?;
    object(tx, ctx, &view)
}

/// `PATCH /v1/views/{view_id}`
pub(crate) fn update(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    input.id("view_id")?;
    validate::body(&input.body, shape::update())?;
    let mut view = find(tx, ctx, input)?;
    check_alive(tx, &view)?;
    if let Some(name) = input.member("name").and_then(Value::as_str) {
        name.clone_into(&mut view.name);
    }
    set_look(tx, ctx, &mut view, input)?;
    view.last_edited_time = ctx.now.as_millisecond();
    ctx.user().clone_into(&mut view.last_edited_by);
    views::put(tx, &view)?;
    object(tx, ctx, &view)
}

/// `DELETE /v1/views/{view_id}`: a dashboard goes with its widgets (documented).
pub(crate) fn delete(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let view = find(tx, ctx, input)?;
    check_alive(tx, &view)?;
    match &view.dashboard_id {
        Some(dashboard) => layout::remove(tx, ctx, dashboard, &view.id)?,
        None if views::tabs(tx, &view.database_id)?.len() < 2 => {
            return Err(Problem::validation(
                "Cannot delete the last view of a database. Delete the database instead.",
            ));
        }
        None => {}
    }
    views::remove(tx, &view.id)?;
    // Recorded: what is left of a deleted view.
    Ok(json!({
        "object": "view",
        "id": view.id,
        "parent": {"type": "database_id", "database_id": view.database_id},
        "type": view.kind,
    }))
}

/// The view object, members in the recorded order.
fn object(tx: &Transaction<'_>, ctx: &Context<'_>, view: &View) -> Result<Value, Problem> {
    let source = shown_source(tx, ctx, view)?;
    let body = |name: &str| view.body.get(name).unwrap_or(&Value::Null);
    let url = ctx.url("", &view.database_id);
    let mut out = json!({
        "object": "view",
        "id": view.id,
        "parent": {"type": "database_id", "database_id": view.database_id},
        "data_source_id": view.data_source_id,
        "name": view.name,
        "type": view.kind,
        "created_time": time::millis_text(view.created_time),
        "created_by": partial_user(&view.created_by),
        "last_edited_time": time::millis_text(view.last_edited_time),
        "last_edited_by": partial_user(&view.last_edited_by),
        "url": format!("{url}?v={}", view.id.replace('-', "")),
        "filter": filters::presented(source.as_deref(), body("filter")),
        "sorts": filters::presented(source.as_deref(), body("sorts")),
        "quick_filters": filters::presented_quick(source.as_deref(), body("quick_filters")),
        "configuration": match view.kind.as_str() {
            "dashboard" => layout::presented(body("configuration")),
            kind => configuration::presented(source.as_deref(), kind, body("configuration")),
        },
    });
    if let Some(dashboard) = &view.dashboard_id {
        set(&mut out, "dashboard_view_id", json!(dashboard));
    }
    Ok(out)
}

/// Puts filter, sorts, quick filters and configuration of a request into a view.
fn set_look(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    view: &mut View,
    input: &Input,
) -> Result<(), Problem> {
    const LOOK: [&str; 4] = ["filter", "sorts", "quick_filters", "configuration"];
    let Some(source) = shown_source(tx, ctx, view)? else {
        return match LOOK.iter().find(|name| input.member(name).is_some()) {
            None => Ok(()),
            Some(name) => Err(Problem::validation(format!(
                "body.{name} is not supported for dashboard views."
            ))),
        };
    };
    let (filter, sorts) = (input.member("filter"), input.member("sorts"));
    let given = |value: Option<&Value>| value.filter(|value| !value.is_null()).cloned();
    super::sources::check_query(tx, ctx, &source, given(filter), given(sorts))?;
    for (name, sent) in [("filter", filter), ("sorts", sorts)] {
        if let Some(sent) = sent {
            set(&mut view.body, name, filters::stored(&source, sent));
        }
    }
    if let Some(sent) = input.member("quick_filters") {
        let known = view.body.get("quick_filters").and_then(Value::as_object);
        let known = known.cloned().unwrap_or_default();
        let merged = filters::merge_quick(tx, ctx, &source, known, sent)?;
        set(&mut view.body, "quick_filters", merged);
    }
    if let Some(Value::Object(sent)) = input.member("configuration") {
        let known = view.body.get("configuration").and_then(Value::as_object);
        let known: Map<String, Value> = known.cloned().unwrap_or_default();
        let merged = configuration::merge(ctx, &source, &view.kind, known, sent)?;
        set(&mut view.body, "configuration", merged);
    }
    Ok(())
}

/// The tabs of a database. One that has none yet begins with a table (recorded that a new database
/// has one view; its name is assumed); a linked database gets its first view when it is made.
fn tabs(tx: &Transaction<'_>, ctx: &Context<'_>, database: &Node) -> Result<Vec<View>, Problem> {
    let found = views::tabs(tx, &database.id)?;
    let sources = sources::of_database(tx, ctx.sources, &database.id)?;
    let (true, Some(source)) = (found.is_empty(), sources.first()) else {
        return Ok(found);
    };
    let made = jiff::Timestamp::from_millisecond(database.created_time).unwrap_or(ctx.now);
    let view = View {
        id: ctx.ids.view(made),
        database_id: database.id.clone(),
        data_source_id: Some(source.id.clone()),
        dashboard_id: None,
        position: 0,
        kind: "table".to_owned(),
        name: FIRST.to_owned(),
        created_time: database.created_time,
        created_by: database.created_by.clone(),
        last_edited_time: database.created_time,
        last_edited_by: database.created_by.clone(),
        body: json!({}),
    };
    views::put(tx, &view)?;
    Ok(vec![view])
}

/// The view that the path names.
fn find(tx: &Transaction<'_>, ctx: &Context<'_>, input: &Input) -> Result<View, Problem> {
    let id = input.id("view_id")?;
    views::get(tx, &id)?.ok_or_else(|| ctx.not_found("view", &id))
}

/// Refuses to change a view of a database in the trash.
fn check_alive(tx: &Transaction<'_>, view: &View) -> Result<(), Problem> {
    match nodes::get(tx, &view.database_id)? {
        Some(database) if nodes::is_trashed(tx, &database)? => Err(Problem::archived()),
        _ => Ok(()),
    }
}

/// The data source of an id.
fn source_of(tx: &Transaction<'_>, ctx: &Context<'_>, id: &str) -> Result<Arc<Source>, Problem> {
    sources::get(tx, ctx.sources, id)?.ok_or_else(|| ctx.not_found("data_source", id))
}

/// The data source whose rows a view shows; none for a dashboard.
fn shown_source(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    view: &View,
) -> Result<Option<Arc<Source>>, Problem> {
    match &view.data_source_id {
        Some(id) => sources::get(tx, ctx.sources, id),
        None => Ok(None),
    }
}
