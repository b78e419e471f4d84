//! Rich text: what a request may send, and what is stored and answered for it.

mod mention;
mod shape;

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use super::Context;
use crate::problem::Problem;

pub(crate) use shape::{colors, shape};

/// The stored form of a request's rich text array, which [`shape`] already found sound: every item
/// with all annotations, its plain text and link; equal neighbours are joined.
///
/// Refused: a link that is no URL, a mention of a page or database that is not there.
pub(crate) fn normalize(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    items: &Value,
) -> Result<Value, Problem> {
    let mut out: Vec<Value> = Vec::new();
    for item in items.as_array().into_iter().flatten() {
        let item = normalize_item(tx, ctx, item)?;
        let text = item.pointer("/text/content").and_then(Value::as_str);
        // Assumption: an empty text leaves nothing behind.
        if text == Some("") {
            continue;
        }
        match out.last_mut() {
            Some(last) if can_join(last, &item) => join(last, text.unwrap_or_default()),
            _ => out.push(item),
        }
    }
    Ok(Value::from(out))
}

/// The text of rich text items without formatting.
pub(crate) fn plain_text(items: &Value) -> String {
    let items = items.as_array().map_or(&[][..], Vec::as_slice);
    items
        .iter()
        .filter_map(|item| item.get("plain_text")?.as_str())
        .collect()
}

/// Brings the plain text and link of page and database mentions up to date; titles change after
/// a mention is written.
pub(crate) fn refresh(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    items: &mut Value,
) -> Result<(), Problem> {
    for item in items.as_array_mut().into_iter().flatten() {
        if let Some(mention) = item.get("mention")
            && let Some((text, href)) = mention::target(tx, ctx, mention)?
            && let Some(item) = item.as_object_mut()
        {
            item.insert("plain_text".to_owned(), Value::from(text));
            item.insert("href".to_owned(), Value::from(href));
        }
    }
    Ok(())
}

/// Whether two texts stand as one: same look, same link (recorded since August 2025), and together
/// not longer than a request may send (assumption).
fn can_join(left: &Value, right: &Value) -> bool {
    let text = |item: &Value| {
        Some(
            item.pointer("/text/content")?
                .as_str()?
                .encode_utf16()
                .count(),
        )
    };
    let (Some(first), Some(second)) = (text(left), text(right)) else {
        return false;
    };
    first + second <= recto_api::limits::TEXT_UNITS
        && left.get("annotations") == right.get("annotations")
        && left.get("href") == right.get("href")
}

/// Adds to the content of a text item.
fn join(item: &mut Value, more: &str) {
    for path in ["/text/content", "/plain_text"] {
        if let Some(Value::String(text)) = item.pointer_mut(path) {
            text.push_str(more);
        }
    }
}

fn normalize_item(tx: &Transaction<'_>, ctx: &Context<'_>, item: &Value) -> Result<Value, Problem> {
    let (kind, body, text, href) = if let Some(text) = item.get("text") {
        let content = text
            .get("content")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let link = match text.get("link") {
            Some(Value::Object(link)) => Some(normalize_link(
                link.get("url").and_then(Value::as_str).unwrap_or_default(),
            )?),
            _ => None,
        };
        let body =
            json!({"content": content, "link": link.as_ref().map(|url| json!({"url": url}))});
        ("text", body, content.to_owned(), link)
    } else if let Some(equation) = item.get("equation") {
        let expression = equation
            .get("expression")
            .and_then(Value::as_str)
            .unwrap_or_default();
        (
            "equation",
            json!({"expression": expression}),
            expression.to_owned(),
            None,
        )
    } else {
        let sent = item.get("mention").unwrap_or(&Value::Null);
        let (body, text, href) = mention::normalize(tx, ctx, sent)?;
        ("mention", body, text, href)
    };
    let mut out = Map::new();
    out.insert("type".to_owned(), Value::from(kind));
    out.insert(kind.to_owned(), body);
    out.insert(
        "annotations".to_owned(),
        annotations(item.get("annotations")),
    );
    out.insert("plain_text".to_owned(), Value::from(text));
    out.insert("href".to_owned(), href.map_or(Value::Null, Value::from));
    Ok(Value::Object(out))
}

