//! Step 2, extraction: rows of the source, and what each wants its page to hold.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use futures::TryStreamExt;
use recto_api::limits;

use crate::column::{self, FieldError, People, PropertyKind};
use crate::error::Error;
use crate::mapping::{FieldMap, Mapping, Origin, TableMap};
use crate::normalize;
use crate::notion::schema::Options;
use crate::report::Normalised;
use crate::source::{Row, RowQuery, Source, read_all};
use crate::value::{Snapshot, Value};

/// What one row wants its page to hold.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The row's key, which is also its external id.
    pub(crate) key: String,
    /// The mapped values, the external id among them.
    pub(crate) values: Snapshot,
    /// Why the row cannot be pushed at all: the property, and what is wrong with it.
    pub(crate) failure: Option<(Option<String>, FieldError)>,
    /// Properties left out of the row, and why.
    pub(crate) left_out: Vec<(String, FieldError)>,
}

/// The rows of all tables as they were read.
#[derive(Debug, Default)]
pub(crate) struct Extracted {
    /// By table, in the order of their keys.
    pub(crate) rows: Vec<Vec<Row>>,
    /// Far keys by near key, for each join table and its columns.
    joins: HashMap<Join, HashMap<String, Vec<String>>>,
    /// Rows of join tables that were read.
    pub(crate) join_rows: usize,
}

type Join = (String, Vec<String>, Vec<String>);

/// Reads all mapped tables and join tables.
///
/// # Errors
/// When the source fails.
pub(crate) async fn read(source: &dyn Source, mapping: &Mapping) -> Result<Extracted, Error> {
    let mut extracted = Extracted::default();
    for (number, table) in mapping.tables.iter().enumerate() {
        let referred = mapping.referred(number);
        let query = RowQuery::new(&table.name).key(table.key.clone());
        let query = query.columns(table.columns(&referred));
        extracted.rows.push(read_all(source, query).await?);
    }
    for field in mapping.tables.iter().flat_map(|table| &table.fields) {
        let Origin::Join {
            table, near, far, ..
        } = &field.origin
        else {
            continue;
        };
        let id = (table.clone(), near.clone(), far.clone());
        if extracted.joins.contains_key(&id) {
            continue;
        }
        let mut columns: Vec<String> = near.clone();
        columns.extend(far.iter().filter(|column| !near.contains(column)).cloned());
        // The same pair twice is one link; a join table needs no key of its own.
        let query = RowQuery::new(table).key(columns.clone()).columns(columns);
        let mut pairs: HashMap<String, Vec<String>> = HashMap::new();
        let mut batches = source.rows(query);
        while let Some(batch) = batches.try_next().await? {
            for row in batch {
                extracted.join_rows += 1;
                if let (Some(near), Some(far)) = (row.key_of(near), row.key_of(far)) {
                    pairs.entry(near).or_default().push(far);
                }
            }
        }
        extracted.joins.insert(id, pairs);
    }
    Ok(extracted)
}

/// Finds rows by columns other tables refer to: external ids by the text of those columns.
type Lookup = HashMap<(usize, Vec<String>), HashMap<String, String>>;

impl Extracted {
    /// Turns the rows into what they want their pages to hold, and lets go of the rows.
    pub(crate) fn wanted(
        self,
        mapping: &Mapping,
        people: &People,
    ) -> (Vec<Vec<Wanted>>, Normalised) {
        let lookup = self.lookup(mapping);
        let mut normalised = Normalised::default();
        let joins = self.joins;
        let tables = self
            .rows
            .into_iter()
            .zip(&mapping.tables)
            .map(|(rows, table)| {
                let mut repeated = Repeated::new(&rows);
                let builder = Builder {
                    table,
                    lookup: &lookup,
                    joins: &joins,
                    people,
                };
                rows.into_iter()
                    .map(|row| {
                        let mut wanted = builder.row(&row);
                        if repeated.is_repeated(&row.key) {
                            wanted.failure = Some((None, repeated_key(&row.key, &table.name)));
                        }
                        if let Some(document) = &table.document {
                            document.apply(&mut wanted.values, &mut normalised);
                        }
                        wanted
                    })
                    .collect()
            });
        (tables.collect(), normalised)
    }

