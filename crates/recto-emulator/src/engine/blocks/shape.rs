//! What a request may say about blocks.

use std::sync::LazyLock;

use recto_api::limits::{BLOCKS_PER_REQUEST, CHILDREN};
use serde_json::{Value, json};

use super::kind::{Children, KINDS, Kind};
use crate::problem::Problem;
use crate::validate::{self, Member, Shape, literals, nullable, object, optional, required};

/// A `children` array of blocks, each with at most two further levels.
fn children() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| blocks(two_levels, 0));
    &SHAPE
}

/// Checks the blocks that a new page brings; `path` is `body.children` or `body.content`.
pub(crate) fn check_children(sent: &Value, path: &str) -> Result<(), Problem> {
    let name = if path == "body.content" {
        "content"
    } else {
        "children"
    };
    let body = json!({name: sent});
    validate::body(&body, &object([required(name, Shape::Lazy(children))]))?;
    check_count(sent)
}

/// The body that appends blocks.
pub(in crate::engine) fn append() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let position = Shape::Union(vec![
            object([
                required("type", literals(&["after_block"])),
                required("after_block", object([required("id", Shape::Uuid)])),
            ]),
            object([required("type", literals(&["start"]))]),
            object([required("type", literals(&["end"]))]),
        ]);
        object([
            required("children", Shape::Lazy(children)),
            optional("position", position),
        ])
    });
    &SHAPE
}

/// The body that updates a block, whatever its type.
pub(in crate::engine) fn update() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let payloads = KINDS
            .iter()
            .map(|kind| optional(kind.name, kind.update_payload()));
        let flags = [
            optional("type", Shape::Any),
            optional("in_trash", Shape::Boolean),
        ];
        object(payloads.chain(flags))
    });
    &SHAPE
}

/// Refuses a request whose levels together hold too many blocks.
///
/// That the limit is 1,000 is documented; the words are an assumption.
pub(super) fn check_count(children: &Value) -> Result<(), Problem> {
    let count = count(children);
    if count <= BLOCKS_PER_REQUEST {
        return Ok(());
    }
    Err(Problem::validation(format!(
        "body failed validation: the total number of blocks in body.children should be \
         ≤ `{BLOCKS_PER_REQUEST}`, instead was `{count}`."
    )))
}

fn count(children: &Value) -> usize {
    children
        .as_array()
        .into_iter()
        .flatten()
        .fold(0, |sum, block| {
            let below = block
                .as_object()
                .into_iter()
                .flat_map(|block| block.values());
            sum + 1
                + below
                    .filter_map(|payload| payload.get("children"))
                    .map(count)
                    .sum::<usize>()
        })
}

/// A block with two levels below it.
fn two_levels() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        block(&Level {
            below: Some(one_level),
            // Documented (published types): columns stand between a list and its content without
            // using up a level, but only at the top.
            columns: Some(column),
            tabs: Some(tab_with_content),
        })
    });
    &SHAPE
}

fn one_level() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        block(&Level {
            below: Some(no_level),
            columns: None,
            tabs: Some(tab_without_content),
        })
    });
    &SHAPE
}

fn no_level() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        block(&Level {
            below: None,
            columns: None,
            tabs: None,
        })
    });
    &SHAPE
}

fn column() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| only("column", Some(one_level)));
    &SHAPE
}

/// A label of a tab block, with what the tab shows.
fn tab_with_content() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| only("paragraph", Some(no_level)));
    &SHAPE
}

fn tab_without_content() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| only("paragraph", None));
    &SHAPE
}

fn row() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| only("table_row", None));
    &SHAPE
}

type LazyShape = fn() -> &'static Shape;

struct Level {
    /// A block one level further down, if there is one.
    below: Option<LazyShape>,
    /// A column of a list at this level, if there may be one.
    columns: Option<LazyShape>,
    /// A label of a tab block at this level, if it may have any.
    tabs: Option<LazyShape>,
}

impl Level {
    /// Whether a block of this type may stand here at all (published types).
    fn has(&self, kind: &Kind) -> bool {
        match kind.name {
            "column_list" | "column" => self.columns.is_some(),
            "table" => self.below.is_some(),
            _ => kind.creatable,
        }
    }
}

/// A block of any type that a request can make.
fn block(level: &Level) -> Shape {
    let branches = KINDS.iter().filter(|kind| level.has(kind)).map(|kind| {
        let children = match kind.children {
            Children::None => None,
            Children::Any | Children::Required => level.below.map(|below| blocks(below, 0)),
            Children::Only("column", least) => level.columns.map(|column| blocks(column, least)),
            Children::Only("table_row", least) => level.below.map(|_| blocks(row, least)),
            Children::Only(_, least) => level.tabs.map(|tab| blocks(tab, least)),
        };
        branch(kind, children)
    });
    Shape::Union(branches.collect())
}

fn only(name: &str, below: Option<LazyShape>) -> Shape {
    let branches = KINDS
        .iter()
        .filter(|kind| kind.name == name)
        .map(|kind| branch(kind, below.map(|below| blocks(below, 0))));
    Shape::Union(branches.collect())
}

fn branch(kind: &'static Kind, children: Option<Shape>) -> Shape {
    let ignored: [Member; 2] = [
        // Copied blocks carry them; recorded as accepted before 2026.
        optional("has_children", Shape::Boolean),
        optional("in_trash", nullable(Shape::Boolean)),
    ];
    object(
        [
            required(kind.name, kind.new_payload(children)),
            optional("object", literals(&["block"])),
            optional("type", literals(std::slice::from_ref(&kind.name))),
        ]
        .into_iter()
        .chain(ignored),
    )
}

