//! Public connections below `/_emulator`.

use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::allow::{self, Consent};
use super::app::{self, Plan};
use crate::access::Capabilities;
use crate::admin::{Answer, Call, Route, Subject, ok};
use crate::error::Error;
use crate::store::apps::{self, App};

/// Public connections.
pub(crate) static SUBJECT: Subject = Subject {
    name: "apps",
    about: "Public connections, which people allow at `/v1/oauth/authorize`.",
    routes: &[
        Route {
            method: Method::GET,
            path: "apps",
            about: "All registered public connections, without their secrets.",
            run: list,
        },
        Route {
            method: Method::POST,
            path: "apps",
            about: "Registers one and answers with its `client_id` and `client_secret`: \
                    `{\"name\", \"redirect_uris\", \"capabilities\"?, \"client_id\"?, \
                    \"client_secret\"?}`.",
            run: register,
        },
        Route {
            method: Method::POST,
            path: "apps/{id}/allow",
            about: "Does what a click on Allow does and answers with the `code`: `{\"shared\"?, \
                    \"workspace\"?, \"owner\"?, \"redirect_uri\"?}`.",
            run: allow,
        },
    ],
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewApp {
    name: String,
    redirect_uris: Vec<String>,
    capabilities: Option<Vec<String>>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Allow {
    #[serde(default)]
    shared: Vec<String>,
    workspace: Option<String>,
    owner: Option<String>,
    redirect_uri: Option<String>,
}

fn list(call: &Call<'_>) -> Answer {
    let all = call
        .engine
        .with_connection(|connection| Ok(apps::list(connection)?))?;
    ok(&json!({"apps": all.iter().map(present).collect::<Vec<_>>()}))
}

fn register(call: &Call<'_>) -> Answer {
    let new: NewApp = call.body()?;
    let plan = Plan {
        name: new.name,
        capabilities: match new.capabilities {
            Some(words) => Capabilities::parse(&words.join(" "))
                .map_err(|word| Error::Refused(format!("`{word}` is no capability")))?,
            None => Capabilities::default(),
        },
        redirect_uris: new.redirect_uris,
        client_id: new.client_id,
        client_secret: new.client_secret,
    };
    let made = app::register(call.engine, &plan)?;
    let mut answer = present(&made);
    crate::store::set(&mut answer, "client_secret", Value::from(made.secret));
    ok(&answer)
}

fn allow(call: &Call<'_>) -> Answer {
    let sent: Allow = call.body()?;
    let consent = Consent {
        app_id: call.param("id").to_owned(),
        workspace: sent.workspace,
        owner: sent.owner,
        shared: sent.shared,
        redirect_uri: sent.redirect_uri,
    };
    ok(&json!({"code": allow::allow(call.engine, &consent)?}))
}

fn present(app: &App) -> Value {
    let words: Vec<&str> = app.capabilities.split_whitespace().collect();
    json!({
        "client_id": app.id,
        "name": app.name,
        "capabilities": words,
        "redirect_uris": app.redirect_uris,
    })
}
