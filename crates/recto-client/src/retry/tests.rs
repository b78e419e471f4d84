use proptest::prelude::*;
use serde_json::json;

use super::*;

fn body(value: Value) -> ErrorBody {
    serde_json::from_value(value).unwrap()
}

fn refused(reason: &str) -> ErrorBody {
    body(json!({
        "object": "error", "status": 429, "code": "rate_limited", "message": "slow down",
        "additional_data": {"rate_limit_reason": reason, "retry_after": "4"}
    }))
}

fn answer(status: u16, body: Option<&ErrorBody>) -> Failure<'_> {
    Failure::Answer {
        status: StatusCode::from_u16(status).unwrap(),
        body,
    }
}

const EFFECTS: [Effect; 3] = [Effect::Read, Effect::Delete, Effect::Write];

#[test]
fn statuses_without_a_body() {
    use Verdict::{Repeat, Reread, Stop};
    for (status, read, delete, write) in [
        (400, Stop, Stop, Stop),
        (401, Stop, Stop, Stop),
        (403, Stop, Stop, Stop),
        (404, Stop, Stop, Stop),
        (405, Stop, Stop, Stop),
        (408, Stop, Stop, Stop),
        (409, Repeat, Reread, Reread),
        (413, Stop, Stop, Stop),
        (418, Stop, Stop, Stop),
        (429, Repeat, Repeat, Repeat),
        (301, Stop, Stop, Stop),
        (500, Repeat, Repeat, Stop),
        (501, Stop, Stop, Stop),
        (502, Repeat, Repeat, Stop),
        (503, Repeat, Repeat, Stop),
        (504, Repeat, Repeat, Stop),
        (520, Repeat, Repeat, Stop),
        (522, Repeat, Repeat, Stop),
        (529, Repeat, Repeat, Repeat),
        (599, Stop, Stop, Stop),
    ] {
        let got = EFFECTS.map(|effect| verdict(effect, answer(status, None)));
        assert_eq!(got, [read, delete, write], "{status}");
    }
}

#[test]
fn failures_without_an_answer() {
    for failure in [Failure::Timeout, Failure::Broken] {
        assert_eq!(verdict(Effect::Read, failure), Verdict::Repeat);
        assert_eq!(verdict(Effect::Delete, failure), Verdict::Repeat);
        assert_eq!(verdict(Effect::Write, failure), Verdict::Stop);
        assert!(may_have_taken_effect(Effect::Write, failure));
        assert!(!may_have_taken_effect(Effect::Read, failure));
    }
    for effect in EFFECTS {
        assert_eq!(verdict(effect, Failure::Unreachable), Verdict::Repeat);
        assert!(!may_have_taken_effect(effect, Failure::Unreachable));
    }
}

#[test]
fn a_shut_out_connection_is_not_asked_again() {
    let blocked = refused("public_api_request_blocked");
    let other = refused("a_reason_of_next_year");
    for effect in EFFECTS {
        assert_eq!(verdict(effect, answer(429, Some(&blocked))), Verdict::Stop);
        assert_eq!(verdict(effect, answer(429, Some(&other))), Verdict::Repeat);
    }
}

#[test]
fn reasons_name_scopes() {
    for (reason, expected) in [
        ("public_api_request_rate_limit", Scope::Connection),
        ("public_api_space_request_rate_limit", Scope::Workspace),
        ("public_api_endpoint_rate_limit", Scope::Endpoint),
        ("collection_router_upstream_429", Scope::Connection),
    ] {
        assert_eq!(scope(Some(&refused(reason))), expected, "{reason}");
    }
    assert_eq!(scope(None), Scope::Connection);
}

#[test]
fn a_saved_change_is_never_sent_again_by_any_method() {
    for data in [
        json!({"committed_resource_id": "0d6a6e8c-6b9d-4d9e-8a51-5a4c1f6e0b11"}),
        json!({"committed_child_ids": ["0d6a6e8c-6b9d-4d9e-8a51-5a4c1f6e0b11"]}),
        json!({"retry_guidance": ["Look first.", "Do not repeat the write."]}),
    ] {
        let saved = body(json!({
            "object": "error", "status": 503, "code": "service_unavailable", "message": "saved",
            "additional_data": data
        }));
        for effect in EFFECTS {
            assert_eq!(verdict(effect, answer(503, Some(&saved))), Verdict::Saved);
        }
        assert!(may_have_taken_effect(
            Effect::Write,
            answer(503, Some(&saved))
        ));
    }
    let slow_query = body(json!({
        "object": "error", "status": 503, "code": "service_unavailable", "message": "slow",
        "additional_data": {"retry_guidance": ["Ask for less."]}
    }));
    assert_eq!(
        verdict(Effect::Read, answer(503, Some(&slow_query))),
        Verdict::Repeat
    );
    assert_eq!(
        verdict(Effect::Write, answer(503, Some(&slow_query))),
        Verdict::Stop
    );
}

