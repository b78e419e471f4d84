//! Decoding and encoding a page of 100 rows, and one of 100 blocks, beside `serde_json::Value` in
//! one run.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use recto_api::block::Block;
use recto_api::list::List;
use recto_api::object::Object;
use recto_api::wire::Decode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn text(content: &str) -> Value {
    json!([{
        "type": "text",
        "text": {"content": content, "link": null},
        "annotations": {"bold": false, "italic": false, "strikethrough": false,
            "underline": false, "code": false, "color": "default"},
        "plain_text": content,
        "href": null
    }])
}

/// A row as a team's task list has them: ten properties, about 2.3 KB.
fn row(index: usize) -> Value {
    let id = format!("3c0a5f4e-0f5b-81aa-9d54-{index:012x}");
    let user = json!({"object": "user", "id": id, "name": "Someone", "avatar_url": null,
        "type": "person", "person": {"email": "someone@example.com"}});
    json!({
        "object": "page", "id": id,
        "created_time": "2026-03-01T10:00:00.000Z", "last_edited_time": "2026-03-02T10:00:00.000Z",
        "created_by": {"object": "user", "id": id}, "last_edited_by": {"object": "user", "id": id},
        "cover": null, "icon": {"type": "emoji", "emoji": "📌"},
        "parent": {"type": "data_source_id", "data_source_id": id, "database_id": id},
        "in_trash": false, "is_archived": false, "is_locked": false,
        "properties": {
            "Estimate": {"id": "%3Aabc", "type": "number", "number": index},
            "Status": {"id": "Bcde", "type": "status",
                "status": {"id": id, "name": "In progress", "color": "blue"}},
            "Tags": {"id": "Cdef", "type": "multi_select", "multi_select": [
                {"id": id, "name": "backend", "color": "green"},
                {"id": id, "name": "urgent", "color": "red"}]},
            "Due": {"id": "Defg", "type": "date",
                "date": {"start": "2026-03-09", "end": null, "time_zone": null}},
            "Owner": {"id": "Efgh", "type": "people", "people": [user]},
            "Done": {"id": "Fghi", "type": "checkbox", "checkbox": false},
            "Link": {"id": "Ghij", "type": "url", "url": "https://example.com/tasks/1"},
            "Notes": {"id": "Hijk", "type": "rich_text",
                "rich_text": text("Write it down, then do it, then say so.")},
            "Project": {"id": "Ijkl", "type": "relation", "relation": [{"id": id}], "has_more": false},
            "Name": {"id": "title", "type": "title", "title": text("Prepare the quarterly figures")}
        },
        "url": "https://app.notion.com/p/Prepare-3c0a5f4e0f5b81aa9d54000000000000",
        "public_url": null
    })
}

/// A block as pages of notes have them, about 0.8 KB.
fn block(index: usize) -> Value {
    let id = format!("3c0a5f4e-0f5b-81aa-9d54-{index:012x}");
    let kinds = [
        "paragraph",
        "heading_2",
        "bulleted_list_item",
        "to_do",
        "callout",
    ];
    let kind = kinds[index % kinds.len()];
    let mut body = json!({
        "rich_text": text("Write it down, then do it, then say so, and let others see it."),
        "color": "default"
    });
    match kind {
        "heading_2" => body["is_toggleable"] = json!(false),
        "to_do" => body["checked"] = json!(true),
        "callout" => body["icon"] = json!({"type": "emoji", "emoji": "📌"}),
        _ => {}
    }
    json!({
        "object": "block", "id": id, "parent": {"type": "page_id", "page_id": id},
        "created_time": "2026-03-01T10:00:00.000Z", "last_edited_time": "2026-03-02T10:00:00.000Z",
        "created_by": {"object": "user", "id": id}, "last_edited_by": {"object": "user", "id": id},
        "has_children": false, "in_trash": false, "type": kind, kind: body
    })
}

fn list(results: impl Iterator<Item = Value>, kind: &str) -> String {
    json!({
        "object": "list", "results": results.collect::<Vec<_>>(),
        "next_cursor": null, "has_more": false, "type": kind, kind: {},
        "request_id": "3c0a5f4e-0f5b-41aa-9d54-d3a3c2a0e111"
    })
    .to_string()
}

fn both(criterion: &mut Criterion) {
    let rows = list((0..100).map(row), "page_or_data_source");
    measure::<Object>(criterion, "query response of 100 rows", &rows);
    let blocks = list((0..100).map(block), "block");
    measure::<Block>(criterion, "children of a page, 100 blocks", &blocks);
}

fn measure<T: DeserializeOwned + Serialize>(criterion: &mut Criterion, name: &str, body: &str) {
    let typed = List::<T>::decode(body.as_bytes()).expect("the sample decodes");
    let value: Value = serde_json::from_str(body).expect("the sample is JSON");
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("decode/Value", |bench| {
        bench.iter(|| serde_json::from_slice::<Value>(black_box(body.as_bytes())));
    });
    group.bench_function("decode/recto", |bench| {
        bench.iter(|| List::<T>::decode(black_box(body.as_bytes())));
    });
    group.bench_function("encode/Value", |bench| {
        bench.iter(|| serde_json::to_vec(black_box(&value)));
    });
    group.bench_function("encode/recto", |bench| {
        bench.iter(|| serde_json::to_vec(black_box(&typed)));
    });
    group.finish();
}

criterion_group!(benches, both);
criterion_main!(benches);
