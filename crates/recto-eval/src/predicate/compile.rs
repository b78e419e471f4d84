//! From a typed filter and a schema to tests.

use recto_api::property::SelectOption;
use recto_api::query::{
    CheckboxCondition, Condition, Filter, FormulaCondition, ListCondition, Names, NumberCondition,
    OptionCondition, PresenceCondition, PropertyFilter, RollupCondition, Timestamp,
    VerificationCondition,
};
use serde_json::Number;

use super::Node;
use super::date::DateTest;
use super::options::{OptionName, OptionTest};
use super::reference::{PageTest, UserTest};
use super::test::{Comparison, NumberTest, Quantifier, Test};
use super::text::TextTest;
use crate::context::Context;
use crate::error::{Problem, QueryError};
use crate::schema::{FormulaType, Found, Schema};

type Compiled<T> = Result<T, QueryError>;

pub(super) struct Compiler<'a> {
    pub(super) schema: &'a Schema<'a>,
    pub(super) context: &'a Context,
}

/// Tells whether a filter's key may be used on a property of a type.
///
/// `rich_text` fits the other text types (recordings). `date` fits the two times and `people` the
/// two users, as the service's documentation of these conditions says.
fn fits(given: &str, actual: &str) -> bool {
    match given {
        "rich_text" => {
            matches!(
                actual,
                "rich_text" | "title" | "url" | "email" | "phone_number"
            )
        }
        "date" => matches!(actual, "date" | "created_time" | "last_edited_time"),
        "people" => matches!(actual, "people" | "created_by" | "last_edited_by"),
        _ => given == actual,
    }
}

