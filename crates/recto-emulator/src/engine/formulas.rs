//! Formulas: checked when a schema is written, evaluated when a page is read.
//!
//! A formula is stored as the service answers it, printed anew and with tokens for properties
//! (recorded), so a property may be renamed. One that a request made is marked: the service cannot
//! tell its type when it filters (recorded).

mod convert;
mod row;
mod scope;

use std::sync::Arc;

use recto_api::property::{Formula as Shown, FormulaResult};
use recto_api::wire::Extra;
use recto_eval::FormulaType;
use recto_eval::formula::{Checked, Formula, Value as Out};
use rusqlite::Transaction;
use serde_json::{Value, json};

use self::row::PageRow;
use self::scope::Scope;
use super::Context;
use super::values::Reader;
use crate::problem::Problem;
use crate::store::sources::{Column, Source};

/// How deep formulas and rollups may read other formulas and rollups (documented).
const DEEPEST: u8 = 15;

/// Levels that a formula and those it reads may have together, for all of them share one stack
/// (assumed).
const LEVELS: usize = 150;

/// The member that marks a formula made by a request; it is not answered.
const BY_REQUEST: &str = "by_request";

/// The stored configuration for a sent expression. `own` is the property that will hold it, if it
/// exists.
///
/// # Errors
///
/// When the service would refuse the formula, in its words (recorded): the text is none, a type
/// does not fit, a name is unknown, or the formula reads itself.
pub(crate) fn store(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
    own: Option<&str>,
    text: &str,
) -> Result<Value, Problem> {
    let scope = Scope::new(tx, ctx, source);
    // A new property has no id yet, and counts all the same.
    scope.begin(own.unwrap_or_default());
    let checked = Formula::parse(text).and_then(|formula| scope.check(formula));
    scope.finish()?;
    let checked = checked.map_err(|refused| Problem::validation(refused.message()))?;
    Ok(json!({
        "expression": checked.rewritten(&source.id, &ctx.workspace.id),
        BY_REQUEST: true,
    }))
}

/// A stored configuration as it is answered.
pub(crate) fn config(stored: &Value) -> Value {
    let mut out = stored.clone();
    if let Some(members) = out.as_object_mut() {
        members.shift_remove(BY_REQUEST);
    }
    out
}

/// The type by which a formula may be filtered; none for one that a request made (recorded), and
/// none where it follows the value.
pub(crate) fn filter_type(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
    column: &Column,
) -> Result<Option<FormulaType>, Problem> {
    if column.config.get(BY_REQUEST).is_some() {
        return Ok(None);
    }
    let compiled = compiled(tx, ctx, source, column)?;
    Ok(compiled.and_then(|checked| checked.value_type().shown()))
}

/// What stands under `formula` in a page. A stored text that is no formula has an empty text
/// (recorded).
pub(crate) fn value(reader: &Reader<'_>, column: &Column) -> Result<Value, Problem> {
    let result = match ready(reader, column)? {
        None => FormulaResult::String(None),
        Some(checked) => {
            let row = PageRow::new(*reader);
            let result = checked.evaluate(&row, &context(reader.ctx));
            row.finish()?;
            result
        }
    };
    let shown = Shown {
        result,
        extra: Extra::default(),
    };
    Ok(serde_json::to_value(shown)?)
}

/// What other formulas see of a formula: nothing where it fails.
fn inner(reader: &Reader<'_>, column: &Column) -> Result<Out, Problem> {
    let Some(checked) = ready(reader, column)? else {
        return Ok(Out::Empty);
    };
    let row = PageRow::new(*reader);
    let value = checked.value(&row, &context(reader.ctx));
    row.finish()?;
    Ok(value.unwrap_or(Out::Empty))
}

/// The formula to run; none where it cannot be run or has been reached through too many others.
fn ready(reader: &Reader<'_>, column: &Column) -> Result<Option<Arc<Checked>>, Problem> {
    if reader.depth > DEEPEST {
        return Ok(None);
    }
    compiled(reader.tx, reader.ctx, reader.source, column)
}

fn compiled(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
    column: &Column,
) -> Result<Option<Arc<Checked>>, Problem> {
    if let Some(known) = ctx.sources.formula(&source.id, &column.id) {
        return Ok(known);
    }
    let scope = Scope::new(tx, ctx, source);
    scope.begin(&column.id);
    let checked = Formula::parse(expression(column)).and_then(|formula| scope.check(formula));
    scope.finish()?;
    let checked = checked.ok().map(Arc::new);
    ctx.sources
        .keep_formula(&source.id, &column.id, checked.clone());
    Ok(checked)
}

fn expression(column: &Column) -> &str {
    column
        .config
        .get("expression")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// The clock is the request's, in UTC (recorded).
fn context(ctx: &Context<'_>) -> recto_eval::Context {
    recto_eval::Context::new(ctx.now)
}
