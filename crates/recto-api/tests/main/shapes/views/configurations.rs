//! Configurations of views, and what they are made of.

use recto_api::view::{
    Aggregation, BoardView, CalendarView, ChartView, Cover, DashboardRow, DashboardView,
    DashboardWidget, DateGroups, FormView, FormulaCheckboxGroups, FormulaDateGroups,
    FormulaGrouping, FormulaGroups, FormulaNumberGroups, FormulaTextGroups, GalleryView, GroupBy,
    GroupSort, Groups, ListView, MapView, NumberGroups, ReferenceLine, StatusGroups, Subtasks,
    TableView, TextGroups, TimelineArrows, TimelinePreference, TimelineView, View,
    ViewConfiguration, ViewProperty,
};
use serde_json::{Value, json};

use super::view;
use crate::samples::ID;
use crate::shapes::Shape;

pub(crate) fn shapes() -> Vec<Shape> {
    let mut all = Vec::new();
    all.push(Shape::of::<View>(view(
        &json!({"type": "list", "properties": []}),
    )));
    for configuration in configurations() {
        let kind = &configuration["type"];
        all.push(Shape::of::<View>(
            json!({"object": "view", "id": ID, "type": kind}),
        ));
        all.push(Shape::of::<ViewConfiguration>(configuration));
    }
    for configuration in variations() {
        all.push(Shape::of::<ViewConfiguration>(configuration));
    }
    all.extend(alone());
    all.extend(groups().into_iter().map(Shape::of::<GroupBy>));
    all.extend(parts());
    all
}

/// One configuration of each kind, with every member.
pub(crate) fn configurations() -> Vec<Value> {
    let properties = json!([{"property_id": "title", "property_name": "Task", "visible": true,
        "width": 240, "wrap": false}]);
    let group = json!({"type": "select", "property_id": "a", "sort": {"type": "manual"}});
    vec![
        json!({"type": "table", "properties": properties, "group_by": group,
            "subtasks": subtasks("show", "parents"), "wrap_cells": true,
            "frozen_column_index": 0, "show_vertical_lines": false}),
        json!({"type": "board", "group_by": group, "sub_group_by": group, "properties": properties,
            "cover": {"type": "page_cover"}, "cover_size": "small", "cover_aspect": "contain",
            "card_layout": "list"}),
        json!({"type": "list", "properties": properties}),
        json!({"type": "calendar", "date_property_id": "d", "date_property_name": "Due",
            "properties": properties, "view_range": "week", "show_weekends": true}),
        timeline(),
        json!({"type": "gallery", "properties": properties,
            "cover": {"type": "property", "property_id": "f"}, "cover_size": "medium",
            "cover_aspect": "cover", "card_layout": "compact"}),
        json!({"type": "form", "is_form_closed": false, "anonymous_submissions": true,
            "submission_permissions": "none"}),
        chart(),
        json!({"type": "map", "height": "small", "map_by": "p", "map_by_property_name": "Where",
            "properties": properties}),
        json!({"type": "dashboard", "rows": [{"id": ID, "height": 320, "widgets": [
            {"id": ID, "view_id": ID, "width": 6, "row_index": 0}]}]}),
    ]
}

fn subtasks(display: &str, scope: &str) -> Value {
    json!({"property_id": "r", "display_mode": display, "filter_scope": scope,
        "toggle_column_id": "title"})
}

fn timeline() -> Value {
    let properties = json!([{"property_id": "title"}]);
    json!({"type": "timeline", "date_property_id": "d", "date_property_name": "Start",
        "end_date_property_id": "e", "end_date_property_name": "End", "properties": properties,
        "show_table": true, "table_properties": properties,
        "preference": {"zoom_level": "hours", "center_timestamp": 1_772_359_200_000_i64},
        "arrows_by": {"property_id": null}, "color_by": false})
}

fn chart() -> Value {
    let group = json!({"type": "status", "property_id": "a", "group_by": "option",
        "sort": {"type": "manual"}});
    json!({"type": "chart", "chart_type": "column", "x_axis": group,
        "y_axis": {"aggregator": "sum", "property_id": "n"}, "x_axis_property_id": "x",
        "y_axis_property_id": "y", "value": {"aggregator": "count"}, "sort": "manual",
        "color_theme": "gray", "height": "large", "hide_empty_groups": true,
        "legend_position": "off", "show_data_labels": true, "axis_labels": "none",
        "grid_lines": "none", "cumulative": false, "smooth_line": false,
        "hide_line_fill_area": false, "group_style": "normal", "y_axis_min": -0.5, "y_axis_max": 10,
        "donut_labels": "none", "hide_title": false, "stack_by": group,
        "reference_lines": [line("gray", "solid")], "caption": "all of it",
        "color_by_value": false})
}

