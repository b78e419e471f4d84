//! A block of every kind, as the service answers it and as a request has it.

use recto_api::block::{
    Block, Bookmark, Callout, Child, Code, Column, Container, Heading, Language, LinkToPage,
    ListFormat, Media, NewBlock, NumberedListItem, SyncedBlock, SyncedFrom, Table, TableOfContents,
    TableRow, Template, TextBlock, ToDo, Unsupported,
};
use serde_json::{Value, json};

use super::super::objects::texts;
use super::{ID, MINUTE, OTHER_ID, Shape, new_block, run};

pub(super) fn shapes() -> Vec<Shape> {
    let mut all: Vec<Shape> = answered()
        .into_iter()
        .map(|(kind, payload)| Shape::of::<Block>(block(kind, payload)))
        .collect();
    all.extend(
        requested()
            .into_iter()
            .map(|(kind, payload)| Shape::of::<NewBlock>(new_block(kind, payload))),
    );
    all.push(Shape::of::<Block>(json!({
        "object": "block",
        "id": ID,
        "parent": {"type": "page_id", "page_id": OTHER_ID},
        "created_time": MINUTE,
        "last_edited_time": MINUTE,
        "created_by": {"object": "user", "id": ID},
        "last_edited_by": {"object": "user", "id": ID},
        "has_children": false,
        "in_trash": false,
        "type": "divider",
        "divider": {},
        "request_id": OTHER_ID,
    })));
    all.push(Shape::of::<Block>(json!({"object": "block", "id": ID})));
    // Without what requests may leave out.
    all.push(Shape::of::<NewBlock>(
        json!({"paragraph": {"rich_text": [{"text": {"content": "a"}}]}}),
    ));
    all.extend(old());
    all.extend(payloads());
    all.extend(texts::<Language>(LANGUAGES));
    all.extend(texts::<ListFormat>(&["numbers", "letters", "roman"]));
    all
}

fn block(kind: &str, payload: Value) -> Value {
    json!({"object": "block", "id": ID, "type": kind, kind: payload})
}

fn hosted() -> Value {
    json!({"url": "https://files.example.com/a?sign=1", "expiry_time": MINUTE})
}

fn answered() -> Vec<(&'static str, Value)> {
    let text = json!({"rich_text": [run("a")], "color": "default"});
    let heading = json!({"rich_text": [run("a")], "is_toggleable": true, "color": "red"});
    let external = json!({"caption": [run("a")], "type": "external",
        "external": {"url": "https://example.com/a.png"}});
    let file = json!({"caption": [], "type": "file", "file": hosted()});
    vec![
        (
            "paragraph",
            json!({"rich_text": [run("a")], "icon": null, "color": "default"}),
        ),
        (
            "paragraph",
            json!({"rich_text": [], "icon": {"type": "emoji", "emoji": "🧭"},
            "color": "blue_background"}),
        ),
        ("heading_1", heading.clone()),
        ("heading_2", heading.clone()),
        ("heading_3", heading.clone()),
        ("heading_4", heading),
        ("bulleted_list_item", text.clone()),
        ("numbered_list_item", text.clone()),
        (
            "numbered_list_item",
            json!({"rich_text": [], "color": "default",
            "list_start_index": 3, "list_format": "roman"}),
        ),
        (
            "to_do",
            json!({"rich_text": [run("a")], "checked": true, "color": "default"}),
        ),
        ("toggle", text.clone()),
        ("quote", text),
        (
            "callout",
            json!({"rich_text": [run("a")], "icon": {"type": "emoji", "emoji": "💡"},
            "color": "gray_background"}),
        ),
        (
            "code",
            json!({"caption": [run("b")], "rich_text": [run("a")], "language": "rust"}),
        ),
        ("equation", json!({"expression": "e = mc^2"})),
        ("divider", json!({})),
        ("breadcrumb", json!({})),
        ("table_of_contents", json!({"color": "gray"})),
        (
            "bookmark",
            json!({"caption": [run("a")], "url": "https://example.com"}),
        ),
        (
            "embed",
            json!({"caption": [], "url": "https://example.com"}),
        ),
        ("image", external.clone()),
        ("image", file.clone()),
        ("video", external.clone()),
        ("pdf", external),
        ("audio", file),
        (
            "file",
            json!({"caption": [], "type": "file", "file": hosted(), "name": "a.txt"}),
        ),
        ("link_to_page", json!({"type": "page_id", "page_id": ID})),
        (
            "link_to_page",
            json!({"type": "database_id", "database_id": ID}),
        ),
        (
            "link_to_page",
            json!({"type": "comment_id", "comment_id": ID}),
        ),
        ("link_preview", json!({"url": "https://example.com/pull/1"})),
        (
            "table",
            json!({"table_width": 2, "has_column_header": true, "has_row_header": false}),
        ),
        ("table_row", json!({"cells": [[run("a")], []]})),
        ("column_list", json!({})),
        ("column", json!({})),
        ("column", json!({"width_ratio": 0.25})),
        ("synced_block", json!({"synced_from": null})),
        (
            "synced_block",
            json!({"synced_from": {"type": "block_id", "block_id": ID}}),
        ),
        ("template", json!({"rich_text": [run("a")]})),
        ("tab", json!({})),
        ("child_page", json!({"title": "a"})),
        ("child_database", json!({"title": "a"})),
        ("meeting_notes", super::meeting_notes::notes()),
        ("transcription", super::meeting_notes::notes()),
        ("unsupported", json!({})),
        ("unsupported", json!({"block_type": "form"})),
    ]
}

