//! Properties of a seed's databases.

use serde_json::{Map, Value, json};

use super::Sown;

/// Colours in the order in which options get them.
const COLORS: [&str; 10] = [
    "default", "blue", "green", "orange", "purple", "pink", "red", "yellow", "brown", "gray",
];

/// A property with its type.
#[derive(Debug, Clone)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) kind: String,
    /// As the API has it.
    pub(super) config: Value,
}

impl Property {
    /// The option of a name; one that is not there is made of it.
    pub(super) fn option(&self, name: &str) -> Value {
        let options = self.config.get("options").and_then(Value::as_array);
        options
            .into_iter()
            .flatten()
            .find(|option| option.get("name").and_then(Value::as_str) == Some(name))
            .cloned()
            .unwrap_or_else(|| json!({"id": name, "name": name, "color": "default"}))
    }

    /// The property as the API has it in a schema.
    pub(super) fn to_api(&self) -> Value {
        json!({"id": self.id, "name": self.name, "type": self.kind, self.kind.as_str(): self.config})
    }
}

impl Sown<'_> {
    /// The properties a seed names: `{"Name": "title", "Status": {"select": ["Open"]}}`.
    pub(super) fn properties(
        &self,
        written: &Map<String, Value>,
        database: &str,
        place: &str,
    ) -> Result<Vec<Property>, String> {
        let mut found = Vec::with_capacity(written.len());
        for (name, one) in written {
            let place = format!("{place}.{name}");
            let (kind, given) = match one {
                Value::String(kind) => (kind.clone(), json!({})),
                Value::Object(members) => {
                    let kind = members
                        .get("type")
                        .and_then(Value::as_str)
                        .or_else(|| members.keys().map(String::as_str).find(|key| *key != "id"))
                        .ok_or_else(|| format!("{place}: its type is needed"))?;
                    (
                        kind.to_owned(),
                        members.get(kind).cloned().unwrap_or_else(|| json!({})),
                    )
                }
                _ => return Err(format!("{place}: a type, or an object with one, is needed")),
            };
            let id = match (one.get("id").and_then(Value::as_str), kind.as_str()) {
                (Some(id), _) => id.to_owned(),
                (None, "title") => "title".to_owned(),
                (None, _) => self.short(&format!("{database} {name}")),
            };
            let config = self.config(&kind, &given, &id, &place)?;
            let name = name.clone();
            found.push(Property {
                name,
                id,
                kind,
                config,
            });
        }
        if !found.iter().any(|property| property.kind == "title") {
            return Err(format!("{place}: one property must be the `title`"));
        }
        Ok(found)
    }

    fn config(&self, kind: &str, given: &Value, id: &str, place: &str) -> Result<Value, String> {
        Ok(match (kind, given) {
            ("select" | "multi_select", Value::Array(names)) => {
                json!({"options": self.options(names, id)})
            }
            ("status", given) => self.status(given, id),
            ("number", Value::String(format)) => json!({"format": format}),
            ("number", given) if given.get("format").is_none() => json!({"format": "number"}),
            ("formula", Value::String(expression)) => json!({"expression": expression}),
            ("unique_id", Value::String(prefix)) => json!({"prefix": prefix}),
            ("unique_id", given) if given.get("prefix").is_none() => json!({"prefix": null}),
            ("relation", Value::String(key)) => {
                let database = self.find(key, place)?;
                json!({
                    "database_id": database,
                    "data_source_id": self.source(&database),
                    "type": "single_property",
                    "single_property": {},
                })
            }
            ("select" | "multi_select", given) if given.get("options").is_none() => {
                json!({"options": []})
            }
            _ => given.clone(),
        })
    }

    fn options(&self, names: &[Value], id: &str) -> Vec<Value> {
        names
            .iter()
            .enumerate()
            .map(|(index, one)| match one {
                Value::String(name) => json!({
                    "id": self.mint(&format!("{id} option {name}")),
                    "name": name,
                    "color": COLORS[index % COLORS.len()],
                    "description": null,
                }),
                given => given.clone(),
            })
            .collect()
    }

    /// `["Open", "Done"]`, or `{"To-do": ["Open"], "In progress": ["…"], "Complete": ["Done"]}`.
    fn status(&self, given: &Value, id: &str) -> Value {
        if given.get("options").is_some() {
            return given.clone();
        }
        let default = json!({
            "To-do": ["Not started"], "In progress": ["In progress"], "Complete": ["Done"],
        });
        let groups: Vec<(String, Vec<Value>)> = match given {
            Value::Object(groups) if !groups.is_empty() => split(groups),
            Value::Array(names) => {
                let last = names.len().saturating_sub(1).max(1);
                let at = |from: usize, to: usize| names.get(from..to).unwrap_or_default().to_vec();
                vec![
                    ("To-do".to_owned(), at(0, 1)),
                    ("In progress".to_owned(), at(1, last)),
                    ("Complete".to_owned(), at(last, names.len())),
                ]
            }
            _ => default.as_object().map(split).unwrap_or_default(),
        };
        let colors = ["default", "blue", "green"];
        let (mut options, mut told) = (Vec::new(), Vec::new());
        for (index, (name, names)) in groups.iter().enumerate() {
            let color = colors[index % colors.len()];
            let mut own = self.options(names, id);
            for option in &mut own {
                option["color"] = json!(color);
            }
            told.push(json!({
                "id": self.mint(&format!("{id} group {name}")),
                "name": name,
                "color": if index == 0 { "gray" } else { color },
                "option_ids": own.iter().map(|option| option["id"].clone()).collect::<Vec<_>>(),
            }));
            options.extend(own);
        }
        json!({"options": options, "groups": told})
    }

    /// Four letters made from a word, as ids of properties are.
    fn short(&self, word: &str) -> String {
        self.mint(word).replace('-', "")[..4].to_owned()
    }
}

fn split(groups: &Map<String, Value>) -> Vec<(String, Vec<Value>)> {
    groups
        .iter()
        .map(|(name, names)| (name.clone(), names.as_array().cloned().unwrap_or_default()))
        .collect()
}
