//! Raising answers, and back again.

use serde_json::{Value, json};

use super::*;

/// Knows the data source that was raised, and nothing else.
struct Other(Option<Value>);

impl Resolver for Other {
    fn data_sources(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn data_source(&self, _: &str) -> Option<Value> {
        self.0.clone()
    }
}

/// Raises, and checks that lowering leads back.
fn raise(version: Version, operation: Operation, body: &Value) -> (Value, Raised) {
    let mut newest = body.clone();
    let raised = raise_response(version, operation, &mut newest);
    let mut back = newest.clone();
    let asked = Request::new(operation, vec!["x".to_owned()]);
    lower_response(
        version,
        &asked,
        &mut back,
        &Other(raised.data_source.clone()),
    );
    assert_eq!(back, *body, "{version}");
    (newest, raised)
}

fn database() -> Value {
    json!({
        "object": "database", "id": "d", "cover": null, "icon": null,
        "created_time": "2025-07-23T05:00:00.000Z",
        "title": [{"plain_text": "My "}, {"plain_text": "rows"}], "description": [],
        "is_inline": true,
        "properties": {"Name": {"id": "title", "name": "Name", "type": "title", "title": {}}},
        "parent": {"type": "page_id", "page_id": "p"}, "url": "u", "public_url": null,
        "archived": false, "in_trash": false
    })
}

fn with_request_id(mut body: Value) -> Value {
    body["request_id"] = json!("r");
    body
}

#[test]
fn an_old_database_becomes_a_database_and_its_data_source() {
    for operation in [
        Operation::GetDatabase,
        Operation::CreateDatabase,
        Operation::UpdateDatabase,
    ] {
        let (newest, raised) = raise(
            Version::V2022_06_28,
            operation,
            &with_request_id(database()),
        );
        assert_eq!(raised.operation, operation);
        assert_eq!(newest["object"], "database");
        assert_eq!(
            newest["data_sources"],
            json!([{"id": "d", "name": "My rows"}])
        );
        assert_eq!(newest["parent"], json!({"type": "page_id", "page_id": "p"}));
        assert_eq!(newest["request_id"], "r");
        assert_eq!(
            (newest.get("properties"), newest.get("archived")),
            (None, None)
        );
        let source = raised.data_source.unwrap();
        assert_eq!(source["object"], "data_source");
        assert_eq!(
            source["parent"],
            json!({"type": "database_id", "database_id": "d"})
        );
        assert_eq!(source["database_parent"]["page_id"], "p");
        assert_eq!(source["properties"]["Name"]["id"], "title");
        assert_eq!(source.get("request_id"), None);
    }
}

#[test]
fn lists_find_data_sources() {
    let list = with_request_id(json!({
        "object": "list", "results": [database(), {"object": "page", "archived": true,
            "in_trash": true, "parent": {"type": "database_id", "database_id": "d"}}],
        "next_cursor": null, "has_more": false, "type": "page_or_database",
        "page_or_database": {}
    }));
    for (operation, becomes) in [
        (Operation::Search, Operation::Search),
        (Operation::QueryDatabase, Operation::QueryDataSource),
    ] {
        let (newest, raised) = raise(Version::V2022_06_28, operation, &list);
        assert_eq!(
            raised,
            Raised {
                operation: becomes,
                data_source: None
            }
        );
        assert_eq!(newest["type"], "page_or_data_source");
        assert_eq!(newest["page_or_data_source"], json!({}));
        assert_eq!(newest["results"][0]["object"], "data_source");
        assert_eq!(newest["results"][1].get("archived"), None);
        assert_eq!(newest["results"][1]["in_trash"], true);
    }
}

#[test]
fn the_trash_flag_has_one_name() {
    let at = Version::V2025_09_03;
    let page = json!({"object": "page", "in_trash": true, "archived": true});
    assert_eq!(
        raise(at, Operation::GetPage, &page).0,
        json!({"object": "page", "in_trash": true})
    );
    let upload = json!({"object": "file_upload", "in_trash": false, "status": "pending",
        "archived": false});
    let (newest, _) = raise(at, Operation::GetFileUpload, &upload);
    assert_eq!(
        newest,
        json!({"object": "file_upload", "in_trash": false, "status": "pending"})
    );
    // Before the new name came to old versions, the old one stood alone: that is not known any more.
    let mut block = json!({"object": "block", "archived": true, "x": 1});
    raise_response(at, Operation::GetBlock, &mut block);
    assert_eq!(block, json!({"object": "block", "in_trash": true, "x": 1}));
    // Two that differ are left alone.
    let odd = json!({"object": "page", "in_trash": true, "archived": false});
    let mut same = odd.clone();
    raise_response(at, Operation::GetPage, &mut same);
    assert_eq!(same, odd);
}

#[test]
fn blocks_and_schemas_of_old_versions() {
    let block = json!({"object": "block", "type": "transcription", "transcription": {"title": []},
        "in_trash": false, "archived": false});
    let (newest, _) = raise(Version::V2025_09_03, Operation::GetBlock, &block);
    assert_eq!(
        (&newest["type"], &newest["meeting_notes"]["title"]),
        (&json!("meeting_notes"), &json!([]))
    );

    let list = json!({"object": "list", "results": [{"object": "block", "type": "paragraph",
        "paragraph": {"text": [{"type": "text", "text": {"content": "x"}}]}}]});
    let (newest, _) = raise(Version::V2021_08_16, Operation::ListBlockChildren, &list);
    let run = &newest["results"][0]["paragraph"]["rich_text"][0];
    assert_eq!(run["text"]["content"], "x", "runs are left alone");

    let mut old = database();
    old["properties"] = json!({"R": {"id": "r", "type": "relation", "relation": {
        "database_id": "e", "synced_property_name": "Back", "synced_property_id": "s"}}});
    let (_, raised) = raise(Version::V2022_02_22, Operation::GetDatabase, &old);
    let source = raised.data_source.unwrap();
    assert_eq!(
        source["properties"]["R"]["relation"],
        json!({"database_id": "e", "type": "dual_property", "dual_property":
            {"synced_property_name": "Back", "synced_property_id": "s"}})
    );

    let page = json!({"object": "page", "properties": {"T": {"type": "text", "text": [
        {"type": "text", "text": {"content": "x"}}]}}});
    let (newest, _) = raise(Version::V2021_05_11, Operation::GetPage, &page);
    assert_eq!(
        newest["properties"]["T"]["rich_text"][0]["text"]["content"],
        "x"
    );
}

#[test]
fn what_is_not_as_expected_is_left_alone() {
    for body in [
        json!(null),
        json!([]),
        json!("<html>"),
        json!({"object": "error", "status": 404, "code": "object_not_found", "message": "m"}),
        json!({"object": "list", "results": 7}),
        json!({"object": "list", "results": [null, 7, {"object": "database"}]}),
        json!({"object": "database"}),
        json!({"object": "database", "id": "d", "data_sources": []}),
        json!({"object": "page", "properties": {"a": null, "b": []}}),
    ] {
        for version in Version::ALL {
            raise(version, Operation::GetDatabase, &body);
        }
    }
}
