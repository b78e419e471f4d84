//! What constructors make, and what is read from blocks.

use serde_json::{Value, json};

use super::*;
use crate::file::{FileSource, Icon, IconColor};
use crate::ids::{CommentId, FileUploadId, PageId};
use crate::rich_text::{Color, RichText, Style};

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

fn run(text: &str) -> Value {
    json!({"type": "text", "text": {"content": text}})
}

/// The payload of a block, whose type and only other member it checks.
fn payload(content: BlockContent) -> (String, Value) {
    let kind = content.kind().to_owned();
    let mut block = serde_json::to_value(NewBlock::from(content)).unwrap();
    let members = block.as_object_mut().unwrap();
    assert_eq!(members.len(), 3, "{members:?}");
    assert_eq!(members["object"], "block");
    assert_eq!(members["type"], *kind);
    let payload = members.remove(&kind).unwrap();
    (kind, payload)
}

#[test]
fn constructors_make_what_the_service_asks_for() {
    let text = json!({"rich_text": [run("a")]});
    let media = json!({"type": "external", "external": {"url": "https://example.com"}});
    let url = "https://example.com";
    let page = PageId::parse(ID).unwrap();
    for (content, kind, expected) in [
        (BlockContent::paragraph("a"), "paragraph", text.clone()),
        (BlockContent::heading(0, "a"), "heading_1", text.clone()),
        (BlockContent::heading(2, "a"), "heading_2", text.clone()),
        (BlockContent::heading(3, "a"), "heading_3", text.clone()),
        (BlockContent::heading(9, "a"), "heading_4", text.clone()),
        (
            BlockContent::bulleted("a"),
            "bulleted_list_item",
            text.clone(),
        ),
        (
            BlockContent::numbered("a"),
            "numbered_list_item",
            text.clone(),
        ),
        (
            BlockContent::to_do("a", false),
            "to_do",
            json!({"rich_text": [run("a")], "checked": false}),
        ),
        (BlockContent::toggle("a"), "toggle", text.clone()),
        (BlockContent::quote("a"), "quote", text.clone()),
        (BlockContent::template("a"), "template", text),
        (
            BlockContent::callout("💡", "a"),
            "callout",
            json!({"rich_text": [run("a")], "icon": {"type": "emoji", "emoji": "💡"}}),
        ),
        (
            BlockContent::code("ts", "a"),
            "code",
            json!({"rich_text": [run("a")], "language": "typescript"}),
        ),
        (
            BlockContent::code("klingon", ""),
            "code",
            json!({"rich_text": [], "language": "klingon"}),
        ),
        (
            BlockContent::equation("x^2"),
            "equation",
            json!({"expression": "x^2"}),
        ),
        (BlockContent::divider(), "divider", json!({})),
        (BlockContent::breadcrumb(), "breadcrumb", json!({})),
        (
            BlockContent::table_of_contents(),
            "table_of_contents",
            json!({}),
        ),
        (BlockContent::bookmark(url), "bookmark", json!({"url": url})),
        (BlockContent::embed(url), "embed", json!({"url": url})),
        (BlockContent::image_url(url), "image", media.clone()),
        (BlockContent::video_url(url), "video", media.clone()),
        (BlockContent::pdf_url(url), "pdf", media.clone()),
        (BlockContent::audio_url(url), "audio", media.clone()),
        (BlockContent::file(FileSource::url(url)), "file", media),
        (
            BlockContent::image(FileUploadId::parse(ID).unwrap()),
            "image",
            json!({"type": "file_upload", "file_upload": {"id": ID}}),
        ),
        (
            BlockContent::link_to_page(page),
            "link_to_page",
            json!({"type": "page_id", "page_id": ID}),
        ),
        (
            BlockContent::link_to_page(CommentId::parse(ID).unwrap()),
            "link_to_page",
            json!({"type": "comment_id", "comment_id": ID}),
        ),
        (
            BlockContent::synced_copy(BlockId::parse(ID).unwrap()),
            "synced_block",
            json!({"synced_from": {"type": "block_id", "block_id": ID}}),
        ),
    ] {
        assert_eq!(payload(content), (kind.to_owned(), expected));
    }
}

#[test]
fn arrangements_hold_blocks() {
    let divider = json!({"object": "block", "type": "divider", "divider": {}});
    let cell = |row: &Value, at: usize| row["table_row"]["cells"][at].clone();
    let (_, table) = payload(
        BlockContent::table([vec!["a", "b", "c"], vec!["d"]])
            .header_row()
            .header_column(),
    );
    assert_eq!(table["table_width"], 3);
    assert_eq!(table["has_column_header"], true);
    assert_eq!(table["has_row_header"], true);
    assert_eq!(cell(&table["children"][0], 2), json!([run("c")]));
    assert_eq!(cell(&table["children"][1], 2), json!([]), "filled up");
    let (_, mixed) = payload(BlockContent::table_row([RichText::from("a"), "b".bold()]));
    assert_eq!(mixed["cells"][1][0]["annotations"]["bold"], true);
    let (_, columns) = payload(BlockContent::columns([
        vec![BlockContent::divider()],
        vec![],
    ]));
    assert_eq!(columns["children"][0]["column"]["children"][0], divider);
    assert_eq!(columns["children"][1]["column"]["children"], json!([]));
    let (_, column) = payload(BlockContent::column([BlockContent::divider()]).width_ratio(0.25));
    assert_eq!(column["width_ratio"], 0.25);
    let (_, tabs) = payload(BlockContent::tabs([
        ("One", vec![BlockContent::divider()]),
        ("Two", vec![]),
    ]));
    let label = &tabs["children"][0]["paragraph"];
    assert_eq!(label["rich_text"], json!([run("One")]));
    assert_eq!(label["children"], json!([divider]));
    let (_, synced) = payload(BlockContent::synced([BlockContent::divider()]));
    assert_eq!(synced, json!({"synced_from": null, "children": [divider]}));
}

