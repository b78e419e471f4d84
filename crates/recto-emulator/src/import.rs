//! Import of objects as the API gives them: a recorded or exported workspace comes to life with its
//! ids, its order and its times.
//!
//! What is taken: pages, databases (of before and after data sources), data sources, blocks, users,
//! comments, file uploads, property items, and lists of them. What only the app can make (buttons,
//! wikis, unsupported blocks, custom emoji, verification) comes in this way, too. Members without a
//! name here are kept and answered again.
//!
//! Order is the order given: blocks below their parent, rows as an unsorted query lists them, and
//! what a search finds with the same time of edit.
//!
//! What is referred to and not given is made as a *stand-in*: the page, block or database that is
//! somebody's parent or the target of a relation. Stand-ins are reachable by id and can be edited, and
//! no list, query or search shows them. A page given without `properties`, and
//! whatever carries a member `stand_in`, is one as well.
//!
//! Formulas and rollups keep the value they came with until their page is edited, for what they were
//! computed from may not have been given.

mod blocks;
mod databases;
mod given;
mod others;
mod pages;
mod schema;

use std::collections::HashMap;

use rusqlite::{Transaction, params};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::engine::Context;
use crate::ids;
use crate::problem::Problem;
use crate::store::imports;
use crate::store::nodes::{self, Kind, Node, Parent};
use crate::store::sources::{self, Source};
use given::{Given, Links, text};

/// What an import brought, by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// People and bots, those inside other objects included.
    pub users: u64,
    /// Database containers.
    pub databases: u64,
    /// Data sources.
    pub data_sources: u64,
    /// Pages, rows included.
    pub pages: u64,
    /// Blocks that are neither pages nor databases.
    pub blocks: u64,
    /// Comments.
    pub comments: u64,
    /// File uploads.
    pub file_uploads: u64,
    /// Objects made because others refer to them.
    pub stand_ins: u64,
}

/// Brings objects into the workspace; those it has already are replaced.
///
/// Refused: what is no object of a known kind, or has no id. Nothing is imported then.
pub(crate) fn run(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    objects: &[Value],
) -> Result<Imported, Problem> {
    let given = Given::read(objects)?;
    let mut work = Work {
        tx,
        ctx,
        links: Links::read(objects),
        places: HashMap::new(),
        done: Imported::default(),
    };
    others::users(&mut work, objects)?;
    databases::store(&mut work, &given)?;
    pages::store(&mut work, &given)?;
    blocks::store(&mut work, &given)?;
    others::property_items(&mut work, &given)?;
    others::comments(&mut work, &given)?;
    others::uploads(&mut work, &given)?;
    Ok(work.done)
}

/// An import under way.
struct Work<'a> {
    tx: &'a Transaction<'a>,
    ctx: &'a Context<'a>,
    links: Links,
    /// The next place below a parent.
    places: HashMap<String, i64>,
    done: Imported,
}

/// Room left between neighbours, as wide as that of the store.
const GAP: i64 = 1 << 20;

