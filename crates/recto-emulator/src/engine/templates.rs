//! Templates of data sources: pages that only the app can make into one, and what becomes of pages
//! made from them.
//!
//! A template is a page of its data source that no query finds. It is applied in the background:
//! the page is answered without it, its values, icon, cover and blocks come shortly after
//! (documented).

mod copy;

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use rusqlite::{Transaction, params};
use serde_json::{Value, json};

use super::{Context, Input, jobs, pages, paging};
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes::{self, Node, Parent, Place};
use crate::store::set;
use crate::store::sources::{self, Source};
use crate::validate::{Shape, literals, object, optional, required, text, union};

/// `GET /v1/data_sources/{data_source_id}/templates`: oldest first, those whose name has a text in
/// it if asked for. Recorded: this list has neither `object` nor `type`.
pub(crate) fn list(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("data_source_id")?;
    let source =
        sources::get(tx, ctx.sources, &id)?.ok_or_else(|| ctx.not_found("data_source", &id))?;
    let size = paging::size_in_query(input)?;
    let mut found = of_source(tx, &source)?;
    if let Some(name) = input.query("name") {
        let name = name.to_lowercase();
        found.retain(|(_, title)| title.to_lowercase().contains(&name));
    }
    if let Some(cursor) = input.query("start_cursor") {
        let from = ids::normalized(cursor)
            .and_then(|id| found.iter().position(|(own, _)| *own == id))
            .ok_or_else(|| Problem::invalid_cursor(cursor))?;
        found.drain(..from);
    }
    let next = paging::cut(&mut found, size, |(id, _)| id.clone());
    let default = default_of(&source);
    let templates: Vec<Value> = found
        .iter()
        .map(|(id, title)| {
            json!({"id": id, "name": title, "is_default": Some(id.as_str()) == default})
        })
        .collect();
    Ok(json!({"templates": templates, "has_more": next.is_some(), "next_cursor": next}))
}

/// `template` of a new page.
pub(crate) fn create_shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let none = object([required("type", literals(&["none"]))]);
        union(std::iter::once(none).chain(applied()))
    });
    &SHAPE
}

/// `template` of a page's update.
pub(crate) fn update_shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| union(applied()));
    &SHAPE
}

fn applied() -> [Shape; 2] {
    [
        object([
            required("type", literals(&["default"])),
            optional("timezone", text()),
        ]),
        object([
            required("type", literals(&["template_id"])),
            required("template_id", Shape::Uuid),
            optional("timezone", text()),
        ]),
    ]
}

/// Whether a `template` of a request stands for one.
pub(crate) fn is_wanted(sent: Option<&Value>) -> bool {
    sent.is_some_and(|sent| sent.get("type").is_some_and(|kind| kind != "none"))
}

/// Sets going that a page gets its template, which `sent` names. Refused at once: a template that
/// is not there, a time zone without a name (the words are assumed).
pub(crate) fn queue(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    page: &Node,
    sent: &Value,
) -> Result<(), Problem> {
    let member = |name: &str| sent.get(name).and_then(Value::as_str);
    if let Some(zone) = member("timezone") {
        TimeZone::get(zone)
            .map_err(|_| Problem::validation(format!("Invalid time zone: {zone}")))?;
    }
    let template = match member("template_id") {
        Some(id) => {
            let id = ids::normalized(id).unwrap_or_else(|| id.to_owned());
            pages::find(tx, ctx, &id)?.id
        }
        None => {
            let source = pages::source_of(tx, ctx, page)?;
            let default = default_of(&source).map(str::to_owned);
            default.ok_or_else(|| {
                Problem::validation("The data source of this page has no default template.")
            })?
        }
    };
    let job = json!({
        "page": page.id,
        "template": template,
        "time_zone": member("timezone"),
        "user": ctx.user(),
    });
    jobs::queue(tx, ctx, "template", job)
}

/// Gives a page what its template has: values, icon and cover where the page has none of its own,
/// and the blocks behind those that are there (assumed: which of two values wins).
pub(super) fn apply(tx: &Transaction<'_>, ctx: &Context<'_>, job: &Value) -> Result<(), Problem> {
    let text = |name: &str| job.get(name).and_then(Value::as_str).unwrap_or_default();
    let (Some(mut page), Some(template)) = (
        nodes::get(tx, text("page"))?,
        nodes::get(tx, text("template"))?,
    ) else {
        return Err(Problem::validation("the page or its template is gone"));
    };
    if nodes::is_trashed(tx, &page)? {
        return Err(Problem::archived());
    }
    let user = text("user");
    copy::values(tx, ctx, &template, &mut page)?;
    page.last_edited_time = ctx.minute;
    user.clone_into(&mut page.last_edited_by);
    nodes::update(tx, &page)?;
    let zone = job.get("time_zone").and_then(Value::as_str);
    let zone = zone.and_then(|zone| TimeZone::get(zone).ok());
    copy::content(
        tx,
        ctx,
        &template,
        &page,
        &copy::Variables {
            user,
            zone: zone.unwrap_or(TimeZone::UTC),
        },
    )
}

/// Makes a row of a data source into a template, by choice the one that is meant by `default`.
pub(crate) fn make(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    page: &str,
    is_default: bool,
) -> Result<(), Problem> {
    let mut page = pages::find(tx, ctx, page)?;
    let source = pages::source_of(tx, ctx, &page)?;
    if source.id.is_empty() {
        return Err(Problem::validation(format!(
            "{} is not a page of a data source, which a template is",
            page.id
        )));
    }
    page.parent = Parent::template_of(&source.id);
    let end = nodes::position(tx, page.parent.id(), Place::End)?;
    page.position = end.unwrap_or_default();
    nodes::update(tx, &page)?;
    if is_default {
        let mut source = (*source).clone();
        set(&mut source.body, "default_template", json!(page.id));
        sources::put(tx, ctx.sources, source)?;
    }
    Ok(())
}

/// Ids and titles of a data source's templates, those in the trash left out.
fn of_source(tx: &Transaction<'_>, source: &Source) -> Result<Vec<(String, String)>, Problem> {
    Ok(tx
        .prepare_cached(
            "SELECT id, title FROM node WHERE parent_id = ?1 AND in_trash = 0 \
             ORDER BY position, seq",
        )?
        .query_map(params![Parent::template_of(&source.id).id()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?)
}

fn default_of(source: &Source) -> Option<&str> {
    source.body.get("default_template")?.as_str()
}
