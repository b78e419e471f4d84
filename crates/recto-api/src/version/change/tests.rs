use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const DATABASE: &str = "11111111-1111-8111-8111-111111111111";
const SOURCE: &str = "22222222-2222-8122-8222-00b222222222";
const CROWDED: &str = "33333333-3333-8133-8333-333333333333";

struct Workspace;

impl Resolver for Workspace {
    fn data_sources(&self, database_id: &str) -> Vec<String> {
        match database_id {
            DATABASE => vec![SOURCE.to_owned()],
            CROWDED => vec!["a".to_owned(), "b".to_owned()],
            _ => Vec::new(),
        }
    }

    fn data_source(&self, data_source_id: &str) -> Option<Value> {
        (data_source_id == SOURCE).then(source)
    }
}

fn source() -> Value {
    json!({
        "object": "data_source", "id": SOURCE, "cover": null, "icon": null,
        "title": [], "description": [], "is_inline": false,
        "properties": {"Name": {"id": "title", "name": "Name", "type": "title", "title": {}}},
        "parent": {"type": "database_id", "database_id": DATABASE},
        "database_parent": {"type": "page_id", "page_id": "p"},
        "url": "u", "public_url": null, "in_trash": false,
    })
}

fn container() -> Value {
    json!({
        "object": "database", "id": DATABASE, "title": [], "in_trash": false,
        "data_sources": [{"id": SOURCE, "name": ""}], "request_id": "r",
    })
}

fn asked(operation: Operation, params: &[&str], body: Value) -> Request {
    Request::new(
        operation,
        params.iter().map(|id| (*id).to_owned()).collect(),
    )
    .with_body(body)
}

fn raised(version: Version, request: &Request) -> Request {
    let mut steps = raise_request(version, request.clone(), &Workspace).unwrap();
    assert_eq!(steps.len(), 1, "one step was expected: {steps:?}");
    steps.remove(0)
}

