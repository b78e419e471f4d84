//! Databases of a seed, with their rows.

use serde_json::{Map, Value, json};

use super::schema::Property;
use super::{Sown, list, members, rich, text};

impl Sown<'_> {
    pub(super) fn database(
        &mut self,
        one: &Value,
        parent: Option<&Value>,
        place: &str,
    ) -> Result<(), String> {
        members(
            one,
            place,
            &[
                "key",
                "id",
                "data_source_id",
                "title",
                "description",
                "parent",
                "icon",
                "cover",
                "is_inline",
                "created_time",
                "last_edited_time",
                "created_by",
                "last_edited_by",
                "in_trash",
                "is_locked",
                "public_url",
                "properties",
                "rows",
            ],
        )?;
        let id = self.id(one, place)?;
        let source = self.source(&id);
        let title = rich(one.get("title").unwrap_or(&Value::Null));
        let written = match one.get("properties") {
            None => Map::from_iter([("Name".to_owned(), json!("title"))]),
            Some(Value::Object(properties)) => properties.clone(),
            Some(_) => return Err(format!("{place}.properties: not an object")),
        };
        let properties = self.properties(&written, &id, &format!("{place}.properties"))?;

        let mut database = Map::new();
        database.insert("object".to_owned(), json!("database"));
        database.insert("id".to_owned(), json!(id));
        database.insert("parent".to_owned(), self.parent(one, parent, place)?);
        self.common(one, &mut database, place)?;
        database.insert("title".to_owned(), title.clone());
        let description = rich(one.get("description").unwrap_or(&Value::Null));
        database.insert("description".to_owned(), description.clone());
        let inline = one.get("is_inline").cloned().unwrap_or(json!(false));
        database.insert("is_inline".to_owned(), inline);
        let name = text(one, "title").unwrap_or_default();
        database.insert(
            "data_sources".to_owned(),
            json!([{"id": source, "name": name}]),
        );
        self.made.push(Value::Object(database));

        let mut data_source = Map::new();
        data_source.insert("object".to_owned(), json!("data_source"));
        data_source.insert("id".to_owned(), json!(source));
        let within = json!({"type": "database_id", "database_id": id});
        data_source.insert("parent".to_owned(), within);
        self.common(one, &mut data_source, place)?;
        data_source.shift_remove("in_trash");
        data_source.insert("title".to_owned(), title);
        data_source.insert("description".to_owned(), description);
        let schema: Map<String, Value> = properties
            .iter()
            .map(|property| (property.name.clone(), property.to_api()))
            .collect();
        data_source.insert("properties".to_owned(), Value::Object(schema));
        self.made.push(Value::Object(data_source));

        for (index, row) in list(one, "rows")?.iter().enumerate() {
            let place = format!("{place}.rows[{index}]");
            self.row(row, &properties, (&id, &source), index, &place)?;
        }
        self.schemas.insert(id, properties);
        Ok(())
    }

    /// A row: its values, or an object with `values` and what else a page has.
    fn row(
        &mut self,
        one: &Value,
        properties: &[Property],
        (database, source): (&str, &str),
        index: usize,
        place: &str,
    ) -> Result<(), String> {
        let written = one.get("values").unwrap_or(one);
        let written = written
            .as_object()
            .ok_or_else(|| format!("{place}: a row is an object of values"))?;
        let is_whole = one.get("values").is_some();
        let unknown = written.keys().find(|name| {
            !properties.iter().any(|property| property.name == **name)
                && (is_whole || !matches!(name.as_str(), "key" | "id"))
        });
        if let Some(name) = unknown {
            return Err(format!("{place}: the database has no property `{name}`"));
        }
        let mut values = Map::new();
        for property in properties {
            let value = match (written.get(&property.name), property.kind.as_str()) {
                (Some(value), _) => value.clone(),
                (None, "unique_id") => json!(index + 1),
                (None, _) => continue,
            };
            let place = format!("{place}.{}", property.name);
            let value = self.value(property, &value, &place)?;
            values.insert(property.name.clone(), value);
        }
        let id = self.id(one, place)?;
        let mut page = Map::new();
        page.insert("object".to_owned(), json!("page"));
        page.insert("id".to_owned(), json!(id));
        page.insert(
            "parent".to_owned(),
            json!({"type": "data_source_id", "data_source_id": source, "database_id": database}),
        );
        let nothing = json!({});
        let whole = if is_whole { one } else { &nothing };
        self.common(whole, &mut page, place)?;
        page.insert("properties".to_owned(), Value::Object(values));
        self.latest.push(Value::Object(page));
        self.below(whole, &id, place)
    }
}
