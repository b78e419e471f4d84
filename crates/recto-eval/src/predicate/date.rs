//! Tests of dates and times (notion-api 4.3).
//!
//! * A day compares with the day a value falls on; for a value with an offset that is the day in
//!   the value's own offset.
//! * A date-time compares by minute; seconds are cut on both sides. A value that is a day counts as
//!   its midnight in the operand's offset, a value without offset as UTC.
//! * Of a range, the start compares.
//!
//! The days of values with and without offset, and days against date-times, are assumptions where
//! the recordings are silent.

use jiff::civil::{Date, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, ToSpan};
use recto_api::date::{DateText, Moment};
use recto_api::query::{DateCondition, DateOperand, RelativeDate, Window};

use crate::context::Context;
use crate::error::{Problem, QueryError};

#[derive(Debug, Clone)]
pub(crate) enum DateTest {
    Compare(Relation, Point),
    /// From the first day to the last, both included.
    Within(Date, Date),
    Empty,
    NotEmpty,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Relation {
    On,
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
}

#[derive(Debug, Clone)]
pub(crate) enum Point {
    Day(Date),
    /// Minutes since 1970, and the zone in which a day begins.
    Minute(i64, TimeZone),
}

impl DateTest {
    pub(super) fn new(condition: &DateCondition, context: &Context) -> Result<Self, QueryError> {
        let compare = |relation, operand: &DateOperand| {
            point(operand, context).map(|point| Self::Compare(relation, point))
        };
        match condition {
            DateCondition::Equals(operand) => compare(Relation::On, operand),
            DateCondition::Before(operand) => compare(Relation::Before, operand),
            DateCondition::After(operand) => compare(Relation::After, operand),
            DateCondition::OnOrBefore(operand) => compare(Relation::OnOrBefore, operand),
            DateCondition::OnOrAfter(operand) => compare(Relation::OnOrAfter, operand),
            DateCondition::Within(window) => {
                let (first, last) = days(*window, context.today(), context.first_weekday());
                Ok(Self::Within(first, last))
            }
            DateCondition::IsEmpty => Ok(Self::Empty),
            _ => Ok(Self::NotEmpty),
        }
    }

    pub(super) fn matches(&self, value: Option<Moment>) -> bool {
        let value = match (self, value) {
            (Self::Empty, value) => return value.is_none(),
            (Self::NotEmpty, value) => return value.is_some(),
            (_, None) => return false,
            (_, Some(value)) => value,
        };
        let (relation, point) = match self {
            Self::Compare(relation, point) => (relation, point),
            Self::Within(first, last) => return (*first..=*last).contains(&value.date()),
            Self::Empty | Self::NotEmpty => return false,
        };
        let order = match point {
            Point::Day(day) => value.date().cmp(day),
            Point::Minute(minute, zone) => match minute_of(value, zone) {
                Some(own) => own.cmp(minute),
                None => return false,
            },
        };
        match relation {
            Relation::On => order.is_eq(),
            Relation::Before => order.is_lt(),
            Relation::After => order.is_gt(),
            Relation::OnOrBefore => order.is_le(),
            Relation::OnOrAfter => order.is_ge(),
        }
    }
}

/// Gives the minute of a value; days begin in `zone`, local times are UTC.
fn minute_of(value: Moment, zone: &TimeZone) -> Option<i64> {
    let instant = match value {
        Moment::Date(_) => value.instant(zone),
        _ => value.instant(&TimeZone::UTC),
    };
    instant.map(|instant| instant.as_second().div_euclid(60))
}

fn point(operand: &DateOperand, context: &Context) -> Result<Point, QueryError> {
    let text = match operand {
        DateOperand::Relative(relative) => {
            return Ok(Point::Day(shift(context.today(), relative_span(*relative))));
        }
        other => other.as_str(),
    };
    // The shape was checked, so this only fails when the two checks differ.
    let moment = DateText::from(text).parse().map_err(|_| {
        let found = serde_json::Value::from(text);
        let expected = "a valid ISO 8601 date string";
        QueryError::Invalid(vec![Problem::new("body.filter", expected, Some(&found))])
    })?;
    Ok(match moment {
        Moment::Date(day) => Point::Day(day),
        Moment::Local(_) | Moment::Instant(..) => {
            let offset = match moment {
                Moment::Instant(_, offset) => offset,
                _ => Offset::UTC,
            };
            // A time beyond what can be told apart is after everything.
            let minute = minute_of(moment, &TimeZone::UTC).unwrap_or(i64::MAX);
            Point::Minute(minute, TimeZone::fixed(offset))
        }
    })
}

fn relative_span(relative: RelativeDate) -> Span {
    match relative {
        RelativeDate::Tomorrow => 1.day(),
        RelativeDate::Yesterday => -1.day(),
        RelativeDate::OneWeekAgo => -1.week(),
        RelativeDate::OneWeekFromNow => 1.week(),
        RelativeDate::OneMonthAgo => -1.month(),
        RelativeDate::OneMonthFromNow => 1.month(),
        _ => Span::new(),
    }
}

fn shift(day: Date, span: Span) -> Date {
    day.saturating_add(span)
}

/// Gives the first and the last day of a window. `past_*` and `next_*` hold today and the day one
/// unit away (recordings).
fn days(window: Window, today: Date, week_start: Weekday) -> (Date, Date) {
    match window {
        Window::PastWeek => (shift(today, -1.week()), today),
        Window::PastMonth => (shift(today, -1.month()), today),
        Window::PastYear => (shift(today, -1.year()), today),
        Window::NextWeek => (today, shift(today, 1.week())),
        Window::NextMonth => (today, shift(today, 1.month())),
        Window::NextYear => (today, shift(today, 1.year())),
        _ => {
            let passed = today.weekday().since(week_start);
            let first = shift(today, -i64::from(passed).days());
            (first, shift(first, 6.days()))
        }
    }
}