fn lowered(version: Version, request: &Request, mut body: Value) -> Value {
    lower_response(version, request, &mut body, &Workspace);
    body
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn names_are_unique_and_versions_descend() {
    for pair in CHANGES.windows(2) {
        assert!(
            pair[0].since >= pair[1].since,
            "{} is out of order",
            pair[1].name
        );
    }
    let mut names: Vec<_> = CHANGES.iter().map(|change| change.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CHANGES.len());
}

#[test]
fn newest_version_passes_untouched() {
    let request = asked(Operation::UpdatePage, &["p"], json!({"archived": true}));
    assert_eq!(raised(Version::NEWEST, &request), request);
    let page = json!({"object": "page", "in_trash": true, "request_id": "r"});
    assert_eq!(lowered(Version::NEWEST, &request, page.clone()), page);
}

#[test]
fn flag_is_called_archived_before_2026() {
    let v = Version::V2025_09_03;
    for body in [
        json!({"archived": true}),
        json!({"in_trash": true, "archived": true}),
    ] {
        let request = asked(Operation::UpdatePage, &["p"], body);
        assert_eq!(raised(v, &request).body, json!({"in_trash": true}));
    }
    let request = asked(Operation::GetPage, &["p"], Value::Null);
    let page = json!({"object": "page", "in_trash": true, "url": "u", "request_id": "r"});
    let page = lowered(v, &request, page);
    assert_eq!(
        keys(&page),
        ["object", "in_trash", "url", "archived", "request_id"]
    );
    assert_eq!(page["archived"], true);

    let list = json!({"object": "list", "results": [{"object": "block", "in_trash": false}]});
    let list = lowered(v, &request, list);
    assert_eq!(list["results"][0]["archived"], false);
    assert_eq!(list.get("archived"), None);
}

#[test]
fn errors_speak_the_callers_version() {
    let flag = asked(Operation::UpdatePage, &["p"], json!({"archived": 5}));
    let message = "body failed validation: body.in_trash should be a boolean or `undefined`, \
                   instead was `5`.";
    let answer = lowered(Version::V2025_09_03, &flag, error(message));
    assert_eq!(answer["message"], message.replace("in_trash", "archived"));

    let append = asked(
        Operation::AppendBlockChildren,
        &["b"],
        json!({"after": "x"}),
    );
    let message = "body failed validation: body.position.after_block.id should be a valid uuid, \
                   instead was `\"x\"`.";
    let answer = lowered(Version::V2022_06_28, &append, error(message));
    assert_eq!(
        answer["message"],
        message.replace("position.after_block.id", "after")
    );

    let create = asked(Operation::CreateDatabase, &[], json!({}));
    let message = "body failed validation: body.initial_data_source.properties.A.number should be \
                   an object, instead was `5`.";
    let answer = lowered(Version::V2022_06_28, &create, error(message));
    assert_eq!(
        answer["message"],
        message.replace("initial_data_source.", "")
    );

    let search = asked(
        Operation::Search,
        &[],
        json!({"filter": {"value": "data_source"}}),
    );
    assert_eq!(
        raised(Version::V2022_06_28, &search).body["filter"]["value"],
        "database"
    );
    let message = "body.filter.value should be `\"page\"` or `\"data_source\"`, instead was \
                   `\"database\"`.";
    let answer = lowered(Version::V2022_06_28, &search, error(message));
    assert_eq!(
        answer["message"],
        "body.filter.value should be `\"page\"` or `\"database\"`, instead was `\"data_source\"`."
    );
}

fn error(message: &str) -> Value {
    json!({"object": "error", "status": 400, "code": "validation_error", "message": message})
}

#[test]
fn append_is_placed_after() {
    let body = json!({"children": [{"archived": false, "divider": {}}], "after": "b1"});
    let request = asked(Operation::AppendBlockChildren, &["b"], body);
    assert_eq!(
        raised(Version::V2025_09_03, &request).body,
        json!({
            "children": [{"divider": {}}],
            "position": {"type": "after_block", "after_block": {"id": "b1"}},
        })
    );
}

#[test]
fn meeting_notes_were_transcriptions() {
    let get = asked(Operation::GetBlock, &["b"], Value::Null);
    let block = json!({"object": "block", "type": "meeting_notes", "meeting_notes": {"a": 1}});
    let old = lowered(Version::V2025_09_03, &get, block);
    assert_eq!(
        old,
        json!({"object": "block", "type": "transcription", "transcription": {"a": 1}})
    );
}

#[test]
fn database_is_read_from_its_source() {
    let get = asked(Operation::GetDatabase, &[DATABASE], Value::Null);
    let step = raised(Version::V2022_06_28, &get);
    assert_eq!(
        (step.operation, step.params),
        (Operation::GetDataSource, vec![SOURCE.to_owned()])
    );

    let database = lowered(Version::V2022_06_28, &get, source());
    assert_eq!(
        keys(&database),
        [
            "object",
            "id",
            "cover",
            "icon",
            "title",
            "description",
            "is_inline",
            "properties",
            "parent",
            "url",
            "public_url",
            "in_trash",
            "archived"
        ]
    );
    assert_eq!(database["object"], "database");
    assert_eq!(database["id"], DATABASE);
    assert_eq!(
        database["parent"],
        json!({"type": "page_id", "page_id": "p"})
    );

    let unknown = asked(Operation::GetDatabase, &["nowhere"], Value::Null);
    assert_eq!(raised(Version::V2022_06_28, &unknown), unknown);
}

#[test]
fn database_is_created_with_its_schema() {
    let v = Version::V2022_06_28;
    let properties = json!({"Name": {"title": {}}, "Boss": {"relation": {
        "database_id": DATABASE, "single_property": {}}}});
    let body = json!({"parent": {"page_id": "p"}, "properties": properties, "title": []});
    let request = asked(Operation::CreateDatabase, &[], body);
    assert_eq!(
        raised(v, &request).body,
        json!({
            "parent": {"page_id": "p"},
            "initial_data_source": {"properties": {"Name": {"title": {}}, "Boss": {"relation": {
                "data_source_id": SOURCE, "single_property": {}}}}},
            "title": [],
        })
    );
    let answer = lowered(v, &request, container());
    assert_eq!(answer["properties"]["Name"]["id"], "title");
    assert_eq!(answer["archived"], false);
    assert_eq!(keys(&answer).last(), Some(&"request_id"));

    let bare = asked(
        Operation::CreateDatabase,
        &[],
        json!({"parent": {"page_id": "p"}}),
    );
    let refusal = raise_request(v, bare, &Workspace).unwrap_err();
    assert!(
        refusal
            .message
            .contains("body.properties should be defined"),
        "{}",
        refusal.message
    );
}

#[test]
fn database_update_splits() {
    let v = Version::V2022_06_28;
    let body = json!({"title": [], "description": [], "properties": {"A": null}});
    let request = asked(Operation::UpdateDatabase, &[DATABASE], body);
    let steps = raise_request(v, request, &Workspace).unwrap();
    assert_eq!(
        steps,
        [
            asked(
                Operation::UpdateDataSource,
                &[SOURCE],
                json!({"title": [], "properties": {"A": null}})
            ),
            asked(
                Operation::UpdateDatabase,
                &[DATABASE],
                json!({"title": [], "description": []})
            ),
        ]
    );
    let schema = asked(
        Operation::UpdateDatabase,
        &[DATABASE],
        json!({"properties": {"A": null}}),
    );
    assert_eq!(raised(v, &schema).operation, Operation::UpdateDataSource);
    let flag = asked(
        Operation::UpdateDatabase,
        &[DATABASE],
        json!({"archived": true}),
    );
    assert_eq!(raised(v, &flag).body, json!({"in_trash": true}));
}

#[test]
fn a_databases_icon_is_its_data_sources_too() {
    let body = json!({"icon": {"emoji": "📦"}});
    let request = asked(Operation::UpdateDatabase, &[DATABASE], body.clone());
    assert_eq!(
        raise_request(Version::V2022_06_28, request, &Workspace).unwrap(),
        [
            asked(Operation::UpdateDataSource, &[SOURCE], body.clone()),
            asked(Operation::UpdateDatabase, &[DATABASE], body),
        ]
    );
}

#[test]
fn a_database_leaves_the_trash_before_its_data_source_changes() {
    let body = json!({"archived": false, "title": []});
    let request = asked(Operation::UpdateDatabase, &[DATABASE], body);
    assert_eq!(
        raise_request(Version::V2022_06_28, request, &Workspace).unwrap(),
        [
            asked(
                Operation::UpdateDatabase,
                &[DATABASE],
                json!({"in_trash": false, "title": []})
            ),
            asked(Operation::UpdateDataSource, &[SOURCE], json!({"title": []})),
        ]
    );
}

#[test]
fn an_unknown_target_of_a_relation_stays_an_id() {
    let body = json!({"properties": {"R": {"relation": {"database_id": "none"}}}});
    let request = asked(Operation::UpdateDatabase, &[DATABASE], body);
    assert_eq!(
        raised(Version::V2022_06_28, &request).body["properties"]["R"]["relation"]["data_source_id"],
        "none"
    );
    let error = json!({"object": "error", "message": "Could not find data_source with ID: none."});
    assert_eq!(
        lowered(Version::V2022_06_28, &request, error)["message"],
        "Could not find database with ID: none."
    );
}

#[test]
fn several_sources_are_refused_before_2025() {
    let row = json!({"parent": {"database_id": CROWDED}, "properties": {}});
    let relation = json!({"properties": {"R": {"relation": {"database_id": CROWDED}}}});
    for request in [
        asked(Operation::GetDatabase, &[CROWDED], Value::Null),
        asked(Operation::UpdateDatabase, &[CROWDED], json!({"title": []})),
        asked(Operation::QueryDatabase, &[CROWDED], json!({})),
        asked(Operation::CreatePage, &[], row),
        asked(Operation::UpdateDatabase, &[DATABASE], relation),
    ] {
        let refusal = raise_request(Version::V2022_06_28, request, &Workspace).unwrap_err();
        assert_eq!(refusal.status, 400);
        let data = refusal.additional_data.unwrap();
        assert_eq!(data["error_type"], "multiple_data_sources_for_database");
        assert_eq!(data["database_id"], CROWDED);
        assert_eq!(data["child_data_source_ids"], json!(["a", "b"]));
        assert_eq!(data["minimum_api_version"], "2025-09-03");
    }
}

#[test]
fn rows_are_queried_by_database() {
    let query = asked(
        Operation::QueryDatabase,
        &[DATABASE],
        json!({"page_size": 1}),
    );
    let step = raised(Version::V2022_06_28, &query);
    assert_eq!(
        step,
        asked(
            Operation::QueryDataSource,
            &[SOURCE],
            json!({"page_size": 1})
        )
    );

    let parent =
        json!({"type": "data_source_id", "data_source_id": SOURCE, "database_id": DATABASE});
    let list = json!({
        "object": "list",
        "results": [{"object": "page", "parent": parent, "in_trash": false}],
        "next_cursor": null, "has_more": false,
        "type": "page_or_data_source", "page_or_data_source": {},
    });
    let list = lowered(Version::V2022_06_28, &query, list);
    assert_eq!(
        list["results"][0]["parent"],
        json!({"type": "database_id", "database_id": DATABASE})
    );
    assert_eq!(list["type"], "page_or_database");
    assert_eq!(keys(&list).last(), Some(&"page_or_database"));

    let lost = error("Could not find data_source with ID: x. Make sure …");
    let lost = lowered(Version::V2022_06_28, &query, lost);
    assert_eq!(
        lost["message"],
        "Could not find database with ID: x. Make sure …"
    );
}

#[test]
fn search_leaves_crowded_databases_out() {
    let search = asked(
        Operation::Search,
        &[],
        json!({"filter": {"value": "database"}}),
    );
    assert_eq!(
        raised(Version::V2022_06_28, &search).body["filter"]["value"],
        "data_source"
    );
    let mut crowded = source();
    crowded["parent"]["database_id"] = json!(CROWDED);
    let list = json!({"object": "list", "results": [crowded, source()]});
    let list = lowered(Version::V2022_06_28, &search, list);
    let ids: Vec<_> = list["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert_eq!(ids, [DATABASE]);
}

#[test]
fn untitled_databases_were_blocks_without_a_title() {
    let block = |id: &str| {
        json!({"object": "block", "id": id, "type": "child_database",
            "child_database": {"title": "New database"}})
    };
    let get = asked(Operation::GetBlock, &[DATABASE], Value::Null);
    let old = lowered(Version::V2022_06_28, &get, block(DATABASE));
    assert_eq!(old["child_database"]["title"], "");
    let named = lowered(Version::V2022_06_28, &get, block("elsewhere"));
    assert_eq!(named["child_database"]["title"], "New database");
}

#[test]
fn oldest_versions_speak_of_text() {
    let body = json!({"children": [{"to_do": {"text": [{"text": {"content": "a"}}]}}]});
    let append = asked(Operation::AppendBlockChildren, &["b"], body);
    assert_eq!(
        raised(Version::V2021_08_16, &append).body["children"][0]["to_do"],
        json!({"rich_text": [{"text": {"content": "a"}}]})
    );
    let get = asked(Operation::GetBlock, &["b"], Value::Null);
    let block = json!({"object": "block", "type": "to_do", "to_do": {"rich_text": [{"text": {}}]}});
    assert_eq!(
        lowered(Version::V2021_08_16, &get, block)["to_do"],
        json!({"text": [{"text": {}}]})
    );

    let page =
        json!({"object": "page", "properties": {"T": {"type": "rich_text", "rich_text": []}}});
    let get = asked(Operation::GetPage, &["p"], Value::Null);
    assert_eq!(
        lowered(Version::V2021_05_11, &get, page)["properties"]["T"],
        json!({"type": "text", "text": []})
    );
    let filter = json!({"filter": {"or": [{"property": "T", "text": {"equals": "a"}}]}});
    let query = asked(Operation::QueryDatabase, &[DATABASE], filter);
    assert_eq!(
        raised(Version::V2021_05_11, &query).body["filter"]["or"][0],
        json!({"property": "T", "rich_text": {"equals": "a"}})
    );
}

#[test]
fn early_relations_lie_flat() {
    let get = asked(Operation::GetDatabase, &[DATABASE], Value::Null);
    let mut database = source();
    database["properties"] = json!({"R": {"type": "relation", "relation": {
        "database_id": "d", "type": "dual_property",
        "dual_property": {"synced_property_name": "S", "synced_property_id": "s"}}}});
    let database = lowered(Version::V2022_02_22, &get, database);
    assert_eq!(
        database["properties"]["R"]["relation"],
        json!({"database_id": "d", "synced_property_name": "S", "synced_property_id": "s"})
    );
}

/// What a caller reads at an old version and sends back must mean the same object.
fn any_version() -> impl Strategy<Value = Version> {
    proptest::sample::select(Version::ALL.to_vec())
}

fn text() -> impl Strategy<Value = Value> {
    "[a-z ]{0,8}".prop_map(|text| json!([{"type": "text", "text": {"content": text}}]))
}

/// A schema of types that some change touches, and of one that none does.
fn schema() -> impl Strategy<Value = Value> {
    let config = prop_oneof![
        Just(json!({"type": "number", "number": {"format": "euro"}})),
        Just(json!({"type": "rich_text", "rich_text": {}})),
        Just(json!({"type": "relation", "relation": {
            "database_id": DATABASE, "data_source_id": SOURCE, "type": "dual_property",
            "dual_property": {"synced_property_name": "S"}}})),
    ];
    proptest::collection::btree_map("[A-Z][a-z]{0,4}", config, 0..4).prop_map(|map| json!(map))
}

fn block() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        text().prop_map(|text| json!({"type": "quote", "quote": {"rich_text": text}})),
        Just(json!({"type": "meeting_notes", "meeting_notes": {}})),
        Just(json!({"type": "divider", "divider": {}})),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        (text(), proptest::collection::vec(inner, 1..3)).prop_map(|(text, children)| {
            json!({"type": "toggle", "toggle": {"rich_text": text, "children": children}})
        })
    })
}

