//! Tokens into a tree.

use super::error::FormulaError;
use super::lexer::{self, Kind, Token};
use super::syntax::{Expr, Node, OPERATORS, Op, Operator, Reference};

/// How deep brackets, calls and branches may nest. The deepest formula in recordings, of 325,535
/// characters, has 66 levels; the limit keeps the stack small, for the text comes from outside.
const NESTING: usize = 100;

/// The level of a unary sign.
const UNARY: u8 = 7;

/// The tree of a text, and how many levels it has.
pub(super) fn parse(text: &str) -> Result<(Expr, usize), FormulaError> {
    let mut parser = Parser {
        tokens: lexer::tokens(text)?,
        at: 0,
        depth: 0,
        deepest: 0,
    };
    let expr = parser.ternary()?;
    match &parser.peek().kind {
        Kind::End => Ok((expr, parser.deepest)),
        _ => Err(parser.unexpected("an operator")),
    }
}

struct Parser<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
    depth: usize,
    deepest: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> &Token<'t> {
        // The last token is `End`, and nobody goes past it.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn next(&mut self) -> Token<'t> {
        let token = self.peek().clone();
        if token.kind != Kind::End {
            self.at += 1;
        }
        token
    }

    fn is(&self, sign: &str) -> bool {
        matches!(&self.peek().kind, Kind::Sign(own) if *own == sign)
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = self.is(sign);
        if found {
            self.at += 1;
        }
        found
    }

    fn want(&mut self, sign: &str) -> Result<(), FormulaError> {
        if self.take(sign) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{sign}`")))
        }
    }

    fn unexpected(&self, wanted: &str) -> FormulaError {
        let token = self.peek();
        let found = match &token.kind {
            Kind::End => "the end".to_owned(),
            Kind::Number(text) | Kind::Text(text) | Kind::Word(text) => format!("`{text}`"),
            Kind::Token(_) => "a reference".to_owned(),
            Kind::Sign(sign) => format!("`{sign}`"),
        };
        FormulaError::parse(
            token.span.clone(),
            format!("{wanted} is expected, {found} found"),
        )
    }

    /// Where the last token taken ends.
    fn end(&self) -> usize {
        self.at
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(0, |token| token.span.end)
    }

    fn finish(&self, start: usize, node: Node) -> Expr {
        Expr {
            node,
            span: start..self.end(),
        }
    }

    /// Goes one level down, if there is one.
    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, FormulaError>,
    ) -> Result<T, FormulaError> {
        if self.depth >= NESTING {
            return Err(FormulaError::parse(
                self.peek().span.clone(),
                format!("more than {NESTING} levels"),
            ));
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        let out = read(self);
        self.depth -= 1;
        out
    }

    fn ternary(&mut self) -> Result<Expr, FormulaError> {
        self.deeper(|parser| {
            let start = parser.peek().span.start;
            let condition = parser.binary(1)?;
            if !parser.take("?") {
                return Ok(condition);
            }
            let then = parser.ternary()?;
            parser.want(":")?;
            let otherwise = parser.ternary()?;
            let node = Node::Ternary(Box::new([condition, then, otherwise]));
            Ok(parser.finish(start, node))
        })
    }

    fn operator(&self) -> Option<Operator> {
        let spelling = match &self.peek().kind {
            Kind::Sign(sign) => *sign,
            Kind::Word(word) => *word,
            _ => return None,
        };
        OPERATORS
            .iter()
            .find(|operator| operator.sign == spelling)
            .copied()
    }

    /// Operators that bind at least as strongly as `level`.
    fn binary(&mut self, level: u8) -> Result<Expr, FormulaError> {
        let start = self.peek().span.start;
        let mut left = self.unary()?;
        // The level of the chain that `left` is, if it was made here and so is not in brackets.
        let mut open = None;
        while let Some(operator) = self.operator() {
            let own = operator.op.level();
            if own < level {
                break;
            }
            self.at += 1;
            // A power takes a sign on its right, and groups from there.
            let right = match operator.op {
                Op::Power => self.deeper(|parser| parser.binary(UNARY))?,
                _ => self.binary(own + 1)?,
            };
            let node = match left.node {
                Node::Chain { first, mut rest } if open == Some(own) => {
                    rest.push((operator, right));
                    Node::Chain { first, rest }
                }
                node => Node::Chain {
                    first: Box::new(Expr {
                        node,
                        span: left.span,
                    }),
                    rest: vec![(operator, right)],
                },
            };
            open = Some(own);
            left = self.finish(start, node);
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, FormulaError> {
        let start = self.peek().span.start;
        let sign = match &self.peek().kind {
            Kind::Sign("-") => "-",
            Kind::Sign("+") => "+",
            Kind::Sign("!") => "!",
            Kind::Word("not") => "not",
            _ => return self.postfix(),
        };
        self.at += 1;
        let called = sign == "not" && self.is("(");
        let operand = self.deeper(|parser| parser.binary(UNARY))?;
        let node = Node::Unary {
            sign,
            called,
            operand: Box::new(operand),
        };
        Ok(self.finish(start, node))
    }

    fn postfix(&mut self) -> Result<Expr, FormulaError> {
        let start = self.peek().span.start;
        let mut expr = self.primary()?;
        let mut dots = 0;
        while self.take(".") {
            // Each dot is a level of the tree.
            dots += 1;
            self.deepest = self.deepest.max(self.depth + dots);
            if self.depth + dots > NESTING {
                return Err(FormulaError::parse(
                    self.peek().span.clone(),
                    format!("more than {NESTING} levels"),
                ));
            }
            let token = self.next();
            let node = match token.kind {
                Kind::Token(text) => Node::Member {
                    page: Box::new(expr),
                    reference: Reference::Token(text.into()),
                },
                Kind::Word("prop") if self.is("(") => Node::Member {
                    page: Box::new(expr),
                    reference: self.named()?,
                },
                Kind::Word(name) => {
                    let mut args = vec![expr];
                    if self.take("(") {
                        args.extend(self.args(")")?);
                    }
                    Node::Call {
                        name: name.into(),
                        args,
                        dotted: true,
                    }
                }
                _ => {
                    self.at -= 1;
                    return Err(self.unexpected("a function or a property"));
                }
            };
            expr = self.finish(start, node);
        }
        Ok(expr)
    }

    fn primary(&mut self) -> Result<Expr, FormulaError> {
        let token = self.next();
        let start = token.span.start;
        let node = match token.kind {
            Kind::Number(text) => Node::Number(text.into()),
            Kind::Text(text) => Node::Text(text.into()),
            Kind::Token(text) => Node::Reference(Reference::Token(text.into())),
            Kind::Word("prop") if self.is("(") => Node::Reference(self.named()?),
            Kind::Word(name) if self.is("(") => {
                self.at += 1;
                Node::Call {
                    name: name.into(),
                    args: self.args(")")?,
                    dotted: false,
                }
            }
            Kind::Word("true") => Node::Boolean(true),
            Kind::Word("false") => Node::Boolean(false),
            Kind::Word(name) if OPERATORS.iter().all(|one| one.sign != name) => {
                Node::Name(name.into())
            }
            Kind::Sign("(") => {
                let inner = self.ternary()?;
                self.want(")")?;
                inner.node
            }
            Kind::Sign("[") => Node::List(self.args("]")?),
            Kind::End => return Err(self.unexpected("a value")),
            _ => {
                self.at -= 1;
                return Err(self.unexpected("a value"));
            }
        };
        // Brackets are part of the span of what they hold.
        Ok(self.finish(start, node))
    }

    /// Arguments up to the closing bracket; a comma before it is refused (recorded).
    fn args(&mut self, close: &str) -> Result<Vec<Expr>, FormulaError> {
        let mut out = Vec::new();
        if self.take(close) {
            return Ok(out);
        }
        loop {
            out.push(self.ternary()?);
            if self.take(close) {
                return Ok(out);
            }
            self.want(",")?;
        }
    }

    /// `("Name")` behind `prop`.
    fn named(&mut self) -> Result<Reference, FormulaError> {
        self.want("(")?;
        let Kind::Text(text) = self.peek().kind else {
            return Err(self.unexpected("the name of a property in quotes"));
        };
        self.at += 1;
        self.want(")")?;
        Ok(Reference::Named(text.into()))
    }
}
