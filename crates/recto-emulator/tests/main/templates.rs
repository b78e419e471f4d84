//! Templates, and work that goes on after its request.

use std::time::Duration;

use http::Method;
use recto_api::ids::PageId;
use recto_emulator::{Clock, Emulator};
use serde_json::{Value, json};

use crate::support::{NEWEST, World, ids, keys};
use crate::tables::database;

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

/// A workspace in which work waits for ten seconds.
fn slow() -> World {
    let clock = Clock::starting_at("2026-05-01T22:30:30Z".parse().unwrap());
    let emulator = Emulator::builder()
        .clock(clock.clone())
        .seed_ids(7)
        .background_delay(Duration::from_secs(10))
        .start()
        .unwrap();
    World {
        emulator,
        clock,
        version: NEWEST,
    }
}

fn row(world: &World, source: &str, more: Value) -> Value {
    let mut body = json!({"parent": {"data_source_id": source}});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    world.post("/v1/pages", &body)
}

fn title(text: &str) -> Value {
    json!({"Name": {"title": [{"text": {"content": text}}]}})
}

/// A data source with a template that has a value, an icon and blocks.
fn with_template(world: &World) -> (String, String) {
    let (_, source) = database(
        world,
        &json!({"Name": {"title": {}}, "Points": {"number": {}}, "Note": {"rich_text": {}}}),
    );
    let page = row(
        world,
        &source,
        json!({
            "icon": {"emoji": "🐛"},
            "properties": {
                "Name": {"title": [{"text": {"content": "Bug"}}]},
                "Points": {"number": 5},
                "Note": {"rich_text": [{"text": {"content": "from the template"}}]},
            },
            "children": [
                {"heading_1": {"rich_text": [{"text": {"content": "Steps"}}]}},
                {"toggle": {"rich_text": [], "children": [{"divider": {}}]}},
                {"paragraph": {"rich_text": [
                    {"mention": {"template_mention": {"template_mention_date": "today"}}},
                    {"text": {"content": " by "}},
                    {"mention": {"template_mention": {"template_mention_user": "me"}}},
                ]}},
            ],
        }),
    );
    let template = id(&page).to_owned();
    let made = PageId::parse(&template).unwrap();
    world.emulator.make_template(&made, true).unwrap();
    (source, template)
}

fn children(world: &World, page: &str) -> Vec<Value> {
    let list = world.get(&format!("/v1/blocks/{page}/children"));
    list["results"].as_array().unwrap().clone()
}

#[test]
fn templates_are_listed_and_no_rows() {
    let world = World::new();
    let (source, template) = with_template(&world);
    let path = format!("/v1/data_sources/{source}/templates");
    let list = world.get(&path);
    assert_eq!(keys(&list), ["templates", "has_more", "next_cursor"]);
    assert_eq!(
        list["templates"],
        json!([{"id": template, "name": "Bug", "is_default": true}])
    );
    assert_eq!(
        world.get(&format!("{path}?name=bU"))["templates"],
        list["templates"]
    );
    assert_eq!(world.get(&format!("{path}?name=x"))["templates"], json!([]));
    let rows = world.post(&format!("/v1/data_sources/{source}/query"), &json!({}));
    assert_eq!(ids(&rows), Vec::<String>::new());
    let found = world.post("/v1/search", &json!({"query": "Bug"}));
    assert_eq!(ids(&found), Vec::<String>::new());
    let page = world.get(&format!("/v1/pages/{template}"));
    assert_eq!(page["parent"]["data_source_id"], source.as_str());
}

#[test]
fn a_page_gets_its_template_shortly_after() {
    let world = slow();
    let (source, _) = with_template(&world);
    let page = row(
        &world,
        &source,
        json!({
            "properties": {"Note": {"rich_text": [{"text": {"content": "mine"}}]}},
            "template": {"type": "default", "timezone": "Asia/Tokyo"},
        }),
    );
    assert_eq!(page["icon"], Value::Null);
    let path = format!("/v1/pages/{}", id(&page));
    world.clock.advance(Duration::from_secs(9));
    assert_eq!(world.get(&path)["properties"], page["properties"], "blank");
    assert_eq!(children(&world, id(&page)), Vec::<Value>::new());
    world.clock.advance(Duration::from_secs(1));
    let page = world.get(&path);
    assert_eq!(page["icon"]["emoji"], "🐛");
    let values = &page["properties"];
    assert_eq!(values["Name"]["title"][0]["plain_text"], "Bug");
    assert_eq!(values["Points"]["number"], 5);
    assert_eq!(values["Note"]["rich_text"][0]["plain_text"], "mine");
    let blocks = children(&world, id(&page));
    let types: Vec<_> = blocks.iter().map(|block| block["type"].clone()).collect();
    assert_eq!(types, ["heading_1", "toggle", "paragraph"]);
    assert_eq!(blocks[1]["has_children"], true);
    let text = &blocks[2]["paragraph"]["rich_text"];
    assert_eq!(
        text[0]["mention"]["date"]["start"], "2026-05-02",
        "in Tokyo"
    );
    assert_eq!(text[0]["plain_text"], "2026-05-02");
    assert_eq!(text[2]["mention"]["type"], "user");
}