impl Compiler<'_> {
    pub(super) fn node(&self, filter: &Filter) -> Compiled<Node> {
        match filter {
            Filter::And(members) => self.nodes(members).map(Node::All),
            Filter::Or(members) => self.nodes(members).map(Node::Any),
            Filter::Property(leaf) => self.property(leaf),
            Filter::Timestamp(leaf) => {
                let test = DateTest::new(&leaf.condition, self.context)?;
                Ok(Node::Timestamp(leaf.timestamp, test))
            }
            Filter::Unknown(value) if value.as_object().is_some_and(serde_json::Map::is_empty) => {
                Ok(Node::All(Vec::new()))
            }
            Filter::Unknown(value) => unsupported("body.filter", value),
            // The enum may grow in `recto-api`.
            other => unsupported(
                "body.filter",
                &serde_json::to_value(other).unwrap_or_default(),
            ),
        }
    }

    fn nodes(&self, members: &[Filter]) -> Compiled<Vec<Node>> {
        members.iter().map(|member| self.node(member)).collect()
    }

    fn property(&self, leaf: &PropertyFilter) -> Compiled<Node> {
        let found =
            self.schema
                .find(&leaf.property)
                .ok_or_else(|| QueryError::UnknownProperty {
                    property: leaf.property.clone(),
                })?;
        let given = leaf.condition.kind();
        if !fits(given, found.kind()) {
            return mismatch(found.kind(), given);
        }
        let test = match &leaf.condition {
            Condition::Formula(condition) => self.formula(condition, found.formula)?,
            condition => self.test(condition, Some(&found))?,
        };
        // Times and users of the page are its members; a property only shows them (notion-api
        // 7.12).
        Ok(match (found.kind(), test) {
            ("created_time", Test::Date(test)) => Node::Timestamp(Timestamp::CreatedTime, test),
            ("last_edited_time", Test::Date(test)) => {
                Node::Timestamp(Timestamp::LastEditedTime, test)
            }
            ("created_by", Test::People(test)) => Node::CreatedBy(test),
            ("last_edited_by", Test::People(test)) => Node::LastEditedBy(test),
            (_, test) => Node::Property(found.key(), test),
        })
    }

    /// Compiles a condition; without a property (inside a rollup) options are taken as they are.
    fn test(&self, condition: &Condition, property: Option<&Found<'_>>) -> Compiled<Test> {
        Ok(match condition {
            Condition::Title(condition)
            | Condition::RichText(condition)
            | Condition::Url(condition)
            | Condition::Email(condition)
            | Condition::PhoneNumber(condition) => Test::Text(TextTest::new(condition)),
            Condition::Number(condition) => Test::Number(number(condition)),
            Condition::UniqueId(condition) => Test::UniqueId(number(condition)),
            Condition::Checkbox(condition) => Test::Checkbox(checkbox(*condition)),
            Condition::Select(condition) => Test::Option(options(condition, "select", property)?),
            Condition::Status(condition) => Test::Option(options(condition, "status", property)?),
            Condition::MultiSelect(condition) => Test::Option(list(condition, property)?),
            Condition::Date(condition)
            | Condition::CreatedTime(condition)
            | Condition::LastEditedTime(condition) => {
                Test::Date(DateTest::new(condition, self.context)?)
            }
            Condition::People(condition)
            | Condition::CreatedBy(condition)
            | Condition::LastEditedBy(condition) => {
                Test::People(UserTest::new(condition, self.context.me()))
            }
            Condition::Relation(condition) => Test::Relation(PageTest::new(condition)),
            Condition::Files(PresenceCondition::IsEmpty) => Test::Files { empty: true },
            Condition::Files(_) => Test::Files { empty: false },
            Condition::Verification(condition) => verification(*condition)?,
            Condition::Rollup(condition) => self.rollup(condition)?,
            Condition::Formula(_) => return Err(QueryError::UnknownFormulaType),
            Condition::Unknown { kind, payload } => return unsupported(kind, payload),
            other => return unsupported(other.kind(), &serde_json::Value::Null),
        })
    }

    /// Compiles a condition on a formula. That a key which does not fit the result is refused in
    /// the words of any other mismatch is an assumption.
    fn formula(&self, condition: &FormulaCondition, result: Option<FormulaType>) -> Compiled<Test> {
        let result = result.ok_or(QueryError::UnknownFormulaType)?;
        let test = match (condition, result) {
            (FormulaCondition::String(condition), FormulaType::String) => {
                Test::Text(TextTest::new(condition))
            }
            (FormulaCondition::Number(condition), FormulaType::Number) => {
                Test::Number(number(condition))
            }
            (FormulaCondition::Checkbox(condition), FormulaType::Boolean) => {
                Test::Checkbox(checkbox(*condition))
            }
            (FormulaCondition::Date(condition), FormulaType::Date) => {
                Test::Date(DateTest::new(condition, self.context)?)
            }
            (condition, result) => {
                let actual = match result {
                    FormulaType::String => "string",
                    FormulaType::Number => "number",
                    FormulaType::Boolean => "checkbox",
                    FormulaType::Date => "date",
                };
                let given = match condition {
                    FormulaCondition::String(_) => "string",
                    FormulaCondition::Number(_) => "number",
                    FormulaCondition::Checkbox(_) => "checkbox",
                    _ => "date",
                };
                return mismatch(actual, given);
            }
        };
        Ok(test)
    }

    fn rollup(&self, condition: &RollupCondition) -> Compiled<Test> {
        let elements = |quantifier, inner: &Condition| {
            let test = self.test(inner, None)?;
            Ok(Test::Elements(quantifier, Box::new(test)))
        };
        match condition {
            RollupCondition::Any(inner) => elements(Quantifier::Any, inner),
            RollupCondition::Every(inner) => elements(Quantifier::Every, inner),
            RollupCondition::None(inner) => elements(Quantifier::None, inner),
            RollupCondition::Number(condition) => Ok(Test::Number(number(condition))),
            RollupCondition::Date(condition) => {
                Ok(Test::Date(DateTest::new(condition, self.context)?))
            }
            _ => unsupported("rollup", &serde_json::Value::Null),
        }
    }
}

fn mismatch<T>(actual: &str, given: &str) -> Compiled<T> {
    Err(QueryError::TypeMismatch {
        actual: actual.to_owned(),
        given: given.to_owned(),
    })
}