fn blocks(item: LazyShape, min: usize) -> Shape {
    Shape::Array {
        item: Box::new(Shape::Lazy(item)),
        min,
        max: CHILDREN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(children: Value) -> String {
        match validate::body(&json!({"children": children}), append()) {
            Ok(()) => String::new(),
            Err(problem) => problem.message().to_owned(),
        }
    }

    fn toggle(children: Value) -> Value {
        json!({"type": "toggle", "toggle": {"rich_text": [], "children": children}})
    }

    fn divider() -> Value {
        json!({"object": "block", "type": "divider", "divider": {}})
    }

    #[test]
    fn two_levels_below_a_block_are_accepted() {
        assert_eq!(
            refusal(json!([toggle(json!([toggle(json!([divider()]))]))])),
            ""
        );
        let deep = json!([toggle(json!([toggle(json!([toggle(json!([divider()]))]))]))]);
        let text = refusal(deep);
        assert!(
            text.starts_with(
                "body failed validation: body.children[0].toggle.children[0].toggle.children[0]\
                 .toggle.children should be not present, instead was `[{"
            ),
            "{text}"
        );
    }

    #[test]
    fn columns_do_not_use_up_a_level() {
        let column = |children| json!({"column": {"children": children}});
        let list = |children: Value| {
            json!({"column_list": {"children":
            [column(children), column(json!([divider()]))]}})
        };
        assert_eq!(
            refusal(json!([list(json!([toggle(json!([divider()]))]))])),
            ""
        );
        assert!(
            refusal(json!([toggle(json!([list(json!([divider()]))]))]))
                .contains("body.children[0].toggle.children[0].paragraph should be defined"),
            "no list of columns below the first level"
        );
        let text = refusal(json!([{"column_list": {"children": [column(json!([]))]}}]));
        assert!(
            text.contains("column_list.children.length should be ≥ `2`"),
            "{text}"
        );
    }

    #[test]
    fn tabs_are_labelled_by_paragraphs() {
        let label = |below: Value| json!({"paragraph": {"rich_text": [], "children": below}});
        let plain = json!({"paragraph": {"rich_text": []}});
        let tab = |labels: Value| json!({"tab": {"children": labels}});
        assert_eq!(
            refusal(json!([tab(json!([label(json!([divider()]))]))])),
            ""
        );
        assert_eq!(refusal(json!([toggle(json!([tab(json!([plain]))]))])), "");
        let deep = json!([toggle(json!([tab(json!([label(json!([divider()]))]))]))]);
        assert!(refusal(deep).contains("paragraph.children should be not present"));
        assert!(refusal(json!([tab(json!([divider()]))])).contains("paragraph should be defined"));
        assert!(refusal(json!([{"tab": {}}])).contains("tab.children should be defined"));
    }

    #[test]
    fn tables_have_rows() {
        let table = |rows: Value| json!([{"table": {"table_width": 1, "children": rows}}]);
        assert_eq!(refusal(table(json!([{"table_row": {"cells": [[]]}}]))), "");
        assert!(refusal(table(json!([]))).contains("table.children.length should be ≥ `1`"));
        assert!(refusal(table(json!([divider()]))).contains("table_row should be defined"));
    }

    #[test]
    fn one_bad_member_is_told_without_the_other_types() {
        assert_eq!(
            refusal(json!([divider(), {"paragraph": {"rich_text": "x"}}])),
            "body failed validation: body.children[1].paragraph.rich_text should be an array, \
             instead was `\"x\"`."
        );
        assert_eq!(
            refusal(json!([{"type": "divider", "divider": {}, "archived": false}])),
            "body failed validation: body.children[0].archived should be not present, instead \
             was `false`."
        );
        let text = refusal(json!([{"code": {"rich_text": [], "language": "xyz"}}]));
        assert!(
            text.contains("code.language should be `\"abap\"`, `\"abc\"`, "),
            "{text}"
        );
        assert!(
            text.ends_with("or `\"java/c/c++/c#\"`, instead was `\"xyz\"`."),
            "{text}"
        );
    }

    #[test]
    fn an_image_without_address_is_told() {
        let text = refusal(json!([{"type": "image", "image": {"type": "external"}}]));
        assert!(
            text.contains("body.children[0].image.external should be defined"),
            "{text}"
        );
    }

    #[test]
    fn a_block_of_no_type_is_told_for_every_type() {
        let text = refusal(json!([{}]));
        assert!(
            text.starts_with("body failed validation. Fix one:\n"),
            "{text}"
        );
        assert!(
            text.contains("body.children[0].paragraph should be defined"),
            "{text}"
        );
        assert!(!text.contains("child_page"), "{text}");
    }

    #[test]
    fn counts_are_limited() {
        let many = Value::from(vec![divider(); 101]);
        assert_eq!(
            refusal(many),
            "body failed validation: body.children.length should be ≤ `100`, instead was `101`."
        );
        let hundred = Value::from(vec![divider(); 100]);
        let ten = Value::from(vec![toggle(hundred); 10]);
        assert!(
            check_count(&ten)
                .unwrap_err()
                .message()
                .contains("instead was `1010`")
        );
        assert!(check_count(&json!([divider()])).is_ok());
    }
}
