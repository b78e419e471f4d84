//! The options of a property, and the words for one that does not exist.

use super::SelectOption;
use super::nearest::{hint, listed};
use crate::schema::PropertySchema;

/// The options of a select, multi-select or status, in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OptionList<'s>(&'s [SelectOption]);

impl<'s> OptionList<'s> {
    pub(crate) fn of(schema: &'s PropertySchema) -> Self {
        let options = match schema {
            PropertySchema::Select(schema) | PropertySchema::MultiSelect(schema) => &schema.options,
            PropertySchema::Status(schema) => &schema.options,
            _ => return Self(&[]),
        };
        Self(options.value().map_or(&[], Vec::as_slice))
    }

    pub(crate) fn names(self) -> Vec<&'s str> {
        let names = self.0.iter().filter_map(|option| option.name.as_str());
        names.collect()
    }

    /// The option of this name, else of this id; else what to say.
    pub(crate) fn find(self, text: &str) -> Result<&'s SelectOption, String> {
        let by = |part: fn(&SelectOption) -> Option<&str>| {
            let mut options = self.0.iter();
            options.find(|option| part(option) == Some(text))
        };
        by(|option| option.name.as_str())
            .or_else(|| by(|option| option.id.as_str()))
            .ok_or_else(|| {
                let names = self.names();
                let hint = hint(text, names.iter().copied());
                format!(
                    "has no option `{text}`{hint}; its options are {}",
                    listed(&names)
                )
            })
    }
}
