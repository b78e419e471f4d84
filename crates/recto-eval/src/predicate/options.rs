//! Tests of selects, statuses and multi-selects.

use recto_api::property::SelectOption;

#[derive(Debug, Clone)]
pub(crate) enum OptionTest {
    AnyOf(Vec<OptionName>),
    NoneOf(Vec<OptionName>),
    Empty,
    NotEmpty,
}

/// An option to look for.
#[derive(Debug, Clone)]
pub(crate) struct OptionName {
    /// Its id in the schema.
    pub(super) id: Option<String>,
    pub(super) name: String,
}

impl OptionName {
    /// Compares ids where both sides have one (a page may still show an old name), names otherwise.
    fn is(&self, option: &SelectOption) -> bool {
        match (&self.id, option.id.as_str()) {
            (Some(id), Some(own)) => id == own,
            _ => option.name.as_str() == Some(&self.name),
        }
    }
}

impl OptionTest {
    pub(super) fn matches(&self, options: &[SelectOption]) -> bool {
        let holds = |names: &[OptionName]| {
            options
                .iter()
                .any(|option| names.iter().any(|name| name.is(option)))
        };
        match self {
            Self::AnyOf(names) => holds(names),
            Self::NoneOf(names) => !holds(names),
            Self::Empty => options.is_empty(),
            Self::NotEmpty => !options.is_empty(),
        }
    }
}
