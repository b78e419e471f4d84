//! Page sizes, cursors and the list envelope (notion-api 3.22 and 4.6).

use recto_api::limits::PAGE_SIZE;
use serde_json::{Value, json};

use super::Input;
use crate::problem::Problem;
use crate::validate::{self, Shape};

/// The shape of `page_size` in a body.
pub(crate) fn size_shape() -> Shape {
    Shape::Number {
        min: 0.0,
        max: 100.0,
    }
}

/// The page size a body asks for, already found sound; `0` is the default (measured).
pub(crate) fn size_in_body(input: &Input) -> usize {
    let size = input
        .member("page_size")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    or_default(size)
}

/// The page size a query string asks for.
pub(crate) fn size_in_query(input: &Input) -> Result<usize, Problem> {
    let Some(text) = input.query("page_size") else {
        return Ok(PAGE_SIZE);
    };
    let refuse = |expectation: &str, instead: Value| {
        Err(validate::failed(
            "query",
            "query.page_size",
            expectation,
            &instead,
        ))
    };
    match text.parse::<i64>() {
        Err(_) => refuse("a number or `undefined`", Value::from(text)),
        Ok(size) if size > 100 => refuse("≤ `100` or `undefined`", Value::from(size)),
        Ok(size) if size < 0 => refuse("≥ `1` or `undefined`", Value::from(size)),
        Ok(size) => Ok(or_default(size.unsigned_abs())),
    }
}

fn or_default(size: u64) -> usize {
    match usize::try_from(size) {
        Ok(0) | Err(_) => PAGE_SIZE,
        Ok(size) => size.min(PAGE_SIZE),
    }
}

/// Takes what is behind the page off a list that was read one item too far; answers with the
/// cursor of the first item taken off.
pub(crate) fn cut<T>(
    items: &mut Vec<T>,
    size: usize,
    cursor: impl Fn(&T) -> String,
) -> Option<String> {
    let next = items.get(size).map(cursor);
    items.truncate(size);
    next
}

/// The list envelope, members in the recorded order.
pub(crate) fn list(results: Vec<Value>, next: Option<String>, kind: &str) -> Value {
    json!({
        "object": "list",
        "results": results,
        "next_cursor": next,
        "has_more": next.is_some(),
        "type": kind,
        kind: {},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_envelope_has_its_order() {
        assert_eq!(
            list(vec![], Some("c".into()), "user").to_string(),
            r#"{"object":"list","results":[],"next_cursor":"c","has_more":true,"type":"user","user":{}}"#
        );
    }

    #[test]
    fn a_page_too_far_is_cut() {
        let mut items = vec![1, 2, 3];
        assert_eq!(
            cut(&mut items, 2, ToString::to_string).as_deref(),
            Some("3")
        );
        assert_eq!(items, [1, 2]);
        assert_eq!(cut(&mut items, 2, ToString::to_string), None);
    }

    #[test]
    fn sizes_are_checked() {
        let input = |size: &str| Input {
            query: vec![("page_size".into(), size.into())],
            ..Input::default()
        };
        assert_eq!(size_in_query(&Input::default()).unwrap(), 100);
        assert_eq!(size_in_query(&input("0")).unwrap(), 100);
        assert_eq!(size_in_query(&input("7")).unwrap(), 7);
        assert_eq!(
            size_in_query(&input("101")).unwrap_err().message(),
            "query failed validation: query.page_size should be ≤ `100` or `undefined`, \
             instead was `101`."
        );
        assert!(size_in_query(&input("ten")).is_err());
    }
}