#[test]
fn posts_that_read_are_reads() {
    for (operation, effect) in [
        (Operation::Search, Effect::Read),
        (Operation::QueryDataSource, Effect::Read),
        (Operation::QueryDatabase, Effect::Read),
        (Operation::CreateViewQuery, Effect::Read),
        (Operation::QueryMeetingNotes, Effect::Read),
        (Operation::CreateView, Effect::Write),
        (Operation::DeleteView, Effect::Delete),
        (Operation::CreatePage, Effect::Write),
        (Operation::UpdatePage, Effect::Write),
        (Operation::AppendBlockChildren, Effect::Write),
        (Operation::DeleteBlock, Effect::Delete),
        (Operation::GetPage, Effect::Read),
    ] {
        assert_eq!(
            Effect::of(&operation.route().method, Some(operation)),
            effect
        );
    }
    assert_eq!(
        Effect::of_path(&Method::POST, "/v1/nothing/known").0,
        Effect::Write
    );
    let (effect, operation) = Effect::of_path(&Method::POST, "/v1/data_sources/x/query");
    assert_eq!(
        (effect, operation),
        (Effect::Read, Some(Operation::QueryDataSource))
    );
}

#[test]
fn retry_after_in_all_its_forms() {
    let ask = |retry_after: &str, date: Option<&str>| {
        let mut headers = http::HeaderMap::new();
        headers.insert("retry-after", retry_after.parse().unwrap());
        if let Some(date) = date {
            headers.insert("date", date.parse().unwrap());
        }
        super::retry_after(&headers, None).map(|wait| wait.as_secs())
    };
    assert_eq!(ask("17", None), Some(17));
    assert_eq!(ask(" 0 ", None), Some(0));
    assert_eq!(ask("+5", None), None);
    assert_eq!(ask("-5", None), None);
    assert_eq!(ask("1.5", None), None);
    assert_eq!(ask("", None), None);
    assert_eq!(ask("soon", None), None);
    assert_eq!(ask("99999999999999999999999", None), Some(24 * 60 * 60));
    let day = 24 * 60 * 60;
    assert_eq!(ask("86399", None), Some(day - 1));
    assert_eq!(ask("18446744073709551615", None), Some(day));
    let now = Some("Fri, 20 Nov 2026 23:59:30 GMT");
    assert_eq!(ask("Sat, 21 Nov 2026 00:00:15 GMT", now), Some(45));
    assert_eq!(ask("Thu, 19 Nov 2026 00:00:15 GMT", now), Some(0));
    assert_eq!(ask("Sat, 21 Nov 2026 00:00:15 GMT", None), None);

    let headers = http::HeaderMap::new();
    let refused = refused("public_api_request_rate_limit");
    assert_eq!(
        super::retry_after(&headers, Some(&refused)),
        Some(Duration::from_secs(4))
    );
    assert_eq!(super::retry_after(&headers, None), None);
}

proptest! {
    #[test]
    fn backoff_stays_in_its_bounds(attempt in 1_u32..=u32::MAX, seed in any::<u64>()) {
        let retry = Retry::default();
        let delay = retry.backoff(attempt, &mut fastrand::Rng::with_seed(seed));
        prop_assert!(delay >= retry.base_delay / 2 && delay <= retry.max_delay);
    }

    /// No status whatever makes a write go out twice, save the two refusals.
    #[test]
    fn writes_repeat_after_refusals_only(status in 100_u16..=999) {
        let verdict = verdict(Effect::Write, answer(status, None));
        prop_assert_eq!(verdict == Verdict::Repeat, status == 429 || status == 529);
    }

    /// Where a repeat is possible nothing may have been done twice.
    #[test]
    fn a_repeated_write_has_not_taken_effect(status in 100_u16..=999) {
        let failure = answer(status, None);
        if verdict(Effect::Write, failure) == Verdict::Repeat {
            prop_assert!(!may_have_taken_effect(Effect::Write, failure));
        }
    }
}