/// Refuses what passed the check of its shape but has no meaning here.
fn unsupported<T>(path: &str, value: &serde_json::Value) -> Compiled<T> {
    Err(QueryError::Invalid(vec![Problem::unexpected(path, value)]))
}

fn number(condition: &NumberCondition) -> NumberTest {
    let compare = |comparison, operand: &Number| {
        NumberTest::Compare(comparison, operand.as_f64().unwrap_or(f64::NAN))
    };
    match condition {
        NumberCondition::Equals(operand) => compare(Comparison::Equal, operand),
        NumberCondition::DoesNotEqual(operand) => compare(Comparison::NotEqual, operand),
        NumberCondition::GreaterThan(operand) => compare(Comparison::Greater, operand),
        NumberCondition::LessThan(operand) => compare(Comparison::Less, operand),
        NumberCondition::GreaterThanOrEqualTo(operand) => compare(Comparison::AtLeast, operand),
        NumberCondition::LessThanOrEqualTo(operand) => compare(Comparison::AtMost, operand),
        NumberCondition::IsEmpty => NumberTest::Empty,
        _ => NumberTest::NotEmpty,
    }
}

/// Gives the state the box must have.
fn checkbox(condition: CheckboxCondition) -> bool {
    match condition {
        CheckboxCondition::DoesNotEqual(checked) => !checked,
        CheckboxCondition::Equals(checked) => checked,
        _ => false,
    }
}

fn verification(condition: VerificationCondition) -> Compiled<Test> {
    match condition {
        VerificationCondition::Status(state) => Ok(Test::Verification {
            state,
            wanted: true,
        }),
        VerificationCondition::DoesNotEqual(state) => Ok(Test::Verification {
            state,
            wanted: false,
        }),
        _ => unsupported("verification", &serde_json::Value::Null),
    }
}

fn options(
    condition: &OptionCondition,
    kind: &'static str,
    property: Option<&Found<'_>>,
) -> Compiled<OptionTest> {
    Ok(match condition {
        OptionCondition::Equals(names) => OptionTest::AnyOf(resolve(names, kind, property)?),
        OptionCondition::DoesNotEqual(names) => OptionTest::NoneOf(resolve(names, kind, property)?),
        OptionCondition::IsEmpty => OptionTest::Empty,
        _ => OptionTest::NotEmpty,
    })
}

fn list(condition: &ListCondition, property: Option<&Found<'_>>) -> Compiled<OptionTest> {
    Ok(match condition {
        ListCondition::Contains(names) => {
            OptionTest::AnyOf(resolve(names, "multi_select", property)?)
        }
        ListCondition::DoesNotContain(names) => {
            OptionTest::NoneOf(resolve(names, "multi_select", property)?)
        }
        ListCondition::IsEmpty => OptionTest::Empty,
        _ => OptionTest::NotEmpty,
    })
}

/// Finds the options of a schema by name, then by id.
fn resolve(
    names: &Names,
    kind: &'static str,
    property: Option<&Found<'_>>,
) -> Compiled<Vec<OptionName>> {
    let Some(property) = property else {
        let raw = |name: &String| OptionName {
            id: None,
            name: name.clone(),
        };
        return Ok(names.as_slice().iter().map(raw).collect());
    };
    let options = property.options();
    let find = |text: &String| {
        let by_name = options
            .iter()
            .find(|option| option.name.as_str() == Some(text));
        let found = by_name
            .or_else(|| {
                options
                    .iter()
                    .find(|option| option.id.as_str() == Some(text))
            })
            .ok_or_else(|| QueryError::UnknownOption {
                kind,
                option: text.clone(),
                property: property.name.to_owned(),
                available: options.iter().filter_map(name_of).collect(),
            })?;
        Ok(OptionName {
            id: found.id.value().cloned(),
            name: name_of(found).unwrap_or_default(),
        })
    };
    names.as_slice().iter().map(find).collect()
}

fn name_of(option: &SelectOption) -> Option<String> {
    option.name.value().cloned()
}
