//! Operators.

use std::ops::Range;

use super::{Checker, Typed};
use crate::formula::code::{Arithmetic, Code};
use crate::formula::error::FormulaError;
use crate::formula::function::Function;
use crate::formula::syntax::{Expr, Op, Operator};
use crate::formula::types::Type;
use crate::formula::value::Value;

impl Checker<'_> {
    pub(super) fn unary(&mut self, sign: &str, operand: &mut Expr) -> Typed {
        let (code, given) = self.expr(operand)?;
        match sign {
            "!" | "not" => Ok((Code::Not(Box::new(code)), Type::Boolean)),
            "+" => Ok((Code::ToNumber(Box::new(code)), Type::Number)),
            _ => {
                number(&given, &operand.span)?;
                let code = match code {
                    Code::Const(Value::Number(number)) => Code::Const(Value::Number(-number)),
                    code => Code::Negate(Box::new(code)),
                };
                Ok((code, Type::Number))
            }
        }
    }

    /// Operators of one level, from left to right.
    pub(super) fn chain(
        &mut self,
        first: &mut Expr,
        rest: &mut [(Operator, Expr)],
        span: &Range<usize>,
    ) -> Typed {
        let Some((operator, _)) = rest.first() else {
            return self.expr(first);
        };
        match operator.op {
            Op::And | Op::Or => {
                let all = operator.op == Op::And;
                let mut codes = vec![self.expr(first)?.0];
                for (_, expr) in rest {
                    codes.push(self.expr(expr)?.0);
                }
                let code = if all {
                    Code::All(codes.into())
                } else {
                    Code::Any(codes.into())
                };
                Ok((code, Type::Boolean))
            }
            Op::Equal | Op::Unequal | Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual => {
                self.comparison(first, rest, span)
            }
            _ => self.arithmetic(first, rest),
        }
    }

    fn comparison(
        &mut self,
        first: &mut Expr,
        rest: &mut [(Operator, Expr)],
        span: &Range<usize>,
    ) -> Typed {
        let [(operator, second)] = rest else {
            let detail = "comparisons do not follow each other without brackets";
            return Err(FormulaError::ill_typed(span.clone(), detail));
        };
        let (left, left_type) = self.expr(first)?;
        let (right, right_type) = self.expr(second)?;
        let function = match operator.op {
            Op::Equal => Function::Equal,
            Op::Unequal => Function::Unequal,
            Op::Less => Function::Less,
            Op::LessEqual => Function::LessEqual,
            Op::Greater => Function::Greater,
            _ => Function::GreaterEqual,
        };
        if !matches!(function, Function::Equal | Function::Unequal) {
            comparable(&[left_type, right_type], span)?;
        }
        Ok((Code::Call(function, Box::new([left, right])), Type::Boolean))
    }

    fn arithmetic(&mut self, first: &mut Expr, rest: &mut [(Operator, Expr)]) -> Typed {
        let mut at = first.span.clone();
        let (code, mut own) = self.expr(first)?;
        let mut steps = Vec::with_capacity(rest.len());
        for (operator, expr) in rest {
            let (code, right) = self.expr(expr)?;
            let step;
            (step, own) = match operator.op {
                Op::Add => sum(&own, &right, &(at.start..expr.span.end))?,
                op => {
                    number(&own, &at)?;
                    number(&right, &expr.span)?;
                    let step = match op {
                        Op::Subtract => Arithmetic::Subtract,
                        Op::Multiply => Arithmetic::Multiply,
                        Op::Divide => Arithmetic::Divide,
                        Op::Modulo => Arithmetic::Modulo,
                        _ => Arithmetic::Power,
                    };
                    (step, Type::Number)
                }
            };
            steps.push((step, code));
            at.end = expr.span.end;
        }
        Ok((Code::Arithmetic(Box::new(code), steps.into()), own))
    }

    /// `add(a, b)`.
    pub(super) fn add(&self, codes: Box<[Code]>, types: &[Type], span: &Range<usize>) -> Typed {
        let mut codes = codes.into_iter();
        match (types, codes.next(), codes.next()) {
            ([left, right], Some(first), Some(second)) => {
                let (step, result) = sum(left, right, span)?;
                let steps = Box::new([(step, second)]);
                Ok((Code::Arithmetic(Box::new(first), steps), result))
            }
            _ => Err(super::wrong_count("add", 2, span)),
        }
    }
}

/// What `+` does: with a text on one side both become text, otherwise numbers are added. Dates,
/// lists, people and pages go into texts only (assumed).
fn sum(left: &Type, right: &Type, at: &Range<usize>) -> Result<(Arithmetic, Type), FormulaError> {
    if *left == Type::Text || *right == Type::Text {
        return Ok((Arithmetic::Concat, Type::Text));
    }
    let text = |one: &Type| one.may_be(|part| matches!(part, Type::Text));
    let numeric = |one: &Type| one.may_be(is_number);
    let sure = |one: &Type| matches!(one, Type::Number | Type::Boolean | Type::Null);
    if sure(left) && sure(right) {
        return Ok((Arithmetic::Add, Type::Number));
    }
    if text(left) || text(right) || numeric(left) && numeric(right) {
        return Ok((Arithmetic::Add, Type::Unknown));
    }
    let detail = format!("{left} and {right} cannot be added");
    Err(FormulaError::ill_typed(at.clone(), detail))
}

fn is_number(one: &Type) -> bool {
    matches!(one, Type::Number | Type::Boolean | Type::Null)
}

/// Whether a type may stand in a calculation; `empty()` may (recorded).
fn number(given: &Type, at: &Range<usize>) -> Result<(), FormulaError> {
    if given.may_be(is_number) {
        return Ok(());
    }
    let detail = format!("a number is needed, this is {given}");
    Err(FormulaError::ill_typed(at.clone(), detail))
}

/// Whether two types have an order in common.
pub(super) fn comparable(types: &[Type], at: &Range<usize>) -> Result<(), FormulaError> {
    let [left, right] = types else { return Ok(()) };
    let orders = |one: &Type| -> [bool; 3] {
        [
            one.may_be(is_number),
            one.may_be(|part| matches!(part, Type::Text | Type::Null)),
            one.may_be(|part| matches!(part, Type::Date | Type::Moment | Type::Null)),
        ]
    };
    let common = orders(left)
        .into_iter()
        .zip(orders(right))
        .any(|(one, two)| one && two);
    if common {
        return Ok(());
    }
    let detail = format!("{left} and {right} have no order");
    Err(FormulaError::ill_typed(at.clone(), detail))
}
