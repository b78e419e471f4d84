//! Writing filters by hand: `Filter::property("Status").status().equals("Done")`.

use std::fmt;

use serde_json::Number;

use super::condition::{
    CheckboxCondition, Condition, FormulaCondition, ListCondition, Names, NumberCondition,
    OptionCondition, PresenceCondition, ReferenceCondition, RollupCondition, TextCondition,
    VerificationCondition, VerificationState,
};
use super::date::{DateCondition, DateOperand, Window};
use super::{Filter, PropertyFilter, Timestamp, TimestampFilter};

impl Filter {
    /// Starts a condition on a property, by name or id.
    pub fn property(property: impl Into<String>) -> Subject {
        let property = property.into();
        Subject(Finish::new(move |condition| {
            Self::Property(PropertyFilter {
                property,
                condition,
                kind: None,
            })
        }))
    }

    /// Starts a condition on the page's creation time.
    #[must_use]
    pub fn created_time() -> Finish<DateCondition> {
        Self::timestamp(Timestamp::CreatedTime)
    }

    /// Starts a condition on the page's last edit.
    #[must_use]
    pub fn last_edited_time() -> Finish<DateCondition> {
        Self::timestamp(Timestamp::LastEditedTime)
    }

    fn timestamp(timestamp: Timestamp) -> Finish<DateCondition> {
        Finish::new(move |condition| {
            Self::Timestamp(TimestampFilter {
                timestamp,
                condition,
                kind: None,
            })
        })
    }

    /// Requires every member.
    pub fn and(members: impl IntoIterator<Item = Self>) -> Self {
        Self::And(members.into_iter().collect())
    }

    /// Requires any member.
    pub fn or(members: impl IntoIterator<Item = Self>) -> Self {
        Self::Or(members.into_iter().collect())
    }
}

/// A filter that lacks its condition.
pub struct Finish<C>(Box<dyn FnOnce(C) -> Filter + Send>);

impl<C> fmt::Debug for Finish<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Finish")
    }
}

impl<C: 'static> Finish<C> {
    fn new(finish: impl FnOnce(C) -> Filter + Send + 'static) -> Self {
        Self(Box::new(finish))
    }

    fn wrapped<D: 'static>(self, wrap: fn(D) -> C) -> Finish<D> {
        Finish::new(move |inner| self.with(wrap(inner)))
    }

    /// Completes the filter with a condition made elsewhere.
    #[must_use]
    pub fn with(self, condition: C) -> Filter {
        (self.0)(condition)
    }
}

/// A filter that lacks the type of its condition; the method names are Notion's keys.
#[derive(Debug)]
pub struct Subject(Finish<Condition>);

/// Defines the methods of [`Subject`]: key, condition, variant.
macro_rules! subjects {
    ($($method:ident $condition:ident $variant:ident,)+) => {
        impl Subject {
            $(
                #[doc = concat!("Continues with the key `", stringify!($method), "`.")]
                #[must_use]
                pub fn $method(self) -> Finish<$condition> {
                    self.0.wrapped(Condition::$variant)
                }
            )+

            /// Completes the filter with a condition made elsewhere.
            #[must_use]
            pub fn with(self, condition: Condition) -> Filter {
                self.0.with(condition)
            }
        }
    };
}

subjects! {
    title TextCondition Title,
    rich_text TextCondition RichText,
    url TextCondition Url,
    email TextCondition Email,
    phone_number TextCondition PhoneNumber,
    number NumberCondition Number,
    unique_id NumberCondition UniqueId,
    checkbox CheckboxCondition Checkbox,
    select OptionCondition Select,
    status OptionCondition Status,
    multi_select ListCondition MultiSelect,
    date DateCondition Date,
    created_time DateCondition CreatedTime,
    last_edited_time DateCondition LastEditedTime,
    people ReferenceCondition People,
    created_by ReferenceCondition CreatedBy,
    last_edited_by ReferenceCondition LastEditedBy,
    relation ReferenceCondition Relation,
    files PresenceCondition Files,
    verification VerificationCondition Verification,
    formula FormulaCondition Formula,
    rollup RollupCondition Rollup,
}

