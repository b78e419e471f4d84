//! Query members of a list of children.

use recto_api::limits::PAGE_SIZE;
use serde_json::Value;

use super::super::Input;
use crate::ids;
use crate::problem::Problem;
use crate::validate;

/// How many blocks a page holds.
pub(super) fn page_size(input: &Input) -> Result<usize, Problem> {
    let Some(text) = input.query("page_size") else {
        return Ok(PAGE_SIZE);
    };
    let refusal = |expectation: &str, instead: Value| {
        Err(validate::failed(
            "query",
            "query.page_size",
            expectation,
            &instead,
        ))
    };
    match text.parse::<i64>() {
        Err(_) => refusal("a number or `undefined`", Value::from(text)),
        Ok(size) if size < 1 => refusal("≥ `1` or `undefined`", Value::from(size)),
        Ok(size) => match usize::try_from(size) {
            Ok(size) if size <= PAGE_SIZE => Ok(size),
            _ => refusal(
                &format!("≤ `{PAGE_SIZE}` or `undefined`"),
                Value::from(size),
            ),
        },
    }
}

/// The block to start from.
pub(super) fn start_cursor(input: &Input) -> Result<Option<String>, Problem> {
    let Some(text) = input.query("start_cursor") else {
        return Ok(None);
    };
    let refusal = || {
        let instead = Value::from(text);
        validate::failed(
            "query",
            "query.start_cursor",
            "a valid uuid or `undefined`",
            &instead,
        )
    };
    ids::normalized(text).ok_or_else(refusal).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(name: &str, value: &str) -> Input {
        Input {
            query: vec![(name.to_owned(), value.to_owned())],
            ..Input::default()
        }
    }

    #[test]
    fn sizes_are_bounded() {
        assert_eq!(page_size(&Input::default()), Ok(100));
        assert_eq!(page_size(&input("page_size", "7")), Ok(7));
        for (text, tail) in [
            ("101", "≤ `100` or `undefined`, instead was `101`."),
            ("0", "≥ `1` or `undefined`, instead was `0`."),
            ("ten", "a number or `undefined`, instead was `\"ten\"`."),
        ] {
            let problem = page_size(&input("page_size", text)).unwrap_err();
            assert!(problem.message().ends_with(tail), "{}", problem.message());
        }
    }

    #[test]
    fn cursors_are_ids() {
        let problem = start_cursor(&input("start_cursor", "bogus")).unwrap_err();
        assert_eq!(
            problem.message(),
            "query failed validation: query.start_cursor should be a valid uuid or `undefined`, \
             instead was `\"bogus\"`."
        );
    }
}