    /// The options that select properties of new data sources begin with: the values of the
    /// column, in the order in which the rows bring them. Notion makes missing options of a select
    /// when a page is written, but never those of a status.
    pub(crate) fn options(&self, mapping: &Mapping) -> Vec<Options> {
        let tables = self.rows.iter().zip(&mapping.tables);
        tables
            .map(|(rows, table)| {
                let mut options = Options::new();
                for field in &table.fields {
                    let kinds = [
                        PropertyKind::Select,
                        PropertyKind::MultiSelect,
                        PropertyKind::Status,
                    ];
                    let Origin::Column(column) = &field.origin else {
                        continue;
                    };
                    if !kinds.contains(&field.kind) {
                        continue;
                    }
                    let mut names: Vec<String> = Vec::new();
                    let mut seen = BTreeSet::new();
                    for cell in rows.iter().filter_map(|row| row.get(column)?.ok()) {
                        let value = column::from_cell(field.kind, cell, &field.reading);
                        let Ok(value @ Value::List(_)) = value else {
                            continue;
                        };
                        if column::check(field.kind, &value).is_err() {
                            continue;
                        }
                        let Value::List(found) = value else { continue };
                        names.extend(found.into_iter().filter(|name| seen.insert(name.clone())));
                    }
                    options.insert(field.property.clone(), names);
                }
                options
            })
            .collect()
    }

    fn lookup(&self, mapping: &Mapping) -> Lookup {
        let mut lookup = Lookup::new();
        for field in mapping.tables.iter().flat_map(|table| &table.fields) {
            let (target, columns) = match &field.origin {
                Origin::Foreign {
                    target,
                    target_columns,
                    ..
                }
                | Origin::Join {
                    target,
                    target_columns,
                    ..
                } => (*target, target_columns),
                Origin::Column(_) => continue,
            };
            lookup.entry((target, columns.clone())).or_insert_with(|| {
                let rows = self.rows[target].iter();
                rows.filter_map(|row| Some((row.key_of(columns)?, row.key.clone())))
                    .collect()
            });
        }
        lookup
    }
}

/// Keys that several rows share. Such rows cannot be told apart.
struct Repeated(BTreeSet<String>);

impl Repeated {
    fn new(rows: &[Row]) -> Self {
        // Rows come in the order of their keys, but not by text: look at all of them.
        let mut seen = std::collections::HashSet::with_capacity(rows.len());
        let repeated = rows.iter().filter(|row| !seen.insert(row.key.as_str()));
        Self(repeated.map(|row| row.key.clone()).collect())
    }

    fn is_repeated(&mut self, key: &str) -> bool {
        !self.0.is_empty() && self.0.contains(key)
    }
}

fn repeated_key(key: &str, table: &str) -> FieldError {
    let message = format!(
        "several rows of \"{table}\" have the key \"{key}\"; name columns that identify a row in \
         its `key`"
    );
    FieldError::new("repeated_key", message)
}

struct Builder<'a> {
    table: &'a TableMap,
    lookup: &'a Lookup,
    joins: &'a HashMap<Join, HashMap<String, Vec<String>>>,
    people: &'a People,
}

