//! What a rich text array of a request may hold.

use std::sync::LazyLock;

use recto_api::limits::{EQUATION_UNITS, RICH_TEXT_ITEMS, TEXT_UNITS, URL_UNITS};

use crate::validate::{
    Shape, array, limited, literals, nullable, object, optional, required, text, union,
};

/// An array of rich text items. Usable inside other shapes as `Shape::Lazy(rich_text::shape)`.
pub(crate) fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| array(item(), RICH_TEXT_ITEMS));
    &SHAPE
}

/// Colours of text and blocks.
pub(crate) fn colors() -> Shape {
    literals(&[
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
    ])
}

fn item() -> Shape {
    // A missing body is told for all three kinds (recorded), so the body comes before `type`.
    let kind = |name: &'static str, kinds: &'static [&'static str], body: Shape| {
        object([
            required(name, body),
            optional("type", literals(kinds)),
            optional("annotations", annotations()),
            // What a read item carries besides is ignored.
            optional("plain_text", Shape::Any),
            optional("href", Shape::Any),
        ])
    };
    union([
        kind("text", &["text"], text_body()),
        kind("mention", &["mention"], mention()),
        kind(
            "equation",
            &["equation"],
            object([required("expression", limited(EQUATION_UNITS))]),
        ),
    ])
}

fn text_body() -> Shape {
    let link = object([
        required("url", limited(URL_UNITS)),
        optional("type", literals(&["url"])),
    ]);
    object([
        required("content", limited(TEXT_UNITS)),
        optional("link", nullable(link)),
    ])
}

fn annotations() -> Shape {
    object([
        optional("bold", Shape::Boolean),
        optional("italic", Shape::Boolean),
        optional("strikethrough", Shape::Boolean),
        optional("underline", Shape::Boolean),
        optional("code", Shape::Boolean),
        optional("color", colors()),
    ])
}

fn mention() -> Shape {
    let kind = |name: &'static str, kinds: &'static [&'static str], body: Shape| {
        object([required(name, body), optional("type", literals(kinds))])
    };
    let user = object([
        required("id", Shape::Uuid),
        optional("object", literals(&["user"])),
        optional("name", Shape::Any),
        optional("avatar_url", Shape::Any),
        optional("type", Shape::Any),
        optional("person", Shape::Any),
        optional("bot", Shape::Any),
    ]);
    let date = object([
        required("start", Shape::IsoDate),
        optional("end", nullable(Shape::IsoDate)),
        optional("time_zone", nullable(text())),
    ]);
    let template = union([
        object([
            required("template_mention_date", literals(&["today", "now"])),
            optional("type", literals(&["template_mention_date"])),
        ]),
        object([
            required("template_mention_user", literals(&["me"])),
            optional("type", literals(&["template_mention_user"])),
        ]),
    ]);
    let emoji = object([
        required("id", Shape::Uuid),
        optional("name", text()),
        optional("url", text()),
    ]);
    union([
        kind("user", &["user"], user),
        kind("date", &["date"], date),
        kind("page", &["page"], object([required("id", Shape::Uuid)])),
        kind(
            "database",
            &["database"],
            object([required("id", Shape::Uuid)]),
        ),
        kind("template_mention", &["template_mention"], template),
        kind("custom_emoji", &["custom_emoji"], emoji),
    ])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::validate;

    fn refusal(items: &Value) -> String {
        let shape = object([required("rich_text", Shape::Lazy(super::shape))]);
        match validate::body(&json!({"rich_text": items}), &shape) {
            Ok(()) => String::new(),
            Err(problem) => problem.message().to_owned(),
        }
    }

    #[test]
    fn what_was_read_may_be_sent_back() {
        let item = json!({
            "type": "text",
            "text": {"content": "a", "link": null},
            "annotations": {"bold": false, "color": "default"},
            "plain_text": "a",
            "href": null,
        });
        assert_eq!(refusal(&json!([item])), "");
        let user = json!({"object": "user", "id": "38c9ce7b-60a4-818f-af95-c655e0046079",
            "name": "A", "avatar_url": null, "type": "person", "person": {}});
        assert_eq!(
            refusal(&json!([{"mention": {"type": "user", "user": user}}])),
            ""
        );
    }

    #[test]
    fn an_item_without_body_is_told_for_every_kind() {
        assert_eq!(
            refusal(&json!([{"type": "text", "plain_text": "a"}])),
            "body failed validation. Fix one:\n\
             body.rich_text[0].text should be defined, instead was `undefined`.\n\
             body.rich_text[0].mention should be defined, instead was `undefined`.\n\
             body.rich_text[0].equation should be defined, instead was `undefined`."
        );
    }

    #[test]
    fn limits_are_told_with_their_place() {
        assert_eq!(
            refusal(&json!([{"text": {"content": "é".repeat(2_001)}}])),
            "body failed validation: body.rich_text[0].text.content.length should be ≤ `2000`, \
             instead was `2001`."
        );
        let items = vec![json!({"text": {"content": ""}}); 101];
        assert_eq!(
            refusal(&Value::from(items)),
            "body failed validation: body.rich_text.length should be ≤ `100`, instead was `101`."
        );
    }
}
