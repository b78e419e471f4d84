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

fn written(world: &World, text: &str) -> String {
    let made = world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": world.home()}, "markdown": text}),
    );
    made["id"].as_str().unwrap().to_owned()
}

fn title(world: &World, id: &str) -> String {
    let page = world.get(&format!("/v1/pages/{id}"));
    let title = &page["properties"]["title"]["title"][0]["plain_text"];
    title.as_str().unwrap_or_default().to_owned()
}

fn children(world: &World, id: &str) -> Vec<String> {
    ids(&world.get(&format!("/v1/blocks/{id}/children")))
}

#[test]
fn a_page_is_made_of_markdown_and_its_first_heading_is_the_title() {
    let world = World::new();
    let text = "# The *title*\n## Part\n\n- [ ] one\n\t- two {color=\"red\"}\n> said\n";
    let id = written(&world, text);
    assert_eq!(title(&world, &id), "The ");
    assert_eq!(
        markdown(&world, &id),
        "## Part\n- [ ] one\n\t- two {color=\"red\"}\n> said"
    );
    let blocks = world.get(&format!("/v1/blocks/{id}/children"));
    assert_eq!(blocks["results"][1]["type"], "to_do");
    assert_eq!(blocks["results"][1]["has_children"], true);
    assert_eq!(
        blocks["results"][2]["quote"]["rich_text"][0]["plain_text"],
        "said"
    );

    let named = world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": world.home()}, "markdown": "# Heading",
            "properties": {"title": {"title": text_of("Named")}}}),
    );
    let id = named["id"].as_str().unwrap();
    assert_eq!(title(&world, id), "Named");
    assert_eq!(markdown(&world, id), "# Heading");
}

fn text_of(content: &str) -> Value {
    text(content)
}

#[test]
fn markdown_comes_alone() {
    let world = World::new();
    let with = |name: &str, value: Value| {
        let mut body = json!({"parent": {"page_id": world.home()}, "markdown": "a"});
        body[name] = value;
        world.refused(Method::POST, "/v1/pages", &body)
    };
    let (status, message) = with("children", json!([]));
    assert_eq!(status, 400);
    assert_eq!(
        message,
        "body failed validation: body.children should be not present, instead was `[]`."
    );
    let body = json!({"parent": {"page_id": world.home()}, "markdown_version": "v1"});
    let (status, message) = world.refused(Method::POST, "/v1/pages", &body);
    assert_eq!(status, 400);
    assert!(
        message.contains("body.markdown_version should be not present"),
        "{message}"
    );
    let body = json!({"parent": {"page_id": world.home()}, "markdown": 1});
    let (_, message) = world.refused(Method::POST, "/v1/pages", &body);
    assert!(
        message.contains("body.markdown should be a string"),
        "{message}"
    );
}

fn patch(world: &World, id: &str, kind: &str, command: Value) -> String {
    let answer = world.patch(&path(id), &json!({"type": kind, kind: command}));
    assert_eq!(answer["object"], "page_markdown");
    answer["markdown"].as_str().unwrap().to_owned()
}

#[track_caller]
fn refusal(world: &World, id: &str, kind: &str, command: Value) -> String {
    let before = markdown(world, id);
    let body = json!({"type": kind, kind: command});
    let (status, message) = world.refused(Method::PATCH, &path(id), &body);
    assert_eq!(status, 400);
    assert_eq!(markdown(world, id), before, "nothing is half done");
    message
}

#[test]
fn content_is_inserted_where_it_is_asked_for() {
    let world = World::new();
    let id = written(&world, "a\n- [ ] b\n\t- c\nd");
    let insert = |command| patch(&world, &id, "insert_content", command);
    assert_eq!(
        insert(json!({"content": "# e\n\n"})),
        "a\n- [ ] b\n\t- c\nd\n# e"
    );
    assert_eq!(
        insert(json!({"content": "0", "position": {"type": "start"}})),
        "0\na\n- [ ] b\n\t- c\nd\n# e"
    );
    assert_eq!(
        insert(json!({"content": "1. x\n\ty", "after": "- [ ] b\n"})),
        "0\na\n- [ ] b\n1. x\n\ty\n\t- c\nd\n# e"
    );
    assert_eq!(
        insert(json!({"content": "end", "after": "d...e"})),
        "0\na\n- [ ] b\n1. x\n\ty\n\t- c\nd\n# e\nend"
    );
    let both = json!({"content": "", "after": "a", "position": {"type": "end"}});
    assert!(refusal(&world, &id, "insert_content", both).contains("should be not present"));
    let nowhere = json!({"content": "", "after": "nowhere"});
    assert_eq!(
        refusal(&world, &id, "insert_content", nowhere),
        "String not found: <pattern>nowhere</pattern> in current version of the page"
    );
}