#[test]
fn the_template_itself_stays_as_it_is() {
    let world = World::new();
    let (source, template) = with_template(&world);
    let before = children(&world, &template);
    let page = row(
        &world,
        &source,
        json!({"template": {"type": "template_id", "template_id": template}}),
    );
    let made = children(&world, id(&page));
    assert_eq!(made.len(), 3);
    assert_ne!(made[0]["id"], before[0]["id"]);
    assert_eq!(children(&world, &template), before);
    assert_eq!(
        before[2]["paragraph"]["rich_text"][0]["mention"]["type"],
        "template_mention"
    );
}

#[test]
fn a_test_can_wait_for_all_of_it() {
    let world = slow();
    let (source, _) = with_template(&world);
    let page = row(&world, &source, json!({"template": {"type": "default"}}));
    assert_eq!(children(&world, id(&page)).len(), 0);
    assert_eq!(world.emulator.settle().unwrap(), 1);
    assert_eq!(children(&world, id(&page)).len(), 3);
    row(&world, &source, json!({"template": {"type": "default"}}));
    let done = world.post("/_emulator/settle", &json!({}));
    assert_eq!(done, json!({"done": 1}));
}

#[test]
fn waiting_work_survives_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let open = || {
        let builder = Emulator::builder().file(dir.path().join("notion"));
        let builder = builder
            .token("ntn_test")
            .background_delay(Duration::from_secs(3600));
        World {
            emulator: builder.start().unwrap(),
            clock: Clock::system(),
            version: NEWEST,
        }
    };
    let world = open();
    let (source, _) = with_template(&world);
    let page = row(&world, &source, json!({"template": {"type": "default"}}));
    drop(world);
    let world = open();
    assert_eq!(world.emulator.settle().unwrap(), 1);
    assert_eq!(children(&world, id(&page)).len(), 3);
}

#[test]
fn a_page_is_erased_and_gets_a_template_anew() {
    let world = World::new();
    let (source, template) = with_template(&world);
    let page = row(
        &world,
        &source,
        json!({"properties": title("Mine"), "children": [
            {"toggle": {"rich_text": [], "children": [{"divider": {}}]}},
        ]}),
    );
    let old = children(&world, id(&page))[0].clone();
    let path = format!("/v1/pages/{}", id(&page));
    world.patch(
        &path,
        &json!({"erase_content": true,
            "template": {"type": "template_id", "template_id": template}}),
    );
    let types: Vec<Value> = children(&world, id(&page))
        .iter()
        .map(|block| block["type"].clone())
        .collect();
    assert_eq!(types, ["heading_1", "toggle", "paragraph"]);
    let (status, _) = world.refused(
        Method::GET,
        &format!("/v1/blocks/{}", id(&old)),
        &Value::Null,
    );
    assert_eq!(status, 404);
    let page = world.get(&path);
    assert_eq!(page["properties"]["Name"]["title"][0]["plain_text"], "Mine");
    world.patch(&path, &json!({"erase_content": true}));
    assert_eq!(children(&world, id(&page)), Vec::<Value>::new());
}

#[test]
fn wrong_templates_are_told_at_once() {
    let world = World::new();
    let (source, template) = with_template(&world);
    let refused = |template: Value, more: Value| {
        let mut body = json!({"parent": {"data_source_id": source}, "template": template});
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        world.refused(Method::POST, "/v1/pages", &body)
    };
    let (status, text) = refused(json!({"type": "best"}), json!({}));
    assert_eq!(status, 400);
    assert!(text.contains("body.template.type should be"), "{text}");
    let unknown = "38c9ce7b-60a4-818f-af95-c655e0046079";
    let by_id = json!({"type": "template_id", "template_id": unknown});
    assert_eq!(refused(by_id, json!({})).0, 404);
    let zone = json!({"type": "default", "timezone": "Mars/Base"});
    assert_eq!(refused(zone, json!({})).1, "Invalid time zone: Mars/Base");
    let known = json!({"type": "template_id", "template_id": template});
    let (status, _) = refused(known, json!({"children": [{"divider": {}}]}));
    assert_eq!(status, 400);
    let (status, _) = world.refused(
        Method::POST,
        "/v1/pages",
        &json!({"parent": {"page_id": world.home()}, "template": {"type": "default"}}),
    );
    assert_eq!(status, 400, "no data source, no default");
    row(&world, &source, json!({"template": {"type": "none"}}));
}

