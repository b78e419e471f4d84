//! Functions that run an expression for each element.

use std::cmp::Ordering;

use super::{Failure, Out, Run};
use crate::formula::code::Code;
use crate::formula::function::Each;
use crate::formula::value::Value;

impl Run<'_> {
    pub(super) fn each(&mut self, each: Each, parts: &[Code; 2]) -> Out {
        let [list, body] = parts;
        // Nothing is no list, and that ends the formula (recorded of `map`).
        let Value::List(items) = self.eval(list)? else {
            return Err(Failure);
        };
        let place = self.locals.len();
        self.locals.extend([Value::Empty, Value::Empty]);
        let out = self.over(each, &items, body, place);
        self.locals.truncate(place);
        out
    }

    /// The body for one element.
    fn one(&mut self, body: &Code, place: usize, index: usize, item: &Value) -> Out {
        if let Some([current, own]) = self.locals.get_mut(place..place + 2) {
            *current = item.clone();
            *own = count(index);
        }
        let out = self.eval(body);
        // What failed may have left its variables.
        self.locals.truncate(place + 2);
        out
    }

    fn over(&mut self, each: Each, items: &[Value], body: &Code, place: usize) -> Out {
        let numbered = items.iter().enumerate();
        Ok(match each {
            Each::Map => Value::list(numbered.map(|(index, item)| {
                // Here, and only here, a failure is caught (recorded).
                self.one(body, place, index, item).unwrap_or(Value::Empty)
            })),
            Each::Filter => {
                let mut out = Vec::new();
                for (index, item) in numbered {
                    if self.one(body, place, index, item)?.is_true() {
                        out.push(item.clone());
                    }
                }
                Value::List(out.into())
            }
            Each::Find => {
                for (index, item) in numbered {
                    if self.one(body, place, index, item)?.is_true() {
                        return Ok(item.clone());
                    }
                }
                Value::Empty
            }
            Each::FindIndex => {
                for (index, item) in numbered {
                    if self.one(body, place, index, item)?.is_true() {
                        return Ok(count(index));
                    }
                }
                Value::Number(-1.0)
            }
            Each::Count => {
                let mut found = 0;
                for (index, item) in numbered {
                    found += usize::from(self.one(body, place, index, item)?.is_true());
                }
                count(found)
            }
            Each::Some | Each::Every => {
                let every = each == Each::Every;
                for (index, item) in numbered {
                    if self.one(body, place, index, item)?.is_true() != every {
                        return Ok(Value::Boolean(!every));
                    }
                }
                Value::Boolean(every)
            }
            Each::Sort => {
                let mut keyed = Vec::with_capacity(items.len());
                for (index, item) in numbered {
                    // Nothing is left out (recorded).
                    if *item != Value::Empty {
                        keyed.push((self.one(body, place, index, item)?, item.clone()));
                    }
                }
                keyed.sort_by(|(one, _), (two, _)| self.compare(one, two));
                Value::list(keyed.into_iter().map(|(_, item)| item))
            }
        })
    }

    /// The order of `sort`: kind by kind, by value within one; numbers and texts mix by their text.
    /// Nothing comes last.
    fn compare(&self, one: &Value, two: &Value) -> Ordering {
        kind(one).cmp(&kind(two)).then_with(|| {
            one.order(two).unwrap_or_else(|| {
                crate::formula::value::compare_text(&self.format(one), &self.format(two))
            })
        })
    }
}

/// Kinds that have no order among them.
fn kind(value: &Value) -> u8 {
    match value {
        Value::Date(_) => 0,
        Value::Boolean(_) => 1,
        Value::Empty => 3,
        _ => 2,
    }
}

fn count(number: usize) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "lists are short of 2^53")]
    Value::Number(number as f64)
}
