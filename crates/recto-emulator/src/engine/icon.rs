//! Icons of pages, databases and callouts.

use std::sync::LazyLock;

use recto_api::limits::URL_UNITS;
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{Context, emojis, uploads};
use crate::problem::Problem;
use crate::validate::{Shape, limited, literals, object, optional, required, text, union};

/// Colours of Notion's own icons.
const COLORS: &[&str] = &[
    "gray",
    "lightgray",
    "brown",
    "yellow",
    "orange",
    "green",
    "blue",
    "purple",
    "pink",
    "red",
];

/// Where Notion's own icons are; an external icon from there reads back as one (recorded).
const OWN_ICONS: &str = "https://www.notion.so/icons/";

/// An icon of a request. Usable inside other shapes as `Shape::Lazy(icon::shape)`.
pub(crate) fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let kind = |name: &'static str, kinds: &'static [&'static str], body: Shape| {
            object([required(name, body), optional("type", literals(kinds))])
        };
        union([
            kind("emoji", &["emoji"], text()),
            kind(
                "external",
                &["external"],
                object([required("url", limited(URL_UNITS))]),
            ),
            kind(
                "file_upload",
                &["file_upload"],
                object([required("id", Shape::Uuid)]),
            ),
            kind(
                "custom_emoji",
                &["custom_emoji"],
                object([
                    required("id", Shape::Uuid),
                    optional("name", text()),
                    optional("url", text()),
                ]),
            ),
            kind(
                "icon",
                &["icon"],
                object([
                    required("name", text()),
                    optional("color", literals(COLORS)),
                ]),
            ),
        ])
    });
    &SHAPE
}

/// The stored form of an icon that [`shape`] found sound; `null` stays `null`.
pub(crate) fn normalize(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    sent: &Value,
) -> Result<Value, Problem> {
    match sent.pointer("/file_upload/id").and_then(Value::as_str) {
        Some(id) => uploads::attach(tx, ctx, id).map(|upload| uploads::file(&upload)),
        None => match sent.get("custom_emoji") {
            Some(emoji) => Ok(json!({
                "type": "custom_emoji",
                "custom_emoji": emojis::normalize(tx, emoji)?,
            })),
            None => Ok(without_upload(sent)),
        },
    }
}

fn without_upload(sent: &Value) -> Value {
    if let Some(url) = sent.pointer("/external/url").and_then(Value::as_str) {
        return own_icon(url)
            .unwrap_or_else(|| json!({"type": "external", "external": {"url": url}}));
    }
    if let Some(emoji) = sent.get("emoji") {
        return json!({"type": "emoji", "emoji": emoji});
    }
    match sent.get("icon") {
        Some(icon) => json!({"type": "icon", "icon": {
            "name": icon.get("name"),
            "color": icon.get("color").and_then(Value::as_str).unwrap_or("gray"),
        }}),
        None => Value::Null,
    }
}

/// `…/icons/<name>_<color>.svg` as the icon it is.
fn own_icon(url: &str) -> Option<Value> {
    let file = url.strip_prefix(OWN_ICONS)?;
    let file = file.split(['?', '#']).next()?.strip_suffix(".svg")?;
    let (name, color) = file.rsplit_once('_')?;
    COLORS
        .contains(&color)
        .then(|| json!({"type": "icon", "icon": {"name": name, "color": color}}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_gets_its_type() {
        assert_eq!(
            without_upload(&json!({"emoji": "🦀"})),
            json!({"type": "emoji", "emoji": "🦀"})
        );
        assert_eq!(
            without_upload(&json!({"external": {"url": "https://example.com/a.png"}})),
            json!({"type": "external", "external": {"url": "https://example.com/a.png"}})
        );
        assert_eq!(without_upload(&Value::Null), Value::Null);
    }

    #[test]
    fn notions_own_icons_are_recognised() {
        let sent = json!({"external": {"url": "https://www.notion.so/icons/check-mark_red.svg"}});
        assert_eq!(
            without_upload(&sent),
            json!({"type": "icon", "icon": {"name": "check-mark", "color": "red"}})
        );
        let foreign = json!({"external": {"url": "https://www.notion.so/icons/a_mauve.svg"}});
        assert_eq!(without_upload(&foreign)["type"], "external");
    }
}
