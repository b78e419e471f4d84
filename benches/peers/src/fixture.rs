//! Two answers as Notion writes them, made here: 100 rows of a task list, and 100 blocks of a page.
//!
//! They hold only kinds that all who are measured can read, so that nobody wins by failing.

use serde_json::{Map, Value, json};

const TITLES: [&str; 5] = [
    "Prepare the quarterly figures",
    "Résumé of the „Kick-off“ in Zürich",
    "Call back: +47 22 00 00 00 \"before noon\"",
    "Ship 1.4.0 🚀",
    "Order chairs",
];

/// An id that differs from row to row.
fn id(kind: u32, index: usize) -> String {
    let low = index.wrapping_mul(0x9E37_79B9) & 0xFFFF_FFFF;
    format!("{kind:08x}-0f5b-81aa-9d54-{index:04x}{low:08x}")
}

fn text(content: &str, bold: bool) -> Value {
    json!({
        "type": "text",
        "text": {"content": content, "link": null},
        "annotations": {"bold": bold, "italic": false, "strikethrough": false,
            "underline": false, "code": false, "color": "default"},
        "plain_text": content,
        "href": null
    })
}

fn user(index: usize) -> Value {
    json!({"object": "user", "id": id(7, index % 9)})
}

fn person(index: usize) -> Value {
    json!({
        "object": "user", "id": id(7, index % 9), "name": "Ada Example", "avatar_url": null,
        "type": "person", "person": {"email": "ada@example.com"}
    })
}

fn row(index: usize) -> Value {
    let title = TITLES[index % TITLES.len()];
    let option =
        |kind, name: &str, color: &str| json!({"id": id(kind, 1), "name": name, "color": color});
    let mut properties = json!({
        "Estimate": {"id": "%3Aabc", "type": "number", "number": index},
        "Status": {"id": "Bcde", "type": "status", "status": option(2, "In progress", "blue")},
        "Tags": {"id": "Cdef", "type": "multi_select", "multi_select": [
            option(3, "backend", "green"), option(4, "urgent", "red")]},
        "Due": {"id": "Defg", "type": "date",
            "date": {"start": "2026-03-09", "end": null, "time_zone": null}},
        "Owner": {"id": "Efgh", "type": "people", "people": [person(index)]},
        "Done": {"id": "Fghi", "type": "checkbox", "checkbox": index % 3 == 0},
        "Link": {"id": "Ghij", "type": "url", "url": "https://example.com/tasks/1"},
        "Notes": {"id": "Hijk", "type": "rich_text", "rich_text": [
            text("Write it down, then do it,\nthen say so. ", false)]},
        "Project": {"id": "Ijkl", "type": "relation",
            "relation": [{"id": id(5, index)}], "has_more": false},
        "Age": {"id": "Jklm", "type": "formula", "formula": {"type": "number", "number": 12}},
        "Name": {"id": "title", "type": "title", "title": [text(title, false)]},
    });
    if index.is_multiple_of(7) {
        properties["Due"]["date"] = Value::Null;
        properties["Link"]["url"] = Value::Null;
    }
    json!({
        "object": "page", "id": id(1, index),
        "created_time": "2026-03-01T10:00:00.000Z", "last_edited_time": "2026-03-02T10:00:00.000Z",
        "created_by": user(index), "last_edited_by": user(index + 1),
        "cover": null, "icon": {"type": "emoji", "emoji": "📌"},
        "parent": {"type": "data_source_id", "data_source_id": id(8, 1), "database_id": id(9, 1)},
        "in_trash": false, "is_archived": false, "is_locked": false,
        "properties": properties,
        "url": format!("https://www.notion.so/Prepare-the-quarterly-figures-{}", id(1, index).replace('-', "")),
        "public_url": null
    })
}

fn block(index: usize) -> Value {
    let title = TITLES[index % TITLES.len()];
    let runs = json!([
        text(title, true),
        text(" and what follows from it, in a few more words.", false)
    ]);
    let plain = json!({"rich_text": runs, "color": "default"});
    let heading =
        json!({"rich_text": [text(title, false)], "color": "default", "is_toggleable": false});
    let (kind, content) = match index % 12 {
        0 => ("heading_2", heading),
        1 | 5 | 7 => ("paragraph", plain),
        2 | 3 => ("bulleted_list_item", plain),
        4 => ("numbered_list_item", plain),
        6 => (
            "to_do",
            json!({"rich_text": runs, "checked": index.is_multiple_of(2), "color": "default"}),
        ),
        8 => ("quote", plain),
        9 => (
            "code",
            json!({"rich_text": [text("fn main() {\n\tprintln!(\"hello\");\n}", false)], "caption": [],
                "language": "rust"}),
        ),
        10 => ("divider", json!({})),
        _ => (
            "image",
            json!({"caption": [], "type": "external",
                "external": {"url": "https://example.com/picture.png"}}),
        ),
    };
    let mut block = Map::new();
    let members = json!({
        "object": "block", "id": id(1, index), "parent": {"type": "page_id", "page_id": id(8, 1)},
        "created_time": "2026-03-01T10:00:00.000Z", "last_edited_time": "2026-03-02T10:00:00.000Z",
        "created_by": user(index), "last_edited_by": user(index + 1),
        "has_children": false, "in_trash": false, "type": kind
    });
    block.extend(members.as_object().cloned().unwrap_or_default());
    block.insert(kind.to_owned(), content);
    Value::Object(block)
}

fn list(results: Vec<Value>, of: &str, next: Option<&str>) -> String {
    json!({
        "object": "list", "results": results, "next_cursor": next, "has_more": next.is_some(),
        "type": of, of: {}, "request_id": id(6, 1)
    })
    .to_string()
}

/// A query response of 100 rows, about 230 KB.
pub fn rows() -> String {
    rows_from(0, Some(&cursor(1)))
}

/// A query response that begins with a certain row.
pub fn rows_from(first: usize, next: Option<&str>) -> String {
    let rows = (first..first + 100).map(row).collect();
    list(rows, "page_or_data_source", next)
}

/// The cursor of a page of rows.
pub fn cursor(page: usize) -> String {
    id(10, page)
}

/// 100 children of a page, about 100 KB.
pub fn blocks() -> String {
    list((0..100).map(block).collect(), "block", Some(&cursor(1)))
}
