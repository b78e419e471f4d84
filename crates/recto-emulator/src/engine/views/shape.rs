//! What a request may say of a view.

use std::sync::LazyLock;

use super::configuration;
use crate::validate::{
    Shape, array, literals, map, nullable, object, optional, required, text, union,
};

/// The types of views, in the order refusals name them.
const TYPES: &[&str] = &[
    "table",
    "board",
    "list",
    "calendar",
    "timeline",
    "gallery",
    "form",
    "chart",
    "map",
    "dashboard",
];

/// A new view.
pub(crate) fn create() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        object([
            required("data_source_id", Shape::Uuid),
            required("name", text()),
            required("type", literals(TYPES)),
            optional("database_id", Shape::Uuid),
            optional("view_id", Shape::Uuid),
            // Filter and sorts are checked by what evaluates them.
            optional("filter", map(Shape::Any)),
            optional("sorts", array(map(Shape::Any), 100)),
            optional("quick_filters", map(map(Shape::Any))),
            optional("create_database", database()),
            optional("configuration", Shape::Lazy(configuration::shape)),
            optional("position", position()),
            optional("placement", placement()),
        ])
    });
    &SHAPE
}

/// A change of a view.
pub(crate) fn update() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        // Documented: only sorts by a property.
        let sort = object([
            required("property", text()),
            required("direction", literals(&["ascending", "descending"])),
        ]);
        object([
            optional("name", text()),
            optional("filter", nullable(map(Shape::Any))),
            optional("sorts", nullable(array(sort, 100))),
            optional("quick_filters", nullable(map(nullable(map(Shape::Any))))),
            optional("configuration", Shape::Lazy(configuration::shape)),
        ])
    });
    &SHAPE
}

fn database() -> Shape {
    object([
        required(
            "parent",
            object([
                required("type", literals(&["page_id"])),
                required("page_id", Shape::Uuid),
            ]),
        ),
        optional(
            "position",
            object([
                required("type", literals(&["after_block"])),
                required("block_id", Shape::Uuid),
            ]),
        ),
    ])
}

fn position() -> Shape {
    union([
        object([required("type", literals(&["start"]))]),
        object([required("type", literals(&["end"]))]),
        object([
            required("type", literals(&["after_view"])),
            required("view_id", Shape::Uuid),
        ]),
    ])
}

fn placement() -> Shape {
    let index = || Shape::Number {
        min: 0.0,
        max: f64::MAX,
    };
    union([
        object([
            required("type", literals(&["new_row"])),
            optional("row_index", index()),
        ]),
        object([
            required("type", literals(&["existing_row"])),
            required("row_index", index()),
        ]),
    ])
}