impl Work<'_> {
    /// A place behind all that is below a parent.
    fn behind(&mut self, parent: &str) -> Result<i64, Problem> {
        self.place(
            parent,
            "SELECT coalesce(max(position), 0) FROM node WHERE parent_id = ?1",
            GAP,
        )
    }

    /// A place before all that is below a parent: rows are listed from the last to the first.
    fn before(&mut self, parent: &str) -> Result<i64, Problem> {
        self.place(
            parent,
            "SELECT coalesce(min(position), 0) FROM node WHERE parent_id = ?1",
            -GAP,
        )
    }

    fn place(&mut self, parent: &str, sql: &str, step: i64) -> Result<i64, Problem> {
        let last = match self.places.get(parent) {
            Some(last) => *last,
            None => self
                .tx
                .prepare_cached(sql)?
                .query_row([parent], |row| row.get(0))?,
        };
        let next = last + step;
        self.places.insert(parent.to_owned(), next);
        Ok(next)
    }

    /// Stores a node in the place of one with its id.
    fn put(&self, node: &Node) -> Result<(), Problem> {
        self.tx
            .prepare_cached("DELETE FROM node WHERE id = ?1")?
            .execute([&node.id])?;
        nodes::insert(self.tx, node)
    }

    /// A node with nothing but an id.
    fn bare(&self, id: &str, kind: Kind, block_type: &str, body: Value) -> Node {
        Node {
            id: id.to_owned(),
            kind,
            block_type: block_type.to_owned(),
            parent: Parent::Workspace,
            position: 0,
            created_time: self.ctx.minute,
            created_by: self.ctx.user().to_owned(),
            last_edited_time: self.ctx.minute,
            last_edited_by: self.ctx.user().to_owned(),
            in_trash: false,
            title: String::new(),
            body,
        }
    }

    /// Makes a stand-in for a page that is not there.
    fn page_stand_in(&mut self, id: &str) -> Result<(), Problem> {
        if nodes::get(self.tx, id)?.is_none() {
            let page = self.bare(id, Kind::Page, "child_page", json!({"properties": {}}));
            self.stand_in(&page)?;
        }
        Ok(())
    }

    /// Makes a stand-in for a block that is not there, such that `child` may be below it.
    fn block_stand_in(&mut self, id: &str, child: Option<&Value>) -> Result<(), Problem> {
        if nodes::get(self.tx, id)?.is_some() {
            return Ok(());
        }
        let cells = child.and_then(|child| child.pointer("/table_row/cells"));
        let (kind, body) = match child.and_then(|child| text(child, "type")) {
            Some("table_row") => (
                "table",
                json!({
                    "table_width": cells.and_then(Value::as_array).map_or(1, Vec::len),
                    "has_column_header": false,
                    "has_row_header": false,
                }),
            ),
            Some("column") => ("column_list", json!({})),
            _ => ("toggle", json!({"rich_text": [], "color": "default"})),
        };
        let block = self.bare(id, Kind::Block, kind, body);
        self.stand_in(&block)
    }

    fn stand_in(&mut self, node: &Node) -> Result<(), Problem> {
        self.done.stand_ins += 1;
        nodes::insert(self.tx, node)?;
        imports::hide(self.tx, &node.id)
    }

    /// The data source of a database, with stand-ins for both where they are not there.
    fn source_of(&mut self, database: &str, source: Option<&str>) -> Result<String, Problem> {
        let id = match source.or_else(|| self.links.source(database)) {
            Some(id) => id.to_owned(),
            None => match sources::of_database(self.tx, self.ctx.sources, database)?.first() {
                Some(known) => known.id.clone(),
                None => self.ctx.ids.data_source(self.ctx.now),
            },
        };
        self.links.link(database, &id);
        if sources::get(self.tx, self.ctx.sources, &id)?.is_none() {
            self.done.stand_ins += 1;
            let stand_in = Source {
                id: id.clone(),
                database_id: database.to_owned(),
                created_time: self.ctx.minute,
                created_by: self.ctx.user().to_owned(),
                last_edited_time: self.ctx.minute,
                last_edited_by: self.ctx.user().to_owned(),
                in_trash: false,
                title: String::new(),
                body: json!({"title": []}),
                schema: schema::title_only(),
            };
            sources::put(self.tx, self.ctx.sources, stand_in)?;
            imports::hide(self.tx, &id)?;
        }
        if nodes::get(self.tx, database)?.is_none() {
            let container = self.bare(database, Kind::Database, "child_database", json!({}));
            self.stand_in(&container)?;
        }
        Ok(id)
    }

    /// Where an object hangs, with a stand-in for what is not there. `child` is the block that
    /// hangs there.
    fn parent(&mut self, object: &Value, child: Option<&Value>) -> Result<Parent, Problem> {
        let parent = object.get("parent").unwrap_or(&Value::Null);
        let id = |name: &str| text(parent, name).and_then(ids::normalized);
        if let Some(source) = id("data_source_id") {
            let database = id("database_id")
                .or_else(|| self.links.database(&source).map(str::to_owned))
                .unwrap_or_else(|| self.ctx.ids.random());
            return self
                .source_of(&database, Some(&source))
                .map(Parent::DataSource);
        }
        if let Some(database) = id("database_id") {
            return self.source_of(&database, None).map(Parent::DataSource);
        }
        if let Some(page) = id("page_id") {
            self.page_stand_in(&page)?;
            return Ok(Parent::Page(page));
        }
        if let Some(block) = id("block_id") {
            self.block_stand_in(&block, child)?;
            let is_page = nodes::get(self.tx, &block)?.is_some_and(|node| node.kind == Kind::Page);
            return Ok(if is_page {
                Parent::Page(block)
            } else {
                Parent::Block(block)
            });
        }
        Ok(Parent::Workspace)
    }

    /// Keeps the members of an object that have no other place.
    fn keep(&self, id: &str, object: &Value, known: &[&str]) -> Result<(), Problem> {
        let kind = text(object, "type").unwrap_or_default();
        let extra: Map<String, Value> = object
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| !known.contains(&name.as_str()) && *name != kind)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        imports::show(self.tx, id, &extra)
    }

    /// Fills the times and authors that an object carries.
    fn authored(&self, node: &mut Node, object: &Value) {
        let (made, edited) = (
            given::millis(object, "created_time"),
            given::millis(object, "last_edited_time"),
        );
        node.created_time = made.or(edited).unwrap_or(node.created_time);
        node.last_edited_time = edited.or(made).unwrap_or(node.last_edited_time);
        let author = |name: &str| {
            object
                .get(name)
                .and_then(|user| text(user, "id"))
                .map(str::to_owned)
        };
        if let Some(id) = author("created_by") {
            node.created_by = id;
        }
        if let Some(id) = author("last_edited_by") {
            node.last_edited_by = id;
        }
        node.in_trash = given::trashed(object);
    }

    /// Sets what a relation of an imported page holds.
    fn relate(
        &mut self,
        page: &str,
        property: &str,
        targets: &[Value],
        from: usize,
    ) -> Result<(), Problem> {
        for (index, target) in targets.iter().enumerate() {
            let Some(target) = text(target, "id").and_then(ids::normalized) else {
                continue;
            };
            self.tx
                .prepare_cached(
                    "INSERT OR REPLACE INTO edge (page_id, property_id, position, target_id) \
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    page,
                    property,
                    i64::try_from(from + index).unwrap_or(i64::MAX),
                    target
                ])?;
        }
        Ok(())
    }
}
