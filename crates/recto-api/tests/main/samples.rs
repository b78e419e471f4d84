//! Objects as the service answers them, written for these tests.

use serde_json::{Value, json};

pub(crate) const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

/// A page with a property of every type.
pub(crate) fn page() -> Value {
    let text = |text: &str| {
        json!([{
            "type": "text",
            "text": {"content": text, "link": null},
            "annotations": {"bold": false, "italic": false, "strikethrough": false,
                "underline": false, "code": false, "color": "default"},
            "plain_text": text,
            "href": null
        }])
    };
    let user = json!({"object": "user", "id": ID, "name": "Ada", "avatar_url": null,
        "type": "person", "person": {"email": "ada@example.com"}});
    json!({
        "object": "page",
        "id": ID,
        "created_time": "2026-03-01T10:00:00.000Z",
        "last_edited_time": "2026-03-02T10:00:00.000Z",
        "created_by": {"object": "user", "id": ID},
        "last_edited_by": {"object": "user", "id": ID},
        "cover": {"type": "external", "external": {"url": "https://example.com/a.png"}},
        "icon": {"type": "emoji", "emoji": "🧭"},
        "parent": {"type": "data_source_id", "data_source_id": ID, "database_id": ID},
        "in_trash": false,
        "is_archived": false,
        "is_locked": false,
        "properties": {
            "Files": {"id": "%3A%7BfH", "type": "files", "files": [
                {"name": "a", "type": "external", "external": {"url": "https://example.com"}},
                {"name": "b", "type": "file",
                    "file": {"url": "https://files.example", "expiry_time": "2026-03-01T10:00:00.000Z"}}]},
            "Number": {"id": "a", "type": "number", "number": 12.50},
            "Whole": {"id": "a2", "type": "number", "number": 5},
            "Nothing": {"id": "b", "type": "number", "number": null},
            "Select": {"id": "c", "type": "select", "select": {"id": "x", "name": "One", "color": "red"}},
            "Empty select": {"id": "c2", "type": "select", "select": null},
            "Multi": {"id": "d", "type": "multi_select", "multi_select": [
                {"id": "y", "name": "Two", "color": "a colour of tomorrow"}]},
            "Status": {"id": "e", "type": "status", "status": {"id": "z", "name": "Done", "color": "green"}},
            "Date": {"id": "f", "type": "date",
                "date": {"start": "2026-03-01T09:30:00.000+01:00", "end": null, "time_zone": null}},
            "People": {"id": "g", "type": "people", "people": [user,
                {"id": ID, "name": "Crew", "object": "group"}]},
            "Checkbox": {"id": "h", "type": "checkbox", "checkbox": true},
            "Url": {"id": "i", "type": "url", "url": "https://example.com"},
            "Email": {"id": "j", "type": "email", "email": null},
            "Phone": {"id": "k", "type": "phone_number", "phone_number": "+1 555 0100"},
            "Text": {"id": "l", "type": "rich_text", "rich_text": text("héllo 🌍")},
            "Relation": {"id": "m", "type": "relation", "relation": [{"id": ID}], "has_more": true},
            "Formula": {"id": "n", "type": "formula", "formula": {"type": "boolean", "boolean": true}},
            "Rollup": {"id": "o", "type": "rollup", "rollup": {"type": "array",
                "array": [{"type": "title", "title": text("x")}], "function": "show_original"}},
            "Made": {"id": "p", "type": "created_time", "created_time": "2026-03-01T10:00:00.000Z"},
            "Edited": {"id": "q", "type": "last_edited_time", "last_edited_time": "2026-03-01T10:00:00.000Z"},
            "Maker": {"id": "r", "type": "created_by", "created_by": {"object": "user", "id": ID,
                "name": "bot", "avatar_url": null, "type": "bot", "bot": {}}},
            "Editor": {"id": "s", "type": "last_edited_by", "last_edited_by": {"object": "user", "id": ID}},
            "Count": {"id": "t", "type": "unique_id", "unique_id": {"prefix": "R", "number": 7}},
            "Button": {"id": "u", "type": "button", "button": {}},
            "Verified": {"id": "v", "type": "verification", "verification":
                {"state": "unverified", "date": null, "verified_by": null}},
            "Place": {"id": "w", "type": "place", "place": {"lat": 1.5, "lon": -2, "name": "Pier"}},
            "Name": {"id": "title", "type": "title", "title": text("Title")}
        },
        "url": format!("https://app.notion.com/p/Title-{}", ID.replace('-', "")),
        "public_url": null,
        "request_id": ID
    })
}

