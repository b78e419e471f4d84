//! The workspace's time.

use std::time::Duration;

use http::Method;
use jiff::{Span, SpanRelativeTo, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::{Answer, Call, Refusal, Route, Subject, ok};

pub(super) const SUBJECT: Subject = Subject {
    name: "clock",
    about: "The time the workspace lives in.",
    routes: &[
        Route {
            method: Method::GET,
            path: "clock",
            about: "The time, and whether it is the machine's, another that runs, or stands still.",
            run: read,
        },
        Route {
            method: Method::PUT,
            path: "clock",
            about: "Sets it: `{\"time\":\"2026-05-01T10:00:00Z\",\"running\":false}`; without `running` it stands still there; without `time` it stays where it is.",
            run: set,
        },
        Route {
            method: Method::POST,
            path: "clock/advance",
            about: "Moves it forward: `{\"by\":\"PT1H30M\"}`, `{\"by\":\"90s\"}` or `{\"ms\":1500}`.",
            run: advance,
        },
        Route {
            method: Method::DELETE,
            path: "clock",
            about: "Follows the machine's clock again.",
            run: follow,
        },
    ],
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Setting {
    time: Option<String>,
    running: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    by: Option<String>,
    ms: Option<u64>,
}

fn read(call: &Call<'_>) -> Answer {
    let clock = &call.engine.clock;
    let mode = match (clock.is_machine(), clock.is_still()) {
        (true, _) => "machine",
        (_, true) => "still",
        _ => "running",
    };
    ok(&json!({"now": crate::time::zulu_text(clock.now().as_millisecond()), "mode": mode}))
}

fn set(call: &Call<'_>) -> Answer {
    let setting: Setting = call.body()?;
    let clock = &call.engine.clock;
    if let Some(text) = setting.time {
        let time: Timestamp = text
            .parse()
            .map_err(|_| Refusal::bad(format!("`time` cannot be `{text}`")))?;
        clock.set(time);
    }
    match setting.running {
        Some(true) => clock.run(),
        Some(false) => clock.stop(),
        None => {}
    }
    read(call)
}

fn advance(call: &Call<'_>) -> Answer {
    let step: Step = call.body()?;
    let by = match (step.by, step.ms) {
        (Some(text), None) => duration(&text)?,
        (None, Some(ms)) => Duration::from_millis(ms),
        _ => return Err(Refusal::bad("one of `by` and `ms` is needed")),
    };
    call.engine.clock.advance(by);
    read(call)
}

fn follow(call: &Call<'_>) -> Answer {
    call.engine.clock.follow_machine();
    read(call)
}

/// A time to wait, as ISO 8601 or as people write it; days have 24 hours.
fn duration(text: &str) -> Result<Duration, Refusal> {
    text.parse::<Span>()
        .and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()))
        .ok()
        .and_then(|by| Duration::try_from(by).ok())
        .ok_or_else(|| {
            Refusal::bad(format!(
                "`by` cannot be `{text}`: write it as `PT1H30M`, `2 days` or `90s`"
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_in_both_forms() {
        assert_eq!(duration("PT1H30M").unwrap(), Duration::from_secs(5_400));
        assert_eq!(duration("90s").unwrap(), Duration::from_secs(90));
        assert_eq!(duration("1 day").unwrap(), Duration::from_secs(86_400));
        for text in ["-PT1S", "soon", ""] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