impl Builder<'_> {
    fn row(&self, row: &Row) -> Wanted {
        let mut wanted = Wanted {
            key: row.key.clone(),
            values: Snapshot::new(),
            failure: None,
            left_out: Vec::new(),
        };
        let key = self
            .table
            .key
            .iter()
            .find_map(|column| row.get(column)?.err());
        if let Some(error) = key {
            wanted.failure = Some((None, FieldError::new("unreadable_key", error.to_string())));
        } else if row.key.is_empty() {
            let message = "the row's key is empty; give it a value";
            wanted.failure = Some((None, FieldError::new("empty_key", message)));
        }
        wanted
            .values
            .insert(self.table.external_property.clone(), Value::text(&row.key));
        let mut bytes = 0;
        for field in &self.table.fields {
            match self.field(row, field, &mut wanted.left_out) {
                Ok(Some(value)) => {
                    if let Value::Text(text) = &value {
                        bytes += text.len();
                    }
                    if let Err(error) = column::check(field.kind, &value) {
                        wanted
                            .failure
                            .get_or_insert((Some(field.property.clone()), error));
                    }
                    wanted.values.insert(field.property.clone(), value);
                }
                Ok(None) => {}
                Err(error) => {
                    wanted
                        .failure
                        .get_or_insert((Some(field.property.clone()), error));
                }
            }
        }
        // Structure takes room beside the text: a run of 2,000 units has some 60 bytes of it.
        if bytes > limits::BODY_BYTES - limits::BODY_BYTES / 16 {
            let message = format!(
                "the row's texts have {bytes} bytes, one request to Notion holds {}; shorten them \
                 or leave a column out",
                limits::BODY_BYTES
            );
            wanted
                .failure
                .get_or_insert((None, FieldError::new("row_too_large", message)));
        }
        wanted
    }

    /// One property's value; `None` leaves the property out of the row.
    fn field(
        &self,
        row: &Row,
        field: &FieldMap,
        left_out: &mut Vec<(String, FieldError)>,
    ) -> Result<Option<Value>, FieldError> {
        match &field.origin {
            Origin::Column(column) => {
                let cell = match row.get(column) {
                    Some(Ok(cell)) => cell,
                    Some(Err(error)) => {
                        return Err(FieldError::new("unreadable", error.to_string()));
                    }
                    None => return Ok(None),
                };
                let value = column::from_cell(field.kind, cell, &field.reading)?;
                if field.kind == PropertyKind::People
                    && let Some(error) = self.strangers(&value)
                {
                    left_out.push((field.property.clone(), error));
                    return Ok(None);
                }
                Ok(Some(value))
            }
            Origin::Foreign {
                columns,
                target,
                target_columns,
            } => {
                let unreadable = columns.iter().find_map(|column| row.get(column)?.err());
                if let Some(error) = unreadable {
                    return Err(FieldError::new("unreadable", error.to_string()));
                }
                let far = row.key_of(columns);
                Ok(Some(self.refs(
                    field,
                    *target,
                    target_columns,
                    far.iter(),
                    left_out,
                )))
            }
            Origin::Join {
                table,
                near,
                near_columns,
                far,
                target,
                target_columns,
            } => {
                let pairs = self.joins.get(&(table.clone(), near.clone(), far.clone()));
                let own = row.key_of(near_columns);
                let far = own.and_then(|own| pairs?.get(&own)).into_iter().flatten();
                Ok(Some(self.refs(
                    field,
                    *target,
                    target_columns,
                    far,
                    left_out,
                )))
            }
        }
    }

    /// The related rows; those that are not in their table are left out and told.
    fn refs<'k>(
        &self,
        field: &FieldMap,
        target: usize,
        columns: &[String],
        keys: impl Iterator<Item = &'k String>,
        left_out: &mut Vec<(String, FieldError)>,
    ) -> Value {
        let rows = self.lookup.get(&(target, columns.to_vec()));
        let mut found = BTreeSet::new();
        for key in keys {
            match rows.and_then(|rows| rows.get(key)) {
                Some(id) => {
                    found.insert(id.clone());
                }
                None => {
                    let message = format!("there is no row \"{key}\" to relate to");
                    let error = FieldError::new("dangling", message);
                    left_out.push((field.property.clone(), error));
                }
            }
        }
        Value::refs(found)
    }

    fn strangers(&self, value: &Value) -> Option<FieldError> {
        let Value::People(people) = value else {
            return None;
        };
        let unknown: Vec<_> = people
            .iter()
            .filter(|person| self.people.id(person).is_none())
            .cloned()
            .collect();
        if unknown.is_empty() {
            return None;
        }
        let message = format!(
            "nobody in the workspace has the address {}; invite them, or correct the address \
             (guests cannot be looked up)",
            unknown.join(", ")
        );
        Some(FieldError::new("unknown_person", message))
    }
}

impl Mapping {
    /// The columns of a table that other tables' relations are compared with.
    fn referred(&self, number: usize) -> Vec<String> {
        let fields = self.tables.iter().flat_map(|table| &table.fields);
        let mut columns = Vec::new();
        for field in fields {
            match &field.origin {
                Origin::Foreign {
                    target,
                    target_columns,
                    ..
                }
                | Origin::Join {
                    target,
                    target_columns,
                    ..
                } if *target == number => {
                    columns.extend(target_columns.iter().cloned());
                }
                _ => {}
            }
        }
        columns
    }
}

impl crate::mapping::DocumentMap {
    /// Brings a document's values to their normal form.
    pub(crate) fn apply(&self, values: &mut BTreeMap<String, Value>, counts: &mut Normalised) {
        counts.documents += 1;
        let mut change = |property: &Option<String>, normal: &dyn Fn(&str) -> String| -> u64 {
            let value = property
                .as_ref()
                .and_then(|property| values.get_mut(property));
            let Some(value) = value else { return 0 };
            let new = match value {
                Value::Text(text) => Value::text(normal(text)),
                Value::List(names) => Value::list(names.iter().map(|name| normal(name))),
                _ => return 0,
            };
            // By text, not canonically: sets are equal whatever the order, spellings are not.
            let changed = value.to_string() != new.to_string() || *value != new;
            *value = new;
            u64::from(changed)
        };
        counts.titles += change(&self.title, &normalize::title);
        counts.urls += change(&self.url, &normalize::url);
        counts.categories += change(&self.category, &|text| self.categories.normal(text));
        counts.subsystems += change(&self.subsystem, &|text| self.subsystems.normal(text));
    }

    /// Whether values are in normal form already.
    pub(crate) fn is_normal(&self, values: &BTreeMap<String, Value>) -> bool {
        let mut copy = values.clone();
        let mut counts = Normalised::default();
        self.apply(&mut copy, &mut counts);
        counts.titles + counts.urls + counts.categories + counts.subsystems == 0
    }
}
