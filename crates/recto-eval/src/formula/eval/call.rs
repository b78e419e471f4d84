//! Functions of the table.

use super::text::{format_number, length, pad, repeat, split, substring};
use super::{Failure, Out, Run, dates, lists, long, milliseconds, numbers, to_number};
use crate::formula::code::{Arithmetic, Code};
use crate::formula::function::Function;
use crate::formula::pattern::Pattern;
use crate::formula::value::{Civil, DateValue, Moment, Value};

/// Arguments that the table says are there.
fn get(args: &[Value], index: usize) -> &Value {
    args.get(index).unwrap_or(&Value::Empty)
}

impl Run<'_> {
    pub(super) fn call(&mut self, function: Function, args: &[Code]) -> Out {
        // Most take one to three: no list is made for them.
        match args {
            [] => self.apply(function, &[]),
            [a] => {
                let args = [self.eval(a)?];
                self.apply(function, &args)
            }
            [a, b] => {
                let args = [self.eval(a)?, self.eval(b)?];
                self.apply(function, &args)
            }
            [a, b, c] => {
                let args = [self.eval(a)?, self.eval(b)?, self.eval(c)?];
                self.apply(function, &args)
            }
            many => {
                let mut args = Vec::with_capacity(many.len());
                for code in many {
                    args.push(self.eval(code)?);
                }
                self.apply(function, &args)
            }
        }
    }

    /// A function whose pattern was read beforehand.
    pub(super) fn pattern(&mut self, function: Function, args: &[Code], pattern: &Pattern) -> Out {
        let (Some(text), with) = (args.first(), args.get(2)) else {
            return Err(Failure);
        };
        let text = self.eval(text)?;
        let with = match with {
            Some(with) => self.eval(with)?,
            None => Value::Empty,
        };
        self.matched(function, &text, &with, pattern)
    }

    fn matched(&self, function: Function, text: &Value, with: &Value, pattern: &Pattern) -> Out {
        let text = self.format(text);
        let out = match function {
            Function::Test => pattern.is_in(&text).map(Value::Boolean),
            Function::Match => pattern
                .all(&text)
                .map(|found| Value::list(found.into_iter().map(Value::text))),
            _ => {
                let every = function == Function::ReplaceAll;
                let with = self.format(with);
                let replaced = pattern.replace(&text, &with, every).ok_or(Failure)?;
                return long(replaced.into());
            }
        };
        out.ok_or(Failure)
    }

    fn apply(&self, function: Function, args: &[Value]) -> Out {
        let (a, b, c) = (get(args, 0), get(args, 1), get(args, 2));
        let text = |value: &Value| self.format(value);
        Ok(match function {
            Function::Empty => Value::Boolean(a.is_empty()),
            Function::Equal => Value::Boolean(a.equals(b)),
            Function::Unequal => Value::Boolean(!a.equals(b)),
            Function::Less => Value::Boolean(a.order(b).is_some_and(std::cmp::Ordering::is_lt)),
            Function::LessEqual => {
                Value::Boolean(a.order(b).is_some_and(std::cmp::Ordering::is_le))
            }
            Function::Greater => Value::Boolean(a.order(b).is_some_and(std::cmp::Ordering::is_gt)),
            Function::GreaterEqual => {
                Value::Boolean(a.order(b).is_some_and(std::cmp::Ordering::is_ge))
            }

            Function::Add => numbers::step(Arithmetic::Add, a, b),
            Function::Subtract => numbers::step(Arithmetic::Subtract, a, b),
            Function::Multiply => numbers::step(Arithmetic::Multiply, a, b),
            Function::Divide => numbers::step(Arithmetic::Divide, a, b),
            Function::Mod => numbers::step(Arithmetic::Modulo, a, b),
            Function::Pow => numbers::step(Arithmetic::Power, a, b),
            Function::Negate => a.as_number().map_or(Value::Empty, |a| Value::number(-a)),
            Function::Abs => math(a, f64::abs),
            Function::Cbrt => math(a, f64::cbrt),
            Function::Ceil => math(a, f64::ceil),
            Function::Exp => math(a, f64::exp),
            Function::Floor => math(a, f64::floor),
            Function::Ln => math(a, f64::ln),
            Function::Log10 => math(a, f64::log10),
            Function::Log2 => math(a, f64::log2),
            Function::Sqrt => math(a, f64::sqrt),
            Function::Sign => math(a, |a| if a == 0.0 { 0.0 } else { a.signum() }),
            Function::Round => {
                let places = b.as_number().unwrap_or(0.0);
                math(a, |a| numbers::round(a, places))
            }
            Function::E => Value::Number(std::f64::consts::E),
            Function::Pi => Value::Number(std::f64::consts::PI),
            Function::ToNumber => to_number(a),
            Function::Max | Function::Mean | Function::Median | Function::Min | Function::Sum => {
                aggregate(function, args)
            }
            Function::FormatNumber => match a {
                Value::Number(number) => {
                    let form = match b {
                        Value::Empty => "commas".into(),
                        form => text(form),
                    };
                    let places = match c {
                        Value::Number(places) =>
                        {
                            #[expect(
                                clippy::cast_possible_truncation,
                                clippy::cast_sign_loss,
                                reason = "between 0 and 12"
                            )]
                            Some(places.clamp(0.0, 12.0) as usize)
                        }
                        _ => None,
                    };
                    Value::text(format_number(*number, &form, places))
                }
                _ => Value::Empty,
            },

            Function::Contains => Value::Boolean(text(a).contains(text(b).as_str())),
            Function::Format => Value::Text(text(a)),
            Function::Label => a.clone(),
            Function::Length => count(match a {
                Value::Empty => 0,
                Value::List(items) => items.len(),
                other => length(&text(other)),
            }),
            Function::Lower => Value::text(text(a).to_lowercase()),
            Function::Upper => Value::text(text(a).to_uppercase()),
            Function::Trim => Value::text(text(a).trim()),
            Function::PadEnd => return pad(&text(a), b, &text(c), false),
            Function::PadStart => return pad(&text(a), b, &text(c), true),
            Function::Repeat => return repeat(&text(a), b),
            Function::Match | Function::Replace | Function::ReplaceAll | Function::Test => {
                let pattern = Pattern::new(&text(b)).ok_or(Failure)?;
                return self.matched(function, a, c, &pattern);
            }
            Function::Split => split(&text(a), &text(b)),
            Function::Substring => substring(&text(a), b, args.get(2)),

            Function::Concat => self.concat(args)?,
            Function::At => lists::at(lists::items(a)?, b),
            Function::First => lists::items(a)?.first().cloned().unwrap_or(Value::Empty),
            Function::Last => lists::items(a)?.last().cloned().unwrap_or(Value::Empty),
            Function::Flat => lists::flat(lists::items(a)?),
            Function::Includes => {
                Value::Boolean(lists::items(a)?.iter().any(|item| item.equals(b)))
            }
            Function::Join => long(self.joined(lists::items(a)?, &text(b)))?,
            Function::Reverse => Value::list(lists::items(a)?.iter().rev().cloned()),
            Function::Slice => match a {
                Value::List(items) => {
                    let range = lists::range(items.len(), b, args.get(2));
                    Value::list(items.get(range).unwrap_or_default().iter().cloned())
                }
                Value::Empty => return Err(Failure),
                other => substring(&text(other), b, args.get(2)),
            },
            Function::Splice => lists::splice(lists::items(a)?, args.get(1..).unwrap_or_default())?,
            Function::Unique => lists::unique(lists::items(a)?),

            Function::Now => dates::single(self.now()),
            Function::Today => dates::single(self.now().and_then(today)),
            Function::DateAdd => dates::add(a, b, c, 1.0),
            Function::DateSubtract => dates::add(a, b, c, -1.0),
            Function::DateBetween => dates::between(a, b, c),
            Function::DateRange => dates::range(a, b),
            Function::DateStart => dates::single(dates::start(a)),
            Function::DateEnd => dates::end(a),
            Function::DateOfMonth => dates::part(a, |civil| civil.day),
            Function::Weekday => dates::part(a, Civil::weekday),
            Function::Week => dates::part(a, |civil| civil.iso_week().1),
            Function::Month => dates::part(a, |civil| civil.month),
            Function::Year => dates::part(a, |civil| civil.year),
            Function::Hour => dates::part(a, Civil::hour),
            Function::Minute => dates::part(a, Civil::minute),
            Function::Timestamp => dates::start(a).map_or(Value::Empty, milliseconds),
            Function::FromTimestamp => self.at_timestamp(a),
            Function::FormatDate => {
                dates::start(a).map_or(Value::Empty, |moment| Value::text(moment.format(&text(b))))
            }
            Function::ParseDate => self.parse_date(&text(a)),

            Function::Name => match a {
                Value::Person(person) => Value::Text(person.shown()),
                _ => Value::Empty,
            },
            Function::Email => match a {
                Value::Person(person) if !person.email.is_empty() => {
                    Value::Text(person.email.clone())
                }
                _ => Value::Empty,
            },
            Function::Id => match (a, args.len()) {
                (Value::Page(id), _) => plain_id(id),
                (Value::Person(person), _) => plain_id(&person.id),
                (_, 0) => self.row.id().map_or(Value::Empty, |id| plain_id(&id)),
                _ => Value::Empty,
            },
        })
    }

    /// Lists one behind the other; texts, as 1.0 had them, become one text.
    fn concat(&self, args: &[Value]) -> Out {
        if !args.iter().any(|one| matches!(one, Value::List(_))) {
            return long(self.joined(args, ""));
        }
        let mut out = Vec::new();
        for one in args {
            out.extend_from_slice(lists::items(one)?);
        }
        Ok(Value::List(out.into()))
    }

    fn at_timestamp(&self, ms: &Value) -> Value {
        let Value::Number(ms) = ms else {
            return Value::Empty;
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "cut on purpose, and what is too far is refused"
        )]
        let ms = *ms as i64;
        let offset = jiff::Timestamp::from_millisecond(ms).map_or(0, |at| self.offset(at));
        dates::single(Moment::time(ms, offset).map(Moment::whole_minute))
    }

    /// A text of ISO 8601; a time without an offset stands in the zone of the evaluation.
    fn parse_date(&self, text: &str) -> Value {
        let one = |text: &str| {
            Moment::parse(text, |local| {
                let zone = self.context.time_zone();
                jiff::Timestamp::from_millisecond(local)
                    .ok()
                    .and_then(|utc| {
                        let civil = jiff::tz::Offset::UTC.to_datetime(utc);
                        zone.to_timestamp(civil).ok()
                    })
                    .map_or(0, |instant| self.offset(instant))
            })
        };
        // A range is written with a slash.
        match text.split_once('/') {
            Some((start, end)) => match (one(start), one(end)) {
                (Some(start), Some(end)) => Value::Date(DateValue {
                    start,
                    end: Some(end),
                }),
                _ => Value::Empty,
            },
            None => dates::single(one(text)),
        }
    }
}

