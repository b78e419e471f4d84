//! Rows that were changed, as Notion tells of them.

use std::collections::HashSet;

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::capture::Raw;
use crate::engine::schema::encoded_id;
use crate::problem::Problem;
use crate::store::access;
use crate::store::nodes::{self, Parent};

/// Something that happened, in the words of the newest version.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    pub(super) kind: &'static str,
    pub(super) entity_type: &'static str,
    pub(super) entity_id: String,
    pub(super) data: Value,
    /// The page, database or block that says who may know of it.
    pub(super) seen_by: Seen,
}

/// Whom a change concerns.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Seen {
    /// Whoever sees this page, database or block.
    Node(String),
    /// Whoever made it: the id of a user.
    Maker(String),
}

impl Change {
    fn node(kind: &'static str, entity_type: &'static str, id: &str, data: Value) -> Self {
        Self {
            kind,
            entity_type,
            entity_id: id.to_owned(),
            data,
            seen_by: Seen::Node(id.to_owned()),
        }
    }
}

/// What one transaction did. Where a page was made, what was put into it goes with it.
pub(super) fn changes(
    tx: &Connection,
    workspace: &str,
    raw: &[Raw],
) -> Result<Vec<Change>, Problem> {
    let made = raw.iter().filter(|row| row.what == "insert");
    let mut teller = Teller {
        tx,
        workspace,
        made: made.map(|row| row.id.clone()).collect(),
        out: Vec::new(),
    };
    for row in raw {
        match row.table.as_str() {
            "node" => teller.node(row)?,
            "data_source" => teller.source(row)?,
            "edge" => teller.edge(row)?,
            "comment" => teller.comment(row)?,
            "upload" => teller.upload(row),
            "view" => teller.view(row),
            _ => {}
        }
    }
    Ok(teller.out)
}

struct Teller<'a> {
    tx: &'a Connection,
    workspace: &'a str,
    /// What was made in this transaction: its updates are part of that.
    made: HashSet<String>,
    out: Vec<Change>,
}

