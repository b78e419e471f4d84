//! A workspace with something of everything, made for the pictures.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::server::Server;

/// What was made.
pub(super) struct Workspace {
    pub(super) page: String,
    pub(super) database: String,
}

/// The types of blocks on the page that has all a request can make.
pub(super) const BLOCKS: &[&str] = &[
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
    "code",
    "equation",
    "divider",
    "image",
    "file",
    "pdf",
    "video",
    "audio",
    "bookmark",
    "embed",
    "table_of_contents",
    "breadcrumb",
    "table",
    "column_list",
    "column",
    "synced_block",
    "link_to_page",
    "child_page",
    "tab",
];

/// Fills the workspace of a server.
pub(super) fn fill(server: &Server) -> anyhow::Result<Workspace> {
    let id = |object: &Value| {
        let id = object["id"].as_str().map(str::to_owned);
        id.with_context(|| format!("no id in {object}"))
    };
    let time = json!({"time": "2026-05-01T10:00:00Z"});
    server.ask("PUT", "/_emulator/clock", &time)?;
    let database = server.ask("POST", "/v1/databases", &tasks(&server.home))?;
    let source = id(&database["data_sources"][0])?;
    for row in rows() {
        let page = json!({"parent": {"data_source_id": source}, "properties": row});
        server.ask("POST", "/v1/pages", &page)?;
    }
    let page = json!({
        "parent": {"page_id": server.home},
        "icon": {"emoji": "🧱"},
        "properties": {"title": {"title": text("Every block")}},
    });
    let page = id(&server.ask("POST", "/v1/pages", &page)?)?;
    for block in blocks(&server.home) {
        let path = format!("/v1/blocks/{page}/children");
        server.ask("PATCH", &path, &json!({"children": [block]}))?;
    }
    let below = json!({
        "parent": {"page_id": page},
        "properties": {"title": {"title": text("A page below")}},
    });
    server.ask("POST", "/v1/pages", &below)?;
    for words in ["A first thought", "A second thought"] {
        let comment = json!({"parent": {"page_id": page}, "rich_text": text(words)});
        server.ask("POST", "/v1/comments", &comment)?;
    }
    let limited = json!({"operation": "get_self", "status": 429});
    server.ask("POST", "/_emulator/faults", &limited)?;
    server.call("GET", "/v1/users/me", &Value::Null)?;
    let nobody = "/v1/users/00000000-0000-4000-8000-000000000000";
    server.call("GET", nobody, &Value::Null)?;
    let rule = json!({"operation": "create_page", "status": 502, "when": "after", "nth": 3});
    server.ask("POST", "/_emulator/faults", &rule)?;
    server.ask("PUT", "/_emulator/snapshots/a%20good%20day", &Value::Null)?;
    Ok(Workspace {
        page,
        database: id(&database)?,
    })
}

fn text(words: &str) -> Value {
    json!([{"text": {"content": words}}])
}

fn tasks(home: &str) -> Value {
    let options = |names: &[(&str, &str)]| {
        let options: Vec<Value> = names
            .iter()
            .map(|(name, color)| json!({"name": name, "color": color}))
            .collect();
        json!({"options": options})
    };
    json!({
        "parent": {"page_id": home},
        "icon": {"emoji": "🗂"},
        "title": text("Tasks"),
        "initial_data_source": {"properties": {
            "Name": {"title": {}},
            "Status": {"status": {}},
            "Priority": {"select": options(&[("High", "red"), ("Low", "green")])},
            "Tags": {"multi_select": options(&[("design", "blue"), ("code", "purple")])},
            "Due": {"date": {}},
            "Effort": {"number": {}},
            "Done": {"checkbox": {}},
            "Link": {"url": {}},
            "Number": {"unique_id": {"prefix": "T"}},
        }},
    })
}

