//! Groups: the columns of a board, the sections of a table, the axis of a chart.

use serde_json::Number;

use super::groups::{
    DateGroups, DateUnit, FormulaCheckboxGroups, FormulaDateGroups, FormulaGroups,
    FormulaNumberGroups, FormulaTextGroups, GroupOrder, GroupSort, Groups, NumberGroups,
    StatusGroups, StatusUnit, TextGroups, TextUnit, WeekStart,
};
use super::lookup::SchemaMismatch;
use super::tagged::tagged;
use crate::ids::PropertyId;
use crate::schema::{PropertySchema, Schema};
use crate::wire::{Extra, Field};

tagged! {
    /// By which property rows are grouped, and how; the variant is the type of the property.
    ///
    /// ```
    /// use recto_api::view::{DateUnit, GroupBy};
    ///
    /// let by_month = GroupBy::date("%3Fdue", DateUnit::Month).descending().hide_empty_groups();
    /// assert_eq!(
    ///     serde_json::to_value(&by_month)?,
    ///     serde_json::json!({"type": "date", "property_id": "%3Fdue", "sort": {"type": "descending"},
    ///         "hide_empty_groups": true, "group_by": "month"}),
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    GroupBy {
        /// One option of a select.
        Select(Groups) = "select",
        /// One option of a multi-select.
        MultiSelect(Groups) = "multi_select",
        /// One option or one group of a status.
        Status(StatusGroups) = "status",
        /// One person.
        Person(Groups) = "person",
        /// Who made the row.
        CreatedBy(Groups) = "created_by",
        /// Who last edited the row.
        LastEditedBy(Groups) = "last_edited_by",
        /// One related row.
        Relation(Groups) = "relation",
        /// A day, or a span of days.
        Date(DateGroups) = "date",
        /// When the row was made.
        CreatedTime(DateGroups) = "created_time",
        /// When the row was last edited.
        LastEditedTime(DateGroups) = "last_edited_time",
        /// A text, or its first letter.
        Text(TextGroups) = "text",
        /// A title, or its first letter.
        Title(TextGroups) = "title",
        /// An address, or its first letter.
        Url(TextGroups) = "url",
        /// An e-mail address, or its first letter.
        Email(TextGroups) = "email",
        /// A phone number, or its first character.
        PhoneNumber(TextGroups) = "phone_number",
        /// A range of numbers.
        Number(NumberGroups) = "number",
        /// Checked, and not checked.
        Checkbox(Groups) = "checkbox",
        /// The result of a formula.
        Formula(FormulaGroups) = "formula",
    }
}

tagged! {
    /// How the results of a formula are grouped; the variant is the type of the result.
    FormulaGrouping {
        /// A day, or a span of days.
        Date(FormulaDateGroups) = "date",
        /// A text, or its first letter.
        Text(FormulaTextGroups) = "text",
        /// A range of numbers.
        Number(FormulaNumberGroups) = "number",
        /// Checked, and not checked.
        Checkbox(FormulaCheckboxGroups) = "checkbox",
    }
}

impl GroupBy {
    /// By the options of a select, as they are arranged.
    pub fn select(property: impl Into<PropertyId>) -> Self {
        Self::Select(Groups::of(property, GroupOrder::Manual))
    }

    /// By the options of a multi-select, as they are arranged.
    pub fn multi_select(property: impl Into<PropertyId>) -> Self {
        Self::MultiSelect(Groups::of(property, GroupOrder::Manual))
    }

    /// By the options of a status, or by its groups, as they are arranged.
    pub fn status(property: impl Into<PropertyId>, unit: StatusUnit) -> Self {
        Self::Status(StatusGroups {
            group_by: Field::Value(unit),
            ..StatusGroups::of(property, GroupOrder::Manual)
        })
    }

    /// By people.
    pub fn person(property: impl Into<PropertyId>) -> Self {
        Self::Person(Groups::of(property, GroupOrder::Manual))
    }

    /// By related rows.
    pub fn relation(property: impl Into<PropertyId>) -> Self {
        Self::Relation(Groups::of(property, GroupOrder::Manual))
    }

    /// By date, earliest first.
    pub fn date(property: impl Into<PropertyId>, unit: DateUnit) -> Self {
        Self::Date(DateGroups {
            group_by: Field::Value(unit),
            ..DateGroups::of(property, GroupOrder::Ascending)
        })
    }

    /// By text, A first.
    pub fn text(property: impl Into<PropertyId>, unit: TextUnit) -> Self {
        Self::Text(TextGroups {
            group_by: Field::Value(unit),
            ..TextGroups::of(property, GroupOrder::Ascending)
        })
    }

