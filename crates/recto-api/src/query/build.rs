//! Writing filters by hand: `Filter::property("Status").status().equals("Done")`.

use std::fmt;

use serde_json::{Number, Value, json};

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
        Subject(Finish::new(move |condition| match condition {
            Ok(condition) => Self::Property(PropertyFilter {
                property,
                condition,
                kind: None,
            }),
            Err(bad) => {
                let mut leaf = json!({"property": property});
                merge(&mut leaf, bad);
                Self::Unknown(leaf)
            }
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
        Finish::new(move |condition| match condition {
            Ok(condition) => Self::Timestamp(TimestampFilter {
                timestamp,
                condition,
                kind: None,
            }),
            Err(bad) => {
                Self::Unknown(json!({"timestamp": timestamp.as_str(), timestamp.as_str(): bad}))
            }
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

/// Adds the members of an object to another.
fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// What goes into a place of a filter: a condition, or, where an operand cannot be written in JSON,
/// what would stand there.
type Part<C> = Result<C, Value>;

/// A filter that lacks its condition.
pub struct Finish<C>(Box<dyn FnOnce(Part<C>) -> Filter + Send>);

impl<C> fmt::Debug for Finish<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Finish")
    }
}

impl<C: 'static> Finish<C> {
    fn new(finish: impl FnOnce(Part<C>) -> Filter + Send + 'static) -> Self {
        Self(Box::new(finish))
    }

    fn under<D: 'static>(self, key: &'static str, wrap: fn(D) -> C) -> Finish<D> {
        Finish::new(move |inner| (self.0)(inner.map(wrap).map_err(|bad| json!({key: bad}))))
    }

    /// Completes the filter with a condition made elsewhere.
    #[must_use]
    pub fn with(self, condition: C) -> Filter {
        (self.0)(Ok(condition))
    }
}

/// A filter that lacks the type of its condition; the method names are Notion's keys.
#[derive(Debug)]
pub struct Subject(Finish<Condition>);

impl Subject {
    /// Completes the filter with a condition made elsewhere.
    #[must_use]
    pub fn with(self, condition: Condition) -> Filter {
        self.0.with(condition)
    }
}

/// A condition on the elements of a rollup that lacks its type: only those that a rollup can hold
/// (documented).
#[derive(Debug)]
pub struct ElementSubject(Finish<Condition>);

/// Defines the methods of a subject: key, condition, variant.
macro_rules! subjects {
    ($subject:ident { $($method:ident $condition:ident $variant:ident,)+ }) => {
        impl $subject {
            $(
                #[doc = concat!("Continues with the key `", stringify!($method), "`.")]
                #[must_use]
                pub fn $method(self) -> Finish<$condition> {
                    self.0.under(stringify!($method), Condition::$variant)
                }
            )+
        }
    };
}

subjects! { Subject {
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
} }

subjects! { ElementSubject {
    rich_text TextCondition RichText,
    number NumberCondition Number,
    checkbox CheckboxCondition Checkbox,
    select OptionCondition Select,
    multi_select ListCondition MultiSelect,
    relation ReferenceCondition Relation,
    date DateCondition Date,
    people ReferenceCondition People,
    files PresenceCondition Files,
    status OptionCondition Status,
} }

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

/// A number to compare with: any of Rust's, or one of JSON.
///
/// NaN and infinity have no form in JSON; a filter with one is refused by [`Filter::check_form`],
/// and by the service.
#[derive(Debug, Clone)]
pub struct NumberOperand(Option<Number>);

impl From<Number> for NumberOperand {
    fn from(number: Number) -> Self {
        Self(Some(number))
    }
}

impl From<f64> for NumberOperand {
    fn from(number: f64) -> Self {
        Self(Number::from_f64(number))
    }
}

impl From<f32> for NumberOperand {
    fn from(number: f32) -> Self {
        Self::from(f64::from(number))
    }
}

macro_rules! integers {
    ($($integer:ty)+) => {$(
        impl From<$integer> for NumberOperand {
            fn from(number: $integer) -> Self {
                Self(Some(number.into()))
            }
        }
    )+};
}

integers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

/// Defines the comparisons of numbers: name, variant.
macro_rules! comparisons {
    ($($method:ident $variant:ident,)+) => {
        impl Finish<NumberCondition> {
            $(
                #[doc = concat!("Completes the filter with `", stringify!($method), "`.")]
                #[must_use]
                pub fn $method(self, operand: impl Into<NumberOperand>) -> Filter {
                    (self.0)(match operand.into().0 {
                        Some(number) => Ok(NumberCondition::$variant(number)),
                        None => Err(json!({stringify!($method): null})),
                    })
                }
            )+
        }
    };
}

comparisons! {
    equals Equals,
    does_not_equal DoesNotEqual,
    greater_than GreaterThan,
    less_than LessThan,
    greater_than_or_equal_to GreaterThanOrEqualTo,
    less_than_or_equal_to LessThanOrEqualTo,
}

conditions! {
    NumberCondition {}
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

/// Defines the windows of dates as methods: name, window.
macro_rules! windows {
    ($($method:ident $window:ident,)+) => {
        impl Finish<DateCondition> {
            $(
                #[doc = concat!("Completes the filter with `", stringify!($method), "`.")]
                #[must_use]
                pub fn $method(self) -> Filter {
                    self.within(Window::$window)
                }
            )+
        }
    };
}

windows! {
    this_week ThisWeek,
    past_week PastWeek,
    past_month PastMonth,
    past_year PastYear,
    next_week NextWeek,
    next_month NextMonth,
    next_year NextYear,
}

/// Defines methods that continue inside a formula or rollup: name, what it says, condition.
macro_rules! results {
    ($outer:ident { $($method:ident $what:literal $inner:ident $variant:ident,)+ }) => {
        impl Finish<$outer> {
            $(
                #[doc = concat!("Continues with ", $what, ".")]
                #[must_use]
                pub fn $method(self) -> Finish<$inner> {
                    self.under(stringify!($method), $outer::$variant)
                }
            )+
        }
    };
}

results! { FormulaCondition {
    string "a text result" TextCondition String,
    number "a number result" NumberCondition Number,
    checkbox "a true-or-false result" CheckboxCondition Checkbox,
    date "a date result" DateCondition Date,
} }

results! { RollupCondition {
    number "a number aggregate" NumberCondition Number,
    date "a date aggregate" DateCondition Date,
} }

/// Defines methods that continue with the elements of a rollup: name, what it says, variant.
macro_rules! elements {
    ($($method:ident $what:literal $variant:ident,)+) => {
        impl Finish<RollupCondition> {
            $(
                #[doc = concat!("Continues with a condition that ", $what, ".")]
                #[must_use]
                pub fn $method(self) -> ElementSubject {
                    let wrap = |inner| RollupCondition::$variant(Box::new(inner));
                    ElementSubject(self.under(stringify!($method), wrap))
                }
            )+
        }
    };
}

elements! {
    any "any element must fulfil" Any,
    every "every element must fulfil; over no elements it is false (recordings)" Every,
    none "no element may fulfil; over no elements it is true (recordings)" None,
}
