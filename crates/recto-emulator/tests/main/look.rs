//! The web page, and what it reads.

use http::Method;
use serde_json::{Value, json};

use crate::support::World;
use crate::tables::{id, row, table, title};

#[test]
fn a_browser_gets_the_page_and_others_the_description() {
    let world = World::new();
    let ask = |accept: &str| {
        let mut request = world.request(Method::GET, "/_emulator/", &Value::Null);
        let headers = request.headers_mut();
        headers.insert("accept", accept.parse().unwrap());
        headers.remove("authorization");
        world.emulator.handle(request)
    };
    let page = ask("text/html,application/xhtml+xml,*/*;q=0.8");
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    // Each answer has a word of its own, which the page's script has and nothing written on pages.
    let nonce = policy
        .split("script-src 'nonce-")
        .nth(1)
        .unwrap()
        .split('\'')
        .next()
        .unwrap();
    let text = String::from_utf8(page.body().to_vec()).unwrap();
    assert_eq!(text.matches(nonce).count(), 2);
    assert!(!text.contains("{nonce}") && text.contains("<!doctype html>"));
    let again = ask("text/html");
    assert!(
        !again.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains(nonce)
    );
    // Nothing comes from elsewhere, and no text becomes markup.
    for word in [
        "src=\"",
        "href=\"http",
        "innerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
    ] {
        assert!(!text.contains(word), "{word}");
    }
    let told = ask("*/*");
    assert_eq!(
        told.headers()["content-type"],
        "application/json; charset=utf-8"
    );
}

#[test]
fn a_look_reads_without_being_seen() {
    let world = World::new();
    let source = table(&world, "T", &json!({"Name": {"title": {}}}));
    for name in ["a", "b", "c"] {
        row(&world, &source, &json!({"Name": title(name)}));
    }
    let before = world.emulator.requests();
    let mut request = world.request(
        Method::GET,
        &format!("/_emulator/look/blocks/{}/children", world.home()),
        &Value::Null,
    );
    request.headers_mut().remove("authorization");
    let answer = world.emulator.handle(request);
    assert_eq!(answer.status(), 200);
    let list: Value = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(list["results"][0]["type"], "child_database");

    let query = format!("/_emulator/look/data_sources/{source}/query");
    let first = world.get(&format!("{query}?page_size=2"));
    assert_eq!(first["results"].as_array().unwrap().len(), 2);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = world.get(&format!("{query}?page_size=2&start_cursor={cursor}"));
    assert_eq!(second["results"].as_array().unwrap().len(), 1);
    assert_eq!(world.emulator.requests(), before, "nothing is counted");
    assert_eq!(
        world.emulator.log(&Default::default()).len(),
        4,
        "nothing is logged"
    );

    // It only reads.
    let path = format!("/_emulator/look/blocks/{}", world.home());
    assert_eq!(world.call(Method::DELETE, &path, &Value::Null).0, 405);
    let (status, told) = world.call(Method::GET, "/_emulator/look/pages", &Value::Null);
    assert_eq!(status, 400, "{told}");
    let (status, told) = world.call(Method::GET, "/_emulator/look/pages/x", &Value::Null);
    assert!(
        status == 400 && told["error"].as_str().unwrap().contains("valid uuid"),
        "{told}"
    );
}

#[test]
fn the_tree_has_pages_below_pages() {
    let world = World::new();
    let toggle = world.patch(
        &format!("/v1/blocks/{}/children", world.home()),
        &json!({"children": [{"toggle": {"rich_text": [{"text": {"content": "t"}}]}}]}),
    );
    let toggle = id(&toggle["results"][0]);
    let page = |parent: Value, name: &str| {
        let body = json!({"parent": parent, "properties": {"title": title(name)}});
        id(&world.post("/v1/pages", &body))
    };
    let first = page(json!({"page_id": world.home()}), "first");
    page(json!({"page_id": first}), "deeper");
    let trashed = page(json!({"page_id": world.home()}), "gone");
    world.patch(
        &format!("/v1/pages/{trashed}"),
        &json!({"in_trash": true, "icon": null}),
    );
    world.patch(
        &format!("/v1/pages/{first}"),
        &json!({"icon": {"emoji": "🌳"}}),
    );
    let source = table(&world, "T", &json!({"Name": {"title": {}}}));
    row(&world, &source, &json!({"Name": title("a row")}));

    let branches = |query: &str| {
        let told = world.get(&format!("/_emulator/tree?{query}"));
        told["branches"].as_array().unwrap().clone()
    };
    let top = branches("");
    assert_eq!((top.len(), &top[0]["title"]), (1, &json!("Home")));
    let below = branches(&format!("parent={}", world.home()));
    let titles: Vec<&str> = below
        .iter()
        .map(|one| one["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["first", "T"]);
    assert_eq!(below[0]["icon"]["emoji"], "🌳");
    assert_eq!(
        (&below[0]["has_more"], &below[1]["object"]),
        (&json!(true), &json!("database"))
    );
    assert_eq!(branches(&format!("parent={toggle}")).len(), 0);
    // Another workspace has a tree of its own.
    let other = world.post("/_emulator/workspaces", &json!({"name": "Other"}));
    let other = id(&other);
    let top = branches(&format!("workspace={other}"));
    assert_eq!((top.len(), branches("").len()), (1, 1));
    let home = top[0]["id"].as_str().unwrap();
    let read = world.get(&format!("/_emulator/look/pages/{home}?workspace={other}"));
    assert_eq!(read["id"], home);
    let (status, _) = world.call(
        Method::GET,
        &format!("/_emulator/look/pages/{home}"),
        &Value::Null,
    );
    assert_eq!(status, 404);
}
