//! Requests about agents.

use std::borrow::Cow;

use serde_json::Value;

use super::json;
use crate::agent::{Agent, AgentChange, AgentFields, AgentInsights, AgentOperation, AgentStatus};
use crate::async_task::AsyncTask;
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::ids::AgentId;
use crate::list::List;
use crate::query::Sort;
use crate::wire::{Extra, Field, Wire};

/// One agent.
#[derive(Debug, Clone)]
pub struct GetAgent {
    /// The agent.
    pub agent_id: AgentId,
    /// Whether its instructions are wanted too.
    pub verbose: Option<bool>,
}

impl GetAgent {
    /// Asks for this agent.
    pub fn new(agent_id: impl Into<AgentId>) -> Self {
        Self {
            agent_id: agent_id.into(),
            verbose: None,
        }
    }
}

impl Endpoint for GetAgent {
    const OPERATION: Operation = Operation::GetAgent;
    type Output = Agent;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.agent_id.as_str().into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let verbose = self.verbose.map(|verbose| ("verbose", verbose.to_string()));
        verbose.into_iter().collect()
    }
}

/// Agents that match.
#[derive(Debug, Clone, Default)]
pub struct QueryAgents {
    /// Which, in which order.
    pub body: AgentQuery,
}

/// Which agents, in which order.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct AgentQuery {
    /// Words of the name.
    pub query: Field<String>,
    /// Conditions such as `{"property": "status", "status": {"in": ["active"]}}`, in `and` and `or`
    /// up to two levels deep. Not those of a data source.
    pub filter: Field<Value>,
    /// By `created_time` or `last_run_at`; by the first one, newest first, without.
    pub sorts: Field<Vec<Sort>>,
    /// Where to start; the first page without.
    pub start_cursor: Field<String>,
    /// How many, at most 100.
    pub page_size: Field<u32>,
    /// Whether their instructions are wanted too.
    pub verbose: Field<bool>,
    /// Whether deleted ones are wanted too.
    pub include_deleted: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl Endpoint for QueryAgents {
    const OPERATION: Operation = Operation::QueryAgents;
    type Output = List<Agent>;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

impl Paged for QueryAgents {
    type Item = Agent;

    fn starting_at(mut self, cursor: String) -> Self {
        self.body.start_cursor = Field::Value(cursor);
        self
    }
}

/// What an agent used up.
#[derive(Debug, Clone)]
pub struct GetAgentInsights {
    /// The agent; not the personal one.
    pub agent_id: AgentId,
    /// From when to when, in seconds since 1970; the present billing period without.
    pub between: Option<(i64, i64)>,
}

impl GetAgentInsights {
    /// Asks about the present billing period.
    pub fn new(agent_id: impl Into<AgentId>) -> Self {
        Self {
            agent_id: agent_id.into(),
            between: None,
        }
    }
}

impl Endpoint for GetAgentInsights {
    const OPERATION: Operation = Operation::GetAgentInsights;
    type Output = AgentInsights;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.agent_id.as_str().into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let Some((start, end)) = self.between else {
            return Vec::new();
        };
        vec![
            ("start_time", start.to_string()),
            ("end_time", end.to_string()),
        ]
    }
}

/// Sets or clears the credit limit of an agent.
#[derive(Debug, Clone)]
pub struct UpdateAgentCreditLimit {
    /// The agent; not the personal one.
    pub agent_id: AgentId,
    /// The limit in credits; `None` clears it.
    pub credit_limit: Option<u64>,
}

impl UpdateAgentCreditLimit {
    /// Sets this limit; `None` clears it.
    pub fn new(agent_id: impl Into<AgentId>, credit_limit: Option<u64>) -> Self {
        Self {
            agent_id: agent_id.into(),
            credit_limit,
        }
    }
}

impl Endpoint for UpdateAgentCreditLimit {
    const OPERATION: Operation = Operation::UpdateAgentCreditLimit;
    type Output = AgentChange;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.agent_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&AgentFields::credit_limit(self.credit_limit))
    }
}

/// Enables or disables an agent.
#[derive(Debug, Clone)]
pub struct UpdateAgentStatus {
    /// The agent.
    pub agent_id: AgentId,
    /// `active` or `disabled`.
    pub status: AgentStatus,
}

impl UpdateAgentStatus {
    /// Enables or disables this agent.
    pub fn new(agent_id: impl Into<AgentId>, status: AgentStatus) -> Self {
        Self {
            agent_id: agent_id.into(),
            status,
        }
    }
}

impl Endpoint for UpdateAgentStatus {
    const OPERATION: Operation = Operation::UpdateAgentStatus;
    type Output = AgentChange;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.agent_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&AgentFields::status(self.status.clone()))
    }
}

/// Deletes an agent; it can be brought back in the app.
#[derive(Debug, Clone)]
pub struct DeleteAgent {
    /// The agent; not the personal one.
    pub agent_id: AgentId,
}

impl DeleteAgent {
    /// Deletes this agent.
    pub fn new(agent_id: impl Into<AgentId>) -> Self {
        Self {
            agent_id: agent_id.into(),
        }
    }
}

impl Endpoint for DeleteAgent {
    const OPERATION: Operation = Operation::DeleteAgent;
    type Output = AgentChange;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.agent_id.as_str().into()]
    }
}

/// Changes many agents in the background, each change for itself.
#[derive(Debug, Clone, Default)]
pub struct BatchAgents {
    /// The changes: 1 to 100.
    pub operations: Vec<AgentOperation>,
}

impl BatchAgents {
    /// Makes these changes, in this order.
    pub fn new(operations: impl IntoIterator<Item = AgentOperation>) -> Self {
        Self {
            operations: operations.into_iter().collect(),
        }
    }
}

impl Endpoint for BatchAgents {
    const OPERATION: Operation = Operation::BatchAgents;
    type Output = AsyncTask;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        #[derive(serde::Serialize)]
        struct Body<'a> {
            operations: &'a [AgentOperation],
        }
        json(&Body {
            operations: &self.operations,
        })
    }
}
