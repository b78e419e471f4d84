//! The settings of each type of view, as data (documented).

use crate::validate::{
    Member, Shape, array, literals, nullable, object, optional, required, text, union,
};

/// A type of view that can be configured.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) settings: &'static [Setting],
}

/// One setting.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    need: Need,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Always to be given.
    Required,
    /// May be left out.
    Optional,
    /// May be left out, and null clears it.
    Clearable,
}

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Flag,
    Number,
    Text,
    Word(&'static [&'static str]),
    /// The id of a property.
    Property,
    /// The id of a property that has a date, answered with the name under this member.
    Date(&'static str),
    /// The id of a place property, answered with the name under this member.
    Place(&'static str),
    /// Properties with how they are shown.
    Properties,
    Group,
    Cover,
    Subtasks,
    Preference,
    Arrows,
    Aggregation,
    Lines,
}

const fn may(name: &'static str, holds: Holds) -> Setting {
    Setting {
        name,
        holds,
        need: Need::Clearable,
    }
}

const fn must(name: &'static str, holds: Holds) -> Setting {
    Setting {
        name,
        holds,
        need: Need::Required,
    }
}

const fn stays(name: &'static str, holds: Holds) -> Setting {
    Setting {
        name,
        holds,
        need: Need::Optional,
    }
}

const PROPERTIES: Setting = may("properties", Holds::Properties);
const COVER: Setting = may("cover", Holds::Cover);
const COVER_SIZE: Setting = may("cover_size", Holds::Word(&["small", "medium", "large"]));
const COVER_ASPECT: Setting = may("cover_aspect", Holds::Word(&["contain", "cover"]));
const CARD_LAYOUT: Setting = may("card_layout", Holds::Word(&["list", "compact"]));
const HEIGHT: Setting = may(
    "height",
    Holds::Word(&["small", "medium", "large", "extra_large"]),
);
const DATE: Setting = must("date_property_id", Holds::Date("date_property_name"));

/// Every type of view with settings. Dashboards have rows instead, which only placing widgets
/// changes.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "table",
        settings: &[
            PROPERTIES,
            may("group_by", Holds::Group),
            may("subtasks", Holds::Subtasks),
            stays("wrap_cells", Holds::Flag),
            stays("frozen_column_index", Holds::Number),
            stays("show_vertical_lines", Holds::Flag),
        ],
    },
    Kind {
        name: "board",
        settings: &[
            must("group_by", Holds::Group),
            may("sub_group_by", Holds::Group),
            PROPERTIES,
            COVER,
            COVER_SIZE,
            COVER_ASPECT,
            CARD_LAYOUT,
        ],
    },
    Kind {
        name: "calendar",
        settings: &[
            DATE,
            PROPERTIES,
            may("view_range", Holds::Word(&["week", "month"])),
            may("show_weekends", Holds::Flag),
        ],
    },
    Kind {
        name: "timeline",
        settings: &[
            DATE,
            may(
                "end_date_property_id",
                Holds::Date("end_date_property_name"),
            ),
            PROPERTIES,
            may("show_table", Holds::Flag),
            may("table_properties", Holds::Properties),
            may("preference", Holds::Preference),
            may("arrows_by", Holds::Arrows),
            may("color_by", Holds::Flag),
        ],
    },
    Kind {
        name: "gallery",
        settings: &[PROPERTIES, COVER, COVER_SIZE, COVER_ASPECT, CARD_LAYOUT],
    },
    Kind {
        name: "list",
        settings: &[PROPERTIES],
    },
    Kind {
        name: "map",
        settings: &[
            HEIGHT,
            may("map_by", Holds::Place("map_by_property_name")),
            PROPERTIES,
        ],
    },
    Kind {
        name: "form",
        settings: &[
            may("is_form_closed", Holds::Flag),
            may("anonymous_submissions", Holds::Flag),
            may(
                "submission_permissions",
                Holds::Word(&["none", "comment_only", "reader", "read_and_write", "editor"]),
            ),
        ],
    },
    Kind {
        name: "chart",
        settings: &[
            must(
                "chart_type",
                Holds::Word(&["column", "bar", "line", "donut", "number"]),
            ),
            may("x_axis", Holds::Group),
            may("y_axis", Holds::Aggregation),
            may("x_axis_property_id", Holds::Property),
            may("y_axis_property_id", Holds::Property),
            may("value", Holds::Aggregation),
            may(
                "sort",
                Holds::Word(&[
                    "manual",
                    "x_ascending",
                    "x_descending",
                    "y_ascending",
                    "y_descending",
                ]),
            ),
            may("color_theme", Holds::Word(THEMES)),
            HEIGHT,
            may("hide_empty_groups", Holds::Flag),
            may("legend_position", Holds::Word(&["off", "bottom", "side"])),
            may("show_data_labels", Holds::Flag),
            may(
                "axis_labels",
                Holds::Word(&["none", "x_axis", "y_axis", "both"]),
            ),
            may(
                "grid_lines",
                Holds::Word(&["none", "horizontal", "vertical", "both"]),
            ),
            may("cumulative", Holds::Flag),
            may("smooth_line", Holds::Flag),
            may("hide_line_fill_area", Holds::Flag),
            may(
                "group_style",
                Holds::Word(&["normal", "percent", "side_by_side"]),
            ),
            may("y_axis_min", Holds::Number),
            may("y_axis_max", Holds::Number),
            may(
                "donut_labels",
                Holds::Word(&["none", "value", "name", "name_and_value"]),
            ),
            may("hide_title", Holds::Flag),
            may("stack_by", Holds::Group),
            may("reference_lines", Holds::Lines),
            may("caption", Holds::Text),
            may("color_by_value", Holds::Flag),
        ],
    },
];

