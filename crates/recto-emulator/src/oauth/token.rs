//! Tokens for codes, and what becomes of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use recto_api::endpoint::{self, Operation};
use serde_json::{Value, json};

use crate::access::{self, Caller};
use crate::engine::{Engine, input, lock, users};
use crate::error::Error;
use crate::problem::Problem;
use crate::reply;
use crate::store::access as stored;
use crate::store::apps::{self, App};

/// A refusal: its status and its word.
type Refusal = (StatusCode, &'static str);

const INVALID_CLIENT: Refusal = (StatusCode::UNAUTHORIZED, "invalid_client");
const INVALID_REQUEST: Refusal = (StatusCode::BAD_REQUEST, "invalid_request");
const INVALID_GRANT: Refusal = (StatusCode::BAD_REQUEST, "invalid_grant");
const UNKNOWN_GRANT: Refusal = (StatusCode::BAD_REQUEST, "unsupported_grant_type");
const FAILED: Refusal = (StatusCode::INTERNAL_SERVER_ERROR, "server_error");

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "a token could not be made or read");
        Self(FAILED)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::from(Error::from(error))
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

/// Why there is no answer.
#[derive(Debug)]
struct Failure(Refusal);

/// Answers one of the three operations; `None` for any other path.
pub(super) fn handle(
    engine: &Engine,
    request: &Request<Bytes>,
    path: &str,
) -> Option<Response<Bytes>> {
    let operation = endpoint::route(request.method(), path)?.route.operation;
    lock(&engine.counts).add(operation);
    let request_id = engine.ids.random();
    let body = match body(request) {
        Ok(body) => body,
        Err(problem) => return Some(reply::refusal(&problem, &request_id)),
    };
    let outcome = client(engine, request.headers()).and_then(|app| match operation {
        Operation::CreateToken => create(engine, &app, &body),
        Operation::IntrospectToken => introspect(engine, &app, &body),
        Operation::RevokeToken => revoke(engine, &app, &body),
        _ => Err(INVALID_REQUEST.into()),
    });
    Some(match outcome {
        Ok(answer) => reply::success(operation, answer, &request_id),
        Err(Failure(refusal)) => refused(operation, refusal, &request_id),
    })
}

/// The body as JSON, or as a form (assumed) with the same members.
fn body(request: &Request<Bytes>) -> Result<Value, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        let members = input::query(&String::from_utf8_lossy(request.body()));
        let members = members.into_iter().map(|(key, value)| (key, value.into()));
        return Ok(Value::Object(members.collect()));
    }
    if request.body().is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_slice(request.body()).map_err(|_| Problem::invalid_json())
}

/// Whose id and secret the request carries.
fn client(engine: &Engine, headers: &HeaderMap) -> Result<App, Failure> {
    let sent = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
        .and_then(|(_, coded)| STANDARD.decode(coded.trim()).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or(INVALID_CLIENT)?;
    let (id, secret) = sent.split_once(':').ok_or(INVALID_CLIENT)?;
    engine
        .with_connection(|connection| Ok(apps::get(connection, id)?))?
        .filter(|app| app.secret == secret)
        .ok_or_else(|| INVALID_CLIENT.into())
}

/// `POST /v1/oauth/token`
fn create(engine: &Engine, app: &App, body: &Value) -> Result<Value, Failure> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let now = engine.clock.now().as_millisecond();
    let (token, refresh) = (
        access::new_token(engine, "ntn_"),
        access::new_token(engine, "nrt_"),
    );
    let id = match text("grant_type") {
        Some("authorization_code") => {
            let code = text("code").ok_or(INVALID_REQUEST)?;
            let redirect = text("redirect_uri");
            engine.with_connection(|connection| {
                let tx = connection.unchecked_transaction()?;
                let Some(found) = apps::take_code(&tx, code)? else {
                    return Ok(None);
                };
                let several = app.redirect_uris.len() > 1;
                let same = match (found.redirect_uri.as_deref(), redirect) {
                    (None, None) => !several,
                    (left, right) => left == right,
                };
                // A code works once, whatever comes of it (assumed).
                let good = found.app_id == app.id && found.expires > now && same;
                if good {
                    stored::add_token(&tx, &found.connection_id, &token, Some(&refresh), now)?;
                }
                tx.commit()?;
                Ok(good.then_some(found.connection_id))
            })?
        }
        Some("refresh_token") => {
            let old = text("refresh_token").ok_or(INVALID_REQUEST)?;
            engine.with_connection(|connection| {
                let tx = connection.unchecked_transaction()?;
                let Some(id) = apps::take_refresh_token(&tx, &app.id, old)? else {
                    return Ok(None);
                };
                stored::add_token(&tx, &id, &token, Some(&refresh), now)?;
                tx.commit()?;
                Ok(Some(id))
            })?
        }
        Some(_) => return Err(UNKNOWN_GRANT.into()),
        None => return Err(INVALID_REQUEST.into()),
    };
    engine.access.forget();
    let id = id.ok_or(INVALID_GRANT)?;
    let caller = engine.with_connection(|connection| {
        let row = stored::get(connection, &id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        engine.access.caller(connection, row)
    })?;
    let owner = owner(engine, &caller)?;
    // Members in the recorded order; `refresh_token` came later, its place is assumed.
    Ok(json!({
        "access_token": token,
        "token_type": "bearer",
        "refresh_token": refresh,
        "bot_id": caller.workspace.bot_id,
        "workspace_name": caller.workspace.name,
        "workspace_icon": null,
        "workspace_id": caller.workspace.id,
        "owner": owner,
        "duplicated_template_id": null,
    }))
}

/// Whose connection it is, as far as it may know.
fn owner(engine: &Engine, caller: &Caller) -> Result<Value, Failure> {
    let id = caller.owner.clone().unwrap_or_default();
    let user = engine
        .transact(caller, "", |tx, ctx| {
            let mut user = users::full(tx, &id)?;
            access::without_secrets(ctx, &mut user);
            Ok(user)
        })
        .map_err(|_| FAILED)?;
    Ok(json!({"type": "user", "user": user}))
}

/// `POST /v1/oauth/introspect`
fn introspect(engine: &Engine, app: &App, body: &Value) -> Result<Value, Failure> {
    let token = body.get("token").and_then(Value::as_str);
    let token = token.ok_or(INVALID_REQUEST)?;
    let found =
        engine.with_connection(|connection| Ok(apps::token(connection, &app.id, token)?))?;
    Ok(match found {
        // Recorded: a time in milliseconds.
        Some((scope, made)) => json!({"active": true, "scope": scope, "iat": made}),
        None => json!({"active": false}),
    })
}

/// `POST /v1/oauth/revoke`
fn revoke(engine: &Engine, app: &App, body: &Value) -> Result<Value, Failure> {
    let token = body.get("token").and_then(Value::as_str);
    let token = token.ok_or(INVALID_REQUEST)?;
    engine.with_connection(|connection| Ok(apps::revoke(connection, &app.id, token)?))?;
    engine.access.forget();
    Ok(json!({}))
}

/// Recorded: not the form of other refusals.
fn refused(operation: Operation, (status, word): Refusal, request_id: &str) -> Response<Bytes> {
    let mut response = reply::success(operation, json!({"error": word}), request_id);
    *response.status_mut() = status;
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Basic realm=\"OAuth\""),
        );
    }
    response
}
