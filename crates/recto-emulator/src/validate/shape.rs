//! Shapes: what a member may hold, and how a refusal of it reads.

use jiff::fmt::temporal::DateTimeParser;
use serde_json::{Map, Value};

use super::{join, sentence};
use crate::ids;
use crate::problem::Problem;

/// What a value may be.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// Anything.
    Any,
    /// A string of at most so many UTF-16 units, at least so many.
    Text { min: usize, max: usize },
    /// A number between two bounds.
    Number { min: f64, max: f64 },
    /// `true` or `false`.
    Boolean,
    /// An id, dashed or bare.
    Uuid,
    /// An ISO 8601 date or date and time.
    IsoDate,
    /// One of these strings.
    Literal(&'static [&'static str]),
    /// The literal `true`.
    True,
    /// `null` or the shape.
    Nullable(Box<Shape>),
    /// An object with these members and no others.
    Object(Vec<Member>),
    /// An object whose members all have one shape.
    Map(Box<Shape>),
    /// An array of at most so many elements.
    Array {
        item: Box<Shape>,
        min: usize,
        max: usize,
    },
    /// One of several.
    Union(Vec<Shape>),
    /// A shape made when it is needed, for those that contain themselves.
    Lazy(fn() -> &'static Shape),
}

/// A member of an object.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    name: &'static str,
    shape: Shape,
    required: bool,
}

/// A member that must be there.
pub(crate) fn required(name: &'static str, shape: Shape) -> Member {
    Member {
        name,
        shape,
        required: true,
    }
}

/// A member that may be absent.
pub(crate) fn optional(name: &'static str, shape: Shape) -> Member {
    Member {
        name,
        shape,
        required: false,
    }
}

/// An object with these members and no others.
pub(crate) fn object(members: impl IntoIterator<Item = Member>) -> Shape {
    Shape::Object(members.into_iter().collect())
}

/// An object whose members all have one shape.
pub(crate) fn map(shape: Shape) -> Shape {
    Shape::Map(Box::new(shape))
}

/// An array of at most `max` elements.
pub(crate) fn array(item: Shape, max: usize) -> Shape {
    Shape::Array {
        item: Box::new(item),
        min: 0,
        max,
    }
}

/// `null` or the shape.
pub(crate) fn nullable(shape: Shape) -> Shape {
    Shape::Nullable(Box::new(shape))
}

/// A string of any length.
pub(crate) fn text() -> Shape {
    Shape::Text {
        min: 0,
        max: usize::MAX,
    }
}

/// A string of at most `max` UTF-16 units.
pub(crate) fn limited(max: usize) -> Shape {
    Shape::Text { min: 0, max }
}

/// One of these strings.
pub(crate) fn literals(words: &'static [&'static str]) -> Shape {
    Shape::Literal(words)
}

/// One of several shapes.
pub(crate) fn union(branches: impl IntoIterator<Item = Shape>) -> Shape {
    Shape::Union(branches.into_iter().collect())
}

/// Checks a request's body.
pub(crate) fn body(value: &Value, shape: &Shape) -> Result<(), Problem> {
    let mut path = Path::default();
    path.text.push_str("body");
    report("body", check(Some(value), shape, &mut path, false))
}

fn report(location: &str, failures: Vec<Failure>) -> Result<(), Problem> {
    match failures.as_slice() {
        [] => Ok(()),
        [only] => Err(Problem::validation(format!(
            "{location} failed validation: {}",
            only.sentence
        ))),
        several => {
            let lines: Vec<&str> = several.iter().map(|f| f.sentence.as_str()).collect();
            Err(Problem::validation(format!(
                "{location} failed validation. Fix one:\n{}",
                lines.join("\n")
            )))
        }
    }
}

/// One refused member.
#[derive(Debug, PartialEq)]
struct Failure {
    sentence: String,
    depth: usize,
    /// The only fault is a member that should not be there.
    surplus: bool,
}

#[derive(Debug, Default)]
struct Path {
    text: String,
    depth: usize,
}

impl Path {
    /// Runs `inner` one step further down.
    fn within<T>(
        &mut self,
        step: std::fmt::Arguments<'_>,
        inner: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let length = self.text.len();
        std::fmt::Write::write_fmt(&mut self.text, step).unwrap_or_default();
        self.depth += 1;
        let out = inner(self);
        self.depth -= 1;
        self.text.truncate(length);
        out
    }

    fn fail(&self, expectation: &str, instead: Option<&Value>) -> Vec<Failure> {
        vec![Failure {
            sentence: sentence(&self.text, expectation, instead),
            depth: self.depth,
            surplus: false,
        }]
    }
}

