//! Dashboards: widgets in rows.
//!
//! Stored as the configuration's `rows`, each with the ids of its widgets; widths and row numbers
//! are made when they are answered.

use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::engine::Context;
use crate::problem::Problem;
use crate::store::set;
use crate::store::views::{self, View};

/// Columns of a dashboard's grid.
const COLUMNS: usize = 12;

/// The configuration of a dashboard as it is answered.
pub(super) fn presented(stored: &Value) -> Value {
    let rows: Vec<Value> = rows(stored)
        .into_iter()
        .enumerate()
        .map(|(index, mut row)| {
            let widgets = row.get_mut("widgets").and_then(Value::as_array_mut);
            let mut widgets = widgets.map(std::mem::take).unwrap_or_default();
            let width = COLUMNS / widgets.len().clamp(1, COLUMNS);
            for widget in &mut widgets {
                set(widget, "width", json!(width));
                set(widget, "row_index", json!(index));
            }
            set(&mut row, "widgets", Value::Array(widgets));
            row
        })
        .collect();
    json!({"type": "dashboard", "rows": rows})
}

/// Puts a view on a dashboard: by itself in a new row at the end, unless it is said otherwise.
pub(super) fn add(
    ctx: &Context<'_>,
    dashboard: &mut View,
    view: &str,
    placement: Option<&Value>,
) -> Result<(), Problem> {
    let configuration = dashboard.body.get("configuration").unwrap_or(&Value::Null);
    let mut rows = rows(configuration);
    let widget = json!({"id": ctx.ids.random(), "view_id": view});
    let index = placement
        .and_then(|placement| placement.get("row_index")?.as_u64())
        .and_then(|index| usize::try_from(index).ok());
    let existing = placement.is_some_and(|placement| {
        placement.get("type").and_then(Value::as_str) == Some("existing_row")
    });
    let most = rows.len();
    let refuse = |index: usize| {
        Problem::validation(format!(
            "body.placement.row_index {index} is out of range: the dashboard has {most} rows."
        ))
    };
    match index {
        Some(index) if existing => {
            let row = rows.get_mut(index).ok_or_else(|| refuse(index))?;
            if let Some(Value::Array(widgets)) = row.get_mut("widgets") {
                widgets.push(widget);
            }
        }
        Some(index) if index > most => return Err(refuse(index)),
        index => rows.insert(
            index.unwrap_or(most),
            json!({"id": ctx.ids.random(), "widgets": [widget]}),
        ),
    }
    set(&mut dashboard.body, "configuration", json!({"rows": rows}));
    Ok(())
}

/// Takes a view off its dashboard; a row without widgets goes too.
pub(super) fn remove(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    dashboard: &str,
    view: &str,
) -> Result<(), Problem> {
    let Some(mut dashboard) = views::get(tx, dashboard)? else {
        return Ok(());
    };
    let configuration = dashboard.body.get("configuration").unwrap_or(&Value::Null);
    let mut rows = rows(configuration);
    rows.retain_mut(|row| {
        let Some(Value::Array(widgets)) = row.get_mut("widgets") else {
            return false;
        };
        widgets.retain(|widget| widget.get("view_id").and_then(Value::as_str) != Some(view));
        !widgets.is_empty()
    });
    set(&mut dashboard.body, "configuration", json!({"rows": rows}));
    dashboard.last_edited_time = ctx.now.as_millisecond();
    ctx.user().clone_into(&mut dashboard.last_edited_by);
    views::put(tx, &dashboard)
}

fn rows(configuration: &Value) -> Vec<Value> {
    let rows = configuration.get("rows").and_then(Value::as_array);
    rows.cloned().unwrap_or_default()
}
