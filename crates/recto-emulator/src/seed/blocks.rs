//! Blocks of a seed.

use serde_json::{Map, Value, json};

use super::{Sown, file, rich, text};

/// Types whose payload is text.
const TEXT: &[&str] = &[
    "paragraph",
    "heading_1",
    "heading_2",
    "heading_3",
    "heading_4",
    "bulleted_list_item",
    "numbered_list_item",
    "to_do",
    "toggle",
    "quote",
    "callout",
    "template",
];

/// Types whose payload is a file.
const FILES: &[&str] = &["image", "video", "audio", "pdf", "file"];

/// Types whose payload is an address.
const LINKS: &[&str] = &["bookmark", "embed", "link_preview"];

/// Members that are not of the payload.
const OWN: &[&str] = &[
    "children",
    "key",
    "id",
    "type",
    "object",
    "created_time",
    "last_edited_time",
    "created_by",
    "last_edited_by",
    "in_trash",
    "comments",
];

/// Members that say how a block is, not what it is.
const ASIDE: &[&str] = &[
    "icon",
    "color",
    "checked",
    "language",
    "caption",
    "is_toggleable",
    "has_column_header",
    "has_row_header",
    "name",
];

impl Sown<'_> {
    /// Blocks one behind the other below a parent.
    pub(super) fn blocks(
        &mut self,
        blocks: &[Value],
        parent: &Value,
        place: &str,
    ) -> Result<(), String> {
        for (index, block) in blocks.iter().enumerate() {
            self.block(block, parent, &format!("{place}[{index}]"))?;
        }
        Ok(())
    }

    fn block(&mut self, written: &Value, parent: &Value, place: &str) -> Result<(), String> {
        let written = match written {
            Value::String(_) => json!({"paragraph": written}),
            other => other.clone(),
        };
        let members = written
            .as_object()
            .ok_or_else(|| format!("{place}: a block is a text or an object"))?;
        if let Some(page) = members.get("page") {
            let id = self.id(page, place)?;
            self.enter(page, "page", place)?;
            self.page(page, Some(parent), place)?;
            self.node(&id, "child_page", page, parent);
            return Ok(());
        }
        if let Some(database) = members.get("database") {
            let id = self.id(database, place)?;
            self.enter(database, "database", place)?;
            self.database(database, Some(parent), place)?;
            self.node(&id, "child_database", database, parent);
            return Ok(());
        }
        let kind = text(members, "type")
            .or_else(|| {
                let mut own = members.keys().map(String::as_str);
                own.find(|name| !OWN.contains(name) && !ASIDE.contains(name))
            })
            .ok_or_else(|| format!("{place}: a block says what it is, as `{{\"to_do\": \"…\"}}`"))?
            .to_owned();
        let given = members.get(&kind).cloned().unwrap_or_else(|| json!({}));
        let mut below: Vec<Value> = super::list(members, "children")?.to_vec();
        let payload = payload(&kind, &given, members, &mut below);
        let id = self.id(&written, place)?;
        let mut block = Map::new();
        block.insert("object".to_owned(), json!("block"));
        block.insert("id".to_owned(), json!(id));
        block.insert("parent".to_owned(), parent.clone());
        block.insert("type".to_owned(), json!(kind));
        self.common(&written, &mut block, place)?;
        let mut payload = payload;
        if let Some(icon) = members.get("icon")
            && let Some(payload) = payload.as_object_mut()
        {
            payload.insert("icon".to_owned(), self.icon(icon));
            block.shift_remove("icon");
        }
        if let Some(target) = payload.get("link").and_then(Value::as_str) {
            let page = self.find(target, place)?;
            payload = json!({"type": "page_id", "page_id": page});
        }
        if let Some(original) = payload.pointer("/synced_from").and_then(Value::as_str) {
            let original = self.find(original, place)?;
            payload = json!({"synced_from": {"type": "block_id", "block_id": original}});
        }
        block.insert(kind, payload);
        if let Some(key) = text(members, "key") {
            self.keys.insert(key.to_owned(), id.clone());
        }
        let own = json!({"type": "block_id", "block_id": id});
        self.made.push(Value::Object(block));
        for (index, comment) in super::list(members, "comments")?.iter().enumerate() {
            self.comment(comment, &own, &format!("{place}.comments[{index}]"))?;
        }
        self.blocks(&below, &own, &format!("{place}.children"))
    }

    /// The block of a page or database, which gives it its place among the others.
    fn node(&mut self, id: &str, kind: &str, one: &Value, parent: &Value) {
        let title = text(one, "title").unwrap_or_default();
        self.made.push(json!({
            "object": "block",
            "id": id,
            "parent": parent,
            "type": kind,
            kind: {"title": title},
        }));
    }
}

