//! 2025-09-03: the text of a formula names its own data source, before it named none.
//!
//! In an answer of before, zeros stand in its place; other data sources are named at every version
//! (recordings).

use serde_json::Value;

/// What stands for the own data source.
const NONE: &str = "00000000-0000-0000-0000-000000000000";

/// Takes the id of a data source, in the newest shape, out of its formulas.
pub(super) fn lower_source(source: &mut serde_json::Map<String, Value>) {
    let Some(id) = source.get("id").and_then(Value::as_str) else {
        return;
    };
    let own = format!(":{id}:");
    let Some(properties) = source.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for property in properties.values_mut() {
        if let Some(Value::String(text)) = property.pointer_mut("/formula/expression")
            && text.contains(&own)
        {
            *text = text.replace(&own, &format!(":{NONE}:"));
        }
    }
}
