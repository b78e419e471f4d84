//! One case after another.

use std::collections::HashMap;

use recto_api::wire::Extra;
use recto_eval::{
    Context,
    formula::{Checked, Formula, FormulaError},
};
use serde_json::{Value, json};

use super::{
    case::{Evaluation, Line, Text},
    scope::Case,
    tally::Tally,
};

type Texts = HashMap<String, String>;

/// Judges a line and counts it.
pub(super) fn line(line: &Line, texts: &Texts, place: &str, tally: &mut Tally) {
    match line {
        Line::Expression { .. } | Line::Other => {}
        Line::Formula(case) => evaluation(case, texts, place, tally),
        Line::CanonicalText {
            sent,
            returned_with_names,
        } => {
            let class = "rewritten";
            match (text(sent, texts), text(returned_with_names, texts)) {
                (Some(sent), Some(returned)) => {
                    let found = match Formula::parse(sent) {
                        Ok(formula) => json!(formula.printed()),
                        Err(error) => json!({"refused": error.to_string()}),
                    };
                    tally.judged(class, place, sent, json!(returned), found);
                }
                _ => tally.bad_lines.push(format!("{place}: no text")),
            }
        }
        Line::RejectedOnWrite {
            expression,
            message,
        } => {
            let found = match checked(expression, &Case(&Default::default())) {
                Ok(_) => json!("accepted"),
                Err(error) => json!(error.message()),
            };
            tally.judged("rejections", place, expression, json!(message), found);
        }
        Line::Example { expression, value } => example(expression, value, place, tally),
    }
}

fn text<'t>(text: &'t Text, texts: &'t Texts) -> Option<&'t str> {
    match text {
        Text::Plain(text) => Some(text),
        Text::Named { expression_ref } => texts.get(expression_ref).map(String::as_str),
    }
}

fn checked(expression: &str, case: &Case<'_>) -> Result<Checked, FormulaError> {
    Formula::parse(expression)?.check(case)
}

fn example(expression: &str, value: &Value, place: &str, tally: &mut Tally) {
    let inputs = Default::default();
    let case = Case(&inputs);
    let context = Context::new(jiff::Timestamp::UNIX_EPOCH);
    let found = match checked(expression, &case) {
        Ok(formula) => match formula.value(&case, &context) {
            Ok(value) => plain(&value),
            Err(_) => json!("failed"),
        },
        Err(error) => json!({"refused": error.to_string()}),
    };
    tally.judged(
        "formula, example",
        place,
        expression,
        round(value),
        round(&found),
    );
}

/// Numbers as the JSON of the file may have them: 1.0 is 1.
fn round(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.iter().map(round).collect(),
        other => other.clone(),
    }
}

fn plain(value: &recto_eval::formula::Value) -> Value {
    use recto_eval::formula::Value as Own;
    match value {
        Own::Boolean(value) => json!(value),
        Own::Number(number) => json!(number),
        Own::Text(text) => json!(text.as_str()),
        Own::List(items) => items.iter().map(plain).collect(),
        Own::Empty => Value::Null,
        other => json!(format!("{other:?}")),
    }
}

fn evaluation(case: &Evaluation, texts: &Texts, place: &str, tally: &mut Tally) {
    let named = || {
        case.expression_ref
            .as_ref()
            .and_then(|name| texts.get(name))
    };
    let Some(expression) = case.expression.as_ref().or_else(named) else {
        tally.bad_lines.push(format!("{place}: no expression"));
        return;
    };
    let row = Case(&case.inputs);
    let clocks = match (&case.now, &case.now_window) {
        (Some(now), _) => vec![now.parse().ok()],
        (None, Some([start, end])) => minutes(start, end),
        (None, None) if case.volatile => {
            tally.unjudged("formula, clock unknown");
            return;
        }
        // No clock is asked for.
        (None, None) => vec![Some(jiff::Timestamp::UNIX_EPOCH)],
    };
    let class = match (&case.now_window, case.engine.as_str()) {
        (Some(_), _) if case.now.is_none() => "formula, clock within a window",
        (_, "1.0") => "formula, recorded, engine 1.0",
        _ if case.evidence.starts_with("recording") => "formula, recorded",
        _ if case.evidence.is_empty() => "formula, recorded",
        _ => "formula, published",
    };
    let formula = match checked(expression, &row) {
        Ok(formula) => formula,
        Err(error) => {
            // What the app stores unread has no value.
            let found = match case.result.get("string") {
                Some(Value::Null) => json!({"type": "string", "string": null}),
                _ => json!({"refused": error.to_string()}),
            };
            tally.judged(class, place, expression, case.result.clone(), found);
            return;
        }
    };
    if row.needs_others(formula.related()) {
        tally.unjudged("formula, related pages unknown");
        return;
    }
    // Since 2024 white space at the end is cut; before, it was not.
    let wanted = trimmed(&case.result, case.date.as_deref());
    let mut found = Value::Null;
    for now in clocks.into_iter().flatten() {
        let result = recto_api::property::Formula {
            result: formula.evaluate(&row, &Context::new(now)),
            extra: Extra::default(),
        };
        found = serde_json::to_value(&result).unwrap_or_default();
        if found == wanted {
            break;
        }
    }
    tally.judged(class, place, expression, wanted, found);
}

/// Every minute of a window, a month at most.
fn minutes(start: &str, end: &str) -> Vec<Option<jiff::Timestamp>> {
    let (Ok(start), Ok(end)) = (
        start.parse::<jiff::Timestamp>(),
        end.parse::<jiff::Timestamp>(),
    ) else {
        return Vec::new();
    };
    let (first, last) = (start.as_second(), end.as_second());
    (first..last.min(first + 31 * 86_400))
        .step_by(60)
        .map(|second| jiff::Timestamp::from_second(second).ok())
        .collect()
}

fn trimmed(result: &Value, date: Option<&str>) -> Value {
    let mut out = result.clone();
    if date.is_some_and(|date| date < "2024-06")
        && let Some(Value::String(text)) = out.get_mut("string")
    {
        text.truncate(text.trim_end().len());
    }
    out
}
