//! Views: what is built is what the service is told to expect, and what is read keeps everything.

use http::Method;
use recto_api::data_source::{DataSource, DataSourcePatch, NewDataSource};
use recto_api::endpoint::{
    CreateView, CreateViewQuery, DeleteViewQuery, Endpoint, GetViewQuery, ListViews, Paged,
    QueryDataSource, ResultType, UpdateView, route,
};
use recto_api::file::Icon;
use recto_api::ids::{BlockId, DataSourceId, DatabaseId, PageId, ViewId, ViewQueryId};
use recto_api::property::OptionColor;
use recto_api::query::{Condition, OptionCondition, QuickFilter, Sort};
use recto_api::schema::{
    NumberFormat, OptionsSchema, PropertyConfig, PropertySchema, RollupFunction, Schema,
    StatusSchema,
};
use recto_api::version::Version;
use recto_api::view::{
    Aggregation, BoardView, CalendarView, CardLayout, ChartView, Cover, DashboardView, DateUnit,
    FormulaGrouping, GroupBy, GroupOrder, LinkedDatabase, NewView, Place, ReferenceLine,
    ReferenceLineColor, SchemaMismatch, StatusUnit, Subtasks, Tab, TableView, TextUnit,
    TimelineView, View, ViewConfiguration, ViewKind, ViewPatch, ViewProperty, WeekStart, Widget,
    ZoomLevel,
};
use recto_api::wire::{Census, Decode, Field};
use serde::Serialize;
use serde_json::{Value, json};

use crate::samples::ID;
use crate::shapes::views::{configurations, groups};

