//! Data sources: a schema, and the pages below it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use recto_eval::formula::Checked;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value, json};

use crate::problem::Problem;

/// A data source.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Dashed lower-case id.
    pub(crate) id: String,
    /// The database it belongs to.
    pub(crate) database_id: String,
    /// Milliseconds since the Unix epoch, cut to the minute.
    pub(crate) created_time: i64,
    /// User id.
    pub(crate) created_by: String,
    /// Like `created_time`.
    pub(crate) last_edited_time: i64,
    /// User id.
    pub(crate) last_edited_by: String,
    /// Whether it was itself moved to the trash.
    pub(crate) in_trash: bool,
    /// Plain title.
    pub(crate) title: String,
    /// JSON: `title` (rich text), `icon`.
    pub(crate) body: Value,
    /// The properties, in the order they are answered in.
    pub(crate) schema: Vec<Column>,
}

/// A property of a data source's schema.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    /// The decoded id.
    pub(crate) id: String,
    /// The name.
    pub(crate) name: String,
    /// The description, if any.
    pub(crate) description: Option<String>,
    /// The type's wire name.
    pub(crate) kind: String,
    /// What stands under the type.
    pub(crate) config: Value,
}

impl Source {
    /// The property of a decoded id.
    pub(crate) fn column(&self, id: &str) -> Option<&Column> {
        self.schema.iter().find(|column| column.id == id)
    }

    /// The property of a name.
    pub(crate) fn named(&self, name: &str) -> Option<&Column> {
        self.schema.iter().find(|column| column.name == name)
    }

    /// The property that a request means: by name, or by id, encoded or not.
    pub(crate) fn find(&self, key: &str) -> Option<&Column> {
        self.schema
            .iter()
            .find(|column| column.name == key)
            .or_else(|| {
                let decoded = percent_encoding::percent_decode_str(key).decode_utf8_lossy();
                self.schema
                    .iter()
                    .find(|column| column.id == key || column.id == decoded)
            })
    }
}

/// The order properties are answered in (recorded): shorter decoded ids first, then by bytes.
pub(crate) fn in_order(schema: &mut [Column]) {
    schema.sort_by(|left, right| {
        (left.id.len(), left.id.as_bytes()).cmp(&(right.id.len(), right.id.as_bytes()))
    });
}

/// A formula's data source and property.
type FormulaKey = (String, String);

/// Data sources already read, and their formulas (none for a text that is no formula). Every change goes through [`put`], so what is here is current.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    known: RefCell<HashMap<String, Arc<Source>>>,
    /// They know the types of other data sources, so any change forgets all.
    formulas: RefCell<HashMap<FormulaKey, Option<Arc<Checked>>>>,
    changed: Cell<bool>,
}

impl Cache {
    /// Begins a transaction.
    pub(crate) fn begin(&self) {
        self.changed.set(false);
    }

    /// Ends a transaction that did not come true: what it changed is forgotten.
    pub(crate) fn roll_back(&self) {
        if self.changed.replace(false) {
            self.known.borrow_mut().clear();
            self.formulas.borrow_mut().clear();
        }
    }

    /// A formula that was kept.
    pub(crate) fn formula(&self, source: &str, property: &str) -> Option<Option<Arc<Checked>>> {
        let key = (source.to_owned(), property.to_owned());
        self.formulas.borrow().get(&key).cloned()
    }

    /// Keeps a formula until a schema changes.
    pub(crate) fn keep_formula(&self, source: &str, property: &str, formula: Option<Arc<Checked>>) {
        let key = (source.to_owned(), property.to_owned());
        self.formulas.borrow_mut().insert(key, formula);
    }
}

/// The data source of an id.
pub(crate) fn get(
    connection: &Connection,
    cache: &Cache,
    id: &str,
) -> Result<Option<Arc<Source>>, Problem> {
    if let Some(source) = cache.known.borrow().get(id) {
        return Ok(Some(Arc::clone(source)));
    }
    let found = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM data_source WHERE id = ?1"))?
        .query_row([id], read)
        .optional()?
        .map(Arc::new);
    if let Some(source) = &found {
        cache
            .known
            .borrow_mut()
            .insert(id.to_owned(), Arc::clone(source));
    }
    Ok(found)
}

