//! What is to go wrong.

use http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Refusal, Route, Subject, ok};
use crate::faults;

pub(super) const SUBJECT: Subject = Subject {
    name: "faults",
    about: "Rules by which requests go wrong.",
    routes: &[
        Route {
            method: Method::GET,
            path: "faults",
            about: "The rules that may still happen.",
            run: list,
        },
        Route {
            method: Method::POST,
            path: "faults",
            about: "Adds a rule or an array of rules, answers with all.",
            run: add,
        },
        Route {
            method: Method::DELETE,
            path: "faults",
            about: "Forgets all rules.",
            run: clear,
        },
    ],
};

fn list(call: &Call<'_>) -> Answer {
    let rules: Vec<Value> = call
        .engine
        .faults
        .list()
        .iter()
        .map(faults::present)
        .collect();
    ok(&json!({"faults": rules}))
}

fn add(call: &Call<'_>) -> Answer {
    let rules = faults::parse(call.request.body()).map_err(Refusal::bad)?;
    for rule in rules {
        call.engine.faults.add(rule);
    }
    list(call)
}

fn clear(call: &Call<'_>) -> Answer {
    call.engine.faults.clear();
    list(call)
}
