//! The rows of a view: a snapshot that is kept for 15 minutes.

use std::sync::{Arc, LazyLock};

use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{filters, find, shown_source};
use crate::engine::{Context, Input, paging, sources};
use crate::ids;
use crate::problem::Problem;
use crate::store::set;
use crate::store::sources::Source;
use crate::store::views::{self, Query, View};
use crate::time;
use crate::validate::{self, Shape, object as members, optional};

/// How long the rows are kept (recorded).
const LIFE_MILLIS: i64 = 15 * 60 * 1_000;

/// The body of a query.
pub(crate) fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        members([optional(
            "page_size",
            Shape::Number {
                min: 1.0,
                max: 100.0,
            },
        )])
    });
    &SHAPE
}

/// `POST /v1/views/{view_id}/queries`
pub(crate) fn create(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    input.id("view_id")?;
    validate::body(&input.body, shape())?;
    let view = find(tx, ctx, input)?;
    let source = shown_source(tx, ctx, &view)?.ok_or_else(|| {
        Problem::validation("Dashboard views cannot be queried; query the views of their widgets.")
    })?;
    let (pages, cut) = rows(tx, ctx, &view, &source)?;
    let now = ctx.now.as_millisecond();
    let query = Query {
        id: ctx.ids.random(),
        view_id: view.id,
        expires: now + LIFE_MILLIS,
        cut,
        pages,
    };
    views::keep(tx, &query, now)?;
    let page = Page::of(&query, 0, paging::size_in_body(input));
    let mut out = json!({
        "object": "view_query",
        "id": query.id,
        "view_id": query.view_id,
        "expires_at": time::millis_text(query.expires),
        "total_count": query.pages.len(),
        "results": page.results,
        "next_cursor": page.next,
        "has_more": page.next.is_some(),
    });
    if cut {
        set(&mut out, "request_status", incomplete());
    }
    Ok(out)
}

/// `GET /v1/views/{view_id}/queries/{query_id}`
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let query = kept(tx, ctx, input)?;
    let size = paging::size_in_query(input)?;
    let from = match input.query("start_cursor") {
        None => 0,
        Some(cursor) => ids::normalized(cursor)
            .and_then(|id| query.pages.iter().position(|page| *page == id))
            .ok_or_else(|| Problem::invalid_cursor(cursor))?,
    };
    let page = Page::of(&query, from, size);
    let last = page.next.is_none();
    let mut list = paging::list(page.results, page.next, "page");
    if last && query.cut {
        set(&mut list, "request_status", incomplete());
    }
    Ok(list)
}

/// `DELETE /v1/views/{view_id}/queries/{query_id}`
pub(crate) fn delete(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let query = kept(tx, ctx, input)?;
    views::forget(tx, &query.id)?;
    Ok(json!({"object": "view_query", "id": query.id, "deleted": true}))
}

/// The ids of a view's rows, under its filter and in its order.
fn rows(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    view: &View,
    source: &Arc<Source>,
) -> Result<(Vec<String>, bool), Problem> {
    let stored = |name: &str| {
        let stored = view.body.get(name).unwrap_or(&Value::Null);
        Some(filters::presented(Some(source), stored)).filter(|value| !value.is_null())
    };
    sources::row_ids(tx, ctx, source, stored("filter"), stored("sorts"))
}

/// The query that the path names; one that expired is not there any more (documented).
fn kept(tx: &Transaction<'_>, ctx: &Context<'_>, input: &Input) -> Result<Query, Problem> {
    let id = input.id("query_id")?;
    let view = find(tx, ctx, input)?;
    views::query(tx, &view.id, &id, ctx.now.as_millisecond())?
        .ok_or_else(|| ctx.not_found("view query", &id))
}

/// Some of the rows of a query.
struct Page {
    results: Vec<Value>,
    next: Option<String>,
}

impl Page {
    fn of(query: &Query, from: usize, size: usize) -> Self {
        let rest = query.pages.get(from..).unwrap_or_default();
        Self {
            results: rest
                .iter()
                .take(size)
                .map(|id| json!({"object": "page", "id": id}))
                .collect(),
            next: rest.get(size).cloned(),
        }
    }
}

/// Said where a view has more rows than a query may reach (documented).
fn incomplete() -> Value {
    json!({"type": "incomplete", "incomplete_reason": "query_result_limit_reached"})
}