fn line(color: &str, style: &str) -> Value {
    json!({"id": "l", "value": 3.5, "label": "goal", "color": color, "dash_style": style})
}

/// Configurations that show a text which no other shows.
fn variations() -> Vec<Value> {
    let mut out = Vec::new();
    let mut each = |base: Value, place: &str, texts: &[&str]| {
        for text in texts {
            let mut one = base.clone();
            *one.pointer_mut(place).unwrap() = json!(text);
            out.push(one);
        }
    };
    let board = json!({"type": "board", "cover": {"type": ""}, "cover_size": "",
        "card_layout": "list"});
    each(
        board.clone(),
        "/cover/type",
        &["page_content", "page_content_first"],
    );
    each(board, "/cover_size", &["large"]);
    let calendar = json!({"type": "calendar", "view_range": ""});
    each(calendar, "/view_range", &["month"]);
    let levels = [
        "day", "week", "bi_week", "month", "quarter", "year", "5_years",
    ];
    let timeline = json!({"type": "timeline", "preference": {"zoom_level": ""}});
    each(timeline, "/preference/zoom_level", &levels);
    let form = json!({"type": "form", "submission_permissions": ""});
    let permissions = ["comment_only", "reader", "read_and_write", "editor"];
    each(form, "/submission_permissions", &permissions);
    let map = json!({"type": "map", "height": ""});
    each(map, "/height", &["medium", "extra_large"]);
    let table = json!({"type": "table", "subtasks": subtasks("", "")});
    each(
        table.clone(),
        "/subtasks/display_mode",
        &["hidden", "flattened", "disabled"],
    );
    each(
        table,
        "/subtasks/filter_scope",
        &["parents_and_subitems", "subitems"],
    );
    for (member, texts) in [
        ("chart_type", &["bar", "line", "donut", "number"][..]),
        (
            "sort",
            &["x_ascending", "x_descending", "y_ascending", "y_descending"],
        ),
        (
            "color_theme",
            &[
                "blue", "yellow", "green", "purple", "teal", "orange", "pink", "red", "auto",
                "colorful",
            ],
        ),
        ("legend_position", &["bottom", "side"]),
        ("axis_labels", &["x_axis", "y_axis", "both"]),
        ("grid_lines", &["horizontal", "vertical", "both"]),
        ("group_style", &["percent", "side_by_side"]),
        ("donut_labels", &["value", "name", "name_and_value"]),
    ] {
        each(
            json!({"type": "chart", member: ""}),
            &format!("/{member}"),
            texts,
        );
    }
    out
}

/// Each configuration as a type of its own. All of their members are in the unions above.
fn alone() -> Vec<Shape> {
    let properties = json!({"properties": [{"property_id": "title"}]});
    vec![
        Shape::of::<TableView>(properties.clone()),
        Shape::of::<BoardView>(properties.clone()),
        Shape::of::<ListView>(properties.clone()),
        Shape::of::<CalendarView>(properties.clone()),
        Shape::of::<TimelineView>(properties.clone()),
        Shape::of::<GalleryView>(properties.clone()),
        Shape::of::<MapView>(properties),
        Shape::of::<FormView>(json!({"is_form_closed": true})),
        Shape::of::<ChartView>(json!({"chart_type": "number", "value": {"aggregator": "count"}})),
        Shape::of::<DashboardView>(json!({"rows": [{"height": 1}]})),
    ]
}

/// Groups by every type of property.
pub(crate) fn groups() -> Vec<Value> {
    let mut out = Vec::new();
    let mut push = |kind: &str, more: Value| {
        let mut group = json!({"type": kind, "property_id": "%3Fabc"});
        let members = group.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        out.push(group);
    };
    for kind in [
        "select",
        "multi_select",
        "person",
        "created_by",
        "last_edited_by",
        "relation",
        "checkbox",
    ] {
        push(kind, json!({}));
    }
    for unit in ["group", "option"] {
        push("status", json!({"group_by": unit}));
    }
    for kind in ["date", "created_time", "last_edited_time"] {
        for unit in ["relative", "day", "week", "month", "year"] {
            push(kind, json!({"group_by": unit, "start_day_of_week": 1}));
        }
    }
    for kind in ["text", "title", "url", "email", "phone_number"] {
        for unit in ["exact", "alphabet_prefix"] {
            push(kind, json!({"group_by": unit}));
        }
    }
    push(
        "number",
        json!({"range_start": 0, "range_end": 100, "range_size": 2.5}),
    );
    for grouping in groupings() {
        push("formula", json!({"group_by": grouping}));
    }
    out
}

