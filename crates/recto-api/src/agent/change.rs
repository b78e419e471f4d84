//! Changes to agents, and what they answer with.

use serde_json::Number;

use super::{AgentStatus, Shown};
use crate::date::DateText;
use crate::ids::AgentId;
use crate::wire::{Extra, Field, Wire};

/// What a change of status or credit limit, or a deletion, answers with.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct AgentChange {
    /// The agent.
    pub agent_id: AgentId,
    /// Whether it can run now.
    pub status: Field<AgentStatus>,
    /// Why it is paused.
    pub pause_reason: Field<String>,
    /// The limit set by its editors; null without one.
    pub credit_limit: Field<Shown<Number>>,
    /// When it was last edited.
    pub last_edited_time: Field<DateText>,
    /// When it was deleted.
    pub deleted_at: Field<DateText>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

/// One change of a batch.
///
/// A batch holds 1 to 100 of them. They are done in order, each for itself: some may fail while
/// others succeed, and the result of the task says which (documented).
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct AgentOperation {
    /// What to do.
    pub action: AgentAction,
    /// To which agent.
    pub agent_id: AgentId,
    /// What to set; a deletion has none.
    pub fields: Field<AgentFields>,
    /// Unknown members.
    pub extra: Extra,
}

/// What to do to an agent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum AgentAction {
    /// Enables or disables it.
    UpdateStatus,
    /// Sets or clears its credit limit.
    UpdateCreditLimit,
    /// Deletes it; it can be brought back.
    Delete,
    /// An action without a name here.
    Unknown(String),
}

/// What to set on an agent.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct AgentFields {
    /// `active` or `disabled`.
    pub status: Field<AgentStatus>,
    /// The limit in credits; null clears it.
    pub credit_limit: Field<u64>,
    /// Unknown members.
    pub extra: Extra,
}

impl AgentFields {
    /// Whether it can run: `active` or `disabled`.
    pub fn status(status: AgentStatus) -> Self {
        Self {
            status: Field::Value(status),
            ..Self::default()
        }
    }

    /// The limit in credits; `None` clears it.
    pub fn credit_limit(limit: Option<u64>) -> Self {
        Self {
            credit_limit: Field::set_or_clear(limit),
            ..Self::default()
        }
    }
}

impl AgentOperation {
    /// Enables or disables an agent.
    pub fn update_status(agent_id: impl Into<AgentId>, status: AgentStatus) -> Self {
        let fields = Field::Value(AgentFields::status(status));
        Self::new(AgentAction::UpdateStatus, agent_id.into(), fields)
    }

    /// Sets an agent's credit limit; `None` clears it.
    pub fn update_credit_limit(agent_id: impl Into<AgentId>, limit: Option<u64>) -> Self {
        let fields = Field::Value(AgentFields::credit_limit(limit));
        Self::new(AgentAction::UpdateCreditLimit, agent_id.into(), fields)
    }

    /// Deletes an agent; it can be brought back.
    pub fn delete(agent_id: impl Into<AgentId>) -> Self {
        Self::new(AgentAction::Delete, agent_id.into(), Field::Absent)
    }

    fn new(action: AgentAction, agent_id: AgentId, fields: Field<AgentFields>) -> Self {
        Self {
            action,
            agent_id,
            fields,
            extra: Extra::default(),
        }
    }
}
