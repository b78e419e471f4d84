//! Workspaces written down in few words.

use http::Method;
use recto_emulator::{Clock, Emulator, Error};
use serde_json::{Value, json};

use crate::support::World;

fn seed() -> Value {
    json!({
        "time": "2026-01-02T03:04:00Z",
        "users": [{"key": "ada", "name": "Ada", "email": "ada@example.com"}],
        "emoji": [{"name": "rocket", "url": "https://example.com/rocket.png"}],
        "databases": [{
            "key": "tasks",
            "title": "Tasks",
            "icon": "🗂",
            "properties": {
                "Name": "title",
                "Status": {"status": {"To-do": ["Open"], "Complete": ["Done"]}},
                "Tags": {"multi_select": ["a", "b"]},
                "Due": "date",
                "Effort": {"number": "percent"},
                "Who": "people",
                "Number": {"unique_id": "T"},
                "Blocks": {"relation": "tasks"},
                "Push": "button",
            },
            "rows": [
                {"key": "first", "Name": "First", "Status": "Done", "Tags": ["a"],
                 "Due": "2026-05-01 to 2026-05-03", "Effort": 0.5, "Who": ["ada"]},
                {"values": {"Name": "Second", "Blocks": ["first"]}, "created_by": "ada",
                 "created_time": "2020-01-01T00:00:00Z", "blocks": ["On a row"]},
            ],
        }],
        "pages": [{
            "key": "notes",
            "id": "11111111-2222-4333-8444-555555555555",
            "title": "Notes",
            "icon": "rocket",
            "comments": ["Hello", {"text": "From Ada", "created_by": "ada"}],
            "blocks": [
                "Plain",
                {"heading_1": "Head"},
                {"to_do": "Look", "checked": true},
                {"toggle": "More", "children": [{"quote": "Inside"}]},
                {"table": [["a", "b"], ["1", "2"]], "has_column_header": true},
                {"column_list": [["Left"], ["Right"]]},
                {"code": "x = 1", "language": "python"},
                {"bookmark": "https://example.com"},
                {"link_to_page": "first"},
                {"unsupported": "ai_block"},
                {"page": {"key": "below", "title": "Below"}},
                {"type": "paragraph", "paragraph": {"rich_text": [], "color": "red"}},
            ],
        }],
    })
}

fn sown() -> World {
    let mut world = World::new();
    world.emulator = Emulator::builder()
        .clock(Clock::starting_at("2026-05-01T10:00:30Z".parse().unwrap()))
        .seed_ids(7)
        .seed(seed())
        .start()
        .unwrap();
    world
}

fn results(world: &World, path: &str) -> Vec<Value> {
    world.get(path)["results"].as_array().unwrap().clone()
}

const NOTES: &str = "11111111-2222-4333-8444-555555555555";

#[test]
fn a_seed_makes_pages_with_blocks() {
    let world = sown();
    let page = world.get(&format!("/v1/pages/{NOTES}"));
    assert_eq!(page["created_time"], "2026-01-02T03:04:00.000Z");
    assert_eq!(page["icon"]["custom_emoji"]["name"], "rocket");
    assert_eq!(
        page["properties"]["title"]["title"][0]["plain_text"],
        "Notes"
    );
    assert_eq!(page["parent"]["page_id"], world.home());
    let blocks = results(&world, &format!("/v1/blocks/{NOTES}/children"));
    let kinds: Vec<&str> = blocks
        .iter()
        .map(|block| block["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "paragraph",
            "heading_1",
            "to_do",
            "toggle",
            "table",
            "column_list",
            "code",
            "bookmark",
            "link_to_page",
            "unsupported",
            "child_page",
            "paragraph"
        ]
    );
    assert_eq!(blocks[2]["to_do"]["checked"], true);
    assert_eq!(blocks[2]["to_do"]["color"], "default");
    assert_eq!(blocks[4]["table"]["table_width"], 2);
    assert_eq!(blocks[6]["code"]["language"], "python");
    assert_eq!(blocks[10]["child_page"]["title"], "Below");
    let toggle = blocks[3]["id"].as_str().unwrap();
    let inside = results(&world, &format!("/v1/blocks/{toggle}/children"));
    assert_eq!(inside[0]["quote"]["rich_text"][0]["plain_text"], "Inside");
    let table = blocks[4]["id"].as_str().unwrap();
    let rows = results(&world, &format!("/v1/blocks/{table}/children"));
    assert_eq!(rows[1]["table_row"]["cells"][1][0]["plain_text"], "2");

    let comments = results(&world, &format!("/v1/comments?block_id={NOTES}"));
    assert_eq!(comments.len(), 2);
    let users = results(&world, "/v1/users");
    let ada = users.iter().find(|user| user["name"] == "Ada").unwrap();
    assert_eq!(ada["person"]["email"], "ada@example.com");
    assert!(
        comments
            .iter()
            .any(|comment| comment["created_by"]["id"] == ada["id"])
    );
}

