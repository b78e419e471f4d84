//! Pages as Markdown.

use http::Method;
use serde_json::{Value, json};

use crate::support::{World, ids, keys};

fn text(content: &str) -> Value {
    json!([{"text": {"content": content}}])
}

fn bold(content: &str) -> Value {
    json!({"text": {"content": content}, "annotations": {"bold": true}})
}

/// A page below the home page, with these blocks.
fn page(world: &World, children: &Value) -> String {
    let made = world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": world.home()}, "children": children,
            "properties": {"title": {"title": text("Notes")}}}),
    );
    made["id"].as_str().unwrap().to_owned()
}

fn path(id: &str) -> String {
    format!("/v1/pages/{id}/markdown")
}

fn markdown(world: &World, id: &str) -> String {
    let answer = world.get(&path(id));
    answer["markdown"].as_str().unwrap().to_owned()
}

#[test]
fn a_page_reads_as_markdown() {
    let world = World::new();
    let id = page(
        &world,
        &json!([
            {"heading_2": {"rich_text": text("Plan"), "color": "blue"}},
            {"paragraph": {"rich_text": [
                {"text": {"content": "costs $5, "}}, bold("all in"),
                {"text": {"content": " see "}},
                {"text": {"content": "it", "link": {"url": "https://example.com/a"}}}]}},
            {"toggle": {"rich_text": text("more"), "children": [
                {"to_do": {"rich_text": text("this"), "checked": true}},
                {"numbered_list_item": {"rich_text": text("one")}},
                {"numbered_list_item": {"rich_text": text("two")}}]}},
            {"paragraph": {"rich_text": []}},
            {"code": {"rich_text": text("let a = [1];\nlet b = 2;"), "language": "rust"}},
            {"table": {"table_width": 2, "has_column_header": true, "children": [
                {"table_row": {"cells": [text("a"), text("b|c")]}}]}},
            {"callout": {"rich_text": text("mind"), "icon": {"emoji": "💡"},
                "color": "red_background"}},
            {"image": {"external": {"url": "https://example.com/i.png"}, "caption": text("pic")}},
            {"divider": {}}
        ]),
    );
    let answer = world.get(&path(&id));
    assert_eq!(
        keys(&answer),
        [
            "object",
            "id",
            "markdown",
            "truncated",
            "unknown_block_ids",
            "request_id"
        ]
    );
    assert_eq!(answer["object"], "page_markdown");
    assert_eq!(answer["truncated"], false);
    let expected = "## Plan {color=\"blue\"}\n\
        costs \\$5, **all in** see [it](https://example.com/a)\n\
        <details>\n<summary>more</summary>\n\t- [x] this\n\t1. one\n\t2. two\n</details>\n\
        <empty-block/>\n\
        ```rust\nlet a = [1];\nlet b = 2;\n```\n\
        <table header-row=\"true\">\n<tr>\n<td>a</td>\n<td>b\\|c</td>\n</tr>\n</table>\n\
        <callout icon=\"💡\" color=\"red_bg\">\n\tmind\n</callout>\n\
        ![pic](https://example.com/i.png)\n---";
    assert_eq!(answer["markdown"], expected);
}

#[test]
fn an_empty_page_is_an_empty_text() {
    let world = World::new();
    let id = page(&world, &json!([]));
    assert_eq!(markdown(&world, &id), "");
}

#[test]
fn what_markdown_cannot_show_is_named_and_can_be_asked_for() {
    let world = World::new();
    let id = page(
        &world,
        &json!([
            {"bookmark": {"url": "https://example.com"}},
            {"paragraph": {"rich_text": text("after")}},
            {"breadcrumb": {}}
        ]),
    );
    let blocks = world.get(&format!("/v1/blocks/{id}/children"));
    let blocks = ids(&blocks);
    let answer = world.get(&path(&id));
    assert_eq!(answer["truncated"], true);
    assert_eq!(answer["unknown_block_ids"], json!([blocks[0], blocks[2]]));
    let bare = |id: &str| id.replace('-', "");
    let placeholder = format!(
        "<unknown url=\"https://app.notion.com/p/{}#{}\" alt=\"bookmark\"/>",
        bare(&id),
        bare(&blocks[0])
    );
    let whole = answer["markdown"].as_str().unwrap();
    assert!(whole.starts_with(&placeholder), "{whole}");
    assert_eq!(markdown(&world, &blocks[0]), placeholder);
    assert_eq!(markdown(&world, &blocks[1]), "after");
}

#[test]
fn child_pages_are_links_and_not_entered() {
    let world = World::new();
    let id = page(&world, &json!([]));
    let child = world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": id}, "properties": {"title": {"title": text("A [b]")}},
            "children": [{"paragraph": {"rich_text": text("inside")}}]}),
    );
    let bare = child["id"].as_str().unwrap().replace('-', "");
    assert_eq!(
        markdown(&world, &id),
        format!("<page url=\"https://app.notion.com/p/{bare}\">A \\[b\\]</page>")
    );
}

#[test]
fn questions_that_make_no_sense_are_refused() {
    let world = World::new();
    let nowhere = "11111111-2222-4333-8444-555555555555";
    let (status, message) = world.refused(Method::GET, &path(nowhere), &Value::Null);
    assert_eq!(status, 404);
    assert!(
        message.starts_with("Could not find page with ID"),
        "{message}"
    );
    let asked = format!("{}?markdown_version=v3", path(&world.home()));
    let (status, message) = world.refused(Method::GET, &asked, &Value::Null);
    assert_eq!(status, 400);
    assert!(
        message.starts_with("query failed validation: query.markdown_version should be"),
        "{message}"
    );
    assert_eq!(world.refused(Method::GET, &path("x"), &Value::Null).0, 400);
}