/// Groups of every type of a formula's result.
pub(crate) fn groupings() -> Vec<Value> {
    let sort = json!({"type": "descending"});
    vec![
        json!({"type": "date", "group_by": "week", "sort": sort, "start_day_of_week": 0}),
        json!({"type": "text", "group_by": "exact", "sort": sort}),
        json!({"type": "number", "sort": sort, "range_start": 0, "range_end": 9, "range_size": 3}),
        json!({"type": "checkbox", "sort": {"type": "manual"}}),
    ]
}

fn parts() -> Vec<Shape> {
    let sort = json!({"type": "ascending"});
    let common = json!({"property_id": "a", "property_name": "P", "sort": sort,
        "hide_empty_groups": false});
    let with = |more: Value| {
        let mut all = common.clone();
        all.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        all
    };
    let mut all: Vec<_> = groupings()
        .into_iter()
        .map(Shape::of::<FormulaGrouping>)
        .collect();
    all.extend([
        Shape::of::<Groups>(with(json!({}))),
        Shape::of::<StatusGroups>(with(json!({"group_by": "group"}))),
        Shape::of::<DateGroups>(with(json!({"group_by": "day", "start_day_of_week": 1}))),
        Shape::of::<TextGroups>(with(json!({"group_by": "exact"}))),
        Shape::of::<NumberGroups>(with(
            json!({"range_start": 0, "range_end": 9, "range_size": 3}),
        )),
        Shape::of::<FormulaGroups>(json!({"property_id": "a", "property_name": "P",
            "group_by": {"type": "checkbox"}, "hide_empty_groups": true})),
        Shape::of::<FormulaDateGroups>(
            json!({"group_by": "relative", "sort": sort, "start_day_of_week": 1}),
        ),
        Shape::of::<FormulaTextGroups>(json!({"group_by": "alphabet_prefix", "sort": sort})),
        Shape::of::<FormulaNumberGroups>(
            json!({"sort": sort, "range_start": 0, "range_end": 9, "range_size": 3}),
        ),
        Shape::of::<FormulaCheckboxGroups>(json!({"sort": sort})),
        Shape::of::<Subtasks>(subtasks("show", "parents")),
        Shape::of::<Cover>(json!({"type": "property", "property_id": "f"})),
        Shape::of::<TimelinePreference>(json!({"zoom_level": "day", "center_timestamp": 1})),
        Shape::of::<TimelineArrows>(json!({"property_id": "r"})),
        Shape::of::<Aggregation>(json!({"aggregator": "unique", "property_id": "n"})),
        Shape::of::<DashboardRow>(json!({"id": ID, "widgets": [], "height": 1.5})),
        Shape::of::<DashboardWidget>(json!({"id": ID, "view_id": ID, "width": 12, "row_index": 3})),
    ]);
    for order in ["manual", "ascending", "descending"] {
        all.push(Shape::of::<GroupSort>(json!({"type": order})));
    }
    for aggregator in [
        "count_values",
        "average",
        "median",
        "min",
        "max",
        "range",
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
    ] {
        all.push(Shape::of::<Aggregation>(json!({"aggregator": aggregator})));
    }
    for color in [
        "lightgray",
        "brown",
        "yellow",
        "orange",
        "green",
        "blue",
        "purple",
        "pink",
        "red",
    ] {
        all.push(Shape::of::<ReferenceLine>(line(color, "dash")));
    }
    all.extend(properties());
    all
}

fn properties() -> Vec<Shape> {
    let mut all = vec![Shape::of::<ViewProperty>(json!({"property_id": "a",
        "property_name": "A", "visible": true, "width": 200, "wrap": true}))];
    for (member, texts) in [
        ("status_show_as", &["select", "checkbox"][..]),
        ("card_property_width_mode", &["full_line", "inline"]),
        (
            "date_format",
            &[
                "full",
                "short",
                "month_day_year",
                "day_month_year",
                "year_month_day",
                "relative",
            ],
        ),
        ("time_format", &["12_hour", "24_hour", "hidden"]),
    ] {
        for text in texts {
            all.push(Shape::of::<ViewProperty>(
                json!({"property_id": "a", member: text}),
            ));
        }
    }
    all
}
