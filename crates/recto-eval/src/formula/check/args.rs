//! Arguments against the table of functions.

use std::ops::Range;
use std::sync::Arc;

use super::{Checker, Typed};
use crate::formula::code::Code;
use crate::formula::error::FormulaError;
use crate::formula::function::{Function, Gives, Param, Signature};
use crate::formula::pattern::Pattern;
use crate::formula::syntax::Expr;
use crate::formula::types::Type;
use crate::formula::value::Value;

impl Checker<'_> {
    /// Checks a call of a function of the table.
    pub(super) fn apply(
        &mut self,
        signature: &Signature,
        args: &mut [Expr],
        span: &Range<usize>,
    ) -> Typed {
        let Signature { name, params, .. } = *signature;
        let most = if signature.repeats {
            usize::MAX
        } else {
            params.len()
        };
        if args.len() < signature.needed || args.len() > most {
            let detail = format!("`{name}` does not take {} arguments", args.len());
            return Err(FormulaError::ill_typed(span.clone(), detail));
        }
        let (codes, types) = self.all(args)?;
        for (index, (expr, given)) in args.iter().zip(&types).enumerate() {
            let Some(param) = params.get(index).or(params.last()) else {
                continue;
            };
            if !fits(*param, given) {
                let detail = format!("`{name}` does not take {given} here");
                return Err(FormulaError::ill_typed(expr.span.clone(), detail));
            }
        }
        let function = signature.function;
        if matches!(function, Function::Add) {
            return self.add(codes, &types, span);
        }
        if matches!(
            function,
            Function::Greater | Function::GreaterEqual | Function::Less | Function::LessEqual
        ) {
            super::operators::comparable(&types, span)?;
        }
        let result = gives(signature.gives, &types);
        let code = match (function, codes.get(1)) {
            // A pattern that never changes is read once; a wrong one fails when it is met.
            (
                Function::Test | Function::Match | Function::Replace | Function::ReplaceAll,
                Some(Code::Const(Value::Text(text))),
            ) => match Pattern::new(text) {
                Some(pattern) => Code::Pattern(function, codes, Arc::new(pattern)),
                None => Code::Call(function, codes),
            },
            _ => Code::Call(function, codes),
        };
        Ok((code, result))
    }
}

/// Whether a type may be given in a place. Nothing but `empty()` itself is refused for being empty
/// (recorded); what may turn out right is taken (assumed).
fn fits(param: Param, given: &Type) -> bool {
    match param {
        Param::Any => true,
        Param::Number => given.may_be(|one| matches!(one, Type::Number | Type::Boolean)),
        Param::Text => given.may_be(|one| matches!(one, Type::Text | Type::Number | Type::Boolean)),
        Param::Date => given.may_be(|one| matches!(one, Type::Date | Type::Moment)),
        Param::List => given.may_be(|one| matches!(one, Type::List(_))),
        Param::Sized => given.may_be(|one| matches!(one, Type::List(_) | Type::Text)),
        Param::Numbers => match given {
            Type::Number | Type::Unknown => true,
            Type::List(element) => matches!(**element, Type::Number | Type::Unknown),
            _ => false,
        },
        Param::Person => given.may_be(|one| matches!(one, Type::Person)),
        Param::Identified => given.may_be(|one| matches!(one, Type::Page(_) | Type::Person)),
    }
}

fn gives(gives: Gives, types: &[Type]) -> Type {
    let first = || types.first().cloned().unwrap_or(Type::Unknown);
    let element = || first().element().unwrap_or(Type::Unknown);
    match gives {
        Gives::Number => Type::Number,
        Gives::Text => Type::Text,
        Gives::Boolean => Type::Boolean,
        Gives::Date => Type::Moment,
        Gives::Range => Type::Date,
        Gives::Texts => Type::Text.list(),
        Gives::Element => element(),
        Gives::Same => match first() {
            Type::Text => Type::Text,
            other => other.element().map_or(other, Type::list),
        },
        Gives::Flat => {
            let inner = element();
            Type::union(inner.parts().iter().map(|part| match part {
                Type::List(inner) => (**inner).clone(),
                other => other.clone(),
            }))
            .list()
        }
        // Texts, as 1.0 had them, become one text.
        Gives::Merged if first() == Type::Text => Type::Text,
        Gives::Merged => {
            let elements = types.iter().enumerate().filter_map(|(index, one)| {
                // Between the list and what is added stand a place and a count.
                match (one.element(), one) {
                    (Some(element), _) => Some(element),
                    (None, Type::Number) if index < 3 => None,
                    (None, other) => Some(other.clone()),
                }
            });
            Type::union(elements).list()
        }
        Gives::Sum => Type::Unknown,
    }
}
