//! What two trees are compared by.

use recto_api::block::BlockContent;
use recto_api::rich_text::{RichText, RichTextContent};
use recto_api::wire::Field;
use recto_markdown::Node;
use serde_json::{Value, json};

/// A tree without what no dialect carries: which runs a text is cut into, and how blanks look.
pub(crate) fn tree(nodes: &[Node]) -> Value {
    nodes.iter().map(node).collect()
}

fn node(node: &Node) -> Value {
    let content = &node.content;
    let mut payload =
        serde_json::to_value(recto_api::block::NewBlock::from(content.clone())).unwrap();
    let kind = content.kind().to_owned();
    let payload = payload[&kind].take();
    let mut out = json!({"kind": kind});
    for name in [
        "color",
        "is_toggleable",
        "checked",
        "language",
        "expression",
        "url",
        "external",
        "table_width",
        "has_column_header",
        "has_row_header",
        "width_ratio",
        "icon",
        "title",
        "synced_from",
        "block_type",
    ] {
        let value = &payload[name];
        if !value.is_null() && value != "default" && value != &json!(false) {
            out[name] = value.clone();
        }
    }
    if let BlockContent::Code(_) = content {
        out["text"] = json!(content.plain_text());
    } else {
        out["text"] = runs(content.rich_text());
        out["caption"] = runs(content.caption_runs());
    }
    if let BlockContent::TableRow(row) = content {
        out["cells"] = row.cells.iter().map(|cell| runs(cell)).collect();
    }
    if let Some(id) = &node.id {
        out["id"] = json!(id.as_str());
    }
    out["children"] = tree(&node.children);
    out
}

/// The letters of a text, each with its look. Blanks have none; they come and go at edges.
pub(crate) fn runs(runs: &[RichText]) -> Value {
    let mut out: Vec<(String, String)> = Vec::new();
    for run in runs {
        let look = run.annotations.value().cloned().unwrap_or_default();
        let on = |field: &Field<bool>, name: &str| {
            if *field == Field::Value(true) {
                name.to_owned()
            } else {
                String::new()
            }
        };
        let link = match &run.content {
            RichTextContent::Text(text) => text.link.value().map(|link| link.url.clone()),
            _ => None,
        };
        let color = look.color.value().map(|color| color.as_str().to_owned());
        let look = [
            on(&look.bold, "b"),
            on(&look.italic, "i"),
            on(&look.strikethrough, "s"),
            on(&look.underline, "u"),
            on(&look.code, "c"),
            color.unwrap_or_default(),
            link.unwrap_or_default(),
        ]
        .join("/");
        let mut add = |text: String, look: String| match out.last_mut() {
            Some((before, same)) if *same == look => before.push_str(&text),
            _ => out.push((text, look)),
        };
        match &run.content {
            RichTextContent::Text(text) => {
                for letter in text.content.chars() {
                    let plain = letter.is_whitespace();
                    let look = if plain {
                        "blank".to_owned()
                    } else {
                        look.clone()
                    };
                    add(letter.to_string(), look);
                }
            }
            RichTextContent::Equation(math) => {
                out.push((math.expression.clone(), format!("math{look}")));
            }
            other => out.push((
                serde_json::to_string(&json!(format!("{other:?}"))).unwrap(),
                look,
            )),
        }
    }
    json!(out)
}
