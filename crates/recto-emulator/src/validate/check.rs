//! What is wrong with a value, in the service's grammar.

use serde_json::{Map, Value};

use super::accept::{accepts, fits};
use super::shape::{Member, Shape};
use super::{join, sentence};
use crate::problem::Problem;

/// Checks a request's body.
pub(crate) fn body(value: &Value, shape: &Shape) -> Result<(), Problem> {
    if accepts(Some(value), shape, false) {
        return Ok(());
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::validate::{array, limited, nullable, object, optional, required, text, union};

    fn refusal(value: &Value, shape: &Shape) -> String {
        match body(value, shape) {
            Ok(()) => String::new(),
            Err(problem) => problem.message().to_owned(),
        }
    }

    #[test]
    fn members_are_checked_in_the_order_of_the_shape() {
        let shape = object([required("a", Shape::Uuid), optional("b", Shape::Boolean)]);
        assert_eq!(
            refusal(&json!({"b": 1, "a": "x"}), &shape),
            "body failed validation: body.a should be a valid uuid, instead was `\"x\"`."
        );
        assert_eq!(
            refusal(&json!({"c": 1}), &shape),
            "body failed validation: body.a should be defined, instead was `undefined`."
        );
    }

    #[test]
    fn alternatives_end_with_null_and_undefined() {
        let shape = object([optional("a", nullable(text()))]);
        assert_eq!(
            refusal(&json!({"a": 5}), &shape),
            "body failed validation: body.a should be a string, `null`, or `undefined`, \
             instead was `5`."
        );
    }

    #[test]
    fn lengths_have_a_path_of_their_own() {
        let shape = object([required("a", array(limited(2), 1))]);
        assert_eq!(
            refusal(&json!({"a": ["", ""]}), &shape),
            "body failed validation: body.a.length should be ≤ `1`, instead was `2`."
        );
        assert_eq!(
            refusal(&json!({"a": ["abc"]}), &shape),
            "body failed validation: body.a[0].length should be ≤ `2`, instead was `3`."
        );
    }

    #[test]
    fn a_union_tells_the_branch_that_got_furthest() {
        let inner = || object([required("x", text())]);
        let shape = object([required(
            "u",
            union([
                object([required("a", inner())]),
                object([required("b", inner())]),
            ]),
        )]);
        assert_eq!(
            refusal(&json!({"u": {"b": {}}}), &shape),
            "body failed validation: body.u.b.x should be defined, instead was `undefined`."
        );
        assert_eq!(
            refusal(&json!({"u": {}}), &shape),
            "body failed validation. Fix one:\n\
             body.u.a should be defined, instead was `undefined`.\n\
             body.u.b should be defined, instead was `undefined`."
        );
        assert_eq!(
            refusal(&json!({"u": {"a": {"x": ""}, "y": 1}}), &shape),
            "body failed validation: body.u.y should be not present, instead was `1`."
        );
        assert_eq!(
            refusal(&json!({"u": 5}), &shape),
            "body failed validation: body.u should be an object, instead was `5`."
        );
    }
}