#[test]
fn blocks_that_stay_keep_their_ids() {
    let world = World::new();
    let id = written(&world, "one\ntwo\n- three\n\t- four\nfive");
    let before = children(&world, &id);
    let nested = children(&world, &before[2]);
    let text = "zero\none\n**2** {color=\"red\"}\n- three\n\t- 4\n\t- 5\nfive";
    assert_eq!(
        patch(&world, &id, "replace_content", json!({"new_str": text})),
        text
    );
    let after = children(&world, &id);
    assert_eq!(after[1..], before);
    assert_eq!(children(&world, &before[2])[0], nested[0]);
    let text = "five\n> one";
    assert_eq!(
        patch(&world, &id, "replace_content", json!({"new_str": text})),
        text
    );
    assert_eq!(children(&world, &id)[0], before[3]);
    assert_eq!(
        patch(&world, &id, "replace_content", json!({"new_str": ""})),
        ""
    );
}

#[test]
fn texts_are_found_and_replaced() {
    let world = World::new();
    let id = written(&world, "a b\n```rust\nb\n```\nc");
    let update = |updates: Value| json!({"content_updates": updates});
    assert!(
        refusal(
            &world,
            &id,
            "update_content",
            update(json!([
            {"old_str": "c", "new_str": "d"}, {"old_str": "b", "new_str": "x"}]))
        )
        .starts_with("Multiple matches found")
    );
    assert!(
        refusal(
            &world,
            &id,
            "update_content",
            update(json!([{"old_str": "stale", "new_str": ""}]))
        )
        .starts_with("No matches found for \"stale\"")
    );
    assert!(
        refusal(
            &world,
            &id,
            "update_content",
            update(json!([{"old_str": "", "new_str": ""}]))
        )
        .contains("old_str.length should be ≥ `1`")
    );
    let every = json!([{"old_str": "b", "new_str": "x", "replace_all_matches": true},
        {"old_str": "a x", "new_str": "- y"}]);
    let text = patch(&world, &id, "update_content", update(every));
    assert_eq!(text, "- y\n```rust\nx\n```\nc");
    let range = json!({"content": "# all", "content_range": "- y...c"});
    assert_eq!(patch(&world, &id, "replace_content_range", range), "# all");
}

#[test]
fn child_pages_go_only_with_leave() {
    let world = World::new();
    let id = written(&world, "text\n<details>\n<summary>in</summary>\n</details>");
    let toggle = children(&world, &id).swap_remove(1);
    let child = world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": id}, "properties": {"title": {"title": text("Alpha")}}}),
    );
    let child = child["id"].as_str().unwrap();
    let link = format!(
        "<page url=\"https://app.notion.com/p/{}\">Alpha</page>",
        child.replace('-', "")
    );
    let message = refusal(&world, &id, "replace_content", json!({"new_str": "text"}));
    assert_eq!(
        message,
        format!(
            "This operation would delete 1 child page(s) or database(s):\n- page: \"Alpha\" (id: \
             {child})\n\nTo proceed, either:\n1. Include these items in new_str using <page \
             url=\"...\"> or <database url=\"...\"> tags, OR\n2. Set allow_deleting_content: true to \
             confirm deletion."
        )
    );
    // Named, it stays; named inside something, it moves there.
    let text = format!("<details>\n<summary>in</summary>\n\t{link}\n</details>");
    assert_eq!(
        patch(&world, &id, "replace_content", json!({"new_str": text})),
        text
    );
    assert_eq!(children(&world, &toggle), [child]);
    let page = world.get(&format!("/v1/pages/{child}"));
    assert_eq!(page["in_trash"], false);
    let leave = json!({"new_str": "gone", "allow_deleting_content": true});
    assert_eq!(patch(&world, &id, "replace_content", leave), "gone");
    assert_eq!(world.get(&format!("/v1/pages/{child}"))["in_trash"], true);
    let nowhere =
        "<page url=\"https://app.notion.com/p/11111111222243338444555555555555\">x</page>";
    assert!(
        refusal(&world, &id, "insert_content", json!({"content": nowhere}))
            .starts_with("Invalid Notion page or block URL: https://")
    );
}