/// What may be created, with blocks inside where there may be some.
fn requested() -> Vec<(&'static str, Value)> {
    let inside = json!([new_block("divider", json!({}))]);
    let text = json!({"rich_text": [run("a")], "color": "default", "children": inside});
    let heading = json!({"rich_text": [run("a")], "is_toggleable": true, "children": inside});
    let upload = json!({"caption": [run("a")], "type": "file_upload", "file_upload": {"id": ID}});
    let row = new_block("table_row", json!({"cells": [[run("a")], []]}));
    let column = new_block("column", json!({"width_ratio": 0.5, "children": inside}));
    let tab = new_block(
        "paragraph",
        json!({"rich_text": [run("a")], "icon": {"type": "emoji", "emoji": "🧭"},
            "children": inside}),
    );
    vec![
        ("paragraph", text.clone()),
        ("heading_1", heading.clone()),
        ("heading_4", heading),
        ("bulleted_list_item", text.clone()),
        ("numbered_list_item", text.clone()),
        (
            "to_do",
            json!({"rich_text": [run("a")], "checked": false, "children": inside}),
        ),
        ("toggle", text.clone()),
        ("quote", text),
        (
            "callout",
            json!({"rich_text": [run("a")], "children": inside,
            "icon": {"type": "external", "external": {"url": "https://example.com/a.png"}}}),
        ),
        (
            "code",
            json!({"rich_text": [run("a")], "language": "plain text"}),
        ),
        ("image", upload),
        (
            "file",
            json!({"type": "file_upload", "file_upload": {"id": ID}, "name": "a.txt"}),
        ),
        (
            "table",
            json!({"table_width": 2, "has_column_header": false, "has_row_header": true,
            "children": [row]}),
        ),
        ("column_list", json!({"children": [column, column]})),
        (
            "synced_block",
            json!({"synced_from": null, "children": inside}),
        ),
        (
            "template",
            json!({"rich_text": [run("a")], "children": inside}),
        ),
        ("tab", json!({"children": [tab]})),
    ]
}

/// As it was before 2022-02-22, and what programs have saved since.
fn old() -> Vec<Shape> {
    let text = json!([run("a")]);
    [
        ("paragraph", json!({"text": text})),
        ("heading_1", json!({"text": text, "color": "default"})),
        ("bulleted_list_item", json!({"text": text})),
        ("numbered_list_item", json!({"text": text})),
        ("to_do", json!({"text": text, "checked": false})),
        ("toggle", json!({"text": text})),
        ("quote", json!({"text": text})),
        ("callout", json!({"text": text, "icon": null})),
        ("code", json!({"text": text, "language": "rust"})),
        ("template", json!({"text": text})),
        // A whole block inside, as trees are saved.
        (
            "toggle",
            json!({"rich_text": [], "children": [block("divider", json!({}))]}),
        ),
    ]
    .into_iter()
    .map(|(kind, payload)| Shape::of::<Block>(block(kind, payload)))
    .collect()
}