fn wire(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn source() -> DataSourceId {
    DataSourceId::parse(ID).unwrap()
}

fn tab() -> Tab {
    Tab::of(DatabaseId::parse(ID).unwrap())
}

fn schema() -> Schema {
    let text = json!({
        "Task": {"id": "title", "name": "Task", "type": "title", "title": {}},
        "State": {"id": "sT%3F", "name": "State", "type": "status", "status": {}},
        "Files": {"id": "fiLe", "name": "Files", "type": "files", "files": {}},
        "Age": {"id": "aGe_", "name": "Age", "type": "formula", "formula": {"expression": "1"}},
        "New": {"type": "number", "number": {}},
    });
    serde_json::from_value(text).unwrap()
}

#[test]
fn a_view_goes_to_exactly_one_place() {
    let view = |place: Place| wire(&NewView::new(place, source(), "V", ViewKind::Table));
    let common = |more: Value| {
        let mut all = json!({"data_source_id": ID, "name": "V", "type": "table"});
        all.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        all
    };
    let dashboard = || Widget::of(ViewId::parse(ID).unwrap());
    let linked = || LinkedDatabase::on(PageId::parse(ID).unwrap());
    let page = json!({"page_id": ID, "type": "page_id"});
    for (place, expected) in [
        (tab().into(), json!({"database_id": ID})),
        (
            tab().first().into(),
            json!({"database_id": ID, "position": {"type": "start"}}),
        ),
        (
            tab().after(ViewId::parse(ID).unwrap()).into(),
            json!({"database_id": ID, "position": {"type": "after_view", "view_id": ID}}),
        ),
        (dashboard().into(), json!({"view_id": ID})),
        (
            dashboard().in_new_row(0).into(),
            json!({"view_id": ID, "placement": {"type": "new_row", "row_index": 0}}),
        ),
        (
            dashboard().in_row(2).into(),
            json!({"view_id": ID, "placement": {"type": "existing_row", "row_index": 2}}),
        ),
        (
            linked().into(),
            json!({"create_database": {"parent": page}}),
        ),
        (
            linked().after(BlockId::parse(ID).unwrap()).into(),
            json!({"create_database": {"parent": page,
                "position": {"type": "after_block", "block_id": ID}}}),
        ),
    ] {
        assert_eq!(view(place), common(expected));
    }
}

#[test]
fn a_look_brings_its_kind_along() {
    let view = NewView::new(
        tab(),
        source(),
        "Board",
        BoardView::by(GroupBy::select("a")),
    );
    assert_eq!(view.kind, Field::Value(ViewKind::Board));
    assert_eq!(wire(&view)["configuration"]["type"], "board");
    let plain = NewView::new(tab(), source(), "Dashboard", ViewKind::Dashboard);
    assert_eq!(plain.configuration, Field::Absent);
    for configuration in configurations() {
        let read: ViewConfiguration = serde_json::from_value(configuration.clone()).unwrap();
        assert_eq!(read.kind(), configuration["type"]);
        let view = wire(&NewView::new(tab(), source(), "V", read));
        assert_eq!(view["type"], view["configuration"]["type"]);
    }
}

#[test]
fn the_common_cases_are_what_is_documented() {
    let table = TableView::showing([
        ViewProperty::new("title").width(320),
        ViewProperty::new("a").width(5).hidden(),
    ])
    .by(GroupBy::date("d", DateUnit::Week).week_starts(WeekStart::Monday))
    .subtasks(Subtasks::disabled())
    .wrap(true)
    .freeze(0);
    assert_eq!(
        wire(&ViewConfiguration::from(table)),
        json!({"type": "table", "properties": [
                {"property_id": "title", "visible": true, "width": 320},
                {"property_id": "a", "visible": false, "width": 32}],
            "group_by": {"type": "date", "property_id": "d", "sort": {"type": "ascending"},
                "group_by": "week", "start_day_of_week": 1},
            "subtasks": {"display_mode": "disabled"}, "wrap_cells": true,
            "frozen_column_index": 0})
    );
    let board = BoardView::by(GroupBy::status("s", StatusUnit::Group).hide_empty_groups())
        .and_by(GroupBy::person("p"))
        .cover(Cover::property("f"));
    assert_eq!(
        wire(&ViewConfiguration::from(board)),
        json!({"type": "board", "group_by": {"type": "status", "property_id": "s",
                "sort": {"type": "manual"}, "hide_empty_groups": true, "group_by": "group"},
            "sub_group_by": {"type": "person", "property_id": "p", "sort": {"type": "manual"}},
            "cover": {"type": "property", "property_id": "f"}})
    );
    let timeline = TimelineView::by("d")
        .until("e")
        .zoom(ZoomLevel::FiveYears)
        .arrows("r");
    assert_eq!(
        wire(&ViewConfiguration::from(timeline)),
        json!({"type": "timeline", "date_property_id": "d", "end_date_property_id": "e",
            "preference": {"zoom_level": "5_years"}, "arrows_by": {"property_id": "r"}})
    );
    let chart = ChartView::line(
        GroupBy::number("n", 0, 100, 10).descending(),
        Aggregation::count(),
    )
    .stacked_by(GroupBy::formula("f", FormulaGrouping::text(TextUnit::Exact)).descending())
    .reference_line(ReferenceLine::solid(7, "goal", ReferenceLineColor::Red).dashed());
    assert_eq!(
        wire(&ViewConfiguration::from(chart)),
        json!({"type": "chart", "chart_type": "line",
            "x_axis": {"type": "number", "property_id": "n", "sort": {"type": "descending"},
                "range_start": 0, "range_end": 100, "range_size": 10},
            "y_axis": {"aggregator": "count"},
            "stack_by": {"type": "formula", "property_id": "f", "group_by": {"type": "text",
                "group_by": "exact", "sort": {"type": "descending"}}},
            "reference_lines": [{"value": 7, "label": "goal", "color": "red",
                "dash_style": "dash"}]})
    );
    assert_eq!(
        wire(&ViewConfiguration::from(CalendarView::by("d"))),
        json!({"type": "calendar", "date_property_id": "d"})
    );
}

#[test]
fn groups_follow_the_type_of_the_property() {
    let schema = schema();
    let group = GroupBy::named(&schema, "State").unwrap();
    assert_eq!(group, GroupBy::status("sT%3F", StatusUnit::Option));
    // By id as well, encoded or not.
    assert_eq!(GroupBy::named(&schema, "sT?").unwrap(), group);
    assert_eq!(group.property_id(), Some(&"sT?".into()));
    let refused = |property| GroupBy::named(&schema, property).unwrap_err();
    assert_eq!(
        refused("State "),
        SchemaMismatch::NoSuchProperty {
            asked: "State ".to_owned(),
            known: ["Task", "State", "Files", "Age", "New"]
                .map(str::to_owned)
                .to_vec(),
        }
    );
    assert_eq!(
        refused("Files").to_string(),
        "the property `Files` is a files, by which a view cannot group rows"
    );
    assert!(matches!(refused("Age"), SchemaMismatch::WrongType { .. }));
    assert_eq!(refused("New"), SchemaMismatch::NoId("New".to_owned()));
    assert!(ViewProperty::named(&schema, "Files").is_ok());
}

#[test]
fn orders_reach_every_kind_of_group() {
    for group in groups() {
        let read: GroupBy = serde_json::from_value(group.clone()).unwrap();
        assert_eq!(read.kind(), group["type"]);
        assert!(read.property_id().is_some(), "{group}");
        let other = wire(&read.sorted(GroupOrder::Manual).hide_empty_groups());
        let sort = match group["type"].as_str() {
            Some("formula") => &other["group_by"]["sort"],
            _ => &other["sort"],
        };
        assert_eq!(sort, &json!({"type": "manual"}), "{other}");
        assert_eq!(other["hide_empty_groups"], true);
    }
}

#[test]
fn a_configuration_of_tomorrow_keeps_what_it_is() {
    let known = json!({"type": "table", "wrap_cells": "sometimes", "glow": [1]});
    let read: ViewConfiguration = serde_json::from_value(known.clone()).unwrap();
    let ViewConfiguration::Table(table) = &read else {
        panic!("{read:?}")
    };
    assert_eq!(table.wrap_cells, Field::Absent);
    assert_eq!(wire(&read), known);
    for unknown in [
        json!({"type": "hologram", "depth": 3}),
        json!({"depth": 3}),
        json!({"type": 7}),
        json!("table"),
        json!([]),
    ] {
        let read: ViewConfiguration = serde_json::from_value(unknown.clone()).unwrap();
        assert_eq!(read, ViewConfiguration::Unknown(unknown.clone()));
        assert_eq!(read.kind(), unknown["type"].as_str().unwrap_or_default());
        assert_eq!(wire(&read), unknown);
    }
    let group = json!({"type": "weather", "sky": "blue"});
    let census = Census::of(&serde_json::from_value::<GroupBy>(group).unwrap());
    assert_eq!(census.unknown[&("GroupBy", "weather".to_owned())], 1);
}

#[test]
fn a_view_says_what_it_shows() {
    let view = json!({"object": "view", "id": ID, "parent": {"type": "database_id",
        "database_id": ID}, "type": "dashboard", "filter": null, "quick_filters":
        {"prIo": {"select": {"equals": "High"}}, "odd": {"select": {"equals": 1}, "x": 2}},
        "configuration": {"type": "dashboard", "rows": [{"widgets": [{"view_id": ID}]}, {}]}});
    let read = View::decode(view.to_string().as_bytes()).unwrap();
    assert_eq!(wire(&read), view);
    let filters = read.quick_filters.value().unwrap();
    assert_eq!(
        filters.get("prIo"),
        Some(&QuickFilter::Condition(Condition::Select(
            OptionCondition::Equals("High".into())
        )))
    );
    assert_eq!(filters.get("odd").unwrap().condition(), None);
    let Some(ViewConfiguration::Dashboard(dashboard)) = read.configuration.value() else {
        panic!("{read:?}")
    };
    assert_eq!(
        dashboard.view_ids().map(ViewId::as_str).collect::<Vec<_>>(),
        [ID]
    );
    assert_eq!(DashboardView::default().view_ids().count(), 0);
}

#[test]
fn changes_keep_set_and_clear() {
    assert_eq!(wire(&ViewPatch::default()), json!({}));
    let patch = ViewPatch::default()
        .filter(None)
        .clear_sorts()
        .quick_filter("a", |property| property.checkbox().equals(true))
        .remove_quick_filter("b");
    assert_eq!(
        wire(&patch),
        json!({"filter": null, "sorts": null,
            "quick_filters": {"a": {"checkbox": {"equals": true}}, "b": null}})
    );
    assert_eq!(
        wire(&patch.clear_quick_filters())["quick_filters"],
        json!(null)
    );
    let look = BoardView {
        card_layout: Field::Value(CardLayout::List),
        sub_group_by: Field::Null,
        ..BoardView::default()
    };
    assert_eq!(
        wire(&ViewPatch::default().configuration(look)),
        json!({"configuration": {"type": "board", "sub_group_by": null, "card_layout": "list"}})
    );
}

#[test]
fn requests_lead_where_they_should() {
    let view = || ViewId::parse(ID).unwrap();
    let query = || ViewQueryId::parse(ID).unwrap();
    let list = ListViews::of_database(DatabaseId::parse(ID).unwrap()).starting_at("c".to_owned());
    assert_eq!(
        list.path_and_query(),
        format!("/v1/views?database_id={ID}&start_cursor=c")
    );
    let list = ListViews::of_data_source(source());
    assert_eq!(
        list.path_and_query(),
        format!("/v1/views?data_source_id={ID}")
    );
    let rows = GetViewQuery::new(view(), query()).starting_at("n".to_owned());
    assert_eq!(
        rows.path_and_query(),
        format!("/v1/views/{ID}/queries/{ID}?start_cursor=n")
    );
    assert_eq!(
        DeleteViewQuery::new(view(), query()).path_and_query(),
        format!("/v1/views/{ID}/queries/{ID}")
    );
    let body = |body: Option<serde_json::Result<Vec<u8>>>| body.unwrap().unwrap();
    assert_eq!(body(CreateViewQuery::new(view()).body()), b"{}");
    let create = CreateView::new(NewView::new(tab(), source(), "V", ViewKind::List));
    assert!(!body(create.body()).is_empty());
    assert_eq!(
        UpdateView::new(view(), ViewPatch::default()).path_and_query(),
        format!("/v1/views/{ID}")
    );
    let mounted = route(&Method::GET, "/v1/views").unwrap().route;
    assert!(!mounted.is_mounted(Version::V2022_06_28));
    assert!(mounted.is_mounted(Version::V2025_09_03));

    let rows = QueryDataSource::new(source())
        .only(["title", "a;b"])
        .in_trash()
        .result_type(ResultType::DataSource)
        .sorts([Sort::ascending("Due")]);
    assert_eq!(
        rows.path_and_query(),
        format!("/v1/data_sources/{ID}/query?filter_properties=title&filter_properties=a%3Bb")
    );
    assert_eq!(
        serde_json::from_slice::<Value>(&body(rows.body())).unwrap(),
        json!({"sorts": [{"property": "Due", "direction": "ascending"}], "in_trash": true,
            "result_type": "data_source"})
    );
}

#[test]
fn schemas_are_built_as_the_service_wants_them() {
    let schema = Schema::new()
        .with("Task", PropertySchema::title())
        .with(
            "Cost",
            PropertySchema::number(NumberFormat::NewTaiwanDollar),
        )
        .with("Kind", PropertySchema::select(["a", "b"]))
        .with("State", PropertySchema::status())
        .with(
            "Stage",
            PropertySchema::Status(StatusSchema::named(["x"]).option("y", OptionColor::Red)),
        )
        .with("Up", PropertySchema::relation(source()))
        .with("Down", PropertySchema::dual_relation(source(), "Up again"))
        .with(
            "Sum",
            PropertySchema::rollup("Up", "Cost", RollupFunction::Sum),
        )
        .with("No", PropertySchema::unique_id("T"))
        .with("Bare no", PropertySchema::unique_id(""))
        .with("Calc", PropertySchema::formula("1 + 1").described("two"))
        .with("Where", PropertySchema::location())
        .with("Seen", PropertySchema::last_visited_time());
    assert_eq!(
        wire(&schema),
        json!({
            "Task": {"type": "title", "title": {}},
            "Cost": {"type": "number", "number": {"format": "new_taiwan_dollar"}},
            "Kind": {"type": "select", "select": {"options": [{"name": "a"}, {"name": "b"}]}},
            "State": {"type": "status", "status": {}},
            "Stage": {"type": "status", "status": {"options": [{"name": "x"},
                {"name": "y", "color": "red"}]}},
            "Up": {"type": "relation", "relation": {"data_source_id": ID,
                "type": "single_property", "single_property": {}}},
            "Down": {"type": "relation", "relation": {"data_source_id": ID,
                "type": "dual_property",
                "dual_property": {"synced_property_name": "Up again"}}},
            "Sum": {"type": "rollup", "rollup": {"function": "sum",
                "rollup_property_name": "Cost", "relation_property_name": "Up"}},
            "No": {"type": "unique_id", "unique_id": {"prefix": "T"}},
            "Bare no": {"type": "unique_id", "unique_id": {"prefix": null}},
            "Calc": {"description": "two", "type": "formula",
                "formula": {"expression": "1 + 1"}},
            "Where": {"type": "location", "location": {}},
            "Seen": {"type": "last_visited_time", "last_visited_time": {}},
        })
    );
    let names = |name: &str| {
        let config = schema
            .get(name)
            .and_then(|property| property.config.as_ref());
        config.unwrap().option_names()
    };
    assert_eq!(names("Stage"), ["x", "y"]);
    assert_eq!(names("Kind"), ["a", "b"]);
    assert!(names("Task").is_empty());
    assert!(PropertySchema::formula("1").is_computed());
    assert!(!PropertySchema::status().is_computed());
}

#[test]
fn schemas_are_changed_one_property_at_a_time() {
    let options = OptionsSchema::named(["kept"]).option("new", OptionColor::Blue);
    let patch = DataSourcePatch::default()
        .property("Count", PropertySchema::number(NumberFormat::Number))
        .property("Kind", PropertySchema::Select(options))
        .property("Text", PropertyConfig::default().described(""))
        .rename_property("%3Fab", "Deadline")
        .remove_property("Old")
        .icon(None)
        .in_trash(false)
        .move_to(DatabaseId::parse(ID).unwrap());
    assert_eq!(
        wire(&patch),
        json!({"icon": null, "properties": {
                "Count": {"type": "number", "number": {"format": "number"}},
                "Kind": {"type": "select", "select": {"options": [
                    {"name": "kept"}, {"name": "new", "color": "blue"}]}},
                "Text": {"description": null}, "%3Fab": {"name": "Deadline"}, "Old": null},
            "in_trash": false, "parent": {"type": "database_id", "database_id": ID}})
    );
    let new = NewDataSource::new(DatabaseId::parse(ID).unwrap(), "More", Schema::new())
        .icon(Icon::emoji("🧭"));
    assert_eq!(wire(&new)["icon"], json!({"type": "emoji", "emoji": "🧭"}));
}

#[test]
fn one_odd_property_does_not_hide_the_schema() {
    let source = json!({"object": "data_source", "id": ID, "properties": {
        "Odd": 7, "Name": {"id": "title", "name": "Name", "type": "title", "title": {}},
        "Bent": {"id": "b", "type": "select", "select": {"options": "none"}}}});
    let read = DataSource::decode(source.to_string().as_bytes()).unwrap();
    assert_eq!(read.properties.title(), Some("Name"));
    assert_eq!(read.properties.len(), 3);
    assert_eq!(wire(&read), source);
}
