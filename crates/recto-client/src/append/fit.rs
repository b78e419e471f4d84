//! Texts made to fit: Notion takes 100 runs in a list, and 2,000 UTF-16 units in a run.

use recto_api::block::NewBlock;
use recto_api::limits::{RICH_TEXT_ITEMS, TEXT_UNITS};
use recto_api::rich_text::{IntoRichText, RichText, RichTextContent};
use recto_api::wire::Field;
use serde_json::Value;

use super::forest::length;

/// A block that no request can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("block {number} cannot be sent: {why}")]
pub struct Unfit {
    /// Its number: 0 for the first block, counted in document order.
    pub number: usize,
    /// Why not, and what to do.
    pub why: String,
}

impl Unfit {
    pub(crate) fn new(number: usize, why: impl Into<String>) -> Self {
        Self {
            number,
            why: why.into(),
        }
    }
}

/// Makes the texts of a block, which has `bytes` bytes and no children, fit; answers with the block
/// and its new length.
///
/// # Errors
///
/// Says which text does not fit, and why.
pub(crate) fn fit(block: NewBlock, bytes: usize) -> Result<(NewBlock, usize), String> {
    // What is short has neither a long run nor many.
    if bytes <= TEXT_UNITS {
        return Ok((block, bytes));
    }
    let mut value = serde_json::to_value(&block).map_err(|error| error.to_string())?;
    let mut changed = false;
    let payloads = value.as_object_mut().into_iter().flatten();
    for payload in payloads.filter_map(|(_, value)| value.as_object_mut()) {
        for (name, member) in payload {
            changed |= match (name.as_str(), member.as_array_mut()) {
                ("rich_text" | "caption", Some(_)) => fit_text(name, member)?,
                ("cells", Some(cells)) => {
                    let mut changed = false;
                    for cell in cells {
                        changed |= fit_text("cell", cell)?;
                    }
                    changed
                }
                _ => false,
            };
        }
    }
    if !changed {
        return Ok((block, bytes));
    }
    let block: NewBlock = serde_json::from_value(value).map_err(|error| error.to_string())?;
    let bytes = length(&block).map_err(|error| error.to_string())?;
    Ok((block, bytes))
}

/// Makes one list of runs fit; whether it had to change.
fn fit_text(name: &str, list: &mut Value) -> Result<bool, String> {
    let Ok(runs) = serde_json::from_value::<Vec<RichText>>(list.clone()) else {
        return Ok(false);
    };
    let mut fitting = runs.clone().into_rich_text();
    if fitting.len() > RICH_TEXT_ITEMS {
        fitting = joined(runs.clone()).into_rich_text();
    }
    if fitting.len() > RICH_TEXT_ITEMS {
        return Err(format!(
            "its {name} takes {} runs, and a list holds {RICH_TEXT_ITEMS}: spread the text over \
             several blocks",
            fitting.len()
        ));
    }
    if fitting == runs {
        return Ok(false);
    }
    *list = serde_json::to_value(fitting).map_err(|error| error.to_string())?;
    Ok(true)
}

/// Neighbours that look the same become one run.
fn joined(runs: Vec<RichText>) -> Vec<RichText> {
    let mut out: Vec<RichText> = Vec::with_capacity(runs.len());
    for run in runs {
        match out.last_mut() {
            Some(last) if look_alike(last, &run) => {
                if let (RichTextContent::Text(text), RichTextContent::Text(more)) =
                    (&mut last.content, &run.content)
                {
                    text.content.push_str(&more.content);
                    last.plain_text = Field::Absent;
                }
            }
            _ => out.push(run),
        }
    }
    out
}

fn look_alike(a: &RichText, b: &RichText) -> bool {
    let (RichTextContent::Text(first), RichTextContent::Text(second)) = (&a.content, &b.content)
    else {
        return false;
    };
    first.link == second.link
        && first.extra == second.extra
        && a.annotations == b.annotations
        && a.href == b.href
        && a.extra == b.extra
}

#[cfg(test)]
mod tests {
    use super::*;
    use recto_api::block::BlockContent;
    use serde_json::json;

    fn fitted(block: &Value) -> Result<NewBlock, String> {
        let block: NewBlock = serde_json::from_value(block.clone()).unwrap();
        let bytes = length(&block).unwrap();
        let (block, bytes) = fit(block, bytes)?;
        assert_eq!(bytes, length(&block).unwrap());
        Ok(block)
    }

    fn paragraph(runs: Vec<Value>) -> Value {
        json!({"type": "paragraph", "paragraph": {"rich_text": runs}})
    }

    fn run(text: &str, bold: bool) -> Value {
        json!({"type": "text", "text": {"content": text}, "annotations": {"bold": bold}})
    }

    #[test]
    fn a_long_run_becomes_several_of_the_same_look() {
        let text = format!("{}👩‍👩‍👧‍👦{}", "a".repeat(1_995), "b".repeat(1_005));
        let block = fitted(&paragraph(vec![run(&text, true)])).unwrap();
        let runs = block.content.rich_text();
        assert_eq!(runs[0].plain(), "a".repeat(1_995), "no grapheme is torn");
        assert_eq!(runs.len(), 2);
        assert!(runs.iter().all(RichText::is_bold));
        assert_eq!(block.content.plain_text(), text);
    }

    #[test]
    fn many_runs_of_one_look_become_few() {
        let runs = (0..250).map(|_| run("ab", false)).collect();
        let block = fitted(&paragraph(runs)).unwrap();
        assert_eq!(block.content.rich_text().len(), 1);
        assert_eq!(block.content.plain_text(), "ab".repeat(250));
    }

    #[test]
    fn too_many_looks_do_not_fit() {
        let runs = (0..101).map(|number| run("ab", number % 2 == 0)).collect();
        let why = fitted(&paragraph(runs)).unwrap_err();
        assert!(
            why.contains("101") && why.contains("several blocks"),
            "{why}"
        );
    }

    #[test]
    fn cells_and_captions_are_texts_too() {
        let long = "x".repeat(2_500);
        let row = json!({"type": "table_row", "table_row": {"cells": [[run(&long, false)], []]}});
        let BlockContent::TableRow(row) = fitted(&row).unwrap().content else {
            panic!("a row")
        };
        assert_eq!((row.cells[0].len(), row.cells[1].len()), (2, 0));
        let code = json!({"type": "code", "code": {
            "language": "rust", "rich_text": [], "caption": [run(&long, false)]}});
        let code = fitted(&code).unwrap();
        assert_eq!(code.content.caption_runs().len(), 2);
    }

    #[test]
    fn what_fits_is_left_as_it_is() {
        let block = paragraph(vec![run(&"x".repeat(1_990), false), json!({"odd": 1})]);
        let before: NewBlock = serde_json::from_value(block.clone()).unwrap();
        assert_eq!(fitted(&block).unwrap(), before);
    }
}