#[test]
fn what_markdown_cannot_show_survives_around_it() {
    let world = World::new();
    let id = page(
        &world,
        &json!([
            {"paragraph": {"rich_text": text("before")}},
            {"bookmark": {"url": "https://example.com"}},
            {"code": {"rich_text": text("x"), "language": "rust", "caption": text("kept")}}
        ]),
    );
    let blocks = children(&world, &id);
    let updates = json!({"content_updates": [{"old_str": "before", "new_str": "now"},
        {"old_str": "x\n```", "new_str": "y\n```"}]});
    patch(&world, &id, "update_content", updates);
    assert_eq!(children(&world, &id), blocks);
    let bookmark = world.get(&format!("/v1/blocks/{}", blocks[1]));
    assert_eq!(bookmark["bookmark"]["url"], "https://example.com");
    let code = world.get(&format!("/v1/blocks/{}", blocks[2]));
    assert_eq!(code["code"]["rich_text"][0]["plain_text"], "y");
    assert_eq!(code["code"]["caption"][0]["plain_text"], "kept");
}

#[test]
fn only_pages_are_changed() {
    let world = World::new();
    let id = written(&world, "a");
    let block = children(&world, &id).swap_remove(0);
    let body = json!({"type": "replace_content", "replace_content": {"new_str": "b"}});
    let (status, message) = world.refused(Method::PATCH, &path(&block), &body);
    assert_eq!(
        (status, message),
        (400, format!("Provided ID {block} is a block, not a page."))
    );
    world.patch(&format!("/v1/pages/{id}"), &json!({"in_trash": true}));
    let (_, message) = world.refused(Method::PATCH, &path(&id), &body);
    assert!(
        message.starts_with("Can't edit block that is archived"),
        "{message}"
    );
    let (_, message) = world.refused(Method::PATCH, &path(&id), &json!({"type": "append"}));
    assert!(message.starts_with("body failed validation"), "{message}");
}

#[test]
fn comments_are_written_as_markdown() {
    let world = World::new();
    let made = world.post(
        "/v1/comments",
        &json!({"parent": {"page_id": world.home()}, "markdown": "see **this**\n# no heading"}),
    );
    assert_eq!(made["rich_text"][0]["plain_text"], "see ");
    assert_eq!(made["rich_text"][1]["annotations"]["bold"], true);
    assert_eq!(made["rich_text"][2]["plain_text"], "\n# no heading");
    let id = made["id"].as_str().unwrap();
    let changed = world.patch(&format!("/v1/comments/{id}"), &json!({"markdown": "`new`"}));
    assert_eq!(changed["rich_text"][0]["annotations"]["code"], true);
    let both = json!({"markdown_version": "v1", "rich_text": []});
    let (status, _) = world.refused(Method::PATCH, &format!("/v1/comments/{id}"), &both);
    assert_eq!(status, 400);
}

#[test]
fn the_newer_dialect_is_spoken_when_asked_for() {
    let world = World::new();
    let text = "# Title\n\n<toggle color=\"blue\">\nmore\n\n- [x] this\n- [ ] that\n\t- inner\n</toggle>\n\n\
        two\\\nlines with <u>all</u>\n\n<bookmark source=\"https://example.com\">seen</bookmark>\n\n\
        | a | b |\n| --- | --- |\n| c \\| d | e |";
    let made = world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": world.home()}, "markdown": text, "markdown_version": "v2"}),
    );
    let id = made["id"].as_str().unwrap();
    assert_eq!(title(&world, id), "Title");
    let (_, body) = text.split_once("\n\n").unwrap();
    let asked = format!("{}?markdown_version=v2", path(id));
    let answer = world.get(&asked);
    assert_eq!(answer["markdown"], body);
    assert_eq!(answer["truncated"], false);
    let before = children(&world, id);
    let answer = world.patch(
        &path(id),
        &json!({"type": "update_content", "markdown_version": "v2", "update_content":
            {"content_updates": [{"old_str": "<u>all</u>", "new_str": "<b> all </b>"},
                {"old_str": "</toggle>\n", "new_str": "</toggle>\n\n<p />\n"}]}}),
    );
    let changed = body
        .replace("<u>all</u>", "<b> all </b>")
        .replace("</toggle>\n", "</toggle>\n\n<p />\n");
    // White space at the end of a block asks for its tag.
    let changed = changed.replace(
        "two\\\nlines with <b> all </b>",
        "<p>\ntwo\\\nlines with <b> all </b>\n</p>",
    );
    assert_eq!(answer["markdown"], changed);
    let after = children(&world, id);
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after[0], before[0]);
    assert_eq!(after[2..], before[1..]);
}
