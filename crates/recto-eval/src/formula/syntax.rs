//! The tree of a formula, as written.

use std::ops::Range;

/// An expression and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expr {
    pub(super) node: Node,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// As written.
    Number(Box<str>),
    /// As written, with quotes and escapes: the service prints a literal as it came.
    Text(Box<str>),
    Boolean(bool),
    Reference(Reference),
    /// A variable, `current`, `index`.
    Name(Box<str>),
    Call {
        name: Box<str>,
        args: Vec<Expr>,
        /// `a.f(b)` and not `f(a, b)`.
        dotted: bool,
    },
    /// A property of another page: `current.prop("Name")`.
    Member {
        page: Box<Expr>,
        reference: Reference,
    },
    Unary {
        /// As written.
        sign: &'static str,
        /// `not(x)` and not `not x`.
        called: bool,
        operand: Box<Expr>,
    },
    /// Operators of one level, from left to right. Long sums are wide and not deep.
    Chain {
        first: Box<Expr>,
        rest: Vec<(Operator, Expr)>,
    },
    Ternary(Box<[Expr; 3]>),
    List(Vec<Expr>),
}

/// A property, by name or as the service stores it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reference {
    /// `prop("Name")`: the literal as written.
    Named(Box<str>),
    /// What stands in `{{…}}`.
    Token(Box<str>),
    /// A property that the check found, by its place.
    Found(usize),
}

/// A binary operator, with its spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    pub(super) op: Op,
    pub(super) sign: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
}

impl Op {
    /// How strongly it binds; a unary sign binds like 7, between `*` and `^`.
    pub(super) fn level(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::Unequal => 3,
            Self::Less | Self::LessEqual | Self::Greater | Self::GreaterEqual => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide | Self::Modulo => 6,
            Self::Power => 8,
        }
    }
}

/// Every spelling of every operator.
pub(super) const OPERATORS: &[Operator] = &[
    sign("or", Op::Or),
    sign("||", Op::Or),
    sign("and", Op::And),
    sign("&&", Op::And),
    sign("==", Op::Equal),
    sign("===", Op::Equal),
    sign("!=", Op::Unequal),
    sign("!==", Op::Unequal),
    sign("<", Op::Less),
    sign("<=", Op::LessEqual),
    sign(">", Op::Greater),
    sign(">=", Op::GreaterEqual),
    sign("+", Op::Add),
    sign("-", Op::Subtract),
    sign("*", Op::Multiply),
    sign("/", Op::Divide),
    sign("%", Op::Modulo),
    sign("^", Op::Power),
];

const fn sign(sign: &'static str, op: Op) -> Operator {
    Operator { op, sign }
}