    /// By ranges of numbers, smallest first: from `start` to `end`, each `size` wide.
    pub fn number(
        property: impl Into<PropertyId>,
        start: impl Into<Number>,
        end: impl Into<Number>,
        size: impl Into<Number>,
    ) -> Self {
        Self::Number(NumberGroups {
            range_start: Field::Value(start.into()),
            range_end: Field::Value(end.into()),
            range_size: Field::Value(size.into()),
            ..NumberGroups::of(property, GroupOrder::Ascending)
        })
    }

    /// By a checkbox.
    pub fn checkbox(property: impl Into<PropertyId>) -> Self {
        Self::Checkbox(Groups::of(property, GroupOrder::Manual))
    }

    /// By the result of a formula.
    pub fn formula(property: impl Into<PropertyId>, grouping: FormulaGrouping) -> Self {
        Self::Formula(FormulaGroups {
            property_id: Field::Value(property.into()),
            group_by: Field::Value(grouping),
            ..FormulaGroups::default()
        })
    }

    /// By a property of a schema, named or by id, as its type suggests: statuses by option, dates by
    /// month, texts whole, numbers as the service divides them.
    ///
    /// # Errors
    ///
    /// Where the schema has no such property, or none that rows can be grouped by. What a formula
    /// gives does not stand in the schema: use [`GroupBy::formula`].
    ///
    /// ```
    /// use recto_api::schema::Schema;
    /// use recto_api::view::GroupBy;
    ///
    /// let text = r#"{"State": {"id": "aB%3Fc", "name": "State", "type": "status", "status": {}}}"#;
    /// let schema: Schema = serde_json::from_str(text)?;
    /// let by_state = GroupBy::named(&schema, "State")?;
    /// assert_eq!(by_state.kind(), "status");
    /// let error = GroupBy::named(&schema, "Sate").unwrap_err();
    /// assert_eq!(error.to_string(), "there is no property `Sate`; there are `State`");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn named(schema: &Schema, property: &str) -> Result<Self, SchemaMismatch> {
        let (name, config, id) = super::lookup::property(schema, property)?;
        let (manual, ascending) = (GroupOrder::Manual, GroupOrder::Ascending);
        let date = |id| DateGroups {
            group_by: Field::Value(DateUnit::Month),
            ..DateGroups::of(id, GroupOrder::Ascending)
        };
        let text = |id| TextGroups {
            group_by: Field::Value(TextUnit::Exact),
            ..TextGroups::of(id, GroupOrder::Ascending)
        };
        Ok(match &config.config {
            Some(PropertySchema::Select(_)) => Self::select(id),
            Some(PropertySchema::MultiSelect(_)) => Self::multi_select(id),
            Some(PropertySchema::Status(_)) => Self::status(id, StatusUnit::Option),
            Some(PropertySchema::People(_)) => Self::person(id),
            Some(PropertySchema::CreatedBy(_)) => Self::CreatedBy(Groups::of(id, manual)),
            Some(PropertySchema::LastEditedBy(_)) => Self::LastEditedBy(Groups::of(id, manual)),
            Some(PropertySchema::Relation(_)) => Self::relation(id),
            Some(PropertySchema::Date(_)) => Self::Date(date(id)),
            Some(PropertySchema::CreatedTime(_)) => Self::CreatedTime(date(id)),
            Some(PropertySchema::LastEditedTime(_)) => Self::LastEditedTime(date(id)),
            Some(PropertySchema::RichText(_)) => Self::Text(text(id)),
            Some(PropertySchema::Title(_)) => Self::Title(text(id)),
            Some(PropertySchema::Url(_)) => Self::Url(text(id)),
            Some(PropertySchema::Email(_)) => Self::Email(text(id)),
            Some(PropertySchema::PhoneNumber(_)) => Self::PhoneNumber(text(id)),
            Some(PropertySchema::Number(_)) => Self::Number(NumberGroups::of(id, ascending)),
            Some(PropertySchema::Checkbox(_)) => Self::checkbox(id),
            _ => return Err(SchemaMismatch::of(name, config, "group rows")),
        })
    }

    /// The same with the groups ascending.
    #[must_use]
    pub fn ascending(self) -> Self {
        self.sorted(GroupOrder::Ascending)
    }

    /// The same with the groups descending.
    #[must_use]
    pub fn descending(self) -> Self {
        self.sorted(GroupOrder::Descending)
    }

    /// The same in another order. Dates and numbers cannot be ordered by hand; people and checkboxes
    /// only by hand (documented).
    #[must_use]
    pub fn sorted(mut self, order: GroupOrder) -> Self {
        if let Some(sort) = self.sort_mut() {
            *sort = Field::Value(order.into());
        }
        self
    }

    /// The same without groups that have no rows.
    #[must_use]
    pub fn hide_empty_groups(mut self) -> Self {
        if let Some((_, hidden)) = self.common_mut() {
            *hidden = Field::Value(true);
        }
        self
    }

    /// The same with weeks that start on this day; only for dates.
    #[must_use]
    pub fn week_starts(mut self, day: WeekStart) -> Self {
        let day = Field::Value(Number::from(u8::from(day == WeekStart::Monday)));
        match &mut self {
            Self::Date(groups) | Self::CreatedTime(groups) | Self::LastEditedTime(groups) => {
                groups.start_day_of_week = day;
            }
            Self::Formula(FormulaGroups {
                group_by: Field::Value(FormulaGrouping::Date(groups)),
                ..
            }) => groups.start_day_of_week = day,
            _ => {}
        }
        self
    }

    /// The property rows are grouped by.
    pub fn property_id(&self) -> Option<&PropertyId> {
        match self {
            Self::Select(groups)
            | Self::MultiSelect(groups)
            | Self::Person(groups)
            | Self::CreatedBy(groups)
            | Self::LastEditedBy(groups)
            | Self::Relation(groups)
            | Self::Checkbox(groups) => groups.property_id.value(),
            Self::Status(groups) => groups.property_id.value(),
            Self::Date(groups) | Self::CreatedTime(groups) | Self::LastEditedTime(groups) => {
                groups.property_id.value()
            }
            Self::Text(groups)
            | Self::Title(groups)
            | Self::Url(groups)
            | Self::Email(groups)
            | Self::PhoneNumber(groups) => groups.property_id.value(),
            Self::Number(groups) => groups.property_id.value(),
            Self::Formula(groups) => groups.property_id.value(),
            Self::Unknown(_) => None,
        }
    }

    /// `sort` and `hide_empty_groups` of whatever the groups are of.
    fn common_mut(&mut self) -> Option<(Option<&mut Field<GroupSort>>, &mut Field<bool>)> {
        Some(match self {
            Self::Select(groups)
            | Self::MultiSelect(groups)
            | Self::Person(groups)
            | Self::CreatedBy(groups)
            | Self::LastEditedBy(groups)
            | Self::Relation(groups)
            | Self::Checkbox(groups) => (Some(&mut groups.sort), &mut groups.hide_empty_groups),
            Self::Status(groups) => (Some(&mut groups.sort), &mut groups.hide_empty_groups),
            Self::Date(groups) | Self::CreatedTime(groups) | Self::LastEditedTime(groups) => {
                (Some(&mut groups.sort), &mut groups.hide_empty_groups)
            }
            Self::Text(groups)
            | Self::Title(groups)
            | Self::Url(groups)
            | Self::Email(groups)
            | Self::PhoneNumber(groups) => (Some(&mut groups.sort), &mut groups.hide_empty_groups),
            Self::Number(groups) => (Some(&mut groups.sort), &mut groups.hide_empty_groups),
            Self::Formula(groups) => {
                let sort = groups
                    .group_by
                    .value_mut()
                    .and_then(FormulaGrouping::sort_mut);
                (sort, &mut groups.hide_empty_groups)
            }
            Self::Unknown(_) => return None,
        })
    }

    fn sort_mut(&mut self) -> Option<&mut Field<GroupSort>> {
        self.common_mut()?.0
    }
}

