//! Properties as they are answered, as the store keeps them.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::given::text;
use crate::ids;
use crate::store::sources::Column;

/// The schema of a data source of which nothing is known.
pub(super) fn title_only() -> Vec<Column> {
    vec![Column {
        id: "title".to_owned(),
        name: "Name".to_owned(),
        description: None,
        kind: "title".to_owned(),
        config: json!({}),
    }]
}

/// The id as the store has it.
pub(super) fn decoded(id: &str) -> String {
    percent_decode_str(id).decode_utf8_lossy().into_owned()
}

/// The columns of an answered schema. `target` finds the data source of a relation.
pub(super) fn columns<E>(
    properties: &Map<String, Value>,
    mut target: impl FnMut(&Value) -> Result<String, E>,
) -> Result<Vec<Column>, E> {
    let mut out = Vec::with_capacity(properties.len());
    for (name, given) in properties {
        let kind = text(given, "type").unwrap_or("rich_text");
        let config = given.get(kind).cloned().unwrap_or_else(|| json!({}));
        out.push(Column {
            id: decoded(text(given, "id").unwrap_or(name)),
            name: name.clone(),
            description: text(given, "description").map(str::to_owned),
            kind: kind.to_owned(),
            config: match kind {
                "relation" => relation(&config, target(&config)?),
                // Told by a seed, and kept elsewhere.
                "unique_id" => json!({"prefix": config.get("prefix")}),
                _ => config,
            },
        });
    }
    if !out.iter().any(|column| column.kind == "title") {
        out.extend(title_only());
    }
    Ok(out)
}

fn relation(given: &Value, target: String) -> Value {
    let mut out = json!({"data_source_id": target});
    let dual = given.get("dual_property").unwrap_or(given);
    if let Some(id) = text(dual, "synced_property_id") {
        out["synced_property_id"] = json!(decoded(id));
        out["synced_property_name"] = dual
            .get("synced_property_name")
            .cloned()
            .unwrap_or_default();
    }
    out
}

/// The column that an answered value belongs to, as far as the value tells.
pub(super) fn of_value(name: &str, given: &Value) -> Column {
    let kind = text(given, "type").unwrap_or("rich_text");
    let value = given.get(kind).unwrap_or(&Value::Null);
    let config = match kind {
        "number" => json!({"format": "number"}),
        "select" | "multi_select" => json!({"options": []}),
        "status" => json!({"options": [], "groups": []}),
        "formula" => json!({"expression": ""}),
        "unique_id" => json!({"prefix": value.get("prefix")}),
        "relation" => json!({"data_source_id": ""}),
        "rollup" => json!({"function": value.get("function")}),
        _ => json!({}),
    };
    Column {
        id: decoded(text(given, "id").unwrap_or(name)),
        name: name.to_owned(),
        description: None,
        kind: kind.to_owned(),
        config,
    }
}

/// Adds the options that an answered value has to its column; says whether there was any new.
pub(super) fn learn_options(column: &mut Column, value: &Value) -> bool {
    let Some(options) = column
        .config
        .get_mut("options")
        .and_then(Value::as_array_mut)
    else {
        return false;
    };
    let shown: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    };
    let mut new = false;
    for option in shown {
        let known = options
            .iter()
            .any(|have| have.get("id") == option.get("id"));
        if !known && option.get("id").is_some() {
            let mut option = option.clone();
            if let Some(option) = option.as_object_mut() {
                option.entry("description").or_insert(Value::Null);
            }
            options.push(option);
            new = true;
        }
    }
    new
}

/// What is stored of an answered value; `None` for what is computed or empty.
pub(super) fn stored(kind: &str, value: &Value) -> Option<Value> {
    let id = |value: &Value| value.get("id").cloned();
    let ids = |value: &Value| -> Option<Value> {
        Some(value.as_array()?.iter().filter_map(id).collect())
    };
    let out = match kind {
        "select" | "status" => id(value)?,
        "multi_select" | "people" => ids(value)?,
        "unique_id" => value.get("number")?.clone(),
        "relation" | "formula" | "rollup" | "created_time" | "created_by" | "last_edited_time"
        | "last_edited_by" => return None,
        "verification" => {
            let mut out = value.clone();
            if let Some(by) = value.get("verified_by").and_then(id) {
                out["verified_by"] = by;
            }
            out
        }
        _ => value.clone(),
    };
    let empty = match &out {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    (!empty).then_some(out)
}

/// The database that a relation names, in either version's way, and its data source.
pub(super) fn target_of(config: &Value) -> (Option<String>, Option<String>) {
    let id = |name: &str| text(config, name).and_then(ids::normalized);
    (id("database_id"), id("data_source_id"))
}
