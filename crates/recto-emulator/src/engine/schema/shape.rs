//! What a request may send as property configurations (notion-api 3.6).

use std::sync::LazyLock;

use recto_api::limits::{OPTION_NAME_UNITS, OPTIONS};

use crate::validate::{
    Shape, array, limited, literals, map, nullable, object, optional, required, text, union,
};

/// Colours of options.
const COLORS: &[&str] = &[
    "default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red",
];

/// Units of a property's description.
const DESCRIPTION_UNITS: usize = 280;

/// Types whose configuration is empty.
const PLAIN: &[&str] = &[
    "title",
    "rich_text",
    "url",
    "people",
    "files",
    "email",
    "phone_number",
    "date",
    "checkbox",
    "created_by",
    "created_time",
    "last_edited_by",
    "last_edited_time",
    "button",
    "location",
    "verification",
    "last_visited_time",
    "place",
];

const FUNCTIONS: &[&str] = &[
    "count",
    "count_values",
    "empty",
    "not_empty",
    "unique",
    "show_unique",
    "percent_empty",
    "percent_not_empty",
    "sum",
    "average",
    "median",
    "min",
    "max",
    "range",
    "earliest_date",
    "latest_date",
    "date_range",
    "checked",
    "unchecked",
    "percent_checked",
    "percent_unchecked",
    "count_per_group",
    "percent_per_group",
    "show_original",
];

/// `properties` of a new data source.
pub(crate) fn create() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| map(union(configs())));
    &SHAPE
}

/// `properties` of a data source's update: also `null` to delete and `{name}` to rename.
pub(crate) fn patch() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let rename = object([
            required("name", text()),
            optional("description", description()),
        ]);
        map(nullable(union(configs().into_iter().chain([rename]))))
    });
    &SHAPE
}

fn configs() -> Vec<Shape> {
    let empty = || object([]);
    let mut all = vec![
        config("number", object([optional("format", text())])),
        config("formula", object([optional("expression", text())])),
        config("select", object([optional("options", options())])),
        config("multi_select", object([optional("options", options())])),
        config(
            "status",
            object([
                optional("options", options()),
                optional("groups", Shape::Any),
            ]),
        ),
        config("relation", relation()),
        config("rollup", rollup()),
        config(
            "unique_id",
            object([optional("prefix", nullable(limited(20)))]),
        ),
    ];
    all.extend(PLAIN.iter().map(|name| config(name, empty())));
    all
}

fn config(name: &'static str, body: Shape) -> Shape {
    object([
        required(name, body),
        optional("type", Shape::Literal(std::slice::from_ref(leak(name)))),
        optional("id", text()),
        optional("name", text()),
        optional("description", description()),
    ])
}

/// The one-element list of a type's name, which [`Shape::Literal`] borrows for ever.
fn leak(name: &'static str) -> &'static &'static str {
    Box::leak(Box::new(name))
}

fn description() -> Shape {
    nullable(limited(DESCRIPTION_UNITS))
}

fn options() -> Shape {
    let rest = || {
        [
            optional("color", literals(COLORS)),
            optional("description", nullable(text())),
        ]
    };
    let name = || limited(OPTION_NAME_UNITS);
    let by_name = object(
        [required("name", name()), optional("id", text())]
            .into_iter()
            .chain(rest()),
    );
    let by_id = object(
        [required("id", text()), optional("name", name())]
            .into_iter()
            .chain(rest()),
    );
    array(union([by_name, by_id]), OPTIONS)
}

fn relation() -> Shape {
    let target = || {
        [
            required("data_source_id", Shape::Uuid),
            optional("database_id", Shape::Uuid),
        ]
    };
    let single = object(target().into_iter().chain([
        required("single_property", object([])),
        optional("type", literals(&["single_property"])),
    ]));
    let dual = object(target().into_iter().chain([
        required(
            "dual_property",
            object([
                optional("synced_property_id", text()),
                optional("synced_property_name", text()),
            ]),
        ),
        optional("type", literals(&["dual_property"])),
    ]));
    union([single, dual])
}

fn rollup() -> Shape {
    let by = |relation: &'static str, target: &'static str| {
        object(
            [
                required("function", literals(FUNCTIONS)),
                required(relation, text()),
                required(target, text()),
            ]
            .into_iter()
            .chain(
                [
                    "rollup_property_name",
                    "relation_property_name",
                    "rollup_property_id",
                    "relation_property_id",
                ]
                .into_iter()
                .filter(|name| *name != relation && *name != target)
                .map(|name| optional(name, text())),
            ),
        )
    };
    union([
        by("relation_property_name", "rollup_property_name"),
        by("relation_property_id", "rollup_property_name"),
        by("relation_property_name", "rollup_property_id"),
        by("relation_property_id", "rollup_property_id"),
    ])
}
