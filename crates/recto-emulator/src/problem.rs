//! A request that is refused: the error body the service would send.

use std::fmt;

use recto_api::error::{ErrorBody, ErrorCode};
use serde_json::{Map, Value};

/// The refusal of a request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem(Box<ErrorBody>);

impl Problem {
    /// A refusal with the status that belongs to `code`.
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Box::new(ErrorBody::new(code, message)))
    }

    /// A refusal of any status, as fault rules may ask for.
    pub(crate) fn of(
        status: u16,
        code: ErrorCode,
        message: &str,
        additional_data: Option<Map<String, Value>>,
    ) -> Self {
        let mut problem = Self::new(code, message);
        problem.0.status = status;
        problem.0.additional_data = additional_data;
        problem
    }

    /// 400 `validation_error` with a sentence of its own.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::ValidationError, message)
    }

    /// 400: no such path, method, or not at this version.
    pub(crate) fn invalid_url() -> Self {
        Self::new(ErrorCode::InvalidRequestUrl, "Invalid request URL.")
    }

    /// 400: the body is not JSON.
    pub(crate) fn invalid_json() -> Self {
        Self::new(ErrorCode::InvalidJson, "Error parsing JSON body.")
    }

    /// 404 for a page, block, database or data source (recorded since 2025: the integration is
    /// named and its id given).
    pub(crate) fn not_found(kind: &str, id: &str, integration: &Integration) -> Self {
        Self::new(
            ErrorCode::ObjectNotFound,
            format!(
                "Could not find {kind} with ID: {id}. Make sure the relevant pages and databases \
                 are shared with your integration \"{}\".",
                integration.name
            ),
        )
        .with("integration_id", integration.id.as_str())
    }

    /// 404 for what comments are asked of, in the shorter words they have for it (measured).
    pub(crate) fn block_not_found(id: &str) -> Self {
        Self::new(
            ErrorCode::ObjectNotFound,
            format!("Could not find block with ID: {id}."),
        )
    }

    /// 404 for a user.
    pub(crate) fn user_not_found(id: &str, integration: &Integration) -> Self {
        Self::new(
            ErrorCode::ObjectNotFound,
            format!(
                "Could not find user with ID: {id}. Make sure your integration has capabilities \
                 to read user information. With those capabilities, only members and guests in \
                 the integration's workspace are visible."
            ),
        )
        .with("integration_id", integration.id.as_str())
    }

    /// 400: an edit of an object in the trash.
    pub(crate) fn archived() -> Self {
        Self::validation(
            "Can't edit block that is archived. You must unarchive the block before editing.",
        )
    }

    /// 400: an edit below an object in the trash.
    pub(crate) fn archived_ancestor() -> Self {
        Self::validation(
            "Can't edit page on block with an archived ancestor. You must unarchive the ancestor \
             before editing page.",
        )
    }

    /// 400: a cursor that no list gave.
    pub(crate) fn invalid_cursor(cursor: &str) -> Self {
        Self::validation(format!("The start_cursor provided is invalid: {cursor}"))
    }

    /// 501: a part of the service that the emulator does not have yet.
    pub(crate) fn not_built(what: &str) -> Self {
        let mut problem = Self::new(
            ErrorCode::Unknown("not_implemented".to_owned()),
            format!("The emulator does not have {what} yet."),
        );
        problem.0.status = 501;
        problem
    }

    /// 500: the emulator itself failed. The reason goes to the log, never into the answer.
    pub(crate) fn internal(reason: &dyn fmt::Display) -> Self {
        tracing::error!(%reason, "the emulator failed");
        Self::new(ErrorCode::InternalServerError, "Unexpected error occurred.")
    }

    /// The same refusal with one more member of `additional_data`.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0
            .additional_data
            .get_or_insert_with(Map::new)
            .insert(name.to_owned(), value.into());
        self
    }

    /// The message.
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// The same refusal in other words, for versions that word it differently.
    pub(crate) fn reworded(mut self, message: String) -> Self {
        self.0.message = message;
        self
    }

    /// The HTTP status.
    pub(crate) fn status(&self) -> u16 {
        self.0.status
    }

    /// The error body, without its request id.
    pub(crate) fn body(&self) -> &ErrorBody {
        &self.0
    }
}

impl From<Box<ErrorBody>> for Problem {
    fn from(body: Box<ErrorBody>) -> Self {
        Self(body)
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(&error)
    }
}

/// Who the token belongs to, as refusals name it.
#[derive(Debug, Clone)]
pub(crate) struct Integration {
    /// The integration's own id, which is not its bot's.
    pub(crate) id: String,
    /// The name people gave it.
    pub(crate) name: String,
}
