//! Types, and the tree into code.

mod args;
mod operators;

use std::ops::Range;

use smol_str::SmolStr;

use super::code::Code;
use super::error::FormulaError;
use super::function::{self, Each};
use super::lexer::unescape;
use super::scope::{FormulaProperty, FormulaScope, Owner, PropertyRef, builtin, read_token};
use super::syntax::{Expr, Node, Reference};
use super::types::Type;
use super::value::Value;

/// What the check of a tree brings.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) code: Code,
    pub(super) value_type: Type,
    pub(super) own: Vec<PropertyRef>,
    pub(super) related: Vec<PropertyRef>,
    pub(super) references: Vec<PropertyRef>,
}

/// Checks a tree and turns its references into found ones.
pub(super) fn check(tree: &mut Expr, scope: &dyn FormulaScope) -> Result<Outcome, FormulaError> {
    let mut checker = Checker {
        scope,
        names: Vec::new(),
        own: Vec::new(),
        related: Vec::new(),
        references: Vec::new(),
    };
    let (code, value_type) = checker.expr(tree)?;
    Ok(Outcome {
        code,
        value_type,
        own: checker.own,
        related: checker.related,
        references: checker.references,
    })
}

struct Checker<'s> {
    scope: &'s dyn FormulaScope,
    /// The variables in sight, the innermost last.
    names: Vec<(Box<str>, Type)>,
    own: Vec<PropertyRef>,
    related: Vec<PropertyRef>,
    references: Vec<PropertyRef>,
}

type Typed = Result<(Code, Type), FormulaError>;

