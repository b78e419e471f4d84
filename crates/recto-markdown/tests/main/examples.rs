//! Single things, each way.

use recto_api::block::BlockContent;
use recto_markdown::{Dialect, Lost, Node, Writer, read};

use crate::view;

fn again(text: &str, dialect: Dialect) -> String {
    Writer::new(dialect)
        .write(&read(text, dialect).blocks)
        .markdown
}

#[test]
fn what_is_written_otherwise_is_settled() {
    for (from, to) in [
        ("## A\n\nB\n", "## A\nB"),
        ("text{color=\"blue\"}", "text {color=\"blue\"}"),
        ("###### a", "#### a"),
        ("* a\n+ b\n7) c", "- a\n- b\n1. c"),
        ("_a_ __b__ a_b_c", "*a* **b** a_b_c"),
        ("```ts\na\n```", "```typescript\na\n```"),
        ("```\na\n```", "```plain text\na\n```"),
        ("$x$ and $`y`$, $5 and $6", "$`x`$ and $`y`$, \\$5 and \\$6"),
        ("[TOC]", "<table_of_contents/>"),
        ("<div>a</div>", "\\<div\\>a\\</div\\>"),
        ("**a", "\\*\\*a"),
        ("***a** b*", "***a** b*"),
        (
            "<table>\n<tr><td>a</td><td>b</td></tr><tr><td>c</td></tr>\n</table>",
            "<table>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</td>\n<td></td>\n</tr>\n</table>",
        ),
        (
            "| a | b |\n|---|:-:|\n| c \\| d | e |",
            "<table header-row=\"true\">\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c \\| d</td>\n<td>e</td>\n</tr>\n</table>",
        ),
        (
            "<details><summary>a</summary>\n\tb\n</details>",
            "<details>\n<summary>a</summary>\n\tb\n</details>",
        ),
        ("a\n\tb\n\t\tc\n\td\ne", "a\n\tb\n\t\tc\n\td\ne"),
        (
            "<callout icon=\"🚢\">\n\t- a\n</callout>",
            "<callout icon=\"🚢\">\n\t<empty-block/>\n\t- a\n</callout>",
        ),
    ] {
        assert_eq!(again(from, Dialect::V1), to, "{from}");
        assert_eq!(again(to, Dialect::V1), to, "{to}");
    }
}

#[test]
fn mentions_and_links_come_back() {
    let id = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
    let bare = id.replace('-', "");
    let text = format!(
        "ask <mention-user url=\"user://{id}\"/> on <mention-date start=\"2026-10-01\"/> or \
         <mention-date start=\"2026-10-01\" startTime=\"09:30\" end=\"2026-10-02\" endTime=\"10:00\" \
         timeZone=\"Europe/Oslo\"/> see <mention-page url=\"https://app.notion.com/p/{bare}\"/>"
    );
    assert_eq!(again(&text, Dialect::V1), text);
}