/// All six annotations; those not sent are off.
fn annotations(sent: Option<&Value>) -> Value {
    let flag = |name: &str| {
        sent.and_then(|sent| sent.get(name))
            .and_then(Value::as_bool)
            .unwrap_or_default()
    };
    let color = sent
        .and_then(|sent| sent.get("color"))
        .and_then(Value::as_str);
    json!({
        "bold": flag("bold"),
        "italic": flag("italic"),
        "strikethrough": flag("strikethrough"),
        "underline": flag("underline"),
        "code": flag("code"),
        "color": color.unwrap_or("default"),
    })
}

/// A link as the service stores it: a bare host gets its slash (recorded).
fn normalize_link(url: &str) -> Result<String, Problem> {
    // Links inside the workspace start with a slash or are only a place on the page.
    if url.starts_with(['/', '#']) {
        return Ok(url.to_owned());
    }
    let refusal = || content_refused("Invalid URL for link.");
    let (scheme, rest) = url.split_once(':').ok_or_else(refusal)?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if !is_scheme || rest.is_empty() {
        return Err(refusal());
    }
    let Some(rest) = rest.strip_prefix("//") else {
        return Ok(url.to_owned());
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    if host.is_empty() || host.contains(char::is_whitespace) {
        return Err(refusal());
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    Ok(format!(
        "{}://{}{slash}{path}",
        scheme.to_ascii_lowercase(),
        host.to_ascii_lowercase()
    ))
}

/// 400: content that has the right shape and still cannot be made.
pub(crate) fn content_refused(detail: &str) -> Problem {
    Problem::validation(format!(
        "Content creation Failed. Fix the following: \n{detail}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_normalised() {
        for (sent, kept) in [
            ("https://example.com", "https://example.com/"),
            ("HTTPS://Example.com?a=B", "https://example.com/?a=B"),
            ("https://example.com/a", "https://example.com/a"),
            ("mailto:a@example.com", "mailto:a@example.com"),
            ("/0123", "/0123"),
        ] {
            assert_eq!(normalize_link(sent).as_deref(), Ok(kept));
        }
        for sent in [
            "",
            "example.com",
            "https://",
            "https:",
            "a b://c",
            "https://a b/",
        ] {
            assert!(normalize_link(sent).is_err(), "{sent}");
        }
    }

    #[test]
    fn equal_neighbours_are_joined() {
        let item = |text: &str, bold: bool| {
            json!({"type": "text", "text": {"content": text}, "annotations": {"bold": bold},
                "plain_text": text, "href": null})
        };
        assert!(can_join(&item("a", true), &item("b", true)));
        assert!(!can_join(&item("a", true), &item("b", false)));
        assert!(!can_join(
            &item(&"a".repeat(1_999), true),
            &item("bc", true)
        ));
        assert!(!can_join(&json!({"mention": {}}), &item("b", true)));
        let mut joined = item("a", true);
        join(&mut joined, "b");
        assert_eq!(joined, item("ab", true));
    }

    #[test]
    fn annotations_are_completed() {
        let sent = json!({"bold": true, "color": "red_background"});
        let all = annotations(Some(&sent));
        assert_eq!(all["bold"], true);
        assert_eq!(all["code"], false);
        assert_eq!(all["color"], "red_background");
        assert_eq!(annotations(None)["color"], "default");
    }

    #[test]
    fn plain_text_joins_items() {
        let items = json!([{"plain_text": "a"}, {"plain_text": "b"}]);
        assert_eq!(plain_text(&items), "ab");
        assert_eq!(plain_text(&Value::Null), "");
    }
}
