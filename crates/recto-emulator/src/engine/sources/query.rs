//! `POST /v1/data_sources/{data_source_id}/query` (notion-api 4)

pub(crate) mod index;
mod rows;
pub(crate) mod sessions;

use std::sync::{Arc, LazyLock};

use recto_api::limits::QUERY_ROWS;
use recto_eval::{Order, Predicate};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Value, json};

use self::rows::QueryRow;
use self::sessions::Session;
use crate::engine::{Context, Input, formulas, pages, paging, schema};
use crate::problem::Problem;
use crate::store::nodes;
use crate::store::sources::{self, Column, Source};
use crate::validate::{self, Shape, literals, object as members, optional, text};

pub(in crate::engine) fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        members([
            // Filter and sorts are checked by what evaluates them.
            optional("filter", Shape::Any),
            optional("sorts", Shape::Any),
            optional("start_cursor", text()),
            optional("page_size", paging::size_shape()),
            optional("in_trash", Shape::Boolean),
            optional("result_type", literals(&["page", "data_source"])),
        ])
    });
    &SHAPE
}

/// `POST /v1/data_sources/{data_source_id}/query`
pub(crate) fn query(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("data_source_id")?;
    validate::body(&input.body, shape())?;
    let source =
        sources::get(tx, ctx.sources, &id)?.ok_or_else(|| ctx.not_found("data_source", &id))?;
    let query = Query::compile(tx, ctx, &source, input)?;
    let (session, from) = match input.member("start_cursor").and_then(Value::as_str) {
        None => (Arc::new(query.run(tx, ctx)?), 0),
        Some(cursor) => resume(tx, ctx, &query, cursor)?,
    };
    let rows = session.rows.get(from..).unwrap_or_default();
    let size = paging::size_in_body(input);
    let next = match rows.get(size) {
        None => None,
        Some(next) => {
            ctx.queries.keep(&session);
            Some(format!("s:{}:{}", session.id, id_of(tx, *next)?))
        }
    };
    let only = input.filter_properties();
    let mut results = Vec::with_capacity(size.min(rows.len()));
    for seq in rows.iter().take(size) {
        let page = nodes::at(tx, *seq)?;
        // Moved to the trash, or out of it, since the query began.
        if page.in_trash == query.trash {
            results.push(pages::object(tx, ctx, &page, only.as_deref())?);
        }
    }
    let last = next.is_none();
    let mut list = paging::list(results, next, "page_or_data_source");
    if last && session.cut {
        list["request_status"] =
            json!({"type": "incomplete", "incomplete_reason": "query_result_limit_reached"});
    }
    Ok(list)
}

/// Refuses a filter or sorts that a query would refuse.
pub(crate) fn check(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Arc<Source>,
    filter: Option<Value>,
    sorts: Option<Value>,
) -> Result<(), Problem> {
    Query::compile(tx, ctx, source, &asked(filter, sorts)).map(|_| ())
}

/// The ids of the rows that a query finds, and whether there were more than it may reach.
pub(crate) fn row_ids(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Arc<Source>,
    filter: Option<Value>,
    sorts: Option<Value>,
) -> Result<(Vec<String>, bool), Problem> {
    let query = Query::compile(tx, ctx, source, &asked(filter, sorts))?;
    let found = query.run(tx, ctx)?;
    let ids = found.rows.iter().map(|seq| id_of(tx, *seq));
    Ok((ids.collect::<Result<_, _>>()?, found.cut))
}

/// The input of a query with this filter and these sorts.
fn asked(filter: Option<Value>, sorts: Option<Value>) -> Input {
    let given = [("filter", filter), ("sorts", sorts)];
    let body = given
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    Input {
        body: Value::Object(body),
        ..Input::default()
    }
}

/// What a request asks for.
#[derive(Debug)]
struct Query {
    source: Arc<Source>,
    predicate: Option<Predicate>,
    order: Option<Order>,
    /// Properties that the filter or the sorts look at.
    columns: Vec<Column>,
    trash: bool,
    nothing: bool,
}

impl Query {
    fn compile(
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
        source: &Arc<Source>,
        input: &Input,
    ) -> Result<Self, Problem> {
        let (filter, sorts) = (input.member("filter"), input.member("sorts"));
        let mut out = Self {
            source: Arc::clone(source),
            predicate: None,
            order: None,
            columns: Vec::new(),
            trash: input.member("in_trash") == Some(&Value::Bool(true)),
            nothing: input
                .member("result_type")
                .is_some_and(|kind| kind == "data_source"),
        };
        if filter.is_none() && sorts.is_none() {
            return Ok(out);
        }
        let properties: recto_api::schema::Schema =
            serde_json::from_value(schema::properties(tx, ctx, source)?)?;
        let mut typed = recto_eval::Schema::new(&properties);
        for column in source.schema.iter().filter(|c| c.kind == "formula") {
            if let Some(result) = formulas::filter_type(tx, ctx, source, column)? {
                typed = typed.formula(&column.name, result);
            }
        }
        if let Some(filter) = filter {
            let context = rows::context(ctx);
            let parsed = rows::parse("body.filter", "an object or `undefined`", filter)?;
            out.predicate = Some(
                Predicate::compile(&parsed, &typed, &context)
                    .map_err(|refused| Problem::validation(refused.to_string()))?,
            );
        }
        if let Some(sorts) = sorts {
            let parsed: Vec<_> = rows::parse("body.sorts", "an array or `undefined`", sorts)?;
            let order = Order::compile(&parsed, &typed)
                .map_err(|refused| Problem::validation(refused.to_string()))?;
            out.order = Some(order).filter(|order| !order.is_empty());
        }
        let mut names = Vec::new();
        [filter, sorts]
            .into_iter()
            .flatten()
            .for_each(|value| property_names(value, &mut names));
        out.columns = source
            .schema
            .iter()
            .filter(|c| names.iter().any(|n| is(source, c, n)))
            .cloned()
            .collect();
        Ok(out)
    }

