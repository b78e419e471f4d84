//! Finding what is wrong with a filter or sort before it is sent: all of it, not the first.

use std::fmt;

use serde_json::Value;

use super::condition::{
    Condition, FormulaCondition, ListCondition, OptionCondition, ReferenceCondition,
    RollupCondition,
};
use super::date::{DateCondition, DateOperand};
use super::{Filter, PropertyFilter, Sort};
use crate::data_source::DataSource;
use crate::date::DateText;
use crate::ids::canonical;
use crate::limits;
use crate::property::nearest::{listed, no_such_property};
use crate::property::options::OptionList;
use crate::schema::{PropertyConfig, Schema};

/// What is wrong with a filter or with sorts: everything at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryProblems(pub Vec<QueryProblem>);

/// One thing that is wrong with a filter or a sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryProblem {
    /// Where: `filter.and[1].or[0]`, `sorts[0]`.
    pub path: String,
    /// The property, where it is about one, as it was written.
    pub property: Option<String>,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl fmt::Display for QueryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path)?;
        if let Some(property) = &self.property {
            write!(f, "property `{property}` ")?;
        }
        f.write_str(&self.message)
    }
}

impl fmt::Display for QueryProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let gap = if index == 0 { "" } else { "; " };
            write!(f, "{gap}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for QueryProblems {}

impl Filter {
    /// Checks what needs no schema: at most two levels of `and` and `or` with at most 100 members
    /// each, dates that are dates, ids that are ids, numbers that are finite, and no condition that
    /// recto has no name for. Empty compounds and the filter `{}` are fine.
    ///
    /// ```
    /// use recto_api::query::Filter;
    ///
    /// let deep = Filter::and([Filter::or([Filter::and([Filter::property("A").checkbox().equals(true)])])]);
    /// assert!(deep.check_form().is_err());
    /// let wrong = Filter::and([
    ///     Filter::property("Due").date().before("March"),
    ///     Filter::property("Cost").number().less_than(f64::NAN),
    /// ]);
    /// assert_eq!(wrong.check_form().unwrap_err().0.len(), 2);
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong.
    pub fn check_form(&self) -> Result<(), QueryProblems> {
        run(None, |checker| checker.node(self, "filter".to_owned(), 1))
    }

    /// Checks the filter as [`Filter::check_form`] does, and against the schema of the data source:
    /// its properties, their types, and the options of select, status and multi-select.
    ///
    /// What a formula results in and what a rollup holds is not in a schema and not checked.
    ///
    /// # Errors
    ///
    /// Everything that is wrong.
    pub fn check(&self, source: &DataSource) -> Result<(), QueryProblems> {
        self.check_schema(&source.properties)
    }

    /// The same as [`Filter::check`], with the schema alone.
    ///
    /// # Errors
    ///
    /// Everything that is wrong.
    pub fn check_schema(&self, schema: &Schema) -> Result<(), QueryProblems> {
        run(Some(schema), |checker| {
            checker.node(self, "filter".to_owned(), 1);
        })
    }

    /// The same filter without needless levels: members of an `and` in an `and`, or an `or` in an
    /// `or`, move up. Notion takes two levels, however little a third one says.
    #[must_use]
    pub fn flattened(self) -> Self {
        match self {
            Self::And(members) => Self::And(flat(members, true)),
            Self::Or(members) => Self::Or(flat(members, false)),
            other => other,
        }
    }
}

fn flat(members: Vec<Filter>, and: bool) -> Vec<Filter> {
    let mut out = Vec::with_capacity(members.len());
    for member in members {
        match member.flattened() {
            Filter::And(inner) if and => out.extend(inner),
            // What an empty `or` matches is not documented, so it stays.
            Filter::Or(inner) if !and && !inner.is_empty() => out.extend(inner),
            member => out.push(member),
        }
    }
    out
}

impl Sort {
    /// Checks sorts against the schema of a data source: at most 100, of properties it has.
    ///
    /// # Errors
    ///
    /// Everything that is wrong.
    pub fn check(sorts: &[Self], source: &DataSource) -> Result<(), QueryProblems> {
        run(Some(&source.properties), |checker| checker.sorts(sorts))
    }
}

fn run(schema: Option<&Schema>, check: impl FnOnce(&mut Checker<'_>)) -> Result<(), QueryProblems> {
    let mut checker = Checker {
        schema,
        problems: Vec::new(),
    };
    check(&mut checker);
    match checker.problems {
        problems if problems.is_empty() => Ok(()),
        problems => Err(QueryProblems(problems)),
    }
}

/// Tells whether a filter's key fits a property's type: its own, `rich_text` the other texts
/// (recordings), `date` the two times and `people` the two users (documented).
fn fits(key: &str, kind: &str) -> bool {
    match key {
        "rich_text" => matches!(
            kind,
            "rich_text" | "title" | "url" | "email" | "phone_number"
        ),
        "date" => matches!(kind, "date" | "created_time" | "last_edited_time"),
        "people" => matches!(kind, "people" | "created_by" | "last_edited_by"),
        _ => key == kind,
    }
}

struct Checker<'a> {
    schema: Option<&'a Schema>,
    problems: Vec<QueryProblem>,
}

/// Where a problem is.
#[derive(Clone, Copy)]
struct Place<'p> {
    path: &'p str,
    property: Option<&'p str>,
}

