//! Property values, dates, ids, filters and sorts.

mod queries;

use recto_api::date::DateText;
use recto_api::ids::{BlockId, DataSourceId, DatabaseId, PageId, PropertyId, UserId, ViewId};
use recto_api::page::Page;
use recto_api::property::{
    Date, Empty, Formula, OptionColor, PageRef, Place, Property, PropertyItem, Rollup,
    SelectOption, UniqueId, Verification,
};
use serde_json::{Value, json};

use super::Shape;
use super::objects::texts;

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
const OTHER_ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";
const MINUTE: &str = "2026-03-01T09:30:00.000Z";

pub(crate) fn shapes() -> Vec<Shape> {
    let mut all = properties();
    all.extend(parts());
    all.extend(items());
    all.extend(texts::<OptionColor>(&[
        "default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red",
    ]));
    all.extend(texts::<DateText>(&[
        "2026-03-01",
        MINUTE,
        "2026-03-01T09:30:00.000+01:00",
        "2026-06-27T16:57:33.066123456+00:00",
    ]));
    all.extend(texts::<PageId>(&[ID, "3C0A5F4E0F5B81AA9D54D3A3C2A0E111"]));
    all.extend(texts::<BlockId>(&[ID]));
    all.extend(texts::<DatabaseId>(&[ID]));
    all.extend(texts::<DataSourceId>(&[ID]));
    all.extend(texts::<UserId>(&[ID]));
    all.extend(texts::<ViewId>(&[ID]));
    all.extend(texts::<PropertyId>(&["title", "%3FbAF", "~ak%40", "?bAF"]));
    all.extend(queries::shapes());
    all
}

fn run() -> Value {
    json!({
        "type": "text",
        "text": {"content": "a", "link": null},
        "annotations": {"bold": false, "italic": false, "strikethrough": false, "underline": false,
            "code": false, "color": "default"},
        "plain_text": "a",
        "href": null
    })
}

fn user() -> Value {
    json!({"object": "user", "id": ID, "name": "Ada", "avatar_url": null, "type": "person",
        "person": {"email": "ada@example.com"}})
}

fn date() -> Value {
    json!({"start": "2026-03-01", "end": "2026-03-05", "time_zone": null})
}

fn option() -> Value {
    json!({"id": "wX9?", "name": "Done", "color": "green"})
}

/// A value of every type, as answers and as requests have it.
fn values() -> Vec<(&'static str, Value)> {
    vec![
        ("title", json!([run()])),
        ("title", json!([{"text": {"content": "a"}}])),
        ("rich_text", json!([run()])),
        ("number", json!(12.5)),
        ("number", json!(-3)),
        ("select", option()),
        ("select", json!({"name": "Done"})),
        ("multi_select", json!([option(), {"id": "wX9?"}])),
        ("status", option()),
        ("date", date()),
        ("date", json!({"start": "2026-03-01T09:30:00.000+01:00"})),
        (
            "date",
            json!({"start": "2026-03-01T09:30", "time_zone": "Europe/Oslo"}),
        ),
        (
            "people",
            json!([user(), {"object": "group", "id": OTHER_ID, "name": "Crew"}]),
        ),
        (
            "files",
            json!([
                {"name": "a", "type": "external", "external": {"url": "https://example.com/a"}},
                {"name": "b", "type": "file", "file": {"url": "https://files.example/b", "expiry_time": MINUTE}},
                {"type": "file_upload", "file_upload": {"id": ID}},
            ]),
        ),
        ("checkbox", json!(true)),
        ("url", json!("https://example.com")),
        ("email", json!("ada@example.com")),
        ("phone_number", json!("+47 555 0100")),
        ("relation", json!([{"id": ID}, {"id": OTHER_ID}])),
        ("formula", json!({"type": "string", "string": "a"})),
        ("formula", json!({"type": "number", "number": 1.5})),
        ("formula", json!({"type": "boolean", "boolean": false})),
        ("formula", json!({"type": "date", "date": date()})),
        (
            "rollup",
            json!({"type": "number", "number": 4, "function": "sum"}),
        ),
        (
            "rollup",
            json!({"type": "date", "date": date(), "function": "latest_date"}),
        ),
        (
            "rollup",
            json!({"type": "array", "function": "show_original", "array": [
                {"type": "title", "title": [run()]}, {"type": "number", "number": null}]}),
        ),
        ("formula", json!({"type": "unsupported", "unsupported": {}})),
        (
            "rollup",
            json!({"type": "unsupported", "unsupported": {}, "function": "sum"}),
        ),
        (
            "rollup",
            json!({"type": "incomplete", "incomplete": {}, "function": "sum"}),
        ),
        ("created_time", json!(MINUTE)),
        ("last_edited_time", json!(MINUTE)),
        ("created_by", user()),
        ("last_edited_by", json!({"object": "user", "id": ID})),
        ("unique_id", json!({"prefix": "R", "number": 7})),
        ("button", json!({})),
        (
            "verification",
            json!({"state": "verified", "date": date(), "verified_by": user()}),
        ),
        (
            "verification",
            json!({"state": "unverified", "date": null, "verified_by": null}),
        ),
        (
            "place",
            json!({"lat": 59.9, "lon": 10.7, "name": "Pier", "address": "Quay 1",
                "aws_place_id": "a", "google_place_id": "g"}),
        ),
    ]
}