proptest! {
    #[test]
    fn row_lowered_then_sent_back_is_the_same(
        version in any_version(), trash in any::<bool>(), text in text(), block in block(),
    ) {
        let properties = json!({"T": {"type": "rich_text", "rich_text": text}});
        let parent = json!({
            "type": "data_source_id", "data_source_id": SOURCE, "database_id": DATABASE});
        let page = json!({"object": "page", "parent": parent, "in_trash": trash,
            "properties": properties});
        let get = asked(Operation::GetPage, &["p"], Value::Null);
        let old = lowered(version, &get, page);

        let create = asked(Operation::CreatePage, &[],
            json!({"parent": old["parent"], "properties": old["properties"]}));
        let create = raised(version, &create);
        prop_assert_eq!(&create.body["parent"]["data_source_id"], SOURCE);
        prop_assert_eq!(&create.body["properties"], &properties);

        let flag = if version < Version::V2026_03_11 { "archived" } else { "in_trash" };
        let mut update = asked(Operation::UpdatePage, &["p"], json!({}));
        update.body[flag] = old[flag].clone();
        prop_assert_eq!(raised(version, &update).body, json!({"in_trash": trash}));

        let mut answer = block.clone();
        answer["object"] = json!("block");
        answer["in_trash"] = json!(false);
        let mut old = lowered(version, &get, answer);
        old.as_object_mut().unwrap().shift_remove("in_trash");
        let append = asked(Operation::AppendBlockChildren, &["p"], json!({"children": [old]}));
        let mut back = raised(version, &append).body["children"][0].clone();
        back.as_object_mut().unwrap().shift_remove("object");
        // Children never travel inside a block's answer, so only its own level was lowered.
        prop_assert_eq!(back, block);
    }

    #[test]
    fn schema_lowered_then_sent_back_is_the_same(version in any_version(), schema in schema()) {
        let mut source = source();
        source["properties"] = schema.clone();
        let get = asked(Operation::GetDatabase, &[DATABASE], Value::Null);
        let old = lowered(version, &get, source);
        let (operation, id) = if version < Version::V2025_09_03 {
            (Operation::UpdateDatabase, DATABASE)
        } else {
            (Operation::UpdateDataSource, SOURCE)
        };
        let update = asked(operation, &[id], json!({"properties": old["properties"]}));
        let step = raised(version, &update);
        prop_assert_eq!(step.operation, Operation::UpdateDataSource);
        prop_assert_eq!(&step.params, &[SOURCE.to_owned()]);
        prop_assert_eq!(&step.body["properties"], &schema);
    }
}