/// The data sources of a database, oldest first, those in the trash included.
pub(crate) fn of_database(
    connection: &Connection,
    cache: &Cache,
    database: &str,
) -> Result<Vec<Arc<Source>>, Problem> {
    let ids: Vec<String> = connection
        .prepare_cached("SELECT id FROM data_source WHERE database_id = ?1 ORDER BY seq")?
        .query_map([database], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        out.extend(get(connection, cache, &id)?);
    }
    Ok(out)
}

/// The data sources that an id of their database may mean: of several those not in the trash, if
/// there are any.
pub(crate) fn meant_by_database(
    connection: &Connection,
    cache: &Cache,
    database: &str,
) -> Result<Vec<Arc<Source>>, Problem> {
    let mut all = of_database(connection, cache, database)?;
    if all.len() > 1 && all.iter().any(|source| !source.in_trash) {
        all.retain(|source| !source.in_trash);
    }
    Ok(all)
}

/// Adds a data source, or writes what may change of it.
pub(crate) fn put(
    connection: &Connection,
    cache: &Cache,
    mut source: Source,
) -> Result<Arc<Source>, Problem> {
    in_order(&mut source.schema);
    let schema: Vec<Value> = source.schema.iter().map(store_column).collect();
    connection
        .prepare_cached(
            "INSERT INTO data_source (id, database_id, created_time, created_by, \
             last_edited_time, last_edited_by, in_trash, title, body, schema) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
             ON CONFLICT (id) DO UPDATE SET database_id = excluded.database_id, \
             last_edited_time = excluded.last_edited_time, \
             last_edited_by = excluded.last_edited_by, in_trash = excluded.in_trash, \
             title = excluded.title, body = excluded.body, schema = excluded.schema",
        )?
        .execute(params![
            source.id,
            source.database_id,
            source.created_time,
            source.created_by,
            source.last_edited_time,
            source.last_edited_by,
            source.in_trash,
            source.title,
            source.body.to_string(),
            Value::Array(schema).to_string(),
        ])?;
    let source = Arc::new(source);
    cache.changed.set(true);
    cache.formulas.borrow_mut().clear();
    cache
        .known
        .borrow_mut()
        .insert(source.id.clone(), Arc::clone(&source));
    Ok(source)
}

/// The next number of the data source's unique id property; numbers are never reused.
pub(crate) fn next_unique_id(connection: &Connection, id: &str) -> Result<i64, Problem> {
    Ok(connection
        .prepare_cached(
            "UPDATE data_source SET next_unique_id = next_unique_id + 1 WHERE id = ?1 \
             RETURNING next_unique_id - 1",
        )?
        .query_row([id], |row| row.get(0))?)
}

const COLUMNS: &str = "id, database_id, created_time, created_by, last_edited_time, \
     last_edited_by, in_trash, title, body, schema";

fn read(row: &Row<'_>) -> rusqlite::Result<Source> {
    let schema = super::json(row, 9)?;
    Ok(Source {
        id: row.get(0)?,
        database_id: row.get(1)?,
        created_time: row.get(2)?,
        created_by: row.get(3)?,
        last_edited_time: row.get(4)?,
        last_edited_by: row.get(5)?,
        in_trash: row.get(6)?,
        title: row.get(7)?,
        body: super::json(row, 8)?,
        schema: schema
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(read_column)
            .collect(),
    })
}

fn store_column(column: &Column) -> Value {
    json!({
        "id": column.id,
        "name": column.name,
        "description": column.description,
        "type": column.kind,
        "config": column.config,
    })
}

fn read_column(stored: &Value) -> Option<Column> {
    let text = |key: &str| stored.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(Column {
        id: text("id")?,
        name: text("name")?,
        description: text("description"),
        kind: text("type")?,
        config: stored.get("config").cloned().unwrap_or_else(|| json!({})),
    })
}