    /// The rows, by their place in the storage: without sorts newest first (recorded), else ties
    /// oldest first.
    fn run(&self, tx: &Transaction<'_>, ctx: &Context<'_>) -> Result<Session, Problem> {
        let mut found: Vec<i64> = if self.nothing {
            Vec::new()
        } else if self.predicate.is_none() && self.order.is_none() {
            let limit = i64::try_from(QUERY_ROWS + 1).unwrap_or(i64::MAX);
            tx.prepare_cached(
                "SELECT seq FROM node WHERE parent_id = ?1 AND in_trash = ?2 \
                 ORDER BY position DESC LIMIT ?3",
            )?
            .query_map(params![self.source.id, self.trash, limit], |row| row.get(0))?
            .collect::<Result<_, _>>()?
        } else {
            match self.look_up(tx, ctx)? {
                Some(found) => found,
                None => self.scan(tx, ctx)?,
            }
        };
        let cut = found.len() > QUERY_ROWS;
        found.truncate(QUERY_ROWS);
        // Sessions are kept for a while, and a sort had every row.
        found.shrink_to_fit();
        Ok(Session {
            id: ctx.ids.random(),
            source: self.source.id.clone(),
            rows: found,
            cut,
        })
    }

    /// The rows from memory; `None` if what the query looks at cannot be kept there.
    fn look_up(
        &self,
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
    ) -> Result<Option<Vec<i64>>, Problem> {
        let (filter, order) = (self.predicate.as_ref(), self.order.as_ref());
        let mut subjects = filter.map(Predicate::subjects).unwrap_or_default();
        subjects.extend(order.map(Order::subjects).unwrap_or_default());
        subjects.sort();
        subjects.dedup();
        ctx.indexes.with(tx, ctx, &self.source, &subjects, |rows| {
            rows.find(filter, order, self.trash)
        })
    }

    /// The rows that a filter lets through, in order. Without sorts no more than can be told apart
    /// from too many are read.
    fn scan(&self, tx: &Transaction<'_>, ctx: &Context<'_>) -> Result<Vec<i64>, Problem> {
        let sql = |direction: &str| {
            format!(
                "SELECT {}, seq FROM node WHERE parent_id = ?1 AND in_trash = ?2 \
                 ORDER BY position {direction}",
                nodes::COLUMNS
            )
        };
        let Some(order) = &self.order else {
            let mut rows = Vec::new();
            self.each_match(tx, ctx, &sql("DESC"), |row| {
                rows.push(row.seq);
                rows.len() <= QUERY_ROWS
            })?;
            return Ok(rows);
        };
        let mut rows: Vec<QueryRow> = Vec::new();
        self.each_match(tx, ctx, &sql("ASC"), |row| {
            rows.push(row);
            true
        })?;
        order.sort(&mut rows);
        Ok(rows.into_iter().map(|row| row.seq).collect())
    }

    /// Reads rows until `take`, which gets those the filter lets through, has enough.
    fn each_match(
        &self,
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
        sql: &str,
        mut take: impl FnMut(QueryRow) -> bool,
    ) -> Result<(), Problem> {
        let mut statement = tx.prepare_cached(sql)?;
        let mut found = statement.query(params![self.source.id, self.trash])?;
        while let Some(row) = found.next()? {
            let node = nodes::read(row)?;
            let row = QueryRow::read(tx, ctx, &self.source, &self.columns, &node, row.get(13)?)?;
            let matches = self
                .predicate
                .as_ref()
                .is_none_or(|predicate| predicate.matches(&row));
            if matches && !take(row) {
                break;
            }
        }
        Ok(())
    }
}

/// Goes on where a cursor points: in the rows that were found then, if they are still kept, else
/// in those of the same query now.
fn resume(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    query: &Query,
    cursor: &str,
) -> Result<(Arc<Session>, usize), Problem> {
    let refuse = || Problem::invalid_cursor(cursor);
    let (session, page) = cursor
        .strip_prefix("s:")
        .and_then(|rest| rest.split_once(':'))
        .ok_or_else(refuse)?;
    let seq: i64 = tx
        .prepare_cached("SELECT seq FROM node WHERE id = ?1 AND parent_id = ?2")?
        .query_row([page, &query.source.id], |row| row.get(0))
        .optional()?
        .ok_or_else(refuse)?;
    let session = match ctx.queries.get(session) {
        Some(session) if session.source == query.source.id => session,
        Some(_) => return Err(refuse()),
        None => Arc::new(query.run(tx, ctx)?),
    };
    let at = session
        .rows
        .iter()
        .position(|row| *row == seq)
        .ok_or_else(refuse)?;
    Ok((session, at))
}

fn id_of(tx: &Transaction<'_>, seq: i64) -> Result<String, Problem> {
    Ok(tx
        .prepare_cached("SELECT id FROM node WHERE seq = ?1")?
        .query_row([seq], |row| row.get(0))?)
}

/// Everything that stands under `property` anywhere in a filter or in sorts.
fn property_names<'a>(value: &'a Value, out: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            out.extend(members.get("property").and_then(Value::as_str));
            members
                .values()
                .for_each(|value| property_names(value, out));
        }
        Value::Array(items) => items.iter().for_each(|value| property_names(value, out)),
        _ => {}
    }
}

fn is(source: &Source, column: &Column, name: &str) -> bool {
    source.find(name).is_some_and(|found| found.id == column.id)
}
