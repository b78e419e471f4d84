//! A person allows a public connection, or does not.

use std::collections::VecDeque;
use std::sync::Mutex;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::page::{self, Choice};
use crate::access::{self, Capabilities, ConnectionKind, Plan};
use crate::engine::{Engine, input, lock};
use crate::error::Error;
use crate::store::{access as stored, apps};

/// How long a code works (assumed).
const CODE_MILLIS: i64 = 10 * 60 * 1_000;

/// Pages that were shown and not decided, at most; the oldest are forgotten.
const TICKETS: usize = 1_000;

/// What survives in an address.
const KEEP: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Pages that were shown and not decided. Only who was shown one can decide it, so that no other
/// web page does.
#[derive(Debug, Default)]
pub(crate) struct Tickets(Mutex<VecDeque<Ticket>>);

#[derive(Debug, Clone)]
struct Ticket {
    id: String,
    app_id: String,
    workspace: Option<String>,
    /// As the link had it.
    redirect_uri: Option<String>,
    /// Where the person goes.
    back: String,
    state: Option<String>,
}

/// What a person allowed.
#[derive(Debug)]
pub(super) struct Consent {
    pub(super) app_id: String,
    pub(super) workspace: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) shared: Vec<String>,
    /// As the link had it.
    pub(super) redirect_uri: Option<String>,
}

/// The page of a link.
pub(super) fn show(engine: &Engine, request: &Request<Bytes>) -> Response<Bytes> {
    match prepare(engine, request) {
        Ok(body) => page::html(StatusCode::OK, body),
        Err(error) => page::problem(&error.to_string()),
    }
}

fn prepare(engine: &Engine, request: &Request<Bytes>) -> Result<String, Error> {
    let query = input::query(request.uri().query().unwrap_or_default());
    let member = |name: &str| {
        let found = query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    };
    let refused = |told: String| Err(Error::Refused(told));
    let app = find_app(engine, member("client_id").unwrap_or_default())?;
    if member("response_type") != Some("code") {
        return refused("the link must have response_type=code".to_owned());
    }
    let back = back_of(&app, member("redirect_uri"))?;
    let ticket = Ticket {
        id: access::new_token(engine, ""),
        app_id: app.id.clone(),
        workspace: member("workspace").map(str::to_owned),
        redirect_uri: member("redirect_uri").map(str::to_owned),
        back,
        state: member("state").map(str::to_owned),
    };
    let key = access::workspace_key(engine, ticket.workspace.as_deref())?;
    let body = engine.with_connection(|connection| {
        Ok(page::consent(&Choice {
            app: &app,
            capabilities: Capabilities::parse(&app.capabilities).unwrap_or_default(),
            ticket: &ticket.id,
            workspaces: access::workspaces(engine, connection)?,
            chosen: &key,
            link: request.uri(),
            people: apps::people(connection, &key)?,
            pages: apps::pages(connection, &key)?,
        }))
    })?;
    let mut open = lock(&engine.tickets.0);
    if open.len() >= TICKETS {
        open.pop_front();
    }
    open.push_back(ticket);
    Ok(body)
}

/// The answer to a click.
pub(super) fn decide(engine: &Engine, request: &Request<Bytes>) -> Response<Bytes> {
    match decided(engine, request) {
        Ok(target) => match HeaderValue::from_str(&target) {
            Ok(target) => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::FOUND;
                response.headers_mut().insert(header::LOCATION, target);
                response
            }
            Err(_) => page::problem("the redirect address cannot be sent"),
        },
        Err(error) => page::problem(&error.to_string()),
    }
}

fn decided(engine: &Engine, request: &Request<Bytes>) -> Result<String, Error> {
    let form = input::query(&String::from_utf8_lossy(request.body()));
    let member = |name: &str| {
        let found = form.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    };
    let ticket = {
        let mut open = lock(&engine.tickets.0);
        let at = open
            .iter()
            .position(|ticket| Some(ticket.id.as_str()) == member("ticket"));
        at.and_then(|at| open.remove(at))
    };
    let Some(ticket) = ticket else {
        return Err(Error::Refused(
            "this page was decided already, or is too old; follow the link again".to_owned(),
        ));
    };
    let outcome = match member("choice") {
        Some("allow") => {
            let consent = Consent {
                app_id: ticket.app_id,
                workspace: ticket.workspace,
                owner: member("user").map(str::to_owned),
                shared: form
                    .iter()
                    .filter(|(key, _)| key == "page")
                    .map(|(_, id)| id.clone())
                    .collect(),
                redirect_uri: ticket.redirect_uri,
            };
            ("code", allow(engine, &consent)?)
        }
        _ => ("error", "access_denied".to_owned()),
    };
    let mut target = ticket.back;
    let state = ticket.state.map(|state| ("state", state));
    for (name, value) in [Some(outcome), state].into_iter().flatten() {
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(&format!("{name}={}", utf8_percent_encode(&value, &KEEP)));
    }
    Ok(target)
}

/// Connects an app to a workspace, or shares more with the connection that is there, and makes a
/// code.
pub(super) fn allow(engine: &Engine, consent: &Consent) -> Result<String, Error> {
    let app = find_app(engine, &consent.app_id)?;
    back_of(&app, consent.redirect_uri.as_deref())?;
    let plan = Plan {
        name: app.name.clone(),
        kind: ConnectionKind::Public,
        workspace: consent.workspace.clone(),
        owner: consent.owner.clone(),
        capabilities: Capabilities::parse(&app.capabilities).unwrap_or_default(),
        app_id: Some(app.id.clone()),
        ..Plan::default()
    };
    let row = access::draft(engine, &plan)?;
    let code = access::new_token(engine, "");
    let expires = engine.clock.now().as_millisecond() + CODE_MILLIS;
    engine.with_connection(|connection| {
        let tx = connection.unchecked_transaction()?;
        let owner = row.owner_id.as_deref().unwrap_or_default();
        let id = match stored::installed(&tx, &app.id, &row.workspace_key, owner)? {
            Some(known) => {
                access::share(&tx, &known.id, &consent.shared)?;
                known.id
            }
            None => {
                access::insert(&tx, &row, &consent.shared)?;
                row.id.clone()
            }
        };
        let redirect_uri = consent.redirect_uri.as_deref();
        apps::add_code(&tx, &code, &app.id, &id, redirect_uri, expires)?;
        tx.commit()?;
        Ok(())
    })?;
    Ok(code)
}

fn find_app(engine: &Engine, id: &str) -> Result<apps::App, Error> {
    engine
        .with_connection(|connection| Ok(apps::get(connection, id)?))?
        .ok_or_else(|| {
            Error::Refused(format!(
                "there is no public connection with client id `{id}`"
            ))
        })
}

/// Where a person goes: the address of the link, or the only one that is registered.
fn back_of(app: &apps::App, sent: Option<&str>) -> Result<String, Error> {
    match (sent, app.redirect_uris.as_slice()) {
        (Some(sent), known) if known.iter().any(|uri| uri == sent) => Ok(sent.to_owned()),
        (Some(sent), _) => Err(Error::Refused(format!(
            "`{sent}` is not among the redirect addresses of this connection"
        ))),
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(Error::Refused(
            "the link must name one of the redirect addresses of this connection".to_owned(),
        )),
    }
}
