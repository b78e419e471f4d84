//! What a checked formula runs as.

use std::sync::Arc;

use super::function::{Each, Function};
use super::pattern::Pattern;
use super::value::Value;

/// An expression ready to run: properties and variables are places, not names.
#[derive(Debug, Clone)]
pub(super) enum Code {
    Const(Value),
    /// An own property, by its place.
    Own(usize),
    /// A property of the page that the expression gives, by its place.
    Related(Box<Self>, usize),
    /// A variable, by its place from the bottom.
    Local(usize),
    If(Box<[Self; 3]>),
    /// Conditions and values in turn; a last one alone is for when no condition holds.
    Ifs(Box<[Self]>),
    All(Box<[Self]>),
    Any(Box<[Self]>),
    Not(Box<Self>),
    /// The values of variables, and the expression that sees them.
    Let(Box<[Self]>, Box<Self>),
    List(Box<[Self]>),
    Negate(Box<Self>),
    ToNumber(Box<Self>),
    Arithmetic(Box<Self>, Box<[(Arithmetic, Self)]>),
    /// A list, and what runs for each element.
    Each(Each, Box<[Self; 2]>),
    Call(Function, Box<[Self]>),
    /// A function whose pattern is a literal.
    Pattern(Function, Box<[Self]>, Arc<Pattern>),
}

/// A step of a calculation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    /// `+` where one side is known to be text.
    Concat,
    /// `+` as the values will have it.
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
}