#[test]
fn placeholders_and_children_keep_their_ids() {
    let bare = "3c0a5f4e0f5b81aa9d54d3a3c2a0e111";
    let text = format!(
        "<unknown url=\"https://app.notion.com/p/1f5b4a3c2d1e81aa9d54d3a3c2a0e111#{bare}\" alt=\"bookmark\"/>\n\
         <page url=\"https://app.notion.com/p/Road-map-{bare}\">Road \\[map\\]</page>"
    );
    let reading = read(&text, Dialect::V1);
    let ids: Vec<_> = reading
        .blocks
        .iter()
        .map(|node| node.id.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(ids, ["3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111"; 2]);
    assert_eq!(reading.blocks[1].content.plain_text(), "Road [map]");
    assert_eq!(reading.losses[0].what, Lost::Block("bookmark".to_owned()));
}

#[test]
fn what_has_no_markdown_is_told() {
    let blocks = [
        Node::new(BlockContent::bookmark("https://example.com")),
        Node::new(BlockContent::code("rust", "a").caption("b")),
        Node::new(BlockContent::divider()).with([Node::new(BlockContent::paragraph("lost"))]),
    ];
    let written = Writer::new(Dialect::V1).write(&blocks);
    let lost: Vec<_> = written.losses.into_iter().map(|loss| loss.what).collect();
    assert_eq!(
        lost,
        [
            Lost::Block("bookmark".to_owned()),
            Lost::Caption,
            Lost::Children
        ]
    );
}

#[test]
fn trees_are_made_of_what_requests_create() {
    let block = BlockContent::toggle("a").children([BlockContent::paragraph("b")]);
    let node = Node::new(block.clone());
    assert_eq!(node.children.len(), 1);
    assert_eq!(
        view::tree(std::slice::from_ref(&node))[0]["children"][0]["kind"],
        "paragraph"
    );
    assert_eq!(node.into_new().content, block);
}

#[test]
fn the_newer_dialect_is_settled_too() {
    for (from, to) in [
        ("a\nb\n\n\nc", "a b\n\nc"),
        ("a  \nb", "a\\\nb"),
        ("Title\n===\ntext\n---", "# Title\n\n## text"),
        ("* a\n  * b\n  c\n* d", "- a\n\t- b c\n- d"),
        ("1. a\n1. b\n\n- c", "1. a\n2. b\n\n- c"),
        ("> a\n> b\n>\n> - c", "<quote>\na b\n\n- c\n</quote>"),
        (
            "<toggle>\n**a**\n- b\n</toggle>",
            "<toggle>\n**a** - b\n</toggle>",
        ),
        (
            "<callout icon=\"🚢\">\nall\n\n- b\n</callout>\nafter",
            "<callout icon=\"🚢\">\nall\n\n- b\n</callout>\n\nafter",
        ),
        ("<p color=\"red\">\na\n</p>", "<p color=\"red\">\na\n</p>"),
        (
            "<ul>\n<li color=\"red\">\na\n</li>\n</ul>",
            "<ul>\n<li color=\"red\">\na\n</li>\n</ul>",
        ),
        ("<ul>\n<li>\na\n</li>\n<li>\nb\n</li>\n</ul>", "- a\n- b"),
        ("<todo checked=\"true\">a</todo>", "- [x] a"),
        ("&lt;b&gt; &amp; \\<i>", "\\<b> \\& \\<i>"),
        ("text {color=\"red\"}", "text {color=\"red\"}"),
        ("<details>\na\n</details>", "\\<details> a \\</details>"),
        ("**『x』**y", "<b>『x』</b>y"),
        ("x<b> a </b>b", "x<b> a </b>b"),
        ("<b> a</b>", "<p>\n<b> a</b>\n</p>"),
        ("$a$ costs $5", "$a$ costs \\$5"),
        ("````\n```\n````", "````plain text\n```\n````"),
        (
            "<toggle heading=\"h3\">\nDetails\n\n| a |\n| - |\n| b \\| c |\n</toggle>",
            "<toggle heading=\"h3\">\nDetails\n\n| a |\n| --- |\n| b \\| c |\n</toggle>",
        ),
        (
            "<columns>\n<column ratio=\"50\">\na\n</column>\n<column>\n</column>\n</columns>",
            "<columns>\n<column ratio=\"50\">\na\n</column>\n<column>\n</column>\n</columns>",
        ),
    ] {
        assert_eq!(again(from, Dialect::V2), to, "{from}");
        assert_eq!(again(to, Dialect::V2), to, "{to}");
    }
}

#[test]
fn mentions_of_the_newer_dialect_come_back() {
    let id = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
    let bare = id.replace('-', "");
    let text = format!(
        "ask <mention url=\"user://{id}\" /> on <date start=\"2026-10-01\" start-time=\"09:30\" \
         time-zone=\"Europe/Oslo\" /> see <mention url=\"https://app.notion.com/p/{bare}\" type=\"database\" />"
    );
    assert_eq!(again(&text, Dialect::V2), text);
}