fn check(value: Option<&Value>, shape: &Shape, path: &mut Path, optional: bool) -> Vec<Failure> {
    let Some(value) = value else {
        return if optional {
            Vec::new()
        } else {
            path.fail("defined", None)
        };
    };
    match shape {
        Shape::Nullable(_) if value.is_null() => Vec::new(),
        Shape::Nullable(inner) if !matches!(**inner, Shape::Union(_)) && !fits(value, inner) => {
            path.fail(&expectation(shape, optional), Some(value))
        }
        Shape::Nullable(inner) => check(Some(value), inner, path, optional),
        Shape::Lazy(shape) => check(Some(value), shape(), path, optional),
        Shape::Union(branches) => {
            let tried = branches
                .iter()
                .map(|branch| check(Some(value), branch, path, optional))
                .collect();
            narrow(tried)
        }
        _ if !fits(value, shape) => path.fail(&expectation(shape, optional), Some(value)),
        Shape::Text { min, max } => {
            let length = value.as_str().map_or(0, |text| text.encode_utf16().count());
            lengths(length, *min, *max, path)
        }
        Shape::Number { min, max } => bounds(value, *min, *max, path, optional),
        Shape::Object(members) => match value {
            Value::Object(have) => check_object(have, members, path),
            _ => Vec::new(),
        },
        Shape::Map(inner) => {
            for (name, value) in value.as_object().into_iter().flatten() {
                let failures = path.within(format_args!(".{name}"), |path| {
                    check(Some(value), inner, path, false)
                });
                if !failures.is_empty() {
                    return failures;
                }
            }
            Vec::new()
        }
        Shape::Array { item, min, max } => {
            let items = value.as_array().map_or(&[][..], Vec::as_slice);
            let failures = lengths(items.len(), *min, *max, path);
            if !failures.is_empty() {
                return failures;
            }
            for (index, value) in items.iter().enumerate() {
                let failures = path.within(format_args!("[{index}]"), |path| {
                    check(Some(value), item, path, false)
                });
                if !failures.is_empty() {
                    return failures;
                }
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn check_object(have: &Map<String, Value>, members: &[Member], path: &mut Path) -> Vec<Failure> {
    for member in members {
        let failures = path.within(format_args!(".{}", member.name), |path| {
            check(have.get(member.name), &member.shape, path, !member.required)
        });
        if !failures.is_empty() {
            return failures;
        }
    }
    for (name, value) in have {
        if !members.iter().any(|member| member.name == name) {
            let mut failures = path.within(format_args!(".{name}"), |path| {
                path.fail("not present", Some(value))
            });
            failures
                .iter_mut()
                .for_each(|failure| failure.surplus = true);
            return failures;
        }
    }
    Vec::new()
}

/// The failures of a union: none if a branch fits; those of a branch that would fit but for
/// members it should not have; else those that got furthest (recorded: a broken callout is told
/// without the thirty types it is not, a rich text item without a type tells all three).
fn narrow(tried: Vec<Vec<Failure>>) -> Vec<Failure> {
    if tried.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let surplus = |failures: &Vec<Failure>| failures.iter().all(|failure| failure.surplus);
    if let Some(index) = tried.iter().position(surplus) {
        return tried.into_iter().nth(index).unwrap_or_default();
    }
    let mut all: Vec<Failure> = Vec::new();
    for failure in tried.into_iter().flatten() {
        if !all.contains(&failure) {
            all.push(failure);
        }
    }
    let deepest = all
        .iter()
        .map(|failure| failure.depth)
        .max()
        .unwrap_or_default();
    all.retain(|failure| failure.depth == deepest);
    all
}

/// Whether the value is of the shape's kind at all, members aside.
fn fits(value: &Value, shape: &Shape) -> bool {
    match shape {
        Shape::Any | Shape::Union(_) => true,
        Shape::Lazy(shape) => fits(value, shape()),
        Shape::Nullable(inner) => value.is_null() || fits(value, inner),
        Shape::Text { .. } => value.is_string(),
        Shape::Number { .. } => value.is_number(),
        Shape::Boolean => value.is_boolean(),
        Shape::True => value == &Value::Bool(true),
        Shape::Uuid => value
            .as_str()
            .is_some_and(|text| ids::normalized(text).is_some()),
        Shape::IsoDate => value.as_str().is_some_and(is_iso_date),
        Shape::Literal(words) => value.as_str().is_some_and(|text| words.contains(&text)),
        Shape::Object(_) | Shape::Map(_) => value.is_object(),
        Shape::Array { .. } => value.is_array(),
    }
}

fn expectation(shape: &Shape, optional: bool) -> String {
    let mut parts = Vec::new();
    describe(shape, &mut parts);
    if optional {
        parts.push("`undefined`".to_owned());
    }
    join(parts)
}

fn describe(shape: &Shape, parts: &mut Vec<String>) {
    let words = match shape {
        Shape::Any | Shape::Union(_) => "defined",
        Shape::Lazy(shape) => return describe(shape(), parts),
        Shape::Nullable(inner) => {
            describe(inner, parts);
            "`null`"
        }
        Shape::Text { .. } => "a string",
        Shape::Number { .. } => "a number",
        Shape::Boolean => "a boolean",
        Shape::True => "`true`",
        Shape::Uuid => "a valid uuid",
        Shape::IsoDate => "a valid ISO 8601 date string",
        Shape::Object(_) | Shape::Map(_) => "an object",
        Shape::Array { .. } => "an array",
        Shape::Literal(literals) => {
            parts.extend(literals.iter().map(|literal| format!("`\"{literal}\"`")));
            return;
        }
    };
    parts.push(words.to_owned());
}

fn lengths(length: usize, min: usize, max: usize, path: &mut Path) -> Vec<Failure> {
    let expectation = if length > max {
        format!("≤ `{max}`")
    } else if length < min {
        format!("≥ `{min}`")
    } else {
        return Vec::new();
    };
    path.within(format_args!(".length"), |path| {
        path.fail(&expectation, Some(&Value::from(length)))
    })
}

fn bounds(value: &Value, min: f64, max: f64, path: &Path, optional: bool) -> Vec<Failure> {
    let number = value.as_f64().unwrap_or_default();
    let mut parts = Vec::new();
    if number > max {
        parts.push(format!("≤ `{max}`"));
    } else if number < min {
        parts.push(format!("≥ `{min}`"));
    } else {
        return Vec::new();
    }
    if optional {
        parts.push("`undefined`".to_owned());
    }
    path.fail(&join(parts), Some(value))
}

/// Whether a text is a date, or a date and time with or without an offset.
fn is_iso_date(text: &str) -> bool {
    const PARSER: DateTimeParser = DateTimeParser::new();
    PARSER.parse_timestamp(text).is_ok() || PARSER.parse_datetime(text).is_ok()
}
