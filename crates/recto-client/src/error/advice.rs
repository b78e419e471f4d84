//! What to do about an error, for a person.

use std::time::Duration;

use recto_api::error::{ErrorBody, ErrorCode};

use super::{ApiError, Error};
use crate::auth::WHERE;
use crate::retry::{self, Verdict};
use crate::transport::TransportError;

const LOOK_FIRST: &str = "the change may have been made all the same: look for it before sending \
                          it again";

pub(super) fn advice(error: &Error) -> Option<String> {
    if error.committed().is_some() {
        return Some("the change was saved: read the object again and do not repeat it".to_owned());
    }
    if error.may_have_taken_effect() {
        return Some(LOOK_FIRST.to_owned());
    }
    match error {
        Error::Api(error) => refused(error),
        Error::Http(error) if error.status.as_u16() == 429 => Some(slower(error.retry_after)),
        Error::Http(error) if error.status.as_u16() < 500 => Some(
            "the answer comes from a proxy or the network's edge, not from Notion: check the base \
             URL, the proxy and the network"
                .to_owned(),
        ),
        Error::Http(_) | Error::Timeout { .. } => {
            Some("try again later; https://www.notionstatus.com tells of outages".to_owned())
        }
        Error::Transport {
            source: TransportError::Unreachable(_),
            ..
        } => Some("check the base URL, the proxy and the network".to_owned()),
        Error::Transport { .. } => Some("check the network, then try again".to_owned()),
        Error::Decode { .. } => Some(
            "the base URL may not be Notion's, or the object has a shape this version of recto \
             does not know; a raw request shows it"
                .to_owned(),
        ),
        Error::Blocked { wait, .. } => Some(format!("try again in {} s", wait.as_secs() + 1)),
        Error::DataSources { sources, .. } if sources.is_empty() => Some(
            "a linked database shows another's rows: share that one, and name it".to_owned(),
        ),
        Error::DataSources { .. } => Some("name one of the data sources by its id".to_owned()),
        Error::NoTurn { .. } => Some(
            "give the call more time, or send fewer at once: all of this token share one pace"
                .to_owned(),
        ),
        Error::Incomplete { .. } => {
            Some("narrow the filter, or split it by created time, and ask again".to_owned())
        }
        Error::Cursor { .. } => Some("start the list again from its beginning".to_owned()),
        Error::NotVisible { .. } => Some(
            "look again later: a search may lag minutes behind, and what was made is there all the \
             same"
                .to_owned(),
        ),
        Error::Token(_)
        | Error::Setting(_)
        | Error::Request(_)
        | Error::Path(_)
        | Error::Encode { .. } => None,
    }
}

fn refused(error: &ApiError) -> Option<String> {
    let ApiError {
        body, retry_after, ..
    } = error;
    if let Some(code) = error.oauth_code() {
        return crate::oauth::advice(&code).map(str::to_owned);
    }
    let text = match &body.code {
        ErrorCode::Unauthorized => format!(
            "check that the token is whole and not revoked; {WHERE} shows it and makes new ones"
        ),
        ErrorCode::ObjectNotFound => "check the id, and share the page with the integration: in \
                                      Notion open it, then ••• > Connections, and add the \
                                      integration"
            .to_owned(),
        ErrorCode::RestrictedResource if has(body, "block_limit") => {
            "the workspace has used up its free blocks: upgrade its plan, or use another workspace"
                .to_owned()
        }
        ErrorCode::RestrictedResource => {
            format!("give the integration the capability it lacks (read, update, insert): {WHERE}")
        }
        ErrorCode::RateLimited if retry::is_blocked(body) => {
            "Notion has shut this connection out, and waiting does not help: ask its support, with \
             the request id"
                .to_owned()
        }
        ErrorCode::RateLimited | ErrorCode::ServiceOverload => slower(*retry_after),
        ErrorCode::ConflictError => "read the object again, then repeat the change".to_owned(),
        ErrorCode::MissingVersion | ErrorCode::InvalidRequestUrl => {
            "check the base URL (an origin, without a path) and the version".to_owned()
        }
        _ => match retry::verdict(
            error.call.effect,
            super::Failure::Answer {
                status: error.status,
                body: Some(body),
            },
        ) {
            Verdict::Repeat => {
                "try again later; https://www.notionstatus.com tells of outages".to_owned()
            }
            _ => return None,
        },
    };
    Some(text)
}

fn slower(wait: Option<Duration>) -> String {
    match wait {
        Some(wait) => format!(
            "try again in {} s; if it returns, lower the pace, or look for another program that \
             uses the same token",
            wait.as_secs()
        ),
        None => "try again in some minutes, or lower the pace".to_owned(),
    }
}

fn has(body: &ErrorBody, member: &str) -> bool {
    body.additional_data
        .as_ref()
        .is_some_and(|data| data.contains_key(member))
}
