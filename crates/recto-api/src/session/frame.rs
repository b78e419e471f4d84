//! What a session's event stream sends.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::{Number, Value};

use super::{Session, SessionError, SessionEvent, SessionStatus};
use crate::ids::SessionId;
use crate::wire::{Decode, Extra, Field, Wire};

/// One message of a session's event stream.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SessionFrame {
    /// `session.snapshot`: the session as it is now.
    Snapshot(Box<SnapshotFrame>),
    /// `event.provisional`: an event that may still change, such as a message that is being
    /// written.
    Provisional(Box<EventFrame>),
    /// `event.committed`: an event that stays.
    Committed(Box<EventFrame>),
    /// `stream.timeout`: the service ends the stream while the session goes on.
    Timeout(StreamTimeout),
    /// `stream.end`: the turn is over, and so is the stream.
    End(StreamEnd),
    /// `stream.error`: the stream failed.
    Error(StreamError),
    /// A kind without a name here, or one that cannot be read, whole.
    Unknown(Value),
}

/// The session as it is now.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SnapshotFrame {
    /// Always `session.snapshot`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// The session.
    pub session: Field<Session>,
    /// Unknown members.
    pub extra: Extra,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct EventFrame {
    /// `event.provisional` or `event.committed`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// The event.
    pub event: Field<SessionEvent>,
    /// Unknown members.
    pub extra: Extra,
}

/// The service ends the stream while the session goes on.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct StreamTimeout {
    /// Always `stream.timeout`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// The session.
    pub session_id: Field<SessionId>,
    /// What to do, for people.
    pub message: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// The turn is over.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct StreamEnd {
    /// Always `stream.end`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// The session.
    pub session_id: Field<SessionId>,
    /// Where the session stands.
    pub status: Field<SessionStatus>,
    /// The place of the last event.
    pub last_sequence: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

/// The stream failed.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct StreamError {
    /// Always `stream.error`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// Why.
    pub error: Field<SessionError>,
    /// The session, where it is known.
    pub session_id: Field<SessionId>,
    /// Unknown members.
    pub extra: Extra,
}

impl EventFrame {
    /// What was said, without files; nothing where the event is no message.
    pub fn text(&self) -> String {
        let event = self.event.value();
        event.map(SessionEvent::text).unwrap_or_default()
    }
}

impl SessionFrame {
    /// The session it belongs to, where the frame says so.
    pub fn session_id(&self) -> Option<&SessionId> {
        match self {
            Self::Snapshot(frame) => frame.session.value().map(|session| &session.id),
            Self::Provisional(frame) | Self::Committed(frame) => {
                frame.event.value()?.session_id.value()
            }
            Self::Timeout(frame) => frame.session_id.value(),
            Self::End(frame) => frame.session_id.value(),
            Self::Error(frame) => frame.session_id.value(),
            Self::Unknown(_) => None,
        }
    }

    /// Whether it is the last of its stream.
    pub fn is_last(&self) -> bool {
        matches!(self, Self::Timeout(_) | Self::End(_) | Self::Error(_))
    }
}

impl<'de> Deserialize<'de> for SessionFrame {
    /// A frame that cannot be read as its kind is kept whole as well: a stream goes on.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let kind = value.get("type").and_then(Value::as_str);
        let read = match kind.unwrap_or_default() {
            "session.snapshot" => read(&value).map(|frame| Self::Snapshot(Box::new(frame))),
            "event.provisional" => read(&value).map(|frame| Self::Provisional(Box::new(frame))),
            "event.committed" => read(&value).map(|frame| Self::Committed(Box::new(frame))),
            "stream.timeout" => read(&value).map(Self::Timeout),
            "stream.end" => read(&value).map(Self::End),
            "stream.error" => read(&value).map(Self::Error),
            _ => None,
        };
        Ok(read.unwrap_or(Self::Unknown(value)))
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    crate::wire::read_strictly(value).ok()
}

impl Serialize for SessionFrame {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Snapshot(frame) => frame.serialize(serializer),
            Self::Provisional(frame) | Self::Committed(frame) => frame.serialize(serializer),
            Self::Timeout(frame) => frame.serialize(serializer),
            Self::End(frame) => frame.serialize(serializer),
            Self::Error(frame) => frame.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

impl Decode for SessionFrame {}