fn rows() -> Vec<Value> {
    let row = |name: &str, status: &str, priority: &str, due: &str, effort: u32, link: &str| {
        json!({
            "Name": {"title": text(name)},
            "Status": {"status": {"name": status}},
            "Priority": {"select": {"name": priority}},
            "Tags": {"multi_select": [{"name": "design"}, {"name": "code"}]},
            "Due": {"date": {"start": due}},
            "Effort": {"number": effort},
            "Done": {"checkbox": status == "Done"},
            "Link": {"url": link},
        })
    };
    let page = "https://example.com/a";
    vec![
        row(
            "Mend the bell",
            "In progress",
            "High",
            "2026-05-02",
            3,
            page,
        ),
        row("Buy bread", "Done", "Low", "2026-05-01", 1, page),
        row(
            "<img src=\"x\" onerror=\"alert(1)\">",
            "Not started",
            "High",
            "2026-05-09",
            8,
            "javascript:alert(1)",
        ),
    ]
}

fn blocks(home: &str) -> Vec<Value> {
    let at = |path: &str| json!({"external": {"url": format!("https://example.com/{path}")}});
    let marked = json!([
        {"text": {"content": "Words, "}},
        {"text": {"content": "bold"}, "annotations": {"bold": true}},
        {"text": {"content": ", "}},
        {"text": {"content": "italic"}, "annotations": {"italic": true}},
        {"text": {"content": ", "}},
        {"text": {"content": "code"}, "annotations": {"code": true}},
        {"text": {"content": ", "}},
        {"text": {"content": "red"}, "annotations": {"color": "red"}},
        {"text": {"content": ", a "}},
        {"text": {"content": "link", "link": {"url": "https://example.com"}}},
        {"text": {"content": ", and <script>alert(1)</script>."}},
    ]);
    let inside = |words: &str| json!([{"paragraph": {"rich_text": text(words)}}]);
    let item = json!({"rich_text": text("Below it")});
    vec![
        json!({"paragraph": {"rich_text": marked}}),
        json!({"heading_1": {"rich_text": text("Heading 1")}}),
        json!({"heading_2": {"rich_text": text("Heading 2")}}),
        json!({"heading_3": {"rich_text": text("Heading 3")}}),
        json!({"heading_4": {"rich_text": text("Heading 4")}}),
        json!({"bulleted_list_item": {"rich_text": text("A bullet"), "children": [{"bulleted_list_item": item}]}}),
        json!({"numbered_list_item": {"rich_text": text("First")}}),
        json!({"numbered_list_item": {"rich_text": text("Second")}}),
        json!({"to_do": {"rich_text": text("Open")}}),
        json!({"to_do": {"rich_text": text("Done"), "checked": true}}),
        json!({"toggle": {"rich_text": text("A toggle"), "children": inside("In the toggle")}}),
        json!({"quote": {"rich_text": text("A quote")}}),
        json!({"callout": {"rich_text": text("A callout"), "icon": {"emoji": "💡"}, "color": "blue_background"}}),
        json!({"code": {"rich_text": text("fn main() {\n    greet();\n}"), "language": "rust"}}),
        json!({"equation": {"expression": "e = mc^2"}}),
        json!({"divider": {}}),
        json!({"image": at("picture.png")}),
        json!({"file": at("archive.zip")}),
        json!({"pdf": at("paper.pdf")}),
        json!({"video": at("film.mp4")}),
        json!({"audio": at("song.mp3")}),
        json!({"bookmark": {"url": "https://example.com"}}),
        json!({"embed": {"url": "https://example.com/embed"}}),
        json!({"table_of_contents": {}}),
        json!({"breadcrumb": {}}),
        json!({"table": {"table_width": 2, "has_column_header": true, "children": [
            {"table_row": {"cells": [text("a"), text("b")]}},
            {"table_row": {"cells": [text("1"), text("2")]}},
        ]}}),
        json!({"column_list": {"children": [
            {"column": {"children": inside("Left")}},
            {"column": {"children": inside("Right")}},
        ]}}),
        json!({"synced_block": {"synced_from": null, "children": inside("Synced")}}),
        json!({"link_to_page": {"page_id": home}}),
        json!({"tab": {"children": [
            {"paragraph": {"rich_text": text("One"), "children": inside("In the first tab")}},
            {"paragraph": {"rich_text": text("Two"), "children": inside("In the second tab")}},
        ]}}),
    ]
}
