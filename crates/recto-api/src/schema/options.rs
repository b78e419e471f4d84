//! The options of select, multi-select and status properties.

use crate::property::{OptionColor, SelectOption};
use crate::wire::{Extra, Field, Wire};

/// The options of a select or multi-select.
///
/// In a change they replace all former ones: an option is kept by its id or name, one that is left
/// out disappears from every row, and the colour of one that exists cannot be changed (recordings).
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct OptionsSchema {
    /// The options in order; at most 100 in a request.
    pub options: Field<Vec<SelectOption>>,
    /// Unknown members.
    pub extra: Extra,
}

impl OptionsSchema {
    /// Options by name.
    pub fn named<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        names.into_iter().map(SelectOption::named).collect()
    }

    /// One option more, with a colour.
    #[must_use]
    pub fn option(mut self, name: impl Into<String>, color: OptionColor) -> Self {
        push(&mut self.options, SelectOption::named(name).colored(color));
        self
    }

    /// The option of this name.
    pub fn get(&self, name: &str) -> Option<&SelectOption> {
        find(&self.options, name)
    }

    /// The names of all options, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        names(&self.options)
    }
}

impl FromIterator<SelectOption> for OptionsSchema {
    fn from_iter<I: IntoIterator<Item = SelectOption>>(options: I) -> Self {
        Self {
            options: Field::Value(options.into_iter().collect()),
            extra: Extra::default(),
        }
    }
}

/// The options of a status and their groups.
///
/// Made without options it gets Not started, In progress and Done. Options added by a request go to
/// the To-do group; groups in a request have no effect (recordings).
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct StatusSchema {
    /// The options in order; at most 100 in a request.
    pub options: Field<Vec<SelectOption>>,
    /// To-do, In progress and Complete; a request cannot change them.
    pub groups: Field<Vec<StatusGroup>>,
    /// Unknown members.
    pub extra: Extra,
}

impl StatusSchema {
    /// Options by name.
    pub fn named<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self {
            options: Field::Value(names.into_iter().map(SelectOption::named).collect()),
            ..Self::default()
        }
    }

    /// One option more, with a colour.
    #[must_use]
    pub fn option(mut self, name: impl Into<String>, color: OptionColor) -> Self {
        push(&mut self.options, SelectOption::named(name).colored(color));
        self
    }

    /// The option of this name.
    pub fn get(&self, name: &str) -> Option<&SelectOption> {
        find(&self.options, name)
    }

    /// The names of all options, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        names(&self.options)
    }

    /// The group an option is in, by the option's name.
    ///
    /// ```
    /// use recto_api::schema::StatusSchema;
    ///
    /// let text = r#"{"options": [{"id": "a", "name": "Done", "color": "green"}],
    ///     "groups": [{"id": "g", "name": "Complete", "color": "green", "option_ids": ["a"]}]}"#;
    /// let status: StatusSchema = serde_json::from_str(text)?;
    /// let group = status.group_of("Done").and_then(|group| group.name.as_str());
    /// assert_eq!(group, Some("Complete"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn group_of(&self, option: &str) -> Option<&StatusGroup> {
        let id = self.get(option)?.id.as_str()?;
        let mut groups = self.groups.value()?.iter();
        groups.find(|group| {
            let ids = group.option_ids.value();
            ids.is_some_and(|ids| ids.iter().any(|member| member == id))
        })
    }
}

/// A group of status options.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct StatusGroup {
    /// Its id.
    pub id: Field<String>,
    /// Its name.
    pub name: Field<String>,
    /// Its colour.
    pub color: Field<OptionColor>,
    /// The ids of the options in it.
    pub option_ids: Field<Vec<String>>,
    /// Unknown members.
    pub extra: Extra,
}

fn push(options: &mut Field<Vec<SelectOption>>, option: SelectOption) {
    match options {
        Field::Value(options) => options.push(option),
        Field::Absent | Field::Null => *options = Field::Value(vec![option]),
    }
}

fn find<'o>(options: &'o Field<Vec<SelectOption>>, name: &str) -> Option<&'o SelectOption> {
    let mut options = options.value()?.iter();
    options.find(|option| option.name.as_str() == Some(name))
}

fn names(options: &Field<Vec<SelectOption>>) -> impl Iterator<Item = &str> {
    let options = options.value().into_iter().flatten();
    options.filter_map(|option| option.name.as_str())
}
