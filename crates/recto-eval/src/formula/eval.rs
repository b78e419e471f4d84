//! Running a checked formula on a row.

mod call;
mod dates;
mod each;
mod lists;
mod numbers;
mod text;

use smol_str::{SmolStr, SmolStrBuilder};

use super::code::{Arithmetic, Code};
use super::scope::{FormulaRow, PropertyRef};
use super::value::{DateValue, Moment, Value, number_of_text, shortest};

/// What ends a formula without a value, wherever in it: a wrong pattern, a list function on nothing
/// (recorded). Only `map` catches it, for the element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure;

type Out = Result<Value, Failure>;

/// The longest text a formula may make, in bytes. The service's own limit is not known.
const LONGEST: usize = 1 << 24;

/// One evaluation.
pub(super) struct Run<'r> {
    pub(super) row: &'r dyn FormulaRow,
    pub(super) context: &'r crate::context::Context,
    pub(super) own: &'r [PropertyRef],
    pub(super) related: &'r [PropertyRef],
    /// Own properties that were read already.
    pub(super) read: Vec<Option<Value>>,
    pub(super) locals: Vec<Value>,
}

impl Run<'_> {
    pub(super) fn eval(&mut self, code: &Code) -> Out {
        match code {
            Code::Const(value) => Ok(value.clone()),
            Code::Own(slot) => Ok(self.property(*slot)),
            Code::Local(place) => Ok(self.locals.get(*place).cloned().unwrap_or(Value::Empty)),
            Code::Related(page, slot) => {
                let page = self.eval(page)?;
                Ok(match (page, self.related.get(*slot)) {
                    (Value::Page(page), Some(property)) => self.row.related(&page, property),
                    _ => Value::Empty,
                })
            }
            Code::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                let holds = self.eval(condition)?.is_true();
                self.eval(if holds { then } else { otherwise })
            }
            Code::Ifs(parts) => self.ifs(parts),
            Code::All(parts) => self.every(parts, true),
            Code::Any(parts) => self.every(parts, false),
            Code::Not(operand) => Ok(Value::Boolean(!self.eval(operand)?.is_true())),
            Code::Let(values, body) => {
                let outside = self.locals.len();
                let out = self.bind(values, body);
                self.locals.truncate(outside);
                out
            }
            Code::List(items) => {
                let mut out = Vec::with_capacity(items.len());
                for item in items {
                    out.push(self.eval(item)?);
                }
                Ok(Value::List(out.into()))
            }
            Code::Negate(operand) => Ok(match self.eval(operand)?.as_number() {
                Some(number) => Value::number(-number),
                None => Value::Empty,
            }),
            Code::ToNumber(operand) => Ok(to_number(&self.eval(operand)?)),
            Code::Arithmetic(first, steps) => self.arithmetic(first, steps),
            Code::Each(each, parts) => self.each(*each, parts),
            Code::Call(function, args) => self.call(*function, args),
            Code::Pattern(function, args, pattern) => self.pattern(*function, args, pattern),
        }
    }

    fn property(&mut self, slot: usize) -> Value {
        if let Some(Some(value)) = self.read.get(slot) {
            return value.clone();
        }
        let value = match self.own.get(slot) {
            Some(property) => self.row.own(slot, property),
            None => Value::Empty,
        };
        if let Some(room) = self.read.get_mut(slot) {
            *room = Some(value.clone());
        }
        value
    }

    fn ifs(&mut self, parts: &[Code]) -> Out {
        let mut rest = parts;
        loop {
            match rest {
                [] => return Ok(Value::Empty),
                [otherwise] => return self.eval(otherwise),
                [condition, value, after @ ..] => {
                    if self.eval(condition)?.is_true() {
                        return self.eval(value);
                    }
                    rest = after;
                }
            }
        }
    }

    /// `and` if `all`, else `or`: from left to right, no further than needed.
    fn every(&mut self, parts: &[Code], all: bool) -> Out {
        for part in parts {
            if self.eval(part)?.is_true() != all {
                return Ok(Value::Boolean(!all));
            }
        }
        Ok(Value::Boolean(all))
    }

    fn bind(&mut self, values: &[Code], body: &Code) -> Out {
        for value in values {
            let value = self.eval(value)?;
            self.locals.push(value);
        }
        self.eval(body)
    }

    fn arithmetic(&mut self, first: &Code, steps: &[(Arithmetic, Code)]) -> Out {
        let mut own = self.eval(first)?;
        let mut steps = steps.iter().peekable();
        while let Some((step, code)) = steps.next() {
            let right = self.eval(code)?;
            own = match step {
                Arithmetic::Concat => {
                    let mut text = SmolStrBuilder::new();
                    text.push_str(&self.format(&own));
                    text.push_str(&self.format(&right));
                    // A row of texts grows in one place.
                    let mut length = 0;
                    while let Some((_, code)) =
                        steps.next_if(|(step, _)| *step == Arithmetic::Concat)
                    {
                        let more = self.eval(code)?;
                        let more = self.format(&more);
                        length += more.len();
                        if length > LONGEST {
                            return Err(Failure);
                        }
                        text.push_str(&more);
                    }
                    long(text.finish())?
                }
                Arithmetic::Add => match (own.as_number(), right.as_number()) {
                    (Some(left), Some(right)) => Value::number(left + right),
                    _ => {
                        let text = format!("{}{}", self.format(&own), self.format(&right));
                        long(text.into())?
                    }
                },
                step => numbers::step(*step, &own, &right),
            };
        }
        Ok(own)
    }

    /// A value as text: nothing is `""`, and in a list it leaves its comma (recorded).
    pub(super) fn format(&self, value: &Value) -> SmolStr {
        match value {
            Value::Empty => SmolStr::default(),
            Value::Boolean(true) => SmolStr::new_static("true"),
            Value::Boolean(false) => SmolStr::new_static("false"),
            Value::Number(number) => shortest(*number).into(),
            Value::Text(text) => text.clone(),
            Value::Date(date) => date_text(*date).into(),
            Value::Person(person) => person.shown(),
            Value::Page(page) => self.row.title(page),
            Value::List(items) => self.joined(items, ","),
        }
    }

    fn joined(&self, items: &[Value], separator: &str) -> SmolStr {
        let mut out = SmolStrBuilder::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                out.push_str(separator);
            }
            out.push_str(&self.format(item));
        }
        out.finish()
    }

    /// Where the zone of the evaluation is at that moment, in seconds east of UTC.
    fn offset(&self, instant: jiff::Timestamp) -> i32 {
        self.context.time_zone().to_offset(instant).seconds()
    }

    /// The current time, to the minute (recorded).
    fn now(&self) -> Option<Moment> {
        let now = self.context.now();
        Some(Moment::time(now.as_millisecond(), self.offset(now))?.whole_minute())
    }
}

/// A text that is not too long.
fn long(text: SmolStr) -> Out {
    if text.len() > LONGEST {
        return Err(Failure);
    }
    Ok(Value::Text(text))
}

/// The number of a value: what a text begins with, 0 or 1, milliseconds.
fn to_number(value: &Value) -> Value {
    match value {
        Value::Boolean(value) => Value::Number(f64::from(u8::from(*value))),
        Value::Number(_) => value.clone(),
        Value::Text(text) => number_of_text(text).map_or(Value::Empty, Value::Number),
        Value::Date(date) => milliseconds(date.start),
        Value::Empty | Value::Person(_) | Value::Page(_) | Value::List(_) => Value::Empty,
    }
}

fn milliseconds(moment: Moment) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "dates end below 2^53 ms")]
    Value::Number(moment.ms() as f64)
}

/// A date in words (documented: `August 30, 2023 17:55`).
fn date_text(date: DateValue) -> String {
    let one = |moment: Moment| {
        moment.format(if moment.is_day() {
            "MMMM D, YYYY"
        } else {
            "MMMM D, YYYY HH:mm"
        })
    };
    match date.end {
        Some(end) => format!("{} → {}", one(date.start), one(end)),
        None => one(date.start),
    }
}