impl FormulaGrouping {
    /// Dates, earliest first.
    pub fn date(unit: DateUnit) -> Self {
        Self::Date(FormulaDateGroups {
            group_by: Field::Value(unit),
            sort: Field::Value(GroupOrder::Ascending.into()),
            ..FormulaDateGroups::default()
        })
    }

    /// Texts, A first.
    pub fn text(unit: TextUnit) -> Self {
        Self::Text(FormulaTextGroups {
            group_by: Field::Value(unit),
            sort: Field::Value(GroupOrder::Ascending.into()),
            extra: Extra::default(),
        })
    }

    /// Ranges of numbers, smallest first: from `start` to `end`, each `size` wide.
    pub fn number(
        start: impl Into<Number>,
        end: impl Into<Number>,
        size: impl Into<Number>,
    ) -> Self {
        Self::Number(FormulaNumberGroups {
            sort: Field::Value(GroupOrder::Ascending.into()),
            range_start: Field::Value(start.into()),
            range_end: Field::Value(end.into()),
            range_size: Field::Value(size.into()),
            extra: Extra::default(),
        })
    }

    /// Yes and no.
    pub fn checkbox() -> Self {
        Self::Checkbox(FormulaCheckboxGroups {
            sort: Field::Value(GroupOrder::Manual.into()),
            extra: Extra::default(),
        })
    }

    fn sort_mut(&mut self) -> Option<&mut Field<GroupSort>> {
        match self {
            Self::Date(groups) => Some(&mut groups.sort),
            Self::Text(groups) => Some(&mut groups.sort),
            Self::Number(groups) => Some(&mut groups.sort),
            Self::Checkbox(groups) => Some(&mut groups.sort),
            Self::Unknown(_) => None,
        }
    }
}
