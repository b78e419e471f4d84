//! What the web page reads.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Answer, Call, Refusal, Route, Subject, ok};
use crate::counts;

pub(super) const SUBJECT: Subject = Subject {
    name: "look",
    about: "What the web page reads. It needs no token; nothing of it is counted or logged.",
    routes: &[
        Route {
            method: Method::GET,
            path: "look/{path...}",
            about: "What the API answers to `GET /v1/{path}` in its newest version, or to the query of a data source (`look/data_sources/{id}/query?page_size=50`); `workspace` is the id of another than the first.",
            run: look,
        },
        Route {
            method: Method::GET,
            path: "tree",
            about: "Pages and databases at the top of a `workspace`, or right below a `parent`.",
            run: tree,
        },
        Route {
            method: Method::GET,
            path: "operations",
            about: "The names of all operations, for rules and the log.",
            run: |_| {
                let names = recto_api::endpoint::TABLE
                    .iter()
                    .map(|route| Value::from(counts::name(route.operation)));
                ok(&json!({"operations": names.collect::<Vec<_>>()}))
            },
        },
    ],
};

fn look(call: &Call<'_>) -> Answer {
    let path = format!("/v1/{}", call.param("path"));
    let workspace = call.query("workspace").unwrap_or_default();
    match call.engine.look(call.request, &path, workspace) {
        Ok(answer) => ok(&answer),
        Err(problem) => Err(Refusal::new(
            StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            problem.message(),
        )),
    }
}

fn tree(call: &Call<'_>) -> Answer {
    let workspace = call.query("workspace").unwrap_or_default();
    let branches: Vec<Value> = call
        .engine
        .branches(workspace, call.query("parent"))?
        .into_iter()
        .map(|branch| {
            json!({
                "id": branch.id,
                "object": branch.kind,
                "title": branch.title,
                "icon": serde_json::from_str::<Value>(&branch.icon).unwrap_or_default(),
                "has_more": branch.has_more,
            })
        })
        .collect();
    ok(&json!({"branches": branches}))
}
