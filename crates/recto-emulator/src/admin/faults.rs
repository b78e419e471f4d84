//! What is to go wrong.

use http::{Method, StatusCode};
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
        Route {
            method: Method::DELETE,
            path: "faults/{number}",
            about: "Forgets one rule.",
            run: remove,
        },
    ],
};

fn list(call: &Call<'_>) -> Answer {
    let rules: Vec<Value> = call
        .engine
        .faults
        .list()
        .iter()
        .map(|(number, rule)| {
            let mut told = faults::present(rule);
            if let Some(members) = told.as_object_mut() {
                members.insert("number".to_owned(), json!(number));
            }
            told
        })
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

fn remove(call: &Call<'_>) -> Answer {
    let number = call.param("number");
    let removed = number
        .parse()
        .is_ok_and(|own| call.engine.faults.remove(own));
    if !removed {
        return Err(Refusal::new(
            StatusCode::NOT_FOUND,
            format!("there is no rule {number}"),
        ));
    }
    list(call)
}