const THEMES: &[&str] = &[
    "gray", "blue", "yellow", "green", "purple", "teal", "orange", "pink", "red", "auto",
    "colorful",
];

const LINE_COLORS: &[&str] = &[
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

const AGGREGATORS: &[&str] = &[
    "count",
    "count_values",
    "sum",
    "average",
    "median",
    "min",
    "max",
    "range",
    "unique",
    "empty",
    "not_empty",
    "percent_empty",
    "percent_not_empty",
    "checked",
    "unchecked",
    "percent_checked",
    "percent_unchecked",
    "earliest_date",
    "latest_date",
    "date_range",
];

/// The settings of a type of view.
pub(super) fn settings(kind: &str) -> &'static [Setting] {
    KINDS
        .iter()
        .find(|known| known.name == kind)
        .map_or(&[], |known| known.settings)
}

impl Setting {
    /// The setting in a request.
    pub(super) fn member(&self) -> Member {
        match self.need {
            Need::Required => required(self.name, self.holds.shape()),
            Need::Optional => optional(self.name, self.holds.shape()),
            Need::Clearable => optional(self.name, nullable(self.holds.shape())),
        }
    }
}

impl Holds {
    fn shape(self) -> Shape {
        match self {
            Self::Flag => Shape::Boolean,
            Self::Number => number(),
            Self::Text | Self::Property | Self::Date(_) | Self::Place(_) => text(),
            Self::Word(words) => literals(words),
            Self::Properties => array(property(), 1_000),
            Self::Group => group(),
            Self::Cover => object([
                required(
                    "type",
                    literals(&["page_cover", "page_content", "property"]),
                ),
                optional("property_id", text()),
            ]),
            Self::Subtasks => object([
                optional("property_id", text()),
                optional(
                    "display_mode",
                    literals(&["show", "hidden", "flattened", "disabled"]),
                ),
                optional(
                    "filter_scope",
                    literals(&["parents", "parents_and_subitems", "subitems"]),
                ),
                optional("toggle_column_id", text()),
            ]),
            Self::Preference => object([
                required(
                    "zoom_level",
                    literals(&[
                        "hours", "day", "week", "bi_week", "month", "quarter", "year", "5_years",
                    ]),
                ),
                optional("center_timestamp", number()),
            ]),
            Self::Arrows => object([optional("property_id", nullable(text()))]),
            Self::Aggregation => object([
                required("aggregator", literals(AGGREGATORS)),
                optional("property_id", text()),
            ]),
            Self::Lines => array(
                object([
                    required("value", number()),
                    required("label", text()),
                    required("color", literals(LINE_COLORS)),
                    required("dash_style", literals(&["solid", "dash"])),
                    optional("id", text()),
                ]),
                1_000,
            ),
        }
    }
}