impl Checker<'_> {
    fn expr(&mut self, expr: &mut Expr) -> Typed {
        let span = expr.span.clone();
        match &mut expr.node {
            Node::Number(text) => {
                let number = text.parse().unwrap_or_default();
                Ok((Code::Const(Value::number(number)), Type::Number))
            }
            Node::Text(literal) => {
                let text = SmolStr::new(unescape(literal));
                Ok((Code::Const(Value::Text(text)), Type::Text))
            }
            Node::Boolean(value) => Ok((Code::Const(Value::Boolean(*value)), Type::Boolean)),
            Node::Reference(reference) => {
                let found = self.find(Owner::Own, reference, &span)?;
                let slot = place(&mut self.own, &found.key);
                Ok((Code::Own(slot), found.value_type))
            }
            Node::Member { page, reference } => self.member(page, reference, &span),
            Node::Name(name) => self.name(name, &span),
            Node::Call { name, args, .. } => self.call(name, args, &span),
            Node::Unary { sign, operand, .. } => self.unary(sign, operand),
            Node::Chain { first, rest } => self.chain(first, rest, &span),
            Node::Ternary(parts) => self.branch(parts.as_mut_slice(), &span),
            Node::List(items) => {
                let (codes, types) = self.all(items)?;
                Ok((Code::List(codes), Type::union(types).list()))
            }
        }
    }

    fn all(&mut self, exprs: &mut [Expr]) -> Result<(Box<[Code]>, Vec<Type>), FormulaError> {
        let mut codes = Vec::with_capacity(exprs.len());
        let mut types = Vec::with_capacity(exprs.len());
        for expr in exprs {
            let (code, value_type) = self.expr(expr)?;
            codes.push(code);
            types.push(value_type);
        }
        Ok((codes.into(), types))
    }

    fn name(&self, name: &str, span: &Range<usize>) -> Typed {
        let found = self
            .names
            .iter()
            .enumerate()
            .rfind(|(_, (own, _))| &**own == name);
        if let Some((place, (_, value_type))) = found {
            return Ok((Code::Local(place), value_type.clone()));
        }
        // 1.0 wrote the constants without brackets.
        let constant = match name {
            "pi" => std::f64::consts::PI,
            "e" => std::f64::consts::E,
            _ => {
                let detail = format!("there is no variable `{name}` here");
                return Err(FormulaError::ill_typed(span.clone(), detail));
            }
        };
        Ok((Code::Const(Value::Number(constant)), Type::Number))
    }

    fn member(&mut self, page: &mut Expr, reference: &mut Reference, span: &Range<usize>) -> Typed {
        let at = page.span.clone();
        let (code, value_type) = self.expr(page)?;
        let sources: Vec<_> = value_type
            .parts()
            .iter()
            .filter_map(|part| match part {
                Type::Page(source) => Some(source.clone()),
                Type::Unknown => Some(None),
                _ => None,
            })
            .collect();
        let owner = match sources.first() {
            Some(Some(source)) => Owner::Source(source),
            Some(None) => Owner::Unknown,
            None => {
                let detail = format!("a {value_type} has no properties");
                return Err(FormulaError::ill_typed(at, detail));
            }
        };
        let found = self.find(owner, reference, span)?;
        let slot = place(&mut self.related, &found.key);
        Ok((Code::Related(Box::new(code), slot), found.value_type))
    }

    /// Finds what a reference means, and notes it in the tree.
    fn find(
        &mut self,
        owner: Owner<'_>,
        reference: &mut Reference,
        span: &Range<usize>,
    ) -> Result<FormulaProperty, FormulaError> {
        let (found, shown) = match reference {
            Reference::Named(literal) => {
                let name = unescape(literal);
                (self.scope.by_name(owner, &name), name)
            }
            Reference::Token(token) => match read_token(token) {
                Some((id, source)) => {
                    let found = builtin(&id).map(|value_type| FormulaProperty {
                        key: PropertyRef {
                            id: id.clone(),
                            ..PropertyRef::default()
                        },
                        value_type,
                    });
                    // The token of a page without a known source says which one it is.
                    let owner = match (owner, source) {
                        (Owner::Unknown, Some(source)) => Owner::Source(source),
                        (owner, _) => owner,
                    };
                    // A property of one's own wins: the short form names none.
                    let by_id = source.and_then(|_| self.scope.by_id(owner, &id));
                    (by_id.or(found), id)
                }
                None => (None, token.to_string()),
            },
            Reference::Found(place) => {
                let key = self.references.get(*place).cloned().unwrap_or_default();
                (self.scope.by_id(owner, &key.id), key.name)
            }
        };
        let Some(found) = found else {
            let detail = format!("there is no property `{shown}`");
            return Err(FormulaError::ill_typed(span.clone(), detail));
        };
        *reference = Reference::Found(place(&mut self.references, &found.key));
        Ok(found)
    }

    fn call(&mut self, name: &str, args: &mut [Expr], span: &Range<usize>) -> Typed {
        match name {
            "if" => return self.branch(args, span),
            "ifs" => return self.branches(args, span),
            "and" | "or" => return self.logic(name == "and", args, span),
            "let" => {
                exactly("let", args, 3, span)?;
                return self.bind(args, span);
            }
            "lets" => return self.bind(args, span),
            "empty" if args.is_empty() => return Ok((Code::Const(Value::Empty), Type::Null)),
            _ => {}
        }
        if let Some(each) = function::find_each(name) {
            return self.each(each, name, args, span);
        }
        match function::find(name) {
            Some(signature) => self.apply(signature, args, span),
            None => {
                let detail = format!("there is no function `{name}`");
                Err(FormulaError::ill_typed(span.clone(), detail))
            }
        }
    }

    fn branch(&mut self, args: &mut [Expr], span: &Range<usize>) -> Typed {
        exactly("if", args, 3, span)?;
        let (codes, types) = self.all(args)?;
        let result = Type::branches(types.into_iter().skip(1));
        match <Box<[Code; 3]>>::try_from(codes) {
            Ok(codes) => Ok((Code::If(codes), result)),
            Err(_) => Err(wrong_count("if", 3, span)),
        }
    }

    fn branches(&mut self, args: &mut [Expr], span: &Range<usize>) -> Typed {
        if args.len() < 2 {
            let detail = "`ifs` takes a condition and a value at least";
            return Err(FormulaError::ill_typed(span.clone(), detail));
        }
        let last = args.len() - 1;
        let (codes, types) = self.all(args)?;
        let values = types
            .into_iter()
            .enumerate()
            .filter(|(index, _)| index % 2 == 1 || *index == last);
        let result = Type::branches(values.map(|(_, value_type)| value_type));
        Ok((Code::Ifs(codes), result))
    }

    fn logic(&mut self, all: bool, args: &mut [Expr], span: &Range<usize>) -> Typed {
        if args.len() < 2 {
            let detail = "two conditions at least are needed";
            return Err(FormulaError::ill_typed(span.clone(), detail));
        }
        let (codes, _) = self.all(args)?;
        let code = if all {
            Code::All(codes)
        } else {
            Code::Any(codes)
        };
        Ok((code, Type::Boolean))
    }

    /// `let(name, value, …, body)`: each value sees the names before it.
    fn bind(&mut self, args: &mut [Expr], span: &Range<usize>) -> Typed {
        let Some((body, bindings)) = args.split_last_mut() else {
            return Err(wrong_count("lets", 3, span));
        };
        if bindings.is_empty() || bindings.len() % 2 == 1 {
            let detail = "names and values come in pairs, and an expression last";
            return Err(FormulaError::ill_typed(span.clone(), detail));
        }
        let outside = self.names.len();
        let mut values = Vec::new();
        for pair in bindings.chunks_exact_mut(2) {
            let [name, value] = pair else { continue };
            let Node::Name(own) = &name.node else {
                let detail = "the name of a variable is expected";
                return Err(FormulaError::ill_typed(name.span.clone(), detail));
            };
            let own = own.clone();
            let (code, value_type) = self.expr(value)?;
            values.push(code);
            self.names.push((own, value_type));
        }
        let (body, result) = self.expr(body)?;
        self.names.truncate(outside);
        Ok((Code::Let(values.into(), Box::new(body)), result))
    }

    fn each(&mut self, each: Each, name: &str, args: &mut [Expr], span: &Range<usize>) -> Typed {
        let alone = matches!(each, Each::Sort | Each::Count);
        let (list, body) = match args {
            [list] if alone => (list, None),
            [list, body] => (list, Some(body)),
            _ => return Err(wrong_count(name, 2, span)),
        };
        let (code, list_type) = self.expr(list)?;
        let Some(element) = list_type.element() else {
            let detail = format!("`{name}` takes a list, this is {list_type}");
            return Err(FormulaError::ill_typed(list.span.clone(), detail));
        };
        let (body, body_type) = match body {
            None => (Code::Local(self.names.len()), element.clone()),
            Some(body) => {
                self.names.push(("current".into(), element.clone()));
                self.names.push(("index".into(), Type::Number));
                let out = self.expr(body);
                self.names.truncate(self.names.len() - 2);
                out?
            }
        };
        let result = match each {
            Each::Count | Each::FindIndex => Type::Number,
            Each::Every | Each::Some => Type::Boolean,
            Each::Filter | Each::Sort => element.list(),
            Each::Find => element,
            Each::Map => body_type.list(),
        };
        // Counting without a condition counts all.
        let body = match (each, args.len()) {
            (Each::Count, 1) => Code::Const(Value::Boolean(true)),
            _ => body,
        };
        Ok((Code::Each(each, Box::new([code, body])), result))
    }
}

fn place(refs: &mut Vec<PropertyRef>, key: &PropertyRef) -> usize {
    refs.iter().position(|own| own == key).unwrap_or_else(|| {
        refs.push(key.clone());
        refs.len() - 1
    })
}

fn exactly(
    name: &str,
    args: &[Expr],
    count: usize,
    span: &Range<usize>,
) -> Result<(), FormulaError> {
    if args.len() == count {
        Ok(())
    } else {
        Err(wrong_count(name, count, span))
    }
}

fn wrong_count(name: &str, count: usize, span: &Range<usize>) -> FormulaError {
    FormulaError::ill_typed(span.clone(), format!("`{name}` takes {count} arguments"))
}