fn payloads() -> Vec<Shape> {
    let text = json!({"rich_text": [run("a")], "icon": null, "color": "default"});
    let from = json!({"type": "block_id", "block_id": ID});
    vec![
        Shape::of::<TextBlock>(text),
        Shape::of::<Heading>(json!({"rich_text": [], "is_toggleable": false, "color": "default"})),
        Shape::of::<NumberedListItem>(json!({"rich_text": [], "color": "default",
            "list_start_index": 1, "list_format": "numbers"})),
        Shape::of::<ToDo>(json!({"checked": true})),
        Shape::of::<Callout>(json!({"rich_text": [], "icon": null, "color": "default"})),
        Shape::of::<Code>(json!({"caption": [], "rich_text": [], "language": "ebnf"})),
        Shape::of::<Template>(json!({"rich_text": [run("a")]})),
        Shape::of::<TableOfContents>(json!({"color": "default"})),
        Shape::of::<Bookmark>(json!({"caption": [], "url": "https://example.com"})),
        Shape::of::<Media>(json!({"caption": [], "type": "file", "file": hosted(), "name": "a"})),
        // The caption alone changes.
        Shape::of::<Media>(json!({"caption": [run("a")]})),
        Shape::of::<Child>(json!({"title": "a"})),
        Shape::of::<Unsupported>(json!({"block_type": "button"})),
        Shape::of::<Table>(json!({"table_width": 1, "has_column_header": true,
            "has_row_header": true})),
        Shape::of::<TableRow>(json!({"cells": [[run("a")]]})),
        Shape::of::<Container>(json!({})),
        Shape::of::<Column>(json!({"width_ratio": 0.5})),
        Shape::of::<SyncedBlock>(json!({"synced_from": from})),
        Shape::of::<SyncedFrom>(from),
        Shape::of::<SyncedFrom>(json!({"block_id": ID})),
        Shape::of::<LinkToPage>(json!({"type": "page_id", "page_id": ID})),
        Shape::of::<LinkToPage>(json!({"database_id": ID})),
    ]
}

const LANGUAGES: &[&str] = &[
    "abap",
    "abc",
    "agda",
    "arduino",
    "ascii art",
    "assembly",
    "bash",
    "basic",
    "bnf",
    "c",
    "c#",
    "c++",
    "clojure",
    "coffeescript",
    "coq",
    "css",
    "dart",
    "dhall",
    "diff",
    "docker",
    "ebnf",
    "elixir",
    "elm",
    "erlang",
    "f#",
    "flow",
    "fortran",
    "gherkin",
    "glsl",
    "go",
    "graphql",
    "groovy",
    "haskell",
    "hcl",
    "html",
    "idris",
    "java",
    "javascript",
    "json",
    "julia",
    "kotlin",
    "latex",
    "less",
    "lisp",
    "livescript",
    "llvm ir",
    "lua",
    "makefile",
    "markdown",
    "markup",
    "matlab",
    "mathematica",
    "mermaid",
    "nix",
    "notion formula",
    "objective-c",
    "ocaml",
    "pascal",
    "perl",
    "php",
    "plain text",
    "powershell",
    "prolog",
    "protobuf",
    "purescript",
    "python",
    "r",
    "racket",
    "reason",
    "ruby",
    "rust",
    "sass",
    "scala",
    "scheme",
    "scss",
    "shell",
    "smalltalk",
    "solidity",
    "sql",
    "swift",
    "toml",
    "typescript",
    "vb.net",
    "verilog",
    "vhdl",
    "visual basic",
    "webassembly",
    "xml",
    "yaml",
    "java/c/c++/c#",
];