/// The day of a moment, as a day.
fn today(now: Moment) -> Option<Moment> {
    Moment::day((now.ms() + i64::from(now.offset()) * 1000).div_euclid(86_400_000))
}

fn plain_id(id: &str) -> Value {
    Value::text(id.replace('-', ""))
}

fn count(number: usize) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "lengths are short of 2^53")]
    Value::Number(number as f64)
}

/// A function of one number; of nothing it is nothing.
fn math(value: &Value, function: impl Fn(f64) -> f64) -> Value {
    match value {
        Value::Empty => Value::Empty,
        value => value
            .as_number()
            .map_or(Value::Empty, |number| Value::number(function(number))),
    }
}

/// Numbers and lists of numbers in any mixture; nothing is left out. Of none, the sum is 0 and all
/// else is nothing (recorded).
fn aggregate(function: Function, args: &[Value]) -> Value {
    let mut numbers = Vec::new();
    for arg in args {
        match arg {
            Value::List(items) => numbers.extend(items.iter().filter_map(number)),
            other => numbers.extend(number(other)),
        }
    }
    let least = |one: f64, two: f64| one.min(two);
    let most = |one: f64, two: f64| one.max(two);
    let sum = || numbers.iter().sum::<f64>();
    let out = match function {
        Function::Sum => Some(sum()),
        Function::Mean if numbers.is_empty() => None,
        #[expect(clippy::cast_precision_loss, reason = "lists are short of 2^53")]
        Function::Mean => Some(sum() / numbers.len() as f64),
        Function::Min => numbers.iter().copied().reduce(least),
        Function::Max => numbers.iter().copied().reduce(most),
        _ => numbers::median(&mut numbers),
    };
    out.map_or(Value::Empty, Value::number)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Empty => None,
        other => other.as_number(),
    }
}