/// Defines methods that complete a filter: name, operand, variant.
macro_rules! conditions {
    (
        $condition:ident { $($method:ident($operand:ty) $variant:ident,)* }
        $($unit:ident $unit_variant:ident,)*
    ) => {
        impl Finish<$condition> {
            $(
                #[doc = concat!("Completes the filter with `", stringify!($method), "`.")]
                #[must_use]
                pub fn $method(self, operand: impl Into<$operand>) -> Filter {
                    self.with($condition::$variant(operand.into()))
                }
            )*
            $(
                #[doc = concat!("Completes the filter with `", stringify!($unit), "`.")]
                #[must_use]
                pub fn $unit(self) -> Filter {
                    self.with($condition::$unit_variant)
                }
            )*
        }
    };
}

conditions! {
    TextCondition {
        equals(String) Equals,
        does_not_equal(String) DoesNotEqual,
        contains(String) Contains,
        does_not_contain(String) DoesNotContain,
        starts_with(String) StartsWith,
        ends_with(String) EndsWith,
    }
    is_empty IsEmpty,
    is_not_empty IsNotEmpty,
}

conditions! {
    NumberCondition {
        equals(Number) Equals,
        does_not_equal(Number) DoesNotEqual,
        greater_than(Number) GreaterThan,
        less_than(Number) LessThan,
        greater_than_or_equal_to(Number) GreaterThanOrEqualTo,
        less_than_or_equal_to(Number) LessThanOrEqualTo,
    }
    is_empty IsEmpty,
    is_not_empty IsNotEmpty,
}

conditions! {
    CheckboxCondition { equals(bool) Equals, does_not_equal(bool) DoesNotEqual, }
}

conditions! {
    OptionCondition { equals(Names) Equals, does_not_equal(Names) DoesNotEqual, }
    is_empty IsEmpty,
    is_not_empty IsNotEmpty,
}

conditions! {
    ListCondition { contains(Names) Contains, does_not_contain(Names) DoesNotContain, }
    is_empty IsEmpty,
    is_not_empty IsNotEmpty,
}

conditions! {
    ReferenceCondition { contains(String) Contains, does_not_contain(String) DoesNotContain, }
    is_empty IsEmpty,
    is_not_empty IsNotEmpty,
}

conditions! {
    PresenceCondition {}
    is_empty IsEmpty,
    is_not_empty IsNotEmpty,
}

conditions! {
    VerificationCondition {
        status(VerificationState) Status,
        does_not_equal(VerificationState) DoesNotEqual,
    }
}

conditions! {
    DateCondition {
        equals(DateOperand) Equals,
        before(DateOperand) Before,
        after(DateOperand) After,
        on_or_before(DateOperand) OnOrBefore,
        on_or_after(DateOperand) OnOrAfter,
        within(Window) Within,
    }
    is_empty IsEmpty,
    is_not_empty IsNotEmpty,
}

impl Finish<FormulaCondition> {
    /// Continues with a text result.
    #[must_use]
    pub fn string(self) -> Finish<TextCondition> {
        self.wrapped(FormulaCondition::String)
    }

    /// Continues with a number result.
    #[must_use]
    pub fn number(self) -> Finish<NumberCondition> {
        self.wrapped(FormulaCondition::Number)
    }

    /// Continues with a true-or-false result.
    #[must_use]
    pub fn checkbox(self) -> Finish<CheckboxCondition> {
        self.wrapped(FormulaCondition::Checkbox)
    }

    /// Continues with a date result.
    #[must_use]
    pub fn date(self) -> Finish<DateCondition> {
        self.wrapped(FormulaCondition::Date)
    }
}

impl Finish<RollupCondition> {
    /// Continues with a condition that any element must fulfil.
    #[must_use]
    pub fn any(self) -> Subject {
        Subject(self.wrapped(|inner| RollupCondition::Any(Box::new(inner))))
    }

    /// Continues with a condition that every element must fulfil.
    #[must_use]
    pub fn every(self) -> Subject {
        Subject(self.wrapped(|inner| RollupCondition::Every(Box::new(inner))))
    }

    /// Continues with a condition that no element may fulfil.
    #[must_use]
    pub fn none(self) -> Subject {
        Subject(self.wrapped(|inner| RollupCondition::None(Box::new(inner))))
    }

    /// Continues with a number aggregate.
    #[must_use]
    pub fn number(self) -> Finish<NumberCondition> {
        self.wrapped(RollupCondition::Number)
    }

    /// Continues with a date aggregate.
    #[must_use]
    pub fn date(self) -> Finish<DateCondition> {
        self.wrapped(RollupCondition::Date)
    }
}
