//! Looking properties up by name or id.

use recto_api::ids::PropertyId;
use recto_api::property::SelectOption;
use recto_api::schema::{PropertyConfig, PropertySchema};
use recto_api::wire::Members;

/// A data source's properties, to be found by name or id, the id as it is or percent-encoded
/// (notion-api 3.3).
///
/// Where a name and another property's id agree, the name wins.
#[derive(Debug, Clone)]
pub struct Schema<'a> {
    properties: &'a Members<PropertyConfig>,
    formulas: Vec<(String, FormulaType)>,
}

/// What a formula results in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormulaType {
    /// Text.
    String,
    /// A number.
    Number,
    /// True or false; the key of its filter is `checkbox`.
    Boolean,
    /// A date.
    Date,
}

/// Which property a row is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyKey {
    /// Its id, decoded; empty where the schema has none.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A property that was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) name: &'a str,
    pub(crate) config: &'a PropertyConfig,
    pub(crate) formula: Option<FormulaType>,
}

impl<'a> Schema<'a> {
    /// Wraps the properties of a data source.
    #[must_use]
    pub fn new(properties: &'a Members<PropertyConfig>) -> Self {
        Self {
            properties,
            formulas: Vec::new(),
        }
    }

    /// Says what a formula, given by its name, results in; a schema does not tell, and without it a
    /// filter on the formula is refused.
    #[must_use]
    pub fn formula(mut self, name: impl Into<String>, result: FormulaType) -> Self {
        self.formulas.push((name.into(), result));
        self
    }

    pub(crate) fn find(&self, name_or_id: &str) -> Option<Found<'_>> {
        let id = PropertyId::from(name_or_id);
        let by_name = self.properties.iter().find(|(name, _)| *name == name_or_id);
        let (name, config) = by_name.or_else(|| {
            // An id may hold `%` itself, so what was sent is tried as it is before it is decoded.
            self.find_id(|own| own.decoded() == name_or_id)
                .or_else(|| self.find_id(|own| *own == id))
        })?;
        let formula = self
            .formulas
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, result)| *result);
        Some(Found {
            name,
            config,
            formula,
        })
    }

    fn find_id(&self, test: impl Fn(&PropertyId) -> bool) -> Option<(&str, &PropertyConfig)> {
        self.properties
            .iter()
            .find(|(_, config)| config.id.value().is_some_and(&test))
    }
}

impl<'a> Found<'a> {
    pub(crate) fn key(&self) -> PropertyKey {
        let id = self
            .config
            .id
            .value()
            .map(|id| id.decoded().into_owned())
            .unwrap_or_default();
        PropertyKey {
            id,
            name: self.name.to_owned(),
        }
    }

    /// The wire name of the type.
    pub(crate) fn kind(&self) -> &'a str {
        self.config.kind().unwrap_or("unknown")
    }

    /// The options of a select, multi-select or status, in order.
    pub(crate) fn options(&self) -> &'a [SelectOption] {
        let options = match &self.config.config {
            Some(PropertySchema::Select(schema) | PropertySchema::MultiSelect(schema)) => {
                &schema.options
            }
            Some(PropertySchema::Status(schema)) => &schema.options,
            _ => return &[],
        };
        options.value().map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use recto_api::property::Empty;

    use super::*;

    fn config(id: &str) -> PropertyConfig {
        let mut config = PropertyConfig::from(PropertySchema::Checkbox(Empty::default()));
        config.id = PropertyId::from(id).into();
        config
    }

    #[test]
    fn properties_are_found_by_name_and_by_id_in_both_forms() {
        let properties = Members::from_iter([
            ("Done", config("%3AaBc")),
            ("a%41", config("zzzz")),
            ("x", config("a%2541")),
        ]);
        let schema = Schema::new(&properties);
        let name = |text: &str| schema.find(text).map(|found| found.name.to_owned());
        assert_eq!(name("Done").as_deref(), Some("Done"));
        assert_eq!(name(":aBc").as_deref(), Some("Done"));
        assert_eq!(name("%3AaBc").as_deref(), Some("Done"));
        assert_eq!(name("a%41").as_deref(), Some("a%41"), "a name before an id");
        assert_eq!(name("a%2541").as_deref(), Some("x"));
        assert_eq!(name("done"), None, "names are case-sensitive");
        assert_eq!(schema.find("Done").unwrap().key().id, ":aBc");
    }
}
