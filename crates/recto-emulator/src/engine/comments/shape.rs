//! What requests about comments may hold.

use std::sync::LazyLock;

use recto_api::limits::COMMENT_ATTACHMENTS;

use super::super::rich_text;
use crate::validate::{Member, Shape, array, limited, literals, object, optional, required, union};

/// A new comment: `parent` or `discussion_id`, `rich_text` or `markdown`.
pub(in crate::engine) fn create() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let texts: [fn() -> Vec<Member>; 2] = [|| vec![rich()], markdown];
        let places = [parent, discussion];
        union(places.into_iter().flat_map(|place| {
            texts.into_iter().map(move |text| {
                let others = [
                    optional("attachments", attachments()),
                    optional("display_name", display_name()),
                ];
                object([place()].into_iter().chain(text()).chain(others))
            })
        }))
    });
    &SHAPE
}

/// A change of what a comment says.
pub(in crate::engine) fn update() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| union([object([rich()]), object(markdown())]));
    &SHAPE
}

fn parent() -> Member {
    let one = |name: &'static str, kinds: &'static [&'static str]| {
        object([
            required(name, Shape::Uuid),
            optional("type", literals(kinds)),
        ])
    };
    required(
        "parent",
        union([one("page_id", &["page_id"]), one("block_id", &["block_id"])]),
    )
}

fn discussion() -> Member {
    required("discussion_id", Shape::Uuid)
}

fn rich() -> Member {
    required("rich_text", Shape::Lazy(rich_text::shape))
}

fn markdown() -> Vec<Member> {
    vec![
        required("markdown", crate::validate::text()),
        super::super::markdown::version_shape(),
    ]
}

fn attachments() -> Shape {
    array(
        object([
            required("file_upload_id", Shape::Uuid),
            optional("type", literals(&["file_upload"])),
        ]),
        COMMENT_ATTACHMENTS,
    )
}

fn display_name() -> Shape {
    let plain = |kinds: &'static [&'static str]| object([required("type", literals(kinds))]);
    union([
        plain(&["integration"]),
        plain(&["user"]),
        object([
            required("type", literals(&["custom"])),
            required("custom", object([required("name", limited(100))])),
        ]),
    ])
}
