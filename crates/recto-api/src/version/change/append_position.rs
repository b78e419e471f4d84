//! 2026-03-11: appended blocks are placed by `position`, no longer by `after`.

use serde_json::json;

use super::{Answer, Refusal, Request, Resolver, json};
use crate::endpoint::Operation;

pub(super) fn raise(request: &mut Request, _: &dyn Resolver) -> Result<Option<Request>, Refusal> {
    if request.operation == Operation::AppendBlockChildren
        && let Some(body) = request.body.as_object_mut()
        // With both given, `after` stays and is refused as not belonging there.
        && json::rename(body, "after", "position")
        && let Some(position) = body.get_mut("position")
    {
        let id = position.take();
        *position = json!({"type": "after_block", "after_block": {"id": id}});
    }
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, _: &dyn Resolver) {
    if answer.asked.operation == Operation::AppendBlockChildren
        && answer
            .asked
            .body
            .get("after")
            .is_some_and(|after| !after.is_null())
    {
        json::reword(answer.body, "body.position.after_block.id", "body.after");
        json::reword(answer.body, "body.position", "body.after");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::NoResolver;
    use super::*;

    #[test]
    fn both_are_left_for_validation_to_refuse() {
        let body = json!({"children": [], "after": "x", "position": {"type": "end"}});
        let mut request =
            Request::new(Operation::AppendBlockChildren, vec!["b".into()]).with_body(body.clone());
        assert_eq!(raise(&mut request, &NoResolver), Ok(None));
        assert_eq!(request.body, body);
        assert_ne!(request.body["position"], Value::Null);
    }
}