#[test]
fn only_rows_become_templates() {
    let world = World::new();
    let home = world.emulator.root_page_id();
    assert!(world.emulator.make_template(&home, false).is_err());
    let (status, answer) = world.call(
        Method::POST,
        "/_emulator/templates",
        &json!({"page_id": home.to_string()}),
    );
    assert_eq!(status, 400, "{answer}");
    let (source, first) = with_template(&world);
    let page = row(&world, &source, json!({"properties": title("Other")}));
    world.post("/_emulator/templates", &json!({"page_id": id(&page)}));
    let list = world.get(&format!("/v1/data_sources/{source}/templates?page_size=1"));
    assert_eq!(list["templates"][0]["id"], first.as_str());
    assert_eq!(list["next_cursor"], page["id"]);
    let rest = world.get(&format!(
        "/v1/data_sources/{source}/templates?start_cursor={}",
        id(&page)
    ));
    assert_eq!(rest["templates"][0]["is_default"], false);
    assert_eq!(rest["has_more"], false);
}

#[test]
fn unknown_tasks_are_not_found() {
    let world = World::new();
    let (status, text) = world.refused(Method::GET, "/v1/async_tasks/task_1", &Value::Null);
    assert_eq!(status, 404);
    assert!(
        text.starts_with("Could not find async task with ID: task_1"),
        "{text}"
    );
}

#[test]
fn a_write_of_markdown_goes_on_in_the_background() {
    let world = slow();
    let page = world.post("/v1/pages", &json!({"parent": {"page_id": world.home()}}));
    let path = format!("/v1/pages/{}/markdown", id(&page));
    let body = json!({"allow_async": true, "type": "replace_content",
        "replace_content": {"new_str": "Hello"}});
    let (status, task) = world.call(Method::PATCH, &path, &body);
    assert_eq!(status, 202, "{task}");
    assert_eq!(
        keys(&task),
        [
            "object",
            "id",
            "status",
            "status_url",
            "created_time",
            "poll_after_seconds",
            "operation",
            "request_id"
        ]
    );
    assert_eq!(task["status"], "queued");
    assert_eq!(
        task["operation"],
        json!({"surface": "rest", "name": "PATCH /v1/pages/:page_id/markdown"})
    );
    assert!(id(&task).starts_with("task_"));
    assert_eq!(children(&world, id(&page)).len(), 0, "only tried so far");
    let status_of = format!("/v1/async_tasks/{}", id(&task));
    assert_eq!(world.get(&status_of)["status"], "queued");
    world.clock.advance(Duration::from_secs(10));
    let done = world.get(&status_of);
    assert_eq!(done["status"], "succeeded");
    let result = &done["result"];
    assert_eq!(
        keys(result),
        ["markdown", "truncated", "unknown_block_ids", "id", "object"]
    );
    assert_eq!(result["markdown"], "Hello");
    assert_eq!(children(&world, id(&page)).len(), 1);
}

#[test]
fn a_task_fails_by_what_only_shows_later() {
    let world = World::new();
    let page = world.post("/v1/pages", &json!({"parent": {"page_id": world.home()}}));
    let path = format!("/v1/pages/{}/markdown", id(&page));
    let stale = json!({"allow_async": true, "type": "update_content", "update_content":
        {"content_updates": [{"old_str": "not there", "new_str": "x"}]}});
    let (status, task) = world.call(Method::PATCH, &path, &stale);
    assert_eq!(status, 202, "{task}");
    let failed = world.get(&format!("/v1/async_tasks/{}", id(&task)));
    assert_eq!(failed["status"], "failed");
    assert_eq!(failed["error"]["code"], "validation_error");
    assert_eq!(failed["error"]["object"], "error");
    // The form, and the page, are looked at at once.
    let (status, _) = world.refused(Method::PATCH, &path, &json!({"allow_async": true}));
    assert_eq!(status, 400);
    let unknown = "/v1/pages/38c9ce7b-60a4-818f-af95-c655e0046079/markdown";
    assert_eq!(world.refused(Method::PATCH, unknown, &stale).0, 404);
}
