//! The rows of one data source.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use recto_api::limits::QUERY_ROWS;
use recto_eval::{Columns, Order, Predicate, Subject};
use rusqlite::{OptionalExtension, Row, Transaction};
use serde_json::Value;

use super::body;
use crate::engine::values::Reader;
use crate::engine::{Context, users};
use crate::problem::Problem;
use crate::store::nodes::{Kind, Node, Parent};
use crate::store::sources::{Column, Source};
use crate::time;

/// The packed rows of a data source. A row has a slot; slots are never given to another row.
#[derive(Debug)]
pub(in super::super) struct Rows {
    pub(super) source: Arc<Source>,
    /// About how many bytes of memory it took when it was built.
    pub(super) bytes: usize,
    slots: HashMap<i64, u32>,
    seqs: Vec<i64>,
    positions: Vec<i64>,
    states: Vec<State>,
    /// Slots by position; `None` as long as slots are in that order themselves.
    order: Option<Vec<u32>>,
    /// Whether `order` must be made again.
    is_mixed: bool,
    packed: Vec<Packed>,
    /// Rows that changed and were not read again yet.
    pending: Vec<i64>,
    /// Rows whose text tells the title of another page: they are read for each query.
    mentions: BTreeSet<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Live,
    Trashed,
    /// No row of this data source any more.
    Gone,
}

/// What one subject says of all rows.
#[derive(Debug)]
struct Packed {
    subject: Subject,
    /// The property in the schema, of what is one.
    column: Option<Column>,
    values: recto_eval::Column,
}

/// What is read of a row.
struct Stored {
    seq: i64,
    node: Node,
}

const COLUMNS: &str = "seq, id, parent_id, position, in_trash, created_time, created_by, \
     last_edited_time, last_edited_by, body";

impl Rows {
    /// Reads all rows; `None` if a subject cannot be packed.
    pub(super) fn read(
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
        source: &Arc<Source>,
        subjects: &[Subject],
    ) -> Result<Option<Self>, Problem> {
        let Some(packed) = subjects
            .iter()
            .map(|subject| Packed::new(source, subject))
            .collect::<Option<Vec<_>>>()
        else {
            return Ok(None);
        };
        let mut out = Self {
            source: Arc::clone(source),
            bytes: 0,
            slots: HashMap::new(),
            seqs: Vec::new(),
            positions: Vec::new(),
            states: Vec::new(),
            order: None,
            is_mixed: false,
            packed,
            pending: Vec::new(),
            mentions: BTreeSet::new(),
        };
        let wanted = out.wanted();
        let mut statement = tx.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM node WHERE parent_id = ?1 ORDER BY position, seq"
        ))?;
        let mut found = statement.query([&source.id])?;
        while let Some(row) = found.next()? {
            if !out.put(tx, ctx, &stored(row, &wanted)?)? {
                return Ok(None);
            }
        }
        out.put_in_order();
        let values: usize = out.packed.iter().map(|own| own.values.bytes()).sum();
        out.bytes = values + out.seqs.len() * 64;
        Ok(Some(out))
    }

    /// Whether all these subjects are packed.
    pub(super) fn has(&self, subjects: &[Subject]) -> bool {
        subjects
            .iter()
            .all(|subject| self.column(subject).is_some())
    }

    /// What is packed.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.packed.iter().map(|own| &own.subject)
    }

    /// Remembers rows that have changed, of this or any data source.
    pub(super) fn learn(&mut self, changed: &[i64]) {
        self.pending.extend_from_slice(changed);
    }

    /// Whether it is less work to read the changed rows again than all rows.
    pub(super) fn is_worth_mending(&self) -> bool {
        self.pending.len() <= self.seqs.len() / 2 + 1024
            && self.packed.iter().all(|own| !own.values.is_stale())
    }

    /// Whether rows must be read again.
    pub(super) fn is_behind(&self) -> bool {
        !self.pending.is_empty() || !self.mentions.is_empty()
    }

    /// Reads again what has changed; answers `false` if that cannot be packed.
    pub(super) fn catch_up(
        &mut self,
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
    ) -> Result<bool, Problem> {
        let mut changed = std::mem::take(&mut self.pending);
        changed.extend(&self.mentions);
        changed.sort_unstable();
        changed.dedup();
        let wanted = self.wanted();
        let mut statement =
            tx.prepare_cached(&format!("SELECT {COLUMNS} FROM node WHERE seq = ?1"))?;
        for seq in changed {
            let found = statement
                .query_row([seq], |row| {
                    match row.get_ref(2)?.as_str()? == self.source.id {
                        true => stored(row, &wanted).map(Some),
                        false => Ok(None),
                    }
                })
                .optional()?
                .flatten();
            match found {
                Some(row) => {
                    if !self.put(tx, ctx, &row)? {
                        return Ok(false);
                    }
                }
                None => self.remove(seq),
            }
        }
        self.put_in_order();
        Ok(true)
    }

    /// The rows of a query by their places in the storage, as many as can be told apart from too
    /// many: without sorts newest first, else ties oldest first.
    pub(in super::super) fn find(
        &self,
        predicate: Option<&Predicate>,
        order: Option<&Order>,
        trash: bool,
    ) -> Option<Vec<i64>> {
        let wanted = if trash { State::Trashed } else { State::Live };
        let bound = match predicate {
            Some(predicate) => Some(predicate.bind(self)?),
            None => None,
        };
        let fits = |slot: &u32| {
            let slot = *slot as usize;
            self.states.get(slot) == Some(&wanted)
                && bound.as_ref().is_none_or(|bound| bound.matches(slot))
        };
        let all = 0..u32::try_from(self.seqs.len()).unwrap_or(u32::MAX);
        let most = QUERY_ROWS + 1;
        let slots: Vec<u32> = match (order, &self.order) {
            (Some(order), slots) => {
                let mut found: Vec<u32> = match slots {
                    Some(slots) => slots.iter().copied().filter(fits).collect(),
                    None => all.filter(fits).collect(),
                };
                order.sort_packed(self, &mut found, most)?;
                found
            }
            (None, Some(slots)) => slots
                .iter()
                .rev()
                .copied()
                .filter(fits)
                .take(most)
                .collect(),
            (None, None) => all.rev().filter(fits).take(most).collect(),
        };
        let seq = |slot: &u32| self.seqs.get(*slot as usize).copied();
        Some(slots.iter().filter_map(seq).collect())
    }

    /// Ids of the properties that are packed.
    fn wanted(&self) -> Vec<String> {
        let columns = self.packed.iter().filter_map(|own| own.column.as_ref());
        columns.map(|column| column.id.clone()).collect()
    }

    /// Takes a row in, or what it says now; answers `false` if that cannot be packed.
    fn put(
        &mut self,
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
        row: &Stored,
    ) -> Result<bool, Problem> {
        let Stored { seq, node } = row;
        let state = if node.in_trash {
            State::Trashed
        } else {
            State::Live
        };
        let next = self.seqs.len();
        let slot = self.slots.get(seq).map_or(next, |slot| *slot as usize);
        let reader = Reader {
            tx,
            ctx,
            source: &self.source,
            page: node,
            depth: 0,
        };
        let mut mentions = false;
        for own in &mut self.packed {
            let value = own.value(&reader)?;
            mentions |= has_mention(&value);
            if !own.values.set(slot, &value) {
                return Ok(false);
            }
        }
        match mentions {
            true => self.mentions.insert(*seq),
            false => self.mentions.remove(seq),
        };
        if slot < next {
            self.states[slot] = state;
            if self.positions[slot] != node.position {
                self.positions[slot] = node.position;
                self.is_mixed = true;
            }
            return Ok(true);
        }
        let Ok(number) = u32::try_from(slot) else {
            return Ok(false);
        };
        let is_last = (0..next)
            .next_back()
            .is_none_or(|last| (self.positions[last], self.seqs[last]) < (node.position, *seq));
        self.slots.insert(*seq, number);
        self.seqs.push(*seq);
        self.positions.push(node.position);
        self.states.push(state);
        self.is_mixed |= !is_last || self.order.is_some();
        Ok(true)
    }

    fn remove(&mut self, seq: i64) {
        self.mentions.remove(&seq);
        let slot = self.slots.get(&seq).map(|slot| *slot as usize);
        if let Some(state) = slot.and_then(|slot| self.states.get_mut(slot)) {
            *state = State::Gone;
        }
    }

    fn put_in_order(&mut self) {
        if !std::mem::take(&mut self.is_mixed) {
            return;
        }
        let mut order: Vec<u32> = (0..).take(self.seqs.len()).collect();
        order.sort_by_key(|slot| {
            let slot = *slot as usize;
            (self.positions[slot], self.seqs[slot])
        });
        self.order = Some(order);
    }
}

