//! Databases, data sources and their schemas.

use recto_api::data_source::{DataSource, DataSourcePatch, NewDataSource};
use recto_api::database::{
    DataSourceRef, Database, DatabasePatch, DatabaseType, InitialDataSource, NewDatabase,
};
use recto_api::schema::{
    DualProperty, FormulaSchema, NumberSchema, OptionsSchema, PropertyConfig, RelationSchema,
    RollupSchema, StatusGroup, StatusSchema, UniqueIdSchema,
};
use serde_json::{Value, json};

use crate::samples::{self, ID};
use crate::shapes::Shape;

pub(crate) fn shapes() -> Vec<Shape> {
    let mut all: Vec<_> = configs()
        .into_iter()
        .map(Shape::of::<PropertyConfig>)
        .collect();
    all.extend(parts());
    all.extend(databases());
    all.extend(data_sources());
    all
}

/// A property of every type, as answers have them.
pub(crate) fn configs() -> Vec<Value> {
    let config = |kind: &str, payload: Value| {
        json!({"id": "%3Fb%3D", "name": "P", "description": "what it is", "type": kind,
            kind: payload})
    };
    let mut out = vec![
        config("number", json!({"format": "euro"})),
        config("select", json!({"options": [option("default")]})),
        config("multi_select", json!({"options": [option("red")]})),
        config("status", status()),
        config("formula", json!({"expression": "prop(\"A\") + 1"})),
        config("relation", relation("single_property", json!({}))),
        config("relation", relation("dual_property", dual())),
        config("rollup", rollup("count")),
        config("unique_id", json!({"prefix": "TASK"})),
        config("unique_id", json!({"prefix": null, "next_number": 7})),
    ];
    for kind in [
        "title",
        "rich_text",
        "date",
        "people",
        "files",
        "checkbox",
        "url",
        "email",
        "phone_number",
        "created_time",
        "last_edited_time",
        "created_by",
        "last_edited_by",
        "button",
        "verification",
        "place",
        "location",
        "last_visited_time",
    ] {
        out.push(config(kind, json!({})));
    }
    out
}

fn option(color: &str) -> Value {
    json!({"id": "o", "name": "One", "color": color, "description": null})
}

fn status() -> Value {
    json!({"options": [option("blue")], "groups": [group()]})
}

fn group() -> Value {
    json!({"id": "g", "name": "To-do", "color": "gray", "option_ids": ["o"]})
}

fn relation(direction: &str, payload: Value) -> Value {
    json!({"database_id": ID, "data_source_id": ID, "type": direction, direction: payload})
}

fn dual() -> Value {
    json!({"synced_property_name": "Tasks", "synced_property_id": "%3Bcd"})
}

fn rollup(function: &str) -> Value {
    json!({"function": function, "rollup_property_name": "Cost",
        "relation_property_name": "Project", "rollup_property_id": ";c=",
        "relation_property_id": "<d>"})
}

const FORMATS: &[&str] = &[
    "number",
    "number_with_commas",
    "percent",
    "dollar",
    "australian_dollar",
    "canadian_dollar",
    "singapore_dollar",
    "hong_kong_dollar",
    "new_zealand_dollar",
    "new_taiwan_dollar",
    "euro",
    "pound",
    "yen",
    "yuan",
    "won",
    "ruble",
    "rupee",
    "rupiah",
    "real",
    "lira",
    "franc",
    "krona",
    "norwegian_krone",
    "danish_krone",
    "zloty",
    "baht",
    "forint",
    "koruna",
    "shekel",
    "rand",
    "ringgit",
    "riyal",
    "leu",
    "dirham",
    "mexican_peso",
    "chilean_peso",
    "colombian_peso",
    "argentine_peso",
    "uruguayan_peso",
    "philippine_peso",
    "peruvian_sol",
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

fn parts() -> Vec<Shape> {
    let mut all: Vec<_> = FORMATS
        .iter()
        .map(|format| Shape::of::<NumberSchema>(json!({"format": format})))
        .collect();
    for function in FUNCTIONS {
        all.push(Shape::of::<RollupSchema>(rollup(function)));
    }
    for color in [
        "default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red",
    ] {
        all.push(Shape::of::<OptionsSchema>(
            json!({"options": [option(color)]}),
        ));
    }
    all.extend([
        Shape::of::<StatusSchema>(status()),
        Shape::of::<StatusGroup>(group()),
        Shape::of::<FormulaSchema>(json!({"expression": "1"})),
        Shape::of::<RelationSchema>(relation("single_property", json!({}))),
        Shape::of::<RelationSchema>(relation("dual_property", dual())),
        Shape::of::<DualProperty>(dual()),
        Shape::of::<UniqueIdSchema>(json!({"prefix": "A", "next_number": 3})),
    ]);
    all
}

fn databases() -> Vec<Shape> {
    let parent = json!({"type": "page_id", "page_id": ID});
    let text = json!([{"type": "text", "text": {"content": "Tasks"}}]);
    let icon = json!({"type": "emoji", "emoji": "🧭"});
    let cover = json!({"type": "external", "external": {"url": "https://example.com/a.png"}});
    let properties = json!({"Name": {"type": "title", "title": {}}});
    let mut all = vec![
        Shape::of::<Database>(samples::database()),
        Shape::of::<DataSourceRef>(json!({"id": ID, "name": "Tasks"})),
        Shape::of::<InitialDataSource>(json!({"properties": properties})),
        Shape::of::<NewDatabase>(json!({"parent": parent, "title": text, "description": text,
            "is_inline": true, "initial_data_source": {"properties": properties}, "icon": icon,
            "cover": cover})),
        Shape::of::<DatabasePatch>(json!({"parent": {"type": "workspace", "workspace": true},
            "title": text, "description": text, "is_inline": false, "icon": null, "cover": null,
            "in_trash": true, "is_locked": true})),
    ];
    for kind in [
        "tasks",
        "projects",
        "sprints",
        "docs",
        "wiki",
        "meetings",
        "meeting_notes",
        "skills",
        "github_prs",
    ] {
        let database = json!({"object": "database", "id": ID, "database_type": kind});
        all.push(Shape::of::<Database>(database));
        all.push(Shape::of::<DatabaseType>(json!(kind)));
    }
    all.push(Shape::of::<NewDatabase>(
        json!({"parent": parent, "database_type": "tasks"}),
    ));
    all
}

fn data_sources() -> Vec<Shape> {
    let parent = json!({"type": "database_id", "database_id": ID});
    let text = json!([{"type": "text", "text": {"content": "Tasks"}}]);
    vec![
        Shape::of::<DataSource>(samples::data_source()),
        Shape::of::<DataSource>(json!({"object": "data_source", "id": ID, "properties": {}})),
        Shape::of::<NewDataSource>(json!({"parent": parent, "title": text,
            "properties": {"Name": {"title": {}}}, "icon": {"type": "emoji", "emoji": "🧭"}})),
        Shape::of::<DataSourcePatch>(json!({"title": text, "icon": null, "in_trash": false,
            "parent": parent, "properties": {"Old": null, "Due": {"name": "Deadline"},
                "New": {"description": null, "type": "number", "number": {"format": "won"}}}})),
    ]
}
