//! Faults as JSON, for those who drive the emulator over HTTP.

use std::time::Duration;

use http::{HeaderName, HeaderValue};
use recto_api::error::ErrorCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Effect, Fault, When};
use crate::counts;

/// What happens, in JSON. One of `drop`, `status` with what goes with it, `committed`, `slow_ms`,
/// `cut_after` and `index_lag_ms`, or only `delay_ms`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// In snake case, such as `create_page`; absent: any.
    operation: Option<String>,
    #[serde(default = "one")]
    nth: u64,
    #[serde(default = "one")]
    count: u64,
    #[serde(default)]
    when: Moment,
    status: Option<u16>,
    code: Option<String>,
    message: Option<String>,
    additional_data: Option<Map<String, Value>>,
    /// Why a 429 came.
    reason: Option<String>,
    retry_after: Option<u64>,
    #[serde(default)]
    headers: Map<String, Value>,
    /// A 503 that names what was saved.
    #[serde(default)]
    committed: bool,
    #[serde(default)]
    drop: bool,
    #[serde(default)]
    delay_ms: u64,
    /// How long the body takes once it began.
    slow_ms: Option<u64>,
    /// Bytes of the body before the connection ends.
    cut_after: Option<usize>,
    /// How long queries and searches do not find what was made.
    index_lag_ms: Option<u64>,
    /// From 0 to 1.
    probability: Option<f64>,
    #[serde(default)]
    seed: u64,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Moment {
    #[default]
    Before,
    After,
}

fn one() -> u64 {
    1
}

/// Reads one rule or an array of rules. Fails with what is wrong.
pub(crate) fn parse(body: &[u8]) -> Result<Vec<Fault>, String> {
    let value: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let rules = match value {
        Value::Array(rules) => rules,
        rule => vec![rule],
    };
    rules
        .into_iter()
        .enumerate()
        .map(|(index, rule)| {
            serde_json::from_value(rule)
                .map_err(|error| error.to_string())
                .and_then(fault)
                .map_err(|error| format!("rule {index}: {error}"))
        })
        .collect()
}

fn fault(rule: Rule) -> Result<Fault, String> {
    let effects = [
        rule.status.is_some() || rule.committed,
        rule.drop,
        rule.slow_ms.is_some(),
        rule.cut_after.is_some(),
        rule.index_lag_ms.is_some(),
    ];
    if effects.iter().filter(|asked| **asked).count() > 1 {
        return Err(
            "only one of `status`, `drop`, `slow_ms`, `cut_after` and `index_lag_ms`, not more"
                .to_owned(),
        );
    }
    let millis = Duration::from_millis;
    let mut fault = match &rule {
        Rule {
            committed: true,
            status: None | Some(503),
            ..
        } => Fault::saved_without_answer(),
        Rule {
            status: Some(status),
            ..
        } => refusal(*status, &rule)?,
        Rule { drop: true, .. } => Fault::dropped(),
        Rule {
            slow_ms: Some(over),
            ..
        } => Fault::slow_body(millis(*over)),
        Rule {
            cut_after: Some(bytes),
            ..
        } => Fault::cut_body(*bytes),
        Rule {
            index_lag_ms: Some(by),
            ..
        } => Fault::index_lag(millis(*by)),
        rule if rule.delay_ms > 0 => Fault::delayed(Duration::ZERO),
        _ => {
            return Err(
                "one of `status`, `drop`, `committed`, `slow_ms`, `cut_after`, `index_lag_ms` or \
                 `delay_ms` is needed"
                    .to_owned(),
            );
        }
    };
    if let Some(probability) = rule.probability {
        if !(0.0..=1.0).contains(&probability) {
            return Err(format!("probability {probability} is not from 0 to 1"));
        }
        fault = fault.with_probability(probability, rule.seed);
    }
    if let Some(name) = &rule.operation {
        fault = fault.on(counts::operation(name).ok_or_else(|| format!("no operation `{name}`"))?);
    }
    for (name, value) in &rule.headers {
        let value = value
            .as_str()
            .ok_or_else(|| format!("header `{name}` is no text"))?;
        let parsed = name
            .parse::<HeaderName>()
            .ok()
            .zip(HeaderValue::from_str(value).ok());
        let (name, value) = parsed.ok_or_else(|| format!("header `{name}` cannot be sent"))?;
        fault = fault.header(name, value);
    }
    if rule.when == Moment::After {
        fault = fault.after_effect();
    }
    Ok(fault
        .nth(rule.nth)
        .times(rule.count)
        .late(Duration::from_millis(rule.delay_ms)))
}