#[test]
fn what_is_added_stands_in_its_place() {
    let (_, toggle) = payload(
        BlockContent::heading(2, "a")
            .color(Color::RedBackground)
            .children([BlockContent::divider()]),
    );
    assert_eq!(
        toggle["is_toggleable"], true,
        "only such a heading holds blocks"
    );
    assert_eq!(toggle["color"], "red_background");
    let (_, label) = payload(BlockContent::paragraph("a").icon("🧭"));
    assert_eq!(label["icon"]["emoji"], "🧭");
    let (_, callout) = payload(
        BlockContent::callout(Icon::named("pizza", IconColor::LightGray), "a").color(Color::Gray),
    );
    assert_eq!(callout["icon"]["icon"]["color"], "lightgray");
    let (_, file) = payload(
        BlockContent::file_url("https://example.com")
            .name("a.txt")
            .caption(("see ", "a".italic())),
    );
    assert_eq!(file["name"], "a.txt");
    assert_eq!(file["caption"][1]["annotations"]["italic"], true);
}

#[test]
fn what_has_no_place_is_sent_for_the_service_to_refuse() {
    let content = BlockContent::divider()
        .children([BlockContent::divider()])
        .color(Color::Red)
        .icon("💡")
        .caption("a")
        .name("a")
        .toggleable()
        .header_row()
        .header_column()
        .width_ratio(0.5);
    let (_, divider) = payload(content);
    let names: Vec<&str> = divider
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        [
            "children",
            "color",
            "icon",
            "caption",
            "name",
            "is_toggleable",
            "has_column_header",
            "has_row_header",
            "width_ratio"
        ]
    );
    let tomorrow = NewBlock::from(BlockContent::Unknown(Unknown {
        kind: "hologram".to_owned(),
        payload: Some(Box::new(json!({}))),
    }));
    let (_, hologram) = payload(tomorrow.content.color(Color::Red));
    assert_eq!(hologram, json!({"color": "red"}));
}

#[test]
fn long_text_becomes_runs_and_paragraphs() {
    let text = "x".repeat(250_000);
    let blocks = BlockContent::paragraphs(&text);
    let lengths: Vec<usize> = blocks.iter().map(|block| block.rich_text().len()).collect();
    assert_eq!(lengths, [100, 25]);
    let joined: String = blocks.iter().map(BlockContent::plain_text).collect();
    assert_eq!(joined, text);
    assert!(BlockContent::paragraphs("").is_empty());
}

#[test]
fn the_text_of_a_block_is_its_own() {
    let child = BlockContent::ChildPage(Child {
        title: "Minutes".into(),
        ..Child::default()
    });
    let caption = BlockContent::image_url("https://example.com").caption("a cat");
    let heading = BlockContent::heading(1, ("a ", "b".bold()));
    assert_eq!(heading.plain_text(), "a b");
    assert_eq!(heading.rich_text().len(), 2);
    assert_eq!(BlockContent::table_row(["a", "b"]).plain_text(), "a\tb");
    assert_eq!(BlockContent::equation("x^2").plain_text(), "x^2");
    assert_eq!(child.plain_text(), "Minutes");
    assert_eq!(caption.plain_text(), "a cat");
    assert_eq!(caption.rich_text(), []);
    assert_eq!(caption.caption_runs().len(), 1);
    assert_eq!(caption.url(), Some("https://example.com"));
    let code = BlockContent::code("rust", "fn").caption("b");
    assert_eq!(
        (code.plain_text().as_str(), code.caption_runs().len()),
        ("fn", 1)
    );
    assert_eq!(BlockContent::divider().plain_text(), "");
    let inside = BlockContent::toggle("a").children([BlockContent::divider()]);
    assert_eq!(inside.new_children().len(), 1);
    assert_eq!(BlockContent::divider().new_children(), []);
}

#[test]
fn new_blocks_have_a_place_among_the_others() {
    let id = BlockId::parse(ID).unwrap();
    let position =
        |append: AppendChildren| serde_json::to_value(append).unwrap()["position"].clone();
    let blocks = || AppendChildren::new([BlockContent::divider()]);
    assert_eq!(position(blocks()), Value::Null);
    assert_eq!(
        position(blocks().after(id)),
        json!({"type": "after_block", "after_block": {"id": ID}})
    );
    assert_eq!(position(blocks().at_start()), json!({"type": "start"}));
}

#[test]
fn the_older_name_of_meeting_notes_is_kept() {
    for kind in ["transcription", "meeting_notes"] {
        let value = json!({"object": "block", "id": ID, "type": kind,
            kind: {"status": "notes_ready", "title": [run("Weekly")]}});
        let block: Block = serde_json::from_value(value.clone()).unwrap();
        let (BlockContent::MeetingNotes(notes) | BlockContent::Transcription(notes)) =
            &block.content
        else {
            panic!("{block:?}")
        };
        assert!(notes.is_ready());
        assert_eq!(block.plain_text(), "Weekly");
        assert_eq!(serde_json::to_value(&block).unwrap(), value);
    }
}