#[test]
fn a_seed_makes_databases_with_rows() {
    let world = sown();
    let found = world.post(
        "/v1/search",
        &json!({"query": "Tasks", "filter": {"property": "object", "value": "data_source"}}),
    );
    let source = &found["results"][0];
    assert_eq!(
        source["properties"]["Status"]["status"]["options"][1]["name"],
        "Done"
    );
    assert_eq!(source["properties"]["Push"]["type"], "button");
    let path = format!("/v1/data_sources/{}/query", source["id"].as_str().unwrap());
    let sorted = json!({"sorts": [{"property": "Name", "direction": "ascending"}]});
    let rows = world.post(&path, &sorted);
    let rows = rows["results"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    let first = &rows[0]["properties"];
    assert_eq!(first["Status"]["status"]["name"], "Done");
    assert_eq!(first["Tags"]["multi_select"][0]["name"], "a");
    assert_eq!(first["Due"]["date"]["end"], "2026-05-03");
    assert_eq!(first["Effort"]["number"], 0.5);
    assert_eq!(first["Who"]["people"].as_array().unwrap().len(), 1);
    assert_eq!(
        first["Number"]["unique_id"],
        json!({"prefix": "T", "number": 1})
    );
    let second = &rows[1];
    assert_eq!(second["created_time"], "2020-01-01T00:00:00.000Z");
    assert_eq!(
        second["properties"]["Blocks"]["relation"][0]["id"],
        rows[0]["id"]
    );
    let text = results(
        &world,
        &format!("/v1/blocks/{}/children", second["id"].as_str().unwrap()),
    );
    assert_eq!(
        text[0]["paragraph"]["rich_text"][0]["plain_text"],
        "On a row"
    );

    // What a seed brought is like anything else: filtered, changed, added to.
    let filter = json!({"filter": {"property": "Tags", "multi_select": {"contains": "a"}}});
    assert_eq!(
        world.post(&path, &filter)["results"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let next = world.post("/v1/pages", &json!({
        "parent": {"data_source_id": source["id"]},
        "properties": {"Name": {"title": [{"text": {"content": "Third"}}]}, "Status": {"status": {"name": "Open"}}},
    }));
    assert_eq!(next["properties"]["Number"]["unique_id"]["number"], 3);
}

#[test]
fn a_reset_goes_back_to_the_seed() {
    let world = sown();
    let other = sown();
    let query = |world: &World| world.post("/v1/search", &json!({}))["results"].clone();
    let before = query(&world);
    world.patch(&format!("/v1/pages/{NOTES}"), &json!({"in_trash": true}));
    assert_ne!(query(&world), before);
    world.emulator.reset().unwrap();
    assert_eq!(query(&world), before);
    // The same seed of ids and the same seed make the same workspace.
    let ids = |list: &Value| crate::support::ids(&json!({"results": list}));
    assert_eq!(ids(&query(&other)), ids(&before));
}

#[test]
fn what_is_wrong_with_a_seed_is_told_and_nothing_of_it_is_there() {
    let world = World::new();
    for (wrong, told) in [
        (json!([]), "the seed: not an object"),
        (json!({"page": []}), "`page` is nothing a seed has there"),
        (
            json!({"pages": [{"titel": "x"}]}),
            "pages[0]: `titel` is nothing",
        ),
        (
            json!({"pages": [{"parent": "nowhere"}]}),
            "there is no `nowhere`",
        ),
        (
            json!({"pages": [{"id": "x"}]}),
            "pages[0].id: \"x\" is no id",
        ),
        (
            json!({"pages": [{"created_time": "noon"}]}),
            "`noon` is no time",
        ),
        (json!({"pages": [{"blocks": [7]}]}), "pages[0].blocks[0]"),
        (
            json!({"databases": [{"properties": {"A": "number"}}]}),
            "must be the `title`",
        ),
        (
            json!({"databases": [{"rows": [{"Nmae": "x"}]}]}),
            "no property `Nmae`",
        ),
        (
            json!({"databases": [{"properties": {"Name": "title", "N": "number"}, "rows": [{"N": "x"}]}]}),
            "rows[0].N: \"x\" is no number",
        ),
        (
            json!({"pages": [{"title": "kept?"}], "objects": [{"object": "teapot"}]}),
            "[1]",
        ),
    ] {
        let (status, answer) = world.call(Method::POST, "/_emulator/seed", &wrong);
        let error = answer["error"].as_str().unwrap_or_default();
        assert!(status == 400 && error.contains(told), "{wrong}: {answer}");
        assert!(matches!(world.emulator.seed(&wrong), Err(Error::Seed(_))));
    }
    let list = world.get(&format!("/v1/blocks/{}/children", world.home()));
    assert_eq!(list["results"], json!([]));
}
