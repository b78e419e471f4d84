//! Options that a write of a row adds to the schema.
//!
//! A select or multi-select value names its option, and Notion adds one that the schema does not hold
//! (documented). A cached schema is then out of date, though only a page was written. Dropping it with
//! every row would make it useless, so it is asked whether it knows the option.

use serde_json::Value;

use super::Id;
use super::store::Store;

/// A property, by name or id, and the name of an option that a row gives it.
pub(super) type Named = (String, String);

/// The options that the body of a page names.
pub(super) fn named(body: &Value) -> Vec<Named> {
    let Some(properties) = body.get("properties").and_then(Value::as_object) else {
        return Vec::new();
    };
    let mut named = Vec::new();
    for (property, value) in properties {
        let several = value.get("multi_select").and_then(Value::as_array);
        let options = value
            .get("select")
            .into_iter()
            .chain(several.into_iter().flatten());
        named.extend(
            options
                .filter_map(|option| option.get("name")?.as_str())
                .map(|option| (property.clone(), option.to_owned())),
        );
    }
    named
}

/// Whether a cached schema of this database or data source lacks one of these options.
pub(super) fn is_news(store: &Store, table: Id, named: &[Named]) -> bool {
    if named.is_empty() {
        return false;
    }
    store.schemas(table).any(|bytes| {
        let schema: Value = serde_json::from_slice(bytes).unwrap_or_default();
        match schema.get("properties").and_then(Value::as_object) {
            Some(properties) => named.iter().any(|(property, option)| {
                let config = properties.get(property).or_else(|| {
                    let mut all = properties.values();
                    all.find(|config| config.get("id").and_then(Value::as_str) == Some(property))
                });
                !config.is_some_and(|config| knows(config, option))
            }),
            // A database without properties has none of its own to go stale.
            None => false,
        }
    })
}

fn knows(config: &Value, option: &str) -> bool {
    ["select", "multi_select"]
        .iter()
        .filter_map(|kind| config.get(kind)?.get("options")?.as_array())
        .flatten()
        .any(|known| known.get("name").and_then(Value::as_str) == Some(option))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn options_are_found_by_the_name_or_id_of_their_property() {
        let body = json!({"properties": {
            "Tags": {"multi_select": [{"name": "a"}, {"id": "x"}]},
            "%3Fa": {"select": {"name": "b"}},
            "Gone": {"select": null},
            "Name": {"title": []}
        }});
        let found = named(&body);
        let expected = [("Tags", "a"), ("%3Fa", "b")];
        assert_eq!(found.len(), expected.len());
        for (property, option) in expected {
            assert!(found.contains(&(property.to_owned(), option.to_owned())));
        }
        assert!(named(&json!({"properties": []})).is_empty());
    }
}