impl<'a> Checker<'a> {
    fn report(&mut self, place: Place<'_>, message: impl Into<String>) {
        self.problems.push(QueryProblem {
            path: place.path.to_owned(),
            property: place.property.map(ToOwned::to_owned),
            message: message.into(),
        });
    }

    fn node(&mut self, filter: &Filter, path: String, level: usize) {
        let place = Place {
            path: &path,
            property: None,
        };
        match filter {
            Filter::And(members) => self.members(members, &format!("{path}.and"), level),
            Filter::Or(members) => self.members(members, &format!("{path}.or"), level),
            Filter::Property(leaf) => self.property(leaf, &path),
            Filter::Timestamp(leaf) => self.date(&leaf.condition, place),
            Filter::Unknown(Value::Object(object)) if object.is_empty() && level == 1 => {}
            Filter::Unknown(value) => self.report(place, unreadable(value)),
        }
    }

    fn members(&mut self, members: &[Filter], path: &str, level: usize) {
        let place = Place {
            path,
            property: None,
        };
        if level > limits::FILTER_LEVELS {
            self.report(
                place,
                format!(
                    "is level {level} of `and` and `or`, Notion takes {}; \
                     `Filter::flattened` removes levels that say nothing",
                    limits::FILTER_LEVELS
                ),
            );
        }
        if members.len() > limits::FILTER_ITEMS {
            let (count, most) = (members.len(), limits::FILTER_ITEMS);
            self.report(place, format!("has {count} members, Notion takes {most}"));
        }
        for (index, member) in members.iter().enumerate() {
            self.node(member, format!("{path}[{index}]"), level + 1);
        }
    }

    fn property(&mut self, leaf: &PropertyFilter, path: &str) {
        let place = Place {
            path,
            property: Some(&leaf.property),
        };
        let key = leaf.condition.kind();
        if let Some(kind) = &leaf.kind
            && kind != key
        {
            self.report(place, format!("has the type `{kind}` and the key `{key}`"));
        }
        let config = self.known(place, &leaf.property);
        if let Some(config) = config {
            let kind = config.kind().unwrap_or("unknown");
            if !fits(key, kind) {
                self.report(
                    place,
                    format!("is of type `{kind}`, the condition of type `{key}`"),
                );
                return;
            }
        }
        self.condition(&leaf.condition, config, place);
    }

