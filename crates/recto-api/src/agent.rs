//! Agents: what they are, what they may reach, and what they use up.

mod change;
mod connection;
mod shown;
mod trigger;

use serde_json::Number;

pub use self::change::{AgentAction, AgentChange, AgentFields, AgentOperation};
pub use self::connection::{
    Connection, ConnectionTarget, ConnectionTool, Permission, ToolApproval,
};
pub use self::shown::Shown;
pub use self::trigger::{Schedule, Trigger};
use crate::actor::Actor;
use crate::date::DateText;
use crate::file::Icon;
use crate::ids::{AgentId, PageId};
use crate::wire::{Extra, Field, Wire};

/// An agent of the workspace.
///
/// Members that only its editors may see are [`Shown`]: others get the word `"hidden"` for them.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "agent")]
pub struct Agent {
    /// Its id.
    pub id: AgentId,
    /// What kind of agent it is.
    pub agent_type: Field<AgentType>,
    /// Its name.
    pub name: Field<String>,
    /// What it is for.
    pub description: Field<String>,
    /// The page with its instructions.
    pub instructions_page_id: Field<PageId>,
    /// Its instructions, where they were asked for (`verbose`); null where they are on a page.
    pub instructions: Field<String>,
    /// Its icon; may be of kind `custom_agent_avatar`.
    pub icon: Field<Icon>,
    /// The model it runs on.
    pub model: Field<Shown<AgentModel>>,
    /// What it is connected to.
    pub connections: Field<Shown<Vec<Connection>>>,
    /// Whether it can run.
    pub status: Field<AgentStatus>,
    /// Why it is paused, such as `credit_limit` or `disabled_from_api`; null while it is active.
    pub pause_reason: Field<String>,
    /// Who made it.
    pub created_by: Field<Shown<Actor>>,
    /// The version that is published.
    pub version: Field<Shown<AgentVersion>>,
    /// The same under another name.
    pub agent_version: Field<Shown<AgentVersion>>,
    /// Whether its draft is ahead of the published version.
    pub has_unpublished_changes: Field<Shown<bool>>,
    /// When it last ran; null where it never did.
    pub last_run_time: Field<Shown<DateText>>,
    /// The same under another name.
    pub last_run_at: Field<Shown<DateText>>,
    /// The credits it may use, its own limit and the workspace's together; null without a limit.
    pub credit_limit: Field<Shown<Number>>,
    /// What sets it off.
    pub triggers: Field<Shown<Vec<Trigger>>>,
    /// When it was made; null for the personal agent.
    pub created_time: Field<DateText>,
    /// When it was last edited; null for the personal agent.
    pub last_edited_time: Field<DateText>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

/// What kind of agent it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum AgentType {
    /// The personal agent.
    NotionAi,
    /// An agent one talks to.
    CustomAgent,
    /// An agent that fills a property of a database.
    AutofillCustomAgent,
    /// An agent that runs elsewhere.
    External,
    /// A kind without a name here.
    Unknown(String),
}

/// Whether an agent can run.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum AgentStatus {
    /// It can.
    Active,
    /// It is paused.
    Disabled,
    /// It was deleted, and can be brought back.
    Deleted,
    /// A state without a name here.
    Unknown(String),
}

/// The model an agent runs on.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct AgentModel {
    /// `auto`, where Notion chooses, or `pinned`.
    pub mode: Field<String>,
    /// The model, where it is pinned; null for one that is not public.
    pub id: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// A published version of an agent.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct AgentVersion {
    /// Its id.
    pub id: Field<String>,
    /// Its number.
    pub number: Field<Number>,
    /// When it was published.
    pub published_at: Field<DateText>,
    /// Unknown members.
    pub extra: Extra,
}

/// What an agent used up within a time.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "agent_insights")]
pub struct AgentInsights {
    /// The agent.
    pub id: AgentId,
    /// Its name.
    pub name: Field<String>,
    /// What kind of agent it is.
    pub agent_type: Field<AgentType>,
    /// Whether it can run.
    pub status: Field<AgentStatus>,
    /// Why it is paused.
    pub pause_reason: Field<String>,
    /// Who made it.
    pub created_by: Field<Shown<Actor>>,
    /// The credits it used.
    pub total_credits_used: Field<Shown<Number>>,
    /// The credits it may use; null without a limit.
    pub credit_limit: Field<Shown<Number>>,
    /// How often it ran.
    pub runs_completed: Field<Shown<Number>>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}
