//! Constructors: schemas as people think of them.

use super::{
    FormulaSchema, NumberFormat, NumberSchema, OptionsSchema, PropertyConfig, PropertySchema,
    RelationSchema, RollupFunction, RollupSchema, Schema, StatusSchema, UniqueIdSchema,
};
use crate::ids::DataSourceId;
use crate::property::Empty;
use crate::wire::{Extra, Field};

/// Defines constructors of types without a configuration.
macro_rules! plain {
    ($($(#[$doc:meta])* $method:ident $variant:ident,)+) => {
        impl PropertySchema {
            $($(#[$doc])*
            pub fn $method() -> Self {
                Self::$variant(Empty::default())
            })+
        }
    };
}

plain! {
    /// The title of each row.
    title Title,
    /// Text.
    rich_text RichText,
    /// A day, a time, or a range.
    date Date,
    /// People, bots and groups.
    people People,
    /// Files.
    files Files,
    /// Yes or no.
    checkbox Checkbox,
    /// An address.
    url Url,
    /// An e-mail address.
    email Email,
    /// A phone number.
    phone_number PhoneNumber,
    /// When the row was made.
    created_time CreatedTime,
    /// When the row was last edited.
    last_edited_time LastEditedTime,
    /// Who made the row.
    created_by CreatedBy,
    /// Who last edited the row.
    last_edited_by LastEditedBy,
    /// A button.
    button Button,
    /// Whether a wiki page is verified.
    verification Verification,
    /// A place on the map.
    place Place,
    /// A place.
    location Location,
    /// When someone last looked at the row.
    last_visited_time LastVisitedTime,
}

impl PropertySchema {
    /// A number in this format.
    pub fn number(format: NumberFormat) -> Self {
        Self::Number(NumberSchema::from(format))
    }

    /// One of these options; for colours see [`OptionsSchema::option`].
    pub fn select<S: Into<String>>(options: impl IntoIterator<Item = S>) -> Self {
        Self::Select(OptionsSchema::named(options))
    }

    /// Any of these options; for colours see [`OptionsSchema::option`].
    pub fn multi_select<S: Into<String>>(options: impl IntoIterator<Item = S>) -> Self {
        Self::MultiSelect(OptionsSchema::named(options))
    }

    /// A status with Notion's own options: Not started, In progress, Done (recordings).
    pub fn status() -> Self {
        Self::Status(StatusSchema::default())
    }

    /// A formula, with properties as `prop("Name")`.
    pub fn formula(expression: impl Into<String>) -> Self {
        Self::Formula(FormulaSchema {
            expression: Field::Value(expression.into()),
            extra: Extra::default(),
        })
    }

    /// A relation that stands only here.
    pub fn relation(target: DataSourceId) -> Self {
        RelationSchema::single(target).into()
    }

    /// A relation with a mirror of this name in the other data source.
    pub fn dual_relation(target: DataSourceId, mirror: impl Into<String>) -> Self {
        RelationSchema::dual(target).mirrored_as(mirror).into()
    }

    /// What a function makes of a property of the related rows; relation and property by name.
    pub fn rollup(
        relation: impl Into<String>,
        property: impl Into<String>,
        function: RollupFunction,
    ) -> Self {
        RollupSchema::new(relation, property, function).into()
    }

    /// A number counted up, such as `TASK-7`; an empty prefix gives the number alone.
    pub fn unique_id(prefix: impl Into<String>) -> Self {
        let prefix = Some(prefix.into()).filter(|prefix| !prefix.is_empty());
        Self::UniqueId(UniqueIdSchema {
            prefix: Field::set_or_clear(prefix),
            ..UniqueIdSchema::default()
        })
    }

    /// The same with a description of 1 to 280 characters.
    pub fn described(self, description: impl Into<String>) -> PropertyConfig {
        PropertyConfig::from(self).described(description)
    }

    /// The options of a select, multi-select or status by name, in order; none of other types.
    pub fn option_names(&self) -> Vec<&str> {
        match self {
            Self::Select(schema) | Self::MultiSelect(schema) => schema.names().collect(),
            Self::Status(schema) => schema.names().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether Notion computes the value, so that no request can set it.
    pub fn is_computed(&self) -> bool {
        matches!(
            self,
            Self::Formula(_)
                | Self::Rollup(_)
                | Self::CreatedTime(_)
                | Self::CreatedBy(_)
                | Self::LastEditedTime(_)
                | Self::LastEditedBy(_)
                | Self::LastVisitedTime(_)
                | Self::UniqueId(_)
                | Self::Button(_)
        )
    }
}

impl From<RelationSchema> for PropertySchema {
    fn from(relation: RelationSchema) -> Self {
        Self::Relation(Box::new(relation))
    }
}

impl From<RollupSchema> for PropertySchema {
    fn from(rollup: RollupSchema) -> Self {
        Self::Rollup(Box::new(rollup))
    }
}

impl PropertyConfig {
    /// What a request sends to give a property another name.
    pub fn renamed(name: impl Into<String>) -> Self {
        Self {
            name: Field::Value(name.into()),
            ..Self::default()
        }
    }

    /// The same with a description of 1 to 280 characters; the empty text clears it.
    #[must_use]
    pub fn described(mut self, description: impl Into<String>) -> Self {
        let description = Some(description.into()).filter(|text| !text.is_empty());
        self.description = Field::set_or_clear(description);
        self
    }
}

impl Schema {
    /// The same with this property, which replaces one of the same name.
    #[must_use]
    pub fn with(mut self, name: impl AsRef<str>, config: impl Into<PropertyConfig>) -> Self {
        self.insert(name.as_ref(), config.into());
        self
    }

    /// The name of the title property.
    pub fn title(&self) -> Option<&str> {
        let mut all = self.iter();
        let found = all.find(|(_, config)| matches!(config.config, Some(PropertySchema::Title(_))));
        found.map(|(name, _)| name)
    }

    /// The property of this name or id, with its name. The id may be encoded or not.
    ///
    /// ```
    /// use recto_api::schema::Schema;
    ///
    /// let text = r#"{"Due": {"id": "%3Fb%7BF", "name": "Due", "type": "date", "date": {}}}"#;
    /// let schema: Schema = serde_json::from_str(text)?;
    /// for key in ["Due", "%3Fb%7BF", "?b{F"] {
    ///     assert_eq!(schema.find(key).map(|(name, _)| name), Some("Due"));
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn find(&self, name_or_id: &str) -> Option<(&str, &PropertyConfig)> {
        let by_name = self.iter().find(|(name, _)| *name == name_or_id);
        by_name.or_else(|| {
            let id = name_or_id.into();
            self.iter()
                .find(|(_, config)| config.id.value() == Some(&id))
        })
    }
}