fn number() -> Shape {
    Shape::Number {
        min: f64::MIN,
        max: f64::MAX,
    }
}

fn property() -> Shape {
    object([
        required("property_id", text()),
        // What is answered may be sent back.
        optional("property_name", text()),
        optional("visible", Shape::Boolean),
        optional(
            "width",
            Shape::Number {
                min: f64::from(recto_api::limits::VIEW_COLUMN_WIDTH),
                max: f64::MAX,
            },
        ),
        optional("wrap", Shape::Boolean),
        optional("status_show_as", literals(&["select", "checkbox"])),
        optional(
            "card_property_width_mode",
            literals(&["full_line", "inline"]),
        ),
        optional(
            "date_format",
            literals(&[
                "full",
                "short",
                "month_day_year",
                "day_month_year",
                "year_month_day",
                "relative",
            ]),
        ),
        optional("time_format", literals(&["12_hour", "24_hour", "hidden"])),
    ])
}

/// Groups, by the type of their property.
fn group() -> Shape {
    let units: &[&str] = &["relative", "day", "week", "month", "year"];
    let by = |types: &'static [&'static str], rest: Vec<Member>| {
        let head = [
            required("type", literals(types)),
            required("property_id", text()),
        ];
        let tail = [
            optional("hide_empty_groups", Shape::Boolean),
            optional("property_name", text()),
        ];
        object(head.into_iter().chain(rest).chain(tail))
    };
    let week = || optional("start_day_of_week", Shape::Number { min: 0.0, max: 1.0 });
    let ranges = || ["range_start", "range_end", "range_size"].map(|name| optional(name, number()));
    let texts: &[&str] = &["exact", "alphabet_prefix"];
    let of = |kind: &'static [&'static str], rest: Vec<Member>| {
        object(std::iter::once(required("type", literals(kind))).chain(rest))
    };
    let formula = union([
        of(
            &["date"],
            vec![required("group_by", literals(units)), sort(), week()],
        ),
        of(
            &["text"],
            vec![required("group_by", literals(texts)), sort()],
        ),
        of(
            &["number"],
            std::iter::once(sort()).chain(ranges()).collect(),
        ),
        of(&["checkbox"], vec![sort()]),
    ]);
    union([
        by(&["select", "multi_select"], vec![sort()]),
        by(
            &["status"],
            vec![required("group_by", literals(&["group", "option"])), sort()],
        ),
        by(&["person", "created_by", "last_edited_by"], vec![sort()]),
        by(&["relation"], vec![sort()]),
        by(
            &["date", "created_time", "last_edited_time"],
            vec![required("group_by", literals(units)), sort(), week()],
        ),
        by(
            &["text", "title", "url", "email", "phone_number"],
            vec![required("group_by", literals(texts)), sort()],
        ),
        by(
            &["number"],
            std::iter::once(sort()).chain(ranges()).collect(),
        ),
        by(&["checkbox"], vec![sort()]),
        by(&["formula"], vec![required("group_by", formula)]),
    ])
}

fn sort() -> Member {
    required(
        "sort",
        object([required(
            "type",
            literals(&["manual", "ascending", "descending"]),
        )]),
    )
}