impl Teller<'_> {
    /// Adds a change, or adds to the one of the same kind and thing.
    fn tell(&mut self, change: Change) {
        let same = self
            .out
            .iter_mut()
            .find(|known| known.kind == change.kind && known.entity_id == change.entity_id);
        match same {
            Some(known) => merge(&mut known.data, &change.data),
            None => self.out.push(change),
        }
    }

    fn node(&mut self, row: &Raw) -> Result<(), Problem> {
        let now = if row.new.is_null() {
            &row.old
        } else {
            &row.new
        };
        let kind = text(now, "kind").to_owned();
        let above = parent_of(now);
        let parent = self.parent(&above)?;
        let data = json!({"parent": parent});
        let id = row.id.as_str();
        let placed = match row.what.as_str() {
            "insert" => {
                match kind.as_str() {
                    "page" => self.tell(Change::node("page.created", "page", id, data)),
                    "database" => self.tell(Change::node("database.created", "database", id, data)),
                    _ => {}
                }
                true
            }
            "update" if self.made.contains(id) => false,
            "update" => self.updated(row, &kind, data),
            _ => kind == "block",
        };
        if placed {
            self.content(&above, id, &kind)?;
        }
        Ok(())
    }

    /// Whether the content of what is above changed, too.
    fn updated(&mut self, row: &Raw, kind: &str, data: Value) -> bool {
        let (old, new, id) = (&row.old, &row.new, row.id.as_str());
        if kind == "block" {
            return true;
        }
        let (entity, names) = match kind {
            "page" => ("page", ["page.deleted", "page.undeleted", "page.moved"]),
            _ => (
                "database",
                ["database.deleted", "database.undeleted", "database.moved"],
            ),
        };
        let mut placed = false;
        if old.get("in_trash") != new.get("in_trash") {
            let gone = new.get("in_trash") == Some(&json!(1));
            let name = if gone { names[0] } else { names[1] };
            self.tell(Change::node(name, entity, id, data.clone()));
            placed = true;
        }
        if old.get("parent_id") != new.get("parent_id") {
            self.tell(Change::node(names[2], entity, id, data.clone()));
            placed = true;
        }
        if kind == "page" {
            let (old, new) = (stored(old, "body"), stored(new, "body"));
            let locked = |body: &Value| body.get("is_locked") == Some(&Value::Bool(true));
            if locked(&old) != locked(&new) {
                let name = if locked(&new) {
                    "page.locked"
                } else {
                    "page.unlocked"
                };
                self.tell(Change::node(name, "page", id, data.clone()));
            }
            let changed = differing(old.get("properties"), new.get("properties"));
            if !changed.is_empty() {
                self.properties(id, data, &changed);
            }
        }
        placed
    }

    fn properties(&mut self, page: &str, mut data: Value, ids: &[String]) {
        let ids: Vec<Value> = ids.iter().map(|id| json!(encoded_id(id))).collect();
        put(&mut data, "updated_properties", Value::Array(ids));
        self.tell(Change::node("page.properties_updated", "page", page, data));
    }

    /// A relation of a page: its value is not stored with it.
    fn edge(&mut self, row: &Raw) -> Result<(), Problem> {
        if self.made.contains(&row.id) && self.is_new_page(&row.id) {
            return Ok(());
        }
        let now = if row.new.is_null() {
            &row.old
        } else {
            &row.new
        };
        let Some(node) = nodes::get(self.tx, &row.id)? else {
            return Ok(());
        };
        let data = json!({"parent": self.parent(&node.parent)?});
        self.properties(&row.id, data, &[text(now, "property_id").to_owned()]);
        Ok(())
    }

    fn is_new_page(&self, id: &str) -> bool {
        self.out
            .iter()
            .any(|change| change.kind == "page.created" && change.entity_id == id)
    }

    /// The content of a page or data source changed by one block, page or database.
    fn content(&mut self, above: &Parent, id: &str, kind: &str) -> Result<(), Problem> {
        let block = json!([{"id": id, "type": kind}]);
        let (name, entity, whose, parent) = match above {
            Parent::Workspace | Parent::Template(_) => return Ok(()),
            Parent::DataSource(source) => {
                let parent = self.parent_of_source(source)?;
                (
                    "data_source.content_updated",
                    "data_source",
                    source.clone(),
                    parent,
                )
            }
            above => {
                let Some(page) = nodes::containing_page(self.tx, above)? else {
                    return Ok(());
                };
                let Some(node) = nodes::get(self.tx, &page)? else {
                    return Ok(());
                };
                let parent = self.parent(&node.parent)?;
                ("page.content_updated", "page", page, parent)
            }
        };
        if self.made.contains(&whose) {
            return Ok(());
        }
        let seen_by = match entity {
            "page" => whose.clone(),
            _ => self.database_of(&whose)?,
        };
        self.tell(Change {
            kind: name,
            entity_type: entity,
            entity_id: whose,
            data: json!({"updated_blocks": block, "parent": parent}),
            seen_by: Seen::Node(seen_by),
        });
        Ok(())
    }

    fn source(&mut self, row: &Raw) -> Result<(), Problem> {
        let now = if row.new.is_null() {
            &row.old
        } else {
            &row.new
        };
        let id = row.id.as_str();
        let database = text(now, "database_id").to_owned();
        let above = json!({"parent": self.parent_of_source(id)?});
        let mut told = Vec::new();
        match row.what.as_str() {
            "insert" => told.push(("data_source.created", above)),
            "update" if self.made.contains(id) => {}
            "update" => {
                if row.old.get("in_trash") != row.new.get("in_trash") {
                    let gone = row.new.get("in_trash") == Some(&json!(1));
                    let name = match gone {
                        true => "data_source.deleted",
                        false => "data_source.undeleted",
                    };
                    told.push((name, above.clone()));
                }
                if row.old.get("database_id") != row.new.get("database_id") {
                    let data = json!({"parent": {"id": database, "type": "database"}});
                    told.push(("data_source.moved", data));
                }
                let changed =
                    schema_changes(&stored(&row.old, "schema"), &stored(&row.new, "schema"));
                if !changed.is_empty() {
                    let mut data = above;
                    put(&mut data, "updated_properties", Value::Array(changed));
                    told.push(("data_source.schema_updated", data));
                }
            }
            _ => {}
        }
        for (kind, data) in told {
            self.tell(Change {
                kind,
                entity_type: "data_source",
                entity_id: id.to_owned(),
                data,
                seen_by: Seen::Node(database.clone()),
            });
        }
        Ok(())
    }

    fn comment(&mut self, row: &Raw) -> Result<(), Problem> {
        let now = if row.new.is_null() {
            &row.old
        } else {
            &row.new
        };
        let above = parent_of(now);
        let page = nodes::containing_page(self.tx, &above)?.unwrap_or_default();
        let kind = match row.what.as_str() {
            "insert" => "comment.created",
            "update" => "comment.updated",
            _ => "comment.deleted",
        };
        self.tell(Change {
            kind,
            entity_type: "comment",
            entity_id: row.id.clone(),
            data: json!({"page_id": page, "parent": self.parent(&above)?}),
            seen_by: Seen::Node(above.id().to_owned()),
        });
        Ok(())
    }

    fn upload(&mut self, row: &Raw) {
        let kind = match row.what.as_str() {
            "insert" => "file_upload.created",
            "update" if row.old.get("status") != row.new.get("status") => {
                match text(&row.new, "status") {
                    "uploaded" => "file_upload.completed",
                    "failed" => "file_upload.upload_failed",
                    _ => return,
                }
            }
            _ => return,
        };
        self.tell(Change {
            kind,
            entity_type: "file_upload",
            entity_id: row.id.clone(),
            data: Value::Null,
            seen_by: Seen::Maker(text(&row.new, "created_by").to_owned()),
        });
    }

    fn view(&mut self, row: &Raw) {
        let now = if row.new.is_null() {
            &row.old
        } else {
            &row.new
        };
        let database = text(now, "database_id").to_owned();
        let mut data = json!({"parent": {"id": database, "type": "database"}});
        let kind = match row.what.as_str() {
            "update" if self.made.contains(&row.id) => return,
            "update" => {
                let fields = view_fields(&row.old, &row.new);
                if fields.is_empty() {
                    return;
                }
                put(&mut data, "updated_fields", Value::Array(fields));
                "view.updated"
            }
            what => {
                put(&mut data, "view_type", json!(text(now, "type")));
                match what {
                    "insert" => "view.created",
                    _ => "view.deleted",
                }
            }
        };
        self.tell(Change {
            kind,
            entity_type: "view",
            entity_id: row.id.clone(),
            data,
            seen_by: Seen::Node(database),
        });
    }

    /// A parent as events name it.
    fn parent(&self, parent: &Parent) -> Result<Value, Problem> {
        Ok(match parent {
            Parent::Workspace => json!({"id": self.workspace, "type": "space"}),
            Parent::Page(id) => json!({"id": id, "type": "page"}),
            Parent::Block(id) => json!({"id": id, "type": "block"}),
            Parent::DataSource(_) | Parent::Template(_) => {
                let source = parent.data_source().unwrap_or_default();
                json!({
                    "id": self.database_of(source)?,
                    "type": "database",
                    "data_source_id": source,
                })
            }
        })
    }

    /// Where the database of a data source is (recorded).
    fn parent_of_source(&self, source: &str) -> Result<Value, Problem> {
        let database = self.database_of(source)?;
        match nodes::get(self.tx, &database)? {
            Some(node) => self.parent(&node.parent),
            None => Ok(Value::Null),
        }
    }

    fn database_of(&self, source: &str) -> Result<String, Problem> {
        Ok(access::database_of(self.tx, source)?.unwrap_or_default())
    }
}

