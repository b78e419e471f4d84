//! A data source with a property of every type, and rows by name.

use std::sync::LazyLock;

use recto_api::ids::UserId;
use recto_api::page::Page;
use recto_api::query::{Filter, Sort};
use recto_api::schema;
use recto_eval::{Context, FormulaType, Order, Predicate, QueryError, Schema};
use serde_json::{Map, Value, json};

pub(crate) const ADA: &str = "11111111-aaaa-8aaa-8aaa-000000000001";
pub(crate) const BOB: &str = "11111111-aaaa-8aaa-8aaa-000000000002";
pub(crate) const BOT: &str = "11111111-aaaa-8aaa-8aaa-0000000000ff";
pub(crate) const NOW: &str = "2026-03-04T22:15:30Z";

static CONFIG: LazyLock<schema::Schema> = LazyLock::new(config);

fn config() -> schema::Schema {
    let options = json!({"options": [
        {"id": "o-low", "name": "Low", "color": "gray"},
        {"id": "o-mid", "name": "Mid", "color": "blue"},
        {"id": "o-high", "name": "High", "color": "red"},
    ]});
    let kinds = [
        ("Name", "title", "title", json!({})),
        ("Text", "%3AtXt", "rich_text", json!({})),
        ("Link", "uRl~", "url", json!({})),
        ("Mail", "mAiL", "email", json!({})),
        ("Phone", "pHoN", "phone_number", json!({})),
        ("Count", "nUmB", "number", json!({"format": "number"})),
        ("Serial", "uNiQ", "unique_id", json!({"prefix": "T"})),
        ("Done", "cHeK", "checkbox", json!({})),
        ("Priority", "sElE", "select", options.clone()),
        ("State", "sTaT", "status", options.clone()),
        ("Tags", "mUlT", "multi_select", options),
        ("When", "dAtE", "date", json!({})),
        ("Who", "pEoP", "people", json!({})),
        ("Attached", "fIlE", "files", json!({})),
        (
            "Linked",
            "rElA",
            "relation",
            json!({"data_source_id": "x", "type": "single_property", "single_property": {}}),
        ),
        ("Proof", "verification", "verification", json!({})),
        ("Where", "pLaC", "place", json!({})),
        ("Made", "mAdE", "created_time", json!({})),
        ("Changed", "cHaN", "last_edited_time", json!({})),
        ("Maker", "mAkE", "created_by", json!({})),
        ("Changer", "eDiT", "last_edited_by", json!({})),
        ("Sum", "rOlL", "rollup", json!({"function": "sum"})),
        ("Label", "fSTR", "formula", json!({"expression": ""})),
        ("Score", "fNUM", "formula", json!({"expression": ""})),
        ("Flag", "fBOO", "formula", json!({"expression": ""})),
        ("Deadline", "fDAT", "formula", json!({"expression": ""})),
        ("Riddle", "fXXX", "formula", json!({"expression": ""})),
    ];
    let properties: Map<String, Value> = kinds
        .into_iter()
        .map(|(name, id, kind, config)| {
            (
                name.to_owned(),
                json!({"id": id, "name": name, "type": kind, kind: config}),
            )
        })
        .collect();
    serde_json::from_value(Value::Object(properties)).unwrap()
}

/// The schema as the model has it.
pub(crate) fn config_of() -> &'static schema::Schema {
    &CONFIG
}

pub(crate) fn schema() -> Schema<'static> {
    Schema::new(&CONFIG)
        .formula("Label", FormulaType::String)
        .formula("Score", FormulaType::Number)
        .formula("Flag", FormulaType::Boolean)
        .formula("Deadline", FormulaType::Date)
}

pub(crate) fn context() -> Context {
    Context::new(NOW.parse().unwrap()).user(UserId::parse(BOT).unwrap())
}

/// A row with one property value, given as `type` and the value under it.
pub(crate) fn row(property: &str, kind: &str, value: Value) -> Page {
    let id = config()
        .get(property)
        .unwrap()
        .id
        .clone()
        .into_value()
        .unwrap();
    page(json!({property: {"id": id, "type": kind, kind: value}}))
}

/// A row with no values at all.
pub(crate) fn blank() -> Page {
    page(json!({}))
}

pub(crate) fn page(properties: Value) -> Page {
    serde_json::from_value(json!({
        "object": "page",
        "id": "22222222-bbbb-8bbb-8bbb-000000000001",
        "created_time": "2026-03-01T10:20:00.000Z",
        "last_edited_time": "2026-03-03T23:59:00.000Z",
        "created_by": {"object": "user", "id": ADA},
        "last_edited_by": {"object": "user", "id": BOT},
        "properties": properties,
    }))
    .unwrap()
}

pub(crate) fn runs(texts: &[&str]) -> Value {
    texts
        .iter()
        .map(|text| json!({"type": "text", "text": {"content": text, "link": null}, "plain_text": text}))
        .collect()
}

pub(crate) fn compile(filter: &Value) -> Result<Predicate, QueryError> {
    compile_with(filter, &context())
}

pub(crate) fn compile_with(filter: &Value, context: &Context) -> Result<Predicate, QueryError> {
    let filter: Filter = serde_json::from_value(filter.clone()).unwrap();
    Predicate::compile(&filter, &schema(), context)
}

/// The rows, by name, that fulfil a filter.
#[track_caller]
pub(crate) fn matching<'a>(filter: &Value, rows: &[(&'a str, Page)]) -> Vec<&'a str> {
    let predicate = compile(filter).unwrap_or_else(|error| panic!("{filter}: {error}"));
    rows.iter()
        .filter(|(_, row)| predicate.matches(row))
        .map(|(name, _)| *name)
        .collect()
}

/// Checks a table of conditions, each with the rows it must match, separated by blanks.
#[track_caller]
pub(crate) fn check(property: &str, key: &str, rows: &[(&str, Page)], table: &[(Value, &str)]) {
    for (condition, expected) in table {
        let filter = json!({"property": property, key: condition});
        let expected: Vec<_> = expected.split_whitespace().collect();
        assert_eq!(matching(&filter, rows), expected, "{filter}");
    }
}

pub(crate) fn order(sorts: &Value) -> Result<Order, QueryError> {
    let sorts: Vec<Sort> = serde_json::from_value(sorts.clone()).unwrap();
    Order::compile(&sorts, &schema())
}