fn properties() -> Vec<Shape> {
    let mut all: Vec<_> = values()
        .into_iter()
        .map(|(kind, value)| {
            Shape::of::<Property>(json!({"id": "%3AaBc", "type": kind, kind: value}))
        })
        .collect();
    // Requests leave out the id and the type, and even the object around the value.
    all.push(Shape::of::<Property>(json!({"number": 5})));
    all.push(Shape::of::<Property>(json!([{"text": {"content": "a"}}])));
    all.push(Shape::of::<Property>(
        json!({"id": "a", "type": "relation", "relation": [{"id": ID}], "has_more": true}),
    ));
    // What answers show of empty values.
    for kind in [
        "number",
        "select",
        "status",
        "date",
        "url",
        "email",
        "phone_number",
        "place",
        "verification",
    ] {
        all.push(Shape::of::<Property>(
            json!({"id": "a", "type": kind, kind: null}),
        ));
    }
    let properties = values().into_iter().enumerate();
    let properties: serde_json::Map<_, _> = properties
        .map(|(index, (kind, value))| {
            (
                format!("P{index}"),
                json!({"id": format!("p{index}"), "type": kind, kind: value}),
            )
        })
        .collect();
    all.push(Shape::of::<Page>(
        json!({"object": "page", "id": ID, "properties": properties}),
    ));
    all
}

/// The parts of values, by themselves.
fn parts() -> Vec<Shape> {
    let mut all = vec![
        Shape::of::<Empty>(json!({})),
        Shape::of::<SelectOption>(
            json!({"id": "wX9?", "name": "Done", "color": "green", "description": "All of it."}),
        ),
        Shape::of::<Date>(date()),
        Shape::of::<PageRef>(json!({"id": ID})),
    ];
    for (kind, value) in values() {
        match kind {
            "formula" => all.push(Shape::of::<Formula>(value)),
            "rollup" => all.push(Shape::of::<Rollup>(value)),
            "unique_id" => all.push(Shape::of::<UniqueId>(value)),
            "verification" => all.push(Shape::of::<Verification>(value)),
            "place" => all.push(Shape::of::<Place>(value)),
            _ => {}
        }
    }
    all
}

/// What the property endpoint answers: one element of a list, or the whole value.
fn items() -> Vec<Shape> {
    values()
        .into_iter()
        .map(|(kind, value)| {
            let value = match (kind, value) {
                ("title" | "rich_text" | "people" | "relation", Value::Array(mut list)) => {
                    list.remove(0)
                }
                (_, value) => value,
            };
            Shape::of::<PropertyItem>(
                json!({"object": "property_item", "id": "%3AaBc", "type": kind, kind: value}),
            )
        })
        .collect()
}