fn refusal(status: u16, rule: &Rule) -> Result<Fault, String> {
    if !(400..=599).contains(&status) {
        return Err(format!("status {status} is no refusal"));
    }
    let mut fault = match status {
        429 if rule.reason.as_deref() == Some("public_api_request_blocked") => Fault::blocked(),
        429 => Fault::limited(
            rule.reason
                .as_deref()
                .unwrap_or("public_api_request_rate_limit"),
            rule.retry_after.unwrap_or(1),
        ),
        529 => Fault::overloaded(rule.retry_after.unwrap_or(1)),
        status => Fault::status(status),
    };
    let told = rule.code.is_some() || rule.message.is_some() || rule.additional_data.is_some();
    if let (true, Some(Effect::Answer { problem, .. })) = (told, &mut fault.effect) {
        let known = problem.body();
        let code = match &rule.code {
            Some(code) => ErrorCode::from_wire(code.into()),
            None => known.code.clone(),
        };
        let message = rule.message.as_deref().unwrap_or(&known.message).to_owned();
        let data = rule
            .additional_data
            .clone()
            .or_else(|| known.additional_data.clone());
        *problem = crate::problem::Problem::of(status, code, &message, data);
    } else if let Some(Effect::Answer { problem, .. }) = &mut fault.effect
        && problem.status() != status
    {
        return Err(format!("status {status} needs a `code`"));
    }
    Ok(fault)
}

/// What is left of a rule, in JSON.
pub(crate) fn present(fault: &Fault) -> Value {
    let (status, drop) = match &fault.effect {
        Some(Effect::Answer { problem, .. }) => (Some(problem.status()), false),
        Some(Effect::Drop) => (None, true),
        None => (None, false),
    };
    let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let mut told = json!({
        "operation": fault.operation.map(counts::name),
        "nth": fault.skip.saturating_add(1),
        "count": fault.left,
        "when": if fault.when == When::After { "after" } else { "before" },
        "status": status,
        "drop": drop,
        "delay_ms": millis(fault.delay),
    });
    let rare = [
        (
            "slow_ms",
            (!fault.slow.is_zero()).then(|| json!(millis(fault.slow))),
        ),
        ("cut_after", fault.cut.map(|bytes| json!(bytes))),
        (
            "index_lag_ms",
            (!fault.lag.is_zero()).then(|| json!(millis(fault.lag))),
        ),
        (
            "probability",
            fault
                .chance
                .as_ref()
                .map(|chance| json!(chance.probability)),
        ),
        (
            "seed",
            fault.chance.as_ref().map(|chance| json!(chance.seed)),
        ),
    ];
    if let Some(members) = told.as_object_mut() {
        for (name, value) in rare {
            members.extend(value.map(|value| (name.to_owned(), value)));
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rules() {
        let rules = br#"[{"operation":"create_page","nth":2,"status":429,"retry_after":3},
            {"drop":true,"when":"after"},{"delay_ms":5,"count":9},{"status":503,"committed":true},
            {"slow_ms":7},{"cut_after":8},{"index_lag_ms":9,"probability":0.5,"seed":3}]"#;
        let faults = parse(rules).unwrap();
        assert_eq!(
            present(&faults[0]),
            json!({"operation": "create_page", "nth": 2, "count": 1, "when": "before",
                "status": 429, "drop": false, "delay_ms": 0})
        );
        assert_eq!(present(&faults[1])["when"], "after");
        assert_eq!(present(&faults[2])["delay_ms"], 5);
        assert_eq!(present(&faults[3])["when"], "after");
        assert_eq!(present(&faults[4])["slow_ms"], 7);
        assert_eq!(present(&faults[5])["cut_after"], 8);
        let last = present(&faults[6]);
        assert_eq!(
            (&last["index_lag_ms"], &last["seed"]),
            (&json!(9), &json!(3))
        );
        assert_eq!(last["probability"], 0.5);
    }

    #[test]
    fn says_what_is_wrong_with_a_rule() {
        for (rule, told) in [
            (r#"{"status":200}"#, "status 200 is no refusal"),
            (r#"{"status":418}"#, "needs a `code`"),
            (r#"{"operation":"fly","drop":true}"#, "no operation `fly`"),
            (r"{}", "is needed"),
            (r#"{"stauts":500}"#, "unknown field `stauts`"),
            (r#"{"status":500,"drop":true}"#, "only one of"),
            (r#"{"cut_after":5,"slow_ms":5}"#, "only one of"),
            (r#"{"status":500,"probability":2}"#, "not from 0 to 1"),
            ("[", "EOF"),
        ] {
            let error = parse(rule.as_bytes()).unwrap_err();
            assert!(error.contains(told), "{rule}: {error}");
        }
        let odd = parse(br#"{"status":418,"code":"teapot","message":"no"}"#).unwrap();
        assert_eq!(present(&odd[0])["status"], 418);
    }
}
