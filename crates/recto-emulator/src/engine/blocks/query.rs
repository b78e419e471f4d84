//! Query members of a list of children.

use serde_json::Value;

use super::super::Input;
use crate::ids;
use crate::problem::Problem;
use crate::validate;

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

    #[test]
    fn cursors_are_ids() {
        let query = vec![("start_cursor".to_owned(), "bogus".to_owned())];
        let problem = start_cursor(&Input {
            query,
            ..Input::default()
        })
        .unwrap_err();
        assert_eq!(
            problem.message(),
            "query failed validation: query.start_cursor should be a valid uuid or `undefined`, \
             instead was `\"bogus\"`."
        );
    }
}
