//! What is to be said in the place of an operation.

use http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Refusal, Route, Subject, ok};
use crate::replies;

pub(super) const SUBJECT: Subject = Subject {
    name: "replies",
    about: "What is said in the place of operations, such as those of agents and sessions.",
    routes: &[
        Route {
            method: Method::GET,
            path: "replies",
            about: "The replies that may still be said.",
            run: list,
        },
        Route {
            method: Method::POST,
            path: "replies",
            about: "Adds a reply or an array of replies, answers with all.",
            run: add,
        },
        Route {
            method: Method::DELETE,
            path: "replies",
            about: "Forgets all replies.",
            run: clear,
        },
    ],
};

fn list(call: &Call<'_>) -> Answer {
    let all: Vec<Value> = call
        .engine
        .replies
        .list()
        .iter()
        .map(replies::present)
        .collect();
    ok(&json!({"replies": all}))
}

fn add(call: &Call<'_>) -> Answer {
    let given = replies::parse(call.request.body()).map_err(Refusal::bad)?;
    for reply in given {
        call.engine.replies.add(reply);
    }
    list(call)
}

fn clear(call: &Call<'_>) -> Answer {
    call.engine.replies.clear();
    list(call)
}