/// Puts arrays of the one behind those of the other, each element once.
pub(super) fn merge(into: &mut Value, more: &Value) {
    let Some(more) = more.as_object() else {
        return;
    };
    for (name, value) in more {
        match (into.get_mut(name), value) {
            (Some(Value::Array(known)), Value::Array(new)) => {
                for element in new {
                    let id = |value: &Value| value.get("id").cloned();
                    let same = known.iter().position(|old| {
                        old == element || (id(element).is_some() && id(old) == id(element))
                    });
                    match same {
                        Some(at) => known[at] = element.clone(),
                        None => known.push(element.clone()),
                    }
                }
            }
            (Some(old), value) => *old = value.clone(),
            (None, value) => put(into, name, value.clone()),
        }
    }
}

/// Ids of the properties that were set, changed or cleared.
fn differing(old: Option<&Value>, new: Option<&Value>) -> Vec<String> {
    let empty = Map::new();
    let members = |value: Option<&Value>| match value {
        Some(Value::Object(members)) => members.clone(),
        _ => empty.clone(),
    };
    let (old, new) = (members(old), members(new));
    let mut out: Vec<String> = new
        .iter()
        .filter(|(id, value)| old.get(*id) != Some(value))
        .map(|(id, _)| id.clone())
        .collect();
    out.extend(old.keys().filter(|id| !new.contains_key(*id)).cloned());
    out
}

/// What happened to the properties of a schema.
fn schema_changes(old: &Value, new: &Value) -> Vec<Value> {
    let columns = |schema: &Value| schema.as_array().cloned().unwrap_or_default();
    let (old, new) = (columns(old), columns(new));
    let told = |column: &Value, name: Value, action: &str| json!({"id": encoded_id(text(column, "id")), "name": name, "action": action});
    let find = |all: &[Value], column: &Value| {
        let found = all.iter().find(|one| one.get("id") == column.get("id"));
        found.cloned()
    };
    let mut out = Vec::new();
    for column in &new {
        let name = column.get("name").cloned().unwrap_or_default();
        match find(&old, column) {
            None => out.push(told(column, name, "created")),
            Some(known) if known != *column => out.push(told(column, name, "updated")),
            Some(_) => {}
        }
    }
    for column in &old {
        if find(&new, column).is_none() {
            out.push(told(column, Value::Null, "deleted"));
        }
    }
    out
}

/// What of a view changed.
fn view_fields(old: &Value, new: &Value) -> Vec<Value> {
    let mut out = Vec::new();
    if old.get("name") != new.get("name") {
        out.push(json!("name"));
    }
    let (old, new) = (stored(old, "body"), stored(new, "body"));
    for field in ["filter", "sorts", "configuration"] {
        if old.get(field) != new.get(field) {
            out.push(json!(field));
        }
    }
    out
}

fn parent_of(row: &Value) -> Parent {
    Parent::read(text(row, "parent_type"), text(row, "parent_id").to_owned())
}

fn text<'v>(row: &'v Value, name: &str) -> &'v str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A column that holds JSON.
fn stored(row: &Value, name: &str) -> Value {
    serde_json::from_str(text(row, name)).unwrap_or_default()
}

fn put(into: &mut Value, name: &str, value: Value) {
    crate::store::set(into, name, value);
}
