//! Sessions: talks with an agent.

mod event;
mod frame;
mod update;

use serde_json::Number;

pub use self::event::{
    Artifact, ContentKind, ContentPart, SessionEvent, SessionEventKind, SessionUsage,
};
pub use self::frame::{
    EventFrame, SessionFrame, SnapshotFrame, StreamEnd, StreamError, StreamTimeout,
};
pub use self::update::{SessionAction, SessionAttachment, SessionUpdate};
use crate::actor::Actor;
use crate::agent::{AgentVersion, Shown};
use crate::date::DateText;
use crate::ids::{AgentId, SessionId};
use crate::wire::{Extra, Field, Wire};

/// A talk with an agent.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "session")]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The agent.
    pub agent_id: Field<AgentId>,
    /// Its title.
    pub title: Field<String>,
    /// Where it stands.
    pub status: Field<SessionStatus>,
    /// When it was begun.
    pub created_at: Field<DateText>,
    /// When something last happened in it.
    pub updated_at: Field<DateText>,
    /// What it waits for a person to decide; while it says `requires_action`.
    pub required_actions: Field<Vec<RequiredAction>>,
    /// Why it failed.
    pub error: Field<SessionError>,
    /// Who began it.
    pub created_by: Field<Shown<Actor>>,
    /// The version of the agent that ran.
    pub agent_version: Field<Shown<AgentVersion>>,
    /// The models that ran.
    pub models: Field<Shown<SessionModels>>,
    /// What set it off.
    pub trigger_type: Field<String>,
    /// What it is about, in words of the service's.
    pub type_labels: Field<Vec<String>>,
    /// Who talked to the agent.
    pub chat_user_emails: Field<Vec<String>>,
    /// The kinds of tools the agent called.
    pub tool_types: Field<Vec<String>>,
    /// How often the agent called a tool.
    pub tool_call_count: Field<Shown<Number>>,
    /// The credits it used.
    pub credits_used: Field<Shown<Number>>,
    /// How often the agent ran.
    pub runs_completed: Field<Shown<Number>>,
    /// How many messages it holds.
    pub message_count: Field<Shown<Number>>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

/// Where a session stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum SessionStatus {
    /// It waits for its turn.
    Queued,
    /// The agent works.
    InProgress,
    /// A person has to decide something.
    RequiresAction,
    /// The turn is done.
    Completed,
    /// The turn failed.
    Failed,
    /// The turn was called off.
    Canceled,
    /// The session was ended.
    Terminated,
    /// A state without a name here.
    Unknown(String),
}

impl SessionStatus {
    /// Whether the agent does nothing more by itself.
    pub fn is_over(&self) -> bool {
        matches!(
            self,
            Self::RequiresAction
                | Self::Completed
                | Self::Failed
                | Self::Canceled
                | Self::Terminated
        )
    }
}

/// Something that a person has to decide.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct RequiredAction {
    /// Its id, to answer by.
    pub action_id: Field<String>,
    /// What is to be decided.
    pub title: Field<String>,
    /// The choices.
    pub options: Field<Vec<ActionOption>>,
    /// Unknown members.
    pub extra: Extra,
}

/// A choice.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ActionOption {
    /// Its id: `approve` or `reject` (documented).
    pub id: Field<String>,
    /// What it is called.
    pub label: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// Why a session, or its stream, failed.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SessionError {
    /// What went wrong, for programs.
    pub code: Field<String>,
    /// What went wrong, for people.
    pub message: Field<String>,
    /// Whether it may work on another try.
    pub retryable: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// The models that ran in a session.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SessionModels {
    /// `auto` or `pinned`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// The models, where they are pinned; null for one that is not public.
    pub ids: Field<Vec<Option<String>>>,
    /// Unknown members.
    pub extra: Extra,
}
