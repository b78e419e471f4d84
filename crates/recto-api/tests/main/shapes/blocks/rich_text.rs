//! Runs of every kind.

use recto_api::rich_text::{
    Annotations, Color, Equation, Link, LinkMention, LinkPreview, Mention, MentionedDatabase,
    MentionedPage, RichText, TemplateDate, TemplateMention, TemplateUser, Text,
};
use serde_json::{Value, json};

use super::super::objects::texts;
use super::{ID, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let mut all = vec![
        Shape::of::<RichText>(json!({
            "type": "text",
            "text": {"content": "a", "link": null},
            "annotations": {"bold": false, "italic": false, "strikethrough": false,
                "underline": false, "code": false, "color": "default"},
            "plain_text": "a",
            "href": null,
        })),
        Shape::of::<RichText>(json!({
            "type": "text", "text": {"content": "a", "link": {"url": "https://example.com/"}},
            "annotations": {"bold": true, "color": "red_background"},
            "plain_text": "a", "href": "https://example.com/",
        })),
        Shape::of::<RichText>(json!({
            "type": "equation", "equation": {"expression": "x^2"}, "plain_text": "x^2",
            "href": null,
        })),
        // As requests may have it.
        Shape::of::<RichText>(json!({"text": {"content": "a"}})),
        Shape::of::<RichText>(json!({"mention": {"user": {"id": ID}}})),
        Shape::of::<RichText>(json!({"equation": {"expression": "x^2"}})),
        Shape::of::<Text>(json!({"content": "a", "link": null})),
        // As the service once had it.
        Shape::of::<Link>(json!({"type": "url", "url": "https://example.com"})),
        Shape::of::<Link>(json!({"url": "https://example.com"})),
        Shape::of::<Equation>(json!({"expression": "x^2"})),
        Shape::of::<Annotations>(json!({"bold": true, "italic": false, "strikethrough": true,
            "underline": false, "code": true, "color": "pink"})),
        Shape::of::<MentionedPage>(json!({"id": ID})),
        Shape::of::<MentionedDatabase>(json!({"id": ID})),
        Shape::of::<LinkPreview>(json!({"url": "https://example.com/pull/1"})),
        Shape::of::<LinkMention>(link_mention()),
        Shape::of::<TemplateMention>(json!({"type": "template_mention_date",
            "template_mention_date": "today"})),
        Shape::of::<TemplateMention>(json!({"type": "template_mention_user",
            "template_mention_user": "me"})),
    ];
    for (mention, plain) in mentions() {
        all.push(Shape::of::<RichText>(json!({
            "type": "mention", "mention": mention, "annotations": {"color": "default"},
            "plain_text": plain, "href": null,
        })));
        all.push(Shape::of::<Mention>(mention));
    }
    all.extend(texts::<TemplateDate>(&["today", "now"]));
    all.extend(texts::<TemplateUser>(&["me"]));
    all.extend(texts::<Color>(COLORS));
    all
}

fn mentions() -> Vec<(Value, &'static str)> {
    let user = json!({"object": "user", "id": ID, "name": "Ada", "avatar_url": null,
        "type": "person", "person": {"email": "ada@example.com"}});
    vec![
        (json!({"type": "user", "user": user}), "@Ada"),
        (
            json!({"type": "user", "user": {"object": "user", "id": ID}}),
            "@Anonymous",
        ),
        (json!({"type": "page", "page": {"id": ID}}), "Untitled"),
        (json!({"type": "database", "database": {"id": ID}}), "Tasks"),
        (
            json!({"type": "date", "date": {"start": "2026-03-01", "end": null,
                "time_zone": null}}),
            "2026-03-01",
        ),
        (
            json!({"type": "template_mention", "template_mention":
                {"type": "template_mention_date", "template_mention_date": "now"}}),
            "@Now",
        ),
        (
            json!({"type": "custom_emoji", "custom_emoji":
                {"id": ID, "name": "bufo", "url": "https://example.com/bufo.png"}}),
            ":bufo:",
        ),
        (
            json!({"type": "link_preview", "link_preview": {"url": "https://example.com"}}),
            "https://example.com",
        ),
        (
            json!({"type": "link_mention", "link_mention": link_mention()}),
            "https://example.com/a",
        ),
    ]
}

fn link_mention() -> Value {
    json!({
        "href": "https://example.com/a",
        "title": "A",
        "description": "About a",
        "link_author": "Ada",
        "link_provider": "Example",
        "thumbnail_url": "https://example.com/a.png",
        "icon_url": "https://example.com/icon.png",
        "iframe_url": "https://example.com/frame",
        "height": 300,
        "padding": 56.25,
        "padding_top": 0,
    })
}

const COLORS: &[&str] = &[
    "default",
    "gray",
    "brown",
    "orange",
    "yellow",
    "green",
    "blue",
    "purple",
    "pink",
    "red",
    "default_background",
    "gray_background",
    "brown_background",
    "orange_background",
    "yellow_background",
    "green_background",
    "blue_background",
    "purple_background",
    "pink_background",
    "red_background",
];
