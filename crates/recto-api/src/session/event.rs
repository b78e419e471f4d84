//! What happened in a session.

use serde_json::{Number, Value};

use super::{RequiredAction, SessionError, SessionStatus};
use crate::actor::Actor;
use crate::date::DateText;
use crate::ids::{SessionEventId, SessionId};
use crate::wire::{Extra, Field, Members, Wire};

/// Something that happened in a session. Which members it has depends on its kind.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "session_event")]
pub struct SessionEvent {
    /// Its id.
    pub id: SessionEventId,
    /// The session.
    pub session_id: Field<SessionId>,
    /// Its place in the session; one that is not final yet has none.
    pub sequence: Field<Number>,
    /// When it happened.
    pub created_at: Field<DateText>,
    /// What happened.
    #[wire(rename = "type")]
    pub kind: Field<SessionEventKind>,
    /// What was said; of messages and thoughts.
    pub content: Field<Vec<ContentPart>>,
    /// Who said it; of messages.
    pub created_by: Field<Actor>,
    /// What the caller, or the agent, put beside it; of messages.
    pub metadata: Field<Members<Value>>,
    /// The tool; of calls and their results.
    pub tool_name: Field<String>,
    /// The call that this is the result of.
    pub tool_use_id: Field<SessionEventId>,
    /// Whether the call failed; of results.
    pub is_error: Field<bool>,
    /// Where the session stands now; of changes of state.
    pub status: Field<SessionStatus>,
    /// What it waits for; of changes of state.
    pub required_actions: Field<Vec<RequiredAction>>,
    /// Why it failed; of changes of state.
    pub error: Field<SessionError>,
    /// What it used up; of changes of state.
    pub usage: Field<SessionUsage>,
    /// What it made; of changes of state.
    pub artifacts: Field<Vec<Artifact>>,
    /// Unknown members.
    pub extra: Extra,
}

impl SessionEvent {
    /// What was said, without files.
    pub fn text(&self) -> String {
        let parts = self.content.value().map_or(&[][..], Vec::as_slice);
        parts.iter().filter_map(|part| part.text.as_str()).collect()
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum SessionEventKind {
    /// A person, or a program, said something.
    #[wire(rename = "user.message")]
    UserMessage,
    /// The agent said something.
    #[wire(rename = "agent.message")]
    AgentMessage,
    /// The agent thought something.
    #[wire(rename = "agent.thinking")]
    AgentThinking,
    /// The agent called a tool.
    #[wire(rename = "agent.tool_use")]
    ToolUse,
    /// A tool answered.
    #[wire(rename = "agent.tool_result")]
    ToolResult,
    /// The state of the session changed.
    #[wire(rename = "session.status")]
    Status,
    /// A kind without a name here.
    Unknown(String),
}

/// A part of what was said.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ContentPart {
    /// What it is.
    #[wire(rename = "type")]
    pub kind: Field<ContentKind>,
    /// The words; of texts.
    pub text: Field<String>,
    /// The id of the file; of files in a stream.
    pub file_id: Field<String>,
    /// The name of the file.
    pub name: Field<String>,
    /// The media type of the file.
    pub content_type: Field<String>,
    /// Where the file is.
    pub url: Field<String>,
    /// When that address stops working.
    pub expiry_time: Field<DateText>,
    /// Unknown members.
    pub extra: Extra,
}

/// What a part of a message is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum ContentKind {
    /// Words.
    Text,
    /// A file.
    File,
    /// A kind without a name here.
    Unknown(String),
}

/// What a turn used up.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SessionUsage {
    /// Tokens in all.
    pub total_tokens: Field<Number>,
    /// Tokens read.
    pub input_tokens: Field<Number>,
    /// Tokens written.
    pub output_tokens: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

/// Something a turn made.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Artifact {
    /// What it is: `page` or `html_artifact` (documented).
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// Where it is.
    pub url: Field<String>,
    /// Its title; of pages.
    pub title: Field<String>,
    /// The page it stands on; of other things.
    pub page_url: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}