/// A data source with a property of every type.
pub(crate) fn data_source() -> Value {
    let options = json!([{"id": "x", "name": "One", "color": "red", "description": null}]);
    json!({
        "object": "data_source", "id": ID, "cover": null, "icon": null,
        "created_time": "2026-03-01T10:00:00.000Z",
        "created_by": {"object": "user", "id": ID},
        "last_edited_by": {"object": "user", "id": ID},
        "last_edited_time": "2026-03-01T10:00:00.000Z",
        "title": [], "description": [], "is_inline": false,
        "properties": {
            "Number": {"id": "a", "name": "Number", "description": null, "type": "number",
                "number": {"format": "euro"}},
            "Select": {"id": "b", "name": "Select", "type": "select", "select": {"options": options}},
            "Multi": {"id": "c", "name": "Multi", "type": "multi_select",
                "multi_select": {"options": []}},
            "Status": {"id": "d", "name": "Status", "type": "status", "status": {"options": options,
                "groups": [{"id": "g", "name": "To-do", "color": "gray", "option_ids": ["x"]}]}},
            "Formula": {"id": "e", "name": "Formula", "type": "formula",
                "formula": {"expression": "1 + 1"}},
            "Relation": {"id": "f", "name": "Relation", "type": "relation", "relation": {
                "database_id": ID, "data_source_id": ID, "type": "dual_property",
                "dual_property": {"synced_property_name": "Back", "synced_property_id": "q"}}},
            "Rollup": {"id": "g", "name": "Rollup", "type": "rollup", "rollup": {
                "function": "sum", "rollup_property_name": "n", "relation_property_name": "Relation",
                "rollup_property_id": "a", "relation_property_id": "f"}},
            "Count": {"id": "h", "name": "Count", "type": "unique_id", "unique_id": {"prefix": null}},
            "Name": {"id": "title", "name": "Name", "type": "title", "title": {}}
        },
        "parent": {"type": "database_id", "database_id": ID},
        "database_parent": {"type": "page_id", "page_id": ID},
        "url": "https://app.notion.com/p/x", "public_url": null, "in_trash": false
    })
}

/// A database.
pub(crate) fn database() -> Value {
    json!({
        "object": "database", "id": ID, "title": [], "description": [],
        "parent": {"type": "workspace", "workspace": true},
        "is_inline": false, "in_trash": false, "is_locked": false,
        "created_time": "2026-03-01T10:00:45.055+00:00",
        "last_edited_time": "2026-03-01T10:00:45.055+00:00",
        "data_sources": [{"id": ID, "name": "Rows"}],
        "icon": {"type": "icon", "icon": {"name": "pizza", "color": "blue"}},
        "cover": null, "url": "https://app.notion.com/p/x", "public_url": null
    })
}

/// A block of each typed kind, and one that is not.
pub(crate) fn blocks() -> Vec<Value> {
    let rich = json!([
        {"type": "mention", "mention": {"type": "page", "page": {"id": ID}}, "plain_text": "P",
            "annotations": {"bold": true, "color": "blue_background"}, "href": "https://x.example"},
        {"type": "mention", "mention": {"type": "date",
            "date": {"start": "2026-03-01", "end": null, "time_zone": null}}},
        {"type": "equation", "equation": {"expression": "e=mc^2"}},
        {"type": "text", "text": {"content": "a", "link": {"url": "https://example.com"}}}
    ]);
    [
        (
            "paragraph",
            json!({"rich_text": rich, "icon": null, "color": "default"}),
        ),
        (
            "heading_1",
            json!({"rich_text": [], "is_toggleable": true, "color": "red"}),
        ),
        (
            "heading_4",
            json!({"rich_text": [], "is_toggleable": false, "color": "default"}),
        ),
        (
            "bulleted_list_item",
            json!({"rich_text": [], "color": "default"}),
        ),
        (
            "numbered_list_item",
            json!({"rich_text": [], "color": "default", "list_format": "roman"}),
        ),
        (
            "to_do",
            json!({"rich_text": [], "checked": true, "color": "default"}),
        ),
        ("toggle", json!({"rich_text": [], "color": "default"})),
        ("quote", json!({"rich_text": [], "color": "default"})),
        (
            "callout",
            json!({"rich_text": [], "color": "default",
            "icon": {"type": "custom_emoji", "custom_emoji": {"id": ID, "name": "n", "url": "u"}}}),
        ),
        (
            "code",
            json!({"caption": [], "rich_text": [], "language": "rust"}),
        ),
        ("divider", json!({})),
        ("child_page", json!({"title": "P"})),
        ("child_database", json!({"title": "D"})),
        (
            "table",
            json!({"table_width": 2, "has_column_header": true, "has_row_header": false}),
        ),
        ("hologram", json!({"of": ["tomorrow"]})),
    ]
    .into_iter()
    .map(|(kind, payload)| {
        json!({
            "object": "block", "id": ID, "parent": {"type": "page_id", "page_id": ID},
            "created_time": "2026-03-01T10:00:00.000Z", "has_children": false, "in_trash": false,
            "type": kind, kind: payload
        })
    })
    .collect()
}
