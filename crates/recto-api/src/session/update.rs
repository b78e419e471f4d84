//! What is said to a session.

use crate::file::FileSource;
use crate::ids::{AgentId, FileUploadId, SessionEventId, SessionId};
use crate::wire::{Extra, Field, Members, Wire};

/// A message, decisions, or the wish to read on: what is said to a session.
///
/// ```
/// use recto_api::session::SessionUpdate;
///
/// let update = SessionUpdate::message("What changed this week?");
/// assert_eq!(
///     serde_json::to_value(&update)?,
///     serde_json::json!({"message": "What changed this week?"})
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SessionUpdate {
    /// What to say.
    pub message: Field<String>,
    /// To which agent, in a new session; the personal one without (assumption).
    pub agent_id: Field<AgentId>,
    /// In which session; a new one without.
    pub session_id: Field<SessionId>,
    /// Files that go with it.
    pub attachments: Field<Vec<SessionAttachment>>,
    /// Texts of the caller's own that are kept with it.
    pub metadata: Field<Members<String>>,
    /// What the agent should know besides.
    pub prompt_context: Field<String>,
    /// Decisions on what the session waits for.
    pub actions: Field<Vec<SessionAction>>,
    /// The event after which to read on; for streams only (documented).
    pub continue_from: Field<SessionEventId>,
    /// Unknown members.
    pub extra: Extra,
}

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SessionAttachment {
    /// The upload; its status must be `uploaded`.
    #[wire(union)]
    pub source: Option<FileSource>,
    /// The name to show.
    pub name: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl From<FileUploadId> for SessionAttachment {
    fn from(id: FileUploadId) -> Self {
        Self {
            source: Some(FileSource::upload(id)),
            ..Self::default()
        }
    }
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct SessionAction {
    /// What is decided.
    pub action_id: String,
    /// How: `approve` or `reject` (documented).
    pub option_id: String,
    /// Unknown members.
    pub extra: Extra,
}

impl SessionAction {
    /// Says yes.
    pub fn approve(action_id: impl Into<String>) -> Self {
        Self::new(action_id, "approve")
    }

    /// Says no.
    pub fn reject(action_id: impl Into<String>) -> Self {
        Self::new(action_id, "reject")
    }

    /// Chooses this option.
    pub fn new(action_id: impl Into<String>, option_id: impl Into<String>) -> Self {
        Self {
            action_id: action_id.into(),
            option_id: option_id.into(),
            extra: Extra::default(),
        }
    }
}

impl SessionUpdate {
    /// Says something: in a new session with the personal agent, unless [`SessionUpdate::agent`] or
    /// [`SessionUpdate::session`] says otherwise.
    pub fn message(message: impl Into<String>) -> Self {
        Self {
            message: Field::Value(message.into()),
            ..Self::default()
        }
    }

    /// Decides what a session waits for.
    pub fn actions(
        session_id: SessionId,
        actions: impl IntoIterator<Item = SessionAction>,
    ) -> Self {
        Self {
            session_id: Field::Value(session_id),
            actions: Field::Value(actions.into_iter().collect()),
            ..Self::default()
        }
    }

    /// Reads on after an event; for streams only.
    pub fn continue_from(session_id: SessionId, event: SessionEventId) -> Self {
        Self {
            session_id: Field::Value(session_id),
            continue_from: Field::Value(event),
            ..Self::default()
        }
    }

    /// To this agent.
    #[must_use]
    pub fn agent(mut self, agent_id: impl Into<AgentId>) -> Self {
        self.agent_id = Field::Value(agent_id.into());
        self
    }

    /// In this session.
    #[must_use]
    pub fn session(mut self, session_id: SessionId) -> Self {
        self.session_id = Field::Value(session_id);
        self
    }

    /// With these files.
    #[must_use]
    pub fn attachments(mut self, uploads: impl IntoIterator<Item = FileUploadId>) -> Self {
        let attachments = uploads.into_iter().map(SessionAttachment::from).collect();
        self.attachments = Field::Value(attachments);
        self
    }
}
