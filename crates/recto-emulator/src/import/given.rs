//! What was given, sorted by kind.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::ids;
use crate::problem::Problem;

/// The objects of an import by kind, in the order given.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) databases: Vec<Value>,
    pub(super) sources: Vec<Value>,
    pub(super) pages: Vec<Value>,
    pub(super) blocks: Vec<Value>,
    pub(super) comments: Vec<Value>,
    pub(super) uploads: Vec<Value>,
    /// Property items with the `page_id` they belong to.
    pub(super) items: Vec<Value>,
}

impl Given {
    /// Sorts objects, lists and arrays of them.
    pub(super) fn read(objects: &[Value]) -> Result<Self, Problem> {
        let mut out = Self::default();
        for (index, object) in objects.iter().enumerate() {
            out.add(object, &format!("[{index}]"))?;
        }
        Ok(out)
    }

    fn add(&mut self, object: &Value, place: &str) -> Result<(), Problem> {
        let refuse = |what: &str| Err(Problem::validation(format!("{place}: {what}")));
        if let Value::Array(items) = object {
            for (index, item) in items.iter().enumerate() {
                self.add(item, &format!("{place}[{index}]"))?;
            }
            return Ok(());
        }
        let Some(kind) = text(object, "object") else {
            return refuse("not an object of the API: it has no `object`");
        };
        if kind == "list" {
            return self.add_list(object, place);
        }
        if kind != "property_item"
            && text(object, "id").is_none_or(|id| ids::normalized(id).is_none())
        {
            return refuse("its `id` is no id");
        }
        let all = match kind {
            "database" => &mut self.databases,
            "data_source" => &mut self.sources,
            "page" => &mut self.pages,
            "block" => &mut self.blocks,
            "comment" => &mut self.comments,
            "file_upload" => &mut self.uploads,
            "property_item" => &mut self.items,
            // Found wherever they are.
            "user" => return Ok(()),
            other => return refuse(&format!("objects of kind `{other}` cannot be imported")),
        };
        all.push(object.clone());
        Ok(())
    }

    /// A list; its `parent` or `page_id`, if it has one, is that of what it lists.
    fn add_list(&mut self, list: &Value, place: &str) -> Result<(), Problem> {
        let results = list.get("results").and_then(Value::as_array);
        if list.pointer("/property_item/type").and_then(Value::as_str) == Some("rollup") {
            self.add_rollup(list);
            return Ok(());
        }
        for (index, item) in results.into_iter().flatten().enumerate() {
            let mut item = item.clone();
            for name in ["parent", "page_id"] {
                if let (Some(value), Some(item)) = (list.get(name), item.as_object_mut()) {
                    item.entry(name).or_insert_with(|| value.clone());
                }
            }
            self.add(&item, &format!("{place}.results[{index}]"))?;
        }
        Ok(())
    }

    /// A rollup as the property endpoint tells it: the result stands beside the list.
    fn add_rollup(&mut self, list: &Value) {
        let (Some(page), Some(item)) = (list.get("page_id"), list.get("property_item")) else {
            return;
        };
        let mut item = item.clone();
        item["object"] = json!("property_item");
        item["page_id"] = page.clone();
        if let Some(array) = item.pointer_mut("/rollup/array") {
            let all = list.get("results").and_then(Value::as_array);
            let value = |item: &Value| {
                let kind = text(item, "type")?;
                Some(json!({"type": kind, kind: item.get(kind)}))
            };
            *array = all.into_iter().flatten().filter_map(value).collect();
        }
        self.items.push(item);
    }
}

/// Which data sources are in which databases, as far as anything given says so.
#[derive(Debug, Default)]
pub(super) struct Links {
    sources: HashMap<String, String>,
    databases: HashMap<String, String>,
}

impl Links {
    /// Looks everywhere.
    pub(super) fn read(objects: &[Value]) -> Self {
        let mut out = Self::default();
        objects.iter().for_each(|object| out.walk(object));
        out
    }

    fn walk(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.walk(item)),
            Value::Object(members) => {
                let id =
                    |value: Option<&Value>| value.and_then(Value::as_str).and_then(ids::normalized);
                let kind = text(value, "object");
                let pair = match kind {
                    Some("data_source") => (
                        id(value.pointer("/parent/database_id")),
                        id(members.get("id")),
                    ),
                    Some("database") => (
                        id(members.get("id")),
                        id(value.pointer("/data_sources/0/id")),
                    ),
                    _ => (
                        id(members.get("database_id")),
                        id(members.get("data_source_id")),
                    ),
                };
                if let (Some(database), Some(source)) = pair
                    && database != source
                {
                    self.link(&database, &source);
                }
                members.values().for_each(|member| self.walk(member));
            }
            _ => {}
        }
    }

    /// Keeps that a data source is in a database.
    pub(super) fn link(&mut self, database: &str, source: &str) {
        self.sources
            .entry(database.to_owned())
            .or_insert_with(|| source.to_owned());
        self.databases
            .entry(source.to_owned())
            .or_insert_with(|| database.to_owned());
    }

    /// The first data source of a database.
    pub(super) fn source(&self, database: &str) -> Option<&str> {
        self.sources.get(database).map(String::as_str)
    }

    /// The database of a data source.
    pub(super) fn database(&self, source: &str) -> Option<&str> {
        self.databases.get(source).map(String::as_str)
    }
}

/// A member that is a text.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

/// An object's own id, dashed; empty if it has none.
pub(super) fn id_of(object: &Value) -> String {
    text(object, "id")
        .and_then(ids::normalized)
        .unwrap_or_default()
}

/// A member that is a time, in milliseconds since the Unix epoch.
pub(super) fn millis(object: &Value, name: &str) -> Option<i64> {
    let time: Timestamp = text(object, name)?.parse().ok()?;
    Some(time.as_millisecond())
}

/// Whether an object says that it is in the trash, in either version's word.
pub(super) fn trashed(object: &Value) -> bool {
    ["in_trash", "archived"]
        .iter()
        .any(|name| object.get(name) == Some(&Value::Bool(true)))
}
