//! Equality by value, and where it ends.

use serde_json::{Number, Value};

/// A place where two values differ.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unequal {
    /// Where, such as `results[3].properties.Name`.
    pub(crate) path: String,
    /// What came; nothing where the member was added.
    pub(crate) came: Option<Value>,
    /// What was written; nothing where the member was lost.
    pub(crate) wrote: Option<Value>,
}

/// Every place where two values differ; none when they are equal. The order of members does not
/// count, and numbers are equal by value: `5` is `5.0`.
pub(crate) fn differences(came: &Value, wrote: &Value) -> Vec<Unequal> {
    let mut out = Vec::new();
    compare(came, wrote, &mut String::new(), &mut out);
    out
}

fn compare(came: &Value, wrote: &Value, path: &mut String, out: &mut Vec<Unequal>) {
    let length = path.len();
    match (came, wrote) {
        (Value::Object(a), Value::Object(b)) => {
            for (name, value) in a {
                step(path, name);
                match b.get(name) {
                    Some(other) => compare(value, other, path, out),
                    None => out.push(unequal(path, Some(value), None)),
                }
                path.truncate(length);
            }
            for (name, value) in b.iter().filter(|(name, _)| !a.contains_key(*name)) {
                step(path, name);
                out.push(unequal(path, None, Some(value)));
                path.truncate(length);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for index in 0..a.len().max(b.len()) {
                path.push_str(&format!("[{index}]"));
                match (a.get(index), b.get(index)) {
                    (Some(value), Some(other)) => compare(value, other, path, out),
                    (value, other) => out.push(unequal(path, value, other)),
                }
                path.truncate(length);
            }
        }
        (Value::Number(a), Value::Number(b)) if same_number(a, b) => {}
        (a, b) if a == b => {}
        (a, b) => out.push(unequal(path, Some(a), Some(b))),
    }
}

fn step(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

fn unequal(path: &str, came: Option<&Value>, wrote: Option<&Value>) -> Unequal {
    Unequal {
        path: path.to_owned(),
        came: came.cloned(),
        wrote: wrote.cloned(),
    }
}

fn same_number(a: &Number, b: &Number) -> bool {
    a == b || ((a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn order_and_the_form_of_numbers_do_not_count() {
        let came = json!({"a": 5, "b": [1.0, {"c": -0.0}]});
        let wrote = json!({"b": [1, {"c": 0}], "a": 5.0});
        assert_eq!(differences(&came, &wrote), []);
        let (large, larger) = (
            json!(9_007_199_254_740_993_u64),
            json!(9_007_199_254_740_992_u64),
        );
        assert_eq!(differences(&large, &larger).len(), 1);
    }

    #[test]
    fn each_difference_has_its_place() {
        let came = json!({"a": {"b": [1, 2]}, "lost": null, "c": "x"});
        let wrote = json!({"a": {"b": [1]}, "c": null, "new": 1});
        let found = differences(&came, &wrote);
        let paths: Vec<_> = found.iter().map(|found| found.path.as_str()).collect();
        assert_eq!(paths, ["a.b[1]", "lost", "c", "new"]);
        assert_eq!(found[1].came, Some(Value::Null));
        assert_eq!(found[1].wrote, None);
        assert_eq!(found[3].came, None);
    }
}