/// The payload of a block from what a seed says; what is written in it goes `below`.
fn payload(
    kind: &str,
    given: &Value,
    members: &Map<String, Value>,
    below: &mut Vec<Value>,
) -> Value {
    let mut payload = match (kind, given) {
        // As the API has it.
        (_, Value::Object(given)) => {
            let mut payload = given.clone();
            if let Some(Value::Array(children)) = payload.shift_remove("children") {
                below.extend(children);
            }
            if TEXT.contains(&kind) || kind == "code" {
                let written = payload.get("rich_text").cloned().unwrap_or_default();
                payload.insert("rich_text".to_owned(), rich(&written));
            }
            payload
        }
        (kind, text) if TEXT.contains(&kind) => {
            Map::from_iter([("rich_text".to_owned(), rich(text))])
        }
        ("code", text) => Map::from_iter([
            ("rich_text".to_owned(), rich(text)),
            ("language".to_owned(), json!("plain text")),
        ]),
        ("equation", text) => Map::from_iter([("expression".to_owned(), text.clone())]),
        (kind, url) if FILES.contains(&kind) => file(url).as_object().cloned().unwrap_or_default(),
        (kind, url) if LINKS.contains(&kind) => Map::from_iter([("url".to_owned(), url.clone())]),
        ("unsupported", text) => Map::from_iter([("block_type".to_owned(), text.clone())]),
        ("button", text) => Map::from_iter([("rich_text".to_owned(), rich(text))]),
        ("link_to_page", key) => Map::from_iter([("link".to_owned(), key.clone())]),
        ("synced_block", original) => {
            Map::from_iter([("synced_from".to_owned(), original.clone())])
        }
        ("table", Value::Array(rows)) => {
            below.extend(rows.iter().map(row));
            let width = rows.iter().filter_map(Value::as_array).map(Vec::len).max();
            Map::from_iter([("table_width".to_owned(), json!(width.unwrap_or_default()))])
        }
        ("column_list", Value::Array(columns)) => {
            let columns = columns.iter();
            below.extend(columns.map(|blocks| json!({"column": {}, "children": blocks})));
            Map::new()
        }
        _ => Map::new(),
    };
    for (name, value) in members {
        if name != kind && name != "icon" && !OWN.contains(&name.as_str()) {
            let value = match name.as_str() {
                "caption" => rich(value),
                _ => value.clone(),
            };
            payload.insert(name.clone(), value);
        }
    }
    for (name, value) in defaults(kind) {
        payload.entry(name).or_insert(value);
    }
    Value::Object(payload)
}

fn row(cells: &Value) -> Value {
    let cells: Vec<Value> = cells.as_array().into_iter().flatten().map(rich).collect();
    json!({"table_row": {"cells": cells}})
}

/// What blocks of a type always have.
fn defaults(kind: &str) -> Vec<(&'static str, Value)> {
    let color = ("color", json!("default"));
    match kind {
        "to_do" => vec![("checked", json!(false)), color],
        "heading_1" | "heading_2" | "heading_3" | "heading_4" => {
            vec![("is_toggleable", json!(false)), color]
        }
        "callout" => vec![("icon", json!({"type": "emoji", "emoji": "💡"})), color],
        "code" => vec![("caption", json!([]))],
        "table" => vec![
            ("has_column_header", json!(false)),
            ("has_row_header", json!(false)),
        ],
        "synced_block" => vec![("synced_from", Value::Null)],
        "table_of_contents" => vec![color],
        kind if FILES.contains(&kind) || LINKS.contains(&kind) => vec![("caption", json!([]))],
        kind if TEXT.contains(&kind) => vec![color],
        _ => Vec::new(),
    }
}
