//! Requests about sessions.

use std::borrow::Cow;

use serde_json::Value;

use super::json;
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::ids::{SessionEventId, SessionId};
use crate::list::List;
use crate::query::Sort;
use crate::session::{Session, SessionEvent, SessionUpdate};
use crate::wire::{Extra, Field, Wire};

/// One session.
#[derive(Debug, Clone)]
pub struct GetSession {
    /// The session.
    pub session_id: SessionId,
}

impl GetSession {
    /// Asks for this session.
    pub fn new(session_id: SessionId) -> Self {
        Self { session_id }
    }
}

impl Endpoint for GetSession {
    const OPERATION: Operation = Operation::GetSession;
    type Output = Session;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.session_id.as_str().into()]
    }
}

/// Says something to a session, or begins one. It answers before the agent does.
#[derive(Debug, Clone)]
pub struct UpdateSession {
    /// What to say.
    pub body: SessionUpdate,
}

impl UpdateSession {
    /// Says this.
    pub fn new(body: SessionUpdate) -> Self {
        Self { body }
    }
}

impl Endpoint for UpdateSession {
    const OPERATION: Operation = Operation::UpdateSession;
    type Output = Session;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// Calls off what a session is doing.
#[derive(Debug, Clone)]
pub struct CancelSession {
    /// The session.
    pub session_id: SessionId,
    /// An event of the turn to call off; the present turn without.
    pub event_id: Option<SessionEventId>,
}

impl CancelSession {
    /// Calls off the present turn.
    pub fn new(session_id: SessionId) -> Self {
        Self {
            session_id,
            event_id: None,
        }
    }
}

impl Endpoint for CancelSession {
    const OPERATION: Operation = Operation::CancelSession;
    type Output = Session;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.session_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        #[derive(serde::Serialize)]
        struct Body<'a> {
            event_id: &'a SessionEventId,
        }
        json(&Body {
            event_id: self.event_id.as_ref()?,
        })
    }
}

/// Sessions that match.
#[derive(Debug, Clone, Default)]
pub struct QuerySessions {
    /// Which, in which order.
    pub body: SessionQuery,
}

/// Which sessions, in which order.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SessionQuery {
    /// Words of the title.
    pub query: Field<String>,
    /// Conditions such as `{"property": "status", "status": {"equals": "completed"}}`, in `and` and
    /// `or` up to two levels deep. Not those of a data source.
    pub filter: Field<Value>,
    /// In which order.
    pub sorts: Field<Vec<Sort>>,
    /// Where to start; the first page without.
    pub start_cursor: Field<String>,
    /// How many, at most 100.
    pub page_size: Field<u32>,
    /// Unknown members.
    pub extra: Extra,
}

impl Endpoint for QuerySessions {
    const OPERATION: Operation = Operation::QuerySessions;
    type Output = List<Session>;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

impl Paged for QuerySessions {
    type Item = Session;

    fn starting_at(mut self, cursor: String) -> Self {
        self.body.start_cursor = Field::Value(cursor);
        self
    }
}

/// What happened in a session: messages, thoughts, calls of tools.
#[derive(Debug, Clone)]
pub struct QuerySessionEvents {
    /// The session.
    pub session_id: SessionId,
    /// Which, in which order.
    pub body: SessionEventQuery,
}

/// Which events of a session, in which order.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SessionEventQuery {
    /// Conditions such as `{"property": "type", "event_type": {"equals": "agent.message"}}`, in
    /// `and` and `or` up to three levels deep. Not those of a data source.
    pub filter: Field<Value>,
    /// By `sequence` or `created_at`; by the first one, oldest first, without.
    pub sorts: Field<Vec<Sort>>,
    /// Where to start; the first page without.
    pub start_cursor: Field<String>,
    /// How many, at most 100.
    pub page_size: Field<u32>,
    /// Unknown members.
    pub extra: Extra,
}

impl QuerySessionEvents {
    /// Asks for all events of this session, oldest first.
    pub fn new(session_id: SessionId) -> Self {
        Self {
            session_id,
            body: SessionEventQuery::default(),
        }
    }
}

impl Endpoint for QuerySessionEvents {
    const OPERATION: Operation = Operation::QuerySessionEvents;
    type Output = List<SessionEvent>;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.session_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

impl Paged for QuerySessionEvents {
    type Item = SessionEvent;

    fn starting_at(mut self, cursor: String) -> Self {
        self.body.start_cursor = Field::Value(cursor);
        self
    }
}
