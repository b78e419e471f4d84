//! A case's row: its own schema, and its values.

use recto_api::property::{FormulaResult, Property, PropertyValue, RollupResult};
use recto_api::wire::Members;
use recto_eval::formula::{
    FormulaProperty, FormulaRow, FormulaScope, Owner, PropertyRef, Type, Value,
};

/// The properties of a case. Their types are those of the values; ids are not known, so names stand
/// for them.
#[derive(Debug)]
pub(super) struct Case<'c>(pub(super) &'c Members<Property>);

/// What a page has whether or not there is a property.
const MEMBERS: &[(&str, &str)] = &[
    ("created_time", "@created_time"),
    ("last_edited_time", "@last_edited_time"),
];

impl FormulaScope for Case<'_> {
    fn by_name(&self, owner: Owner<'_>, name: &str) -> Option<FormulaProperty> {
        let value_type = match owner {
            Owner::Own => value_type(&self.0.get(name)?.value),
            // The file does not say what other pages are.
            Owner::Source(_) | Owner::Unknown => Type::Unknown,
        };
        Some(FormulaProperty {
            key: PropertyRef {
                source: None,
                id: name.to_owned(),
                name: name.to_owned(),
            },
            value_type,
        })
    }

    fn by_id(&self, owner: Owner<'_>, id: &str) -> Option<FormulaProperty> {
        match owner {
            Owner::Own => None,
            owner => self.by_name(owner, id),
        }
    }
}

impl FormulaRow for Case<'_> {
    fn own(&self, _: usize, property: &PropertyRef) -> Value {
        let member = MEMBERS.iter().find(|(id, _)| *id == property.id);
        let name = member.map_or(property.name.as_str(), |(_, name)| name);
        self.0
            .get(name)
            .map_or(Value::Empty, |property| Value::from(&property.value))
    }

    fn related(&self, _: &str, _: &PropertyRef) -> Value {
        Value::Empty
    }

    fn title(&self, _: &str) -> smol_str::SmolStr {
        smol_str::SmolStr::default()
    }

    fn id(&self) -> Option<smol_str::SmolStr> {
        None
    }
}

impl Case<'_> {
    /// Whether the result hangs on pages that the file does not show.
    pub(super) fn needs_others(&self, related: &[PropertyRef]) -> bool {
        let linked = |property: &Property| match &property.value {
            PropertyValue::Relation(pages) => !pages.is_empty(),
            _ => false,
        };
        !related.is_empty() && self.0.values().any(linked)
    }
}

fn value_type(value: &PropertyValue) -> Type {
    match value {
        PropertyValue::Number(_) => Type::Number,
        PropertyValue::MultiSelect(_) | PropertyValue::Files(_) => Type::Text.list(),
        PropertyValue::Date(_) => Type::Date,
        PropertyValue::CreatedTime(_) | PropertyValue::LastEditedTime(_) => Type::Moment,
        PropertyValue::People(_) => Type::Person.list(),
        PropertyValue::Checkbox(_) => Type::Boolean,
        PropertyValue::Relation(_) => Type::Page(None).list(),
        PropertyValue::CreatedBy(_) | PropertyValue::LastEditedBy(_) => Type::Person,
        PropertyValue::Formula(formula) => match formula.result {
            FormulaResult::Number(_) => Type::Number,
            FormulaResult::Boolean(_) => Type::Boolean,
            FormulaResult::Date(_) => Type::Date,
            FormulaResult::String(_) => Type::Text,
            _ => Type::Unknown,
        },
        PropertyValue::Rollup(rollup) => match rollup.result {
            RollupResult::Number(_) => Type::Number,
            RollupResult::Date(_) => Type::Date,
            _ => Type::Unknown,
        },
        _ => Type::Text,
    }
}