impl Columns for Rows {
    fn column(&self, subject: &Subject) -> Option<&recto_eval::Column> {
        let found = self.packed.iter().find(|own| own.subject == *subject);
        found.map(|own| &own.values)
    }
}

impl Packed {
    fn new(source: &Source, subject: &Subject) -> Option<Self> {
        let column = match subject {
            Subject::Property(id) => Some(source.column(id)?.clone()),
            _ => None,
        };
        let kind = match (subject, &column) {
            (Subject::CreatedTime, _) => "created_time",
            (Subject::LastEditedTime, _) => "last_edited_time",
            (Subject::CreatedBy, _) => "created_by",
            (Subject::LastEditedBy, _) => "last_edited_by",
            (Subject::Property(_), column) => column.as_ref()?.kind.as_str(),
        };
        Some(Self {
            subject: subject.clone(),
            values: recto_eval::Column::new(kind)?,
            column,
        })
    }

    /// What stands under the type.
    fn value(&self, reader: &Reader<'_>) -> Result<Value, Problem> {
        let page = reader.page;
        match (&self.subject, &self.column) {
            (Subject::Property(_), Some(column)) => reader.value(column, usize::MAX),
            (Subject::Property(_), None) => Ok(Value::Null),
            (Subject::CreatedTime, _) => Ok(time::minute_text(page.created_time).into()),
            (Subject::LastEditedTime, _) => Ok(time::minute_text(page.last_edited_time).into()),
            (Subject::CreatedBy, _) => users::full(reader.tx, &page.created_by),
            (Subject::LastEditedBy, _) => users::full(reader.tx, &page.last_edited_by),
        }
    }
}

fn has_mention(value: &Value) -> bool {
    let items = value.as_array().into_iter().flatten();
    items.into_iter().any(|item| item.get("mention").is_some())
}

fn stored(row: &Row<'_>, wanted: &[String]) -> rusqlite::Result<Stored> {
    Ok(Stored {
        seq: row.get(0)?,
        node: Node {
            id: row.get(1)?,
            kind: Kind::Page,
            block_type: String::new(),
            parent: Parent::DataSource(row.get(2)?),
            position: row.get(3)?,
            in_trash: row.get(4)?,
            created_time: row.get(5)?,
            created_by: row.get(6)?,
            last_edited_time: row.get(7)?,
            last_edited_by: row.get(8)?,
            title: String::new(),
            body: body::some(row.get_ref(9)?.as_str()?, wanted).map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(
                    9,
                    rusqlite::types::Type::Text,
                    Box::new(error),
                )
            })?,
        },
    })
}