    /// Looks a property up; answers nothing where there is no schema.
    fn known(&mut self, place: Place<'_>, property: &str) -> Option<&'a PropertyConfig> {
        let schema = self.schema?;
        let found = schema.find(property).map(|(_, config)| config);
        if found.is_none() {
            self.report(place, no_such_property(property, schema));
        }
        found
    }

    fn condition(
        &mut self,
        condition: &Condition,
        config: Option<&PropertyConfig>,
        place: Place<'_>,
    ) {
        match condition {
            Condition::Title(_)
            | Condition::RichText(_)
            | Condition::Url(_)
            | Condition::Email(_)
            | Condition::PhoneNumber(_)
            | Condition::Number(_)
            | Condition::UniqueId(_)
            | Condition::Checkbox(_)
            | Condition::Files(_)
            | Condition::Verification(_) => {}
            Condition::Select(
                OptionCondition::Equals(names) | OptionCondition::DoesNotEqual(names),
            )
            | Condition::Status(
                OptionCondition::Equals(names) | OptionCondition::DoesNotEqual(names),
            )
            | Condition::MultiSelect(
                ListCondition::Contains(names) | ListCondition::DoesNotContain(names),
            ) => self.options(names.as_slice(), config, place),
            Condition::Select(_) | Condition::Status(_) | Condition::MultiSelect(_) => {}
            Condition::Date(condition)
            | Condition::CreatedTime(condition)
            | Condition::LastEditedTime(condition) => self.date(condition, place),
            Condition::People(condition)
            | Condition::CreatedBy(condition)
            | Condition::LastEditedBy(condition) => self.reference(condition, true, place),
            Condition::Relation(condition) => self.reference(condition, false, place),
            Condition::Formula(FormulaCondition::Date(condition)) => self.date(condition, place),
            Condition::Formula(_) => {}
            Condition::Rollup(condition) => self.rollup(condition, place),
            Condition::Unknown { kind, payload } => {
                self.report(place, unknown_condition(kind, payload));
            }
        }
    }

    fn rollup(&mut self, condition: &RollupCondition, place: Place<'_>) {
        const ELEMENTS: [&str; 10] = [
            "rich_text",
            "number",
            "checkbox",
            "select",
            "multi_select",
            "relation",
            "date",
            "people",
            "files",
            "status",
        ];
        match condition {
            RollupCondition::Any(inner)
            | RollupCondition::Every(inner)
            | RollupCondition::None(inner) => {
                let key = inner.kind();
                if ELEMENTS.contains(&key) {
                    self.condition(inner, None, place);
                } else {
                    let all = listed(&ELEMENTS);
                    let message = format!("a rollup has no elements of type `{key}`, only {all}");
                    self.report(place, message);
                }
            }
            RollupCondition::Date(condition) => self.date(condition, place),
            RollupCondition::Number(_) => {}
        }
    }

    fn options(&mut self, names: &[String], config: Option<&PropertyConfig>, place: Place<'_>) {
        let Some(config) = config.and_then(|config| config.config.as_ref()) else {
            return;
        };
        let options = OptionList::of(config);
        for name in names {
            if let Err(message) = options.find(name) {
                self.report(place, message);
            }
        }
    }

    fn date(&mut self, condition: &DateCondition, place: Place<'_>) {
        let (DateCondition::Equals(operand)
        | DateCondition::Before(operand)
        | DateCondition::After(operand)
        | DateCondition::OnOrBefore(operand)
        | DateCondition::OnOrAfter(operand)) = condition
        else {
            return;
        };
        if let DateOperand::Text(text) = operand
            && let Err(error) = DateText::from(text.as_str()).parse()
        {
            self.report(place, format!("{error}, and not a keyword such as `today`"));
        }
    }

    fn reference(&mut self, condition: &ReferenceCondition, users: bool, place: Place<'_>) {
        let (ReferenceCondition::Contains(id) | ReferenceCondition::DoesNotContain(id)) = condition
        else {
            return;
        };
        if canonical(id).is_none() && !(users && id == "me") {
            let wanted = if users {
                "the id of a user, or `me`"
            } else {
                "the id of a page"
            };
            self.report(place, format!("`{id}` is not {wanted}"));
        }
    }

    fn sorts(&mut self, sorts: &[Sort]) {
        if sorts.len() > limits::FILTER_ITEMS {
            let place = Place {
                path: "sorts",
                property: None,
            };
            let (count, most) = (sorts.len(), limits::FILTER_ITEMS);
            self.report(place, format!("has {count} members, Notion takes {most}"));
        }
        for (index, sort) in sorts.iter().enumerate() {
            let path = format!("sorts[{index}]");
            match sort {
                Sort::Property { property, .. } => {
                    let place = Place {
                        path: &path,
                        property: Some(property),
                    };
                    self.known(place, property);
                }
                Sort::Timestamp { .. } => {}
                Sort::Unknown(value) => {
                    let place = Place {
                        path: &path,
                        property: None,
                    };
                    self.report(place, format!("`{value}` is not a sort that recto knows"));
                }
            }
        }
    }
}

/// Says what a filter is that has no type.
fn unreadable(value: &Value) -> String {
    if has_null_number(value) {
        return "compares with NaN or infinity, for which JSON has no number".to_owned();
    }
    format!("`{value}` is not a filter that recto knows")
}

fn unknown_condition(kind: &str, payload: &Value) -> String {
    format!("`{kind}: {payload}` is not a condition that recto knows")
}

/// What the builder leaves of a number that is none: a null under a comparison.
fn has_null_number(value: &Value) -> bool {
    match value {
        Value::Object(object) => object
            .values()
            .any(|value| value.is_null() || has_null_number(value)),
        _ => false,
    }
}
