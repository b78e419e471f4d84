//! What `recto demo` promises in figures, on SQLite: how many rows, how many requests.

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::{
    house::{House, Outcome},
    shell::Run,
};

/// Rows of the sample, in all its tables.
const ROWS: u64 = 422;

/// Rows that are different after the demo's edits: three edited, one that loses a link.
const EDITED: u64 = 4;

/// Tables of the sample.
const TABLES: u64 = 5;

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    let output = Run::cargo(&house.root)
        .args([
            "run",
            "--release",
            "--locked",
            "--",
            "demo",
            "--format",
            "json",
        ])
        .collect()?;
    let document = serde_json::from_str(&output)
        .context("`recto demo --format json` printed something that is not one JSON document")?;
    let broken = broken_promises(&document);
    if !broken.is_empty() {
        bail!("{}", broken.join("; "));
    }
    let figure = |name: &str| document["pushes"][0][name].as_u64().unwrap_or_default();
    Ok(Outcome::Passed(format!(
        "{ROWS} rows in {} requests, of which {} writes",
        figure("requests"),
        figure("writes")
    )))
}

/// What the document says that it should not, as sentences.
fn broken_promises(document: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    let mut check = |holds: bool, sentence: String| {
        if !holds {
            broken.push(sentence);
        }
    };
    let figure = |push: usize, name: &str| document["pushes"][push][name].as_u64();

    let pushes = document["pushes"].as_array().map_or(0, Vec::len);
    check(pushes == 3, format!("{pushes} pushes instead of 3"));
    for (push, created, updated) in [(0, ROWS, 0), (1, 0, EDITED), (2, 0, 0)] {
        let number = push + 1;
        let made = figure(push, "created");
        check(
            made == Some(created),
            format!("push {number} created {made:?} rows"),
        );
        let changed = figure(push, "updated");
        check(
            changed == Some(updated),
            format!("push {number} updated {changed:?} rows"),
        );
        let failed = figure(push, "failed");
        check(
            failed == Some(0),
            format!("push {number} failed on {failed:?} rows"),
        );
        let accounted: Option<u64> = ["created", "updated", "unchanged", "failed"]
            .iter()
            .map(|name| figure(push, name))
            .sum();
        check(
            accounted == Some(ROWS),
            format!("push {number} accounts for {accounted:?} rows of {ROWS}"),
        );
    }
    let first = figure(0, "requests");
    check(
        first.is_some_and(|requests| requests * 10 <= ROWS * 11),
        format!("push 1 took {first:?} requests, more than 1.1 for each row"),
    );
    let (third, writes) = (figure(2, "requests"), figure(2, "writes"));
    check(writes == Some(0), format!("push 3 sent {writes:?} writes"));
    check(
        third.is_some_and(|requests| requests <= ROWS.div_ceil(100) + 5 * TABLES),
        format!("push 3 took {third:?} requests"),
    );
    for push in 0..pushes {
        let (needed, took) = (figure(push, "minimum_requests"), figure(push, "requests"));
        check(
            needed
                .zip(took)
                .is_some_and(|(needed, took)| needed <= took),
            format!(
                "push {} took {took:?} requests where {needed:?} are the least",
                push + 1
            ),
        );
    }
    check(
        document["dashboard_unchanged"] == Value::Bool(true),
        "the hub page is not said to be unchanged".to_owned(),
    );
    broken
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn push(created: u64, updated: u64, requests: u64, writes: u64) -> Value {
        json!({
            "created": created, "updated": updated, "unchanged": ROWS - created - updated,
            "failed": 0, "requests": requests, "writes": writes, "minimum_requests": 5,
            "seconds": 0.5,
        })
    }

    fn good() -> Value {
        json!({
            "pushes": [push(422, 0, 440, 430), push(0, 4, 20, 4), push(0, 0, 15, 0)],
            "dashboard_unchanged": true,
        })
    }

    fn with(path: &str, value: Value) -> Vec<String> {
        let mut document = good();
        *document.pointer_mut(path).unwrap() = value;
        broken_promises(&document)
    }

    #[test]
    fn a_good_run_breaks_nothing() {
        assert_eq!(broken_promises(&good()), Vec::<String>::new());
    }

    #[test]
    fn each_promise_can_be_broken() {
        for (path, value, sentence) in [
            ("/pushes/0/requests", json!(465), "more than 1.1"),
            ("/pushes/0/failed", json!(1), "push 1 failed"),
            ("/pushes/0/created", json!(421), "push 1 created"),
            ("/pushes/1/updated", json!(422), "push 2 updated"),
            ("/pushes/1/unchanged", json!(0), "push 2 accounts"),
            ("/pushes/2/writes", json!(1), "push 3 sent"),
            ("/pushes/2/requests", json!(31), "push 3 took"),
            ("/pushes/2/minimum_requests", json!(16), "are the least"),
            ("/pushes/2/updated", json!("none"), "push 3 updated None"),
            ("/dashboard_unchanged", json!(false), "hub page"),
        ] {
            let broken = with(path, value);
            assert!(
                broken.iter().any(|line| line.contains(sentence)),
                "{path}: {broken:?}"
            );
        }
        assert!(!with("/pushes", json!([])).is_empty());
        assert!(!broken_promises(&Value::Null).is_empty());
    }
}
