//! Webhooks: what Notion sends to an address of one's own when something changes.
//!
//! A subscription is set up in the app, not over the API. Notion first sends a [`Handshake`] with a
//! verification token, which the owner pastes back; from then on every delivery is an [`Event`]
//! signed with that token. A [`Receiver`] checks and reads them in any web framework, without I/O of
//! its own; [`parse`] only reads.
//!
//! ```
//! use recto_api::webhook::{EventKind, Incoming, Subject, parse};
//!
//! let body = br#"{
//!     "id": "367cba44-b6f3-4c92-81e7-6a2e9659efd4",
//!     "timestamp": "2026-03-01T10:00:00.000Z",
//!     "type": "page.moved",
//!     "authors": [{"id": "5d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e333", "type": "person"}],
//!     "attempt_number": 1,
//!     "api_version": "2026-03-11",
//!     "entity": {"id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111", "type": "page"},
//!     "data": {"parent": {"id": "4d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222", "type": "database",
//!         "data_source_id": "6d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e444"}}
//! }"#;
//! let Incoming::Event(event) = parse(body)? else { panic!("an event") };
//! assert_eq!(event.kind(), EventKind::PageMoved);
//! assert!(matches!(event.subject(), Subject::Page(_)));
//! assert_eq!(event.data_source_id().unwrap().as_str(), "6d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e444");
//! // An event loses nothing: it is written as it came.
//! assert_eq!(
//!     serde_json::to_value(&event)?,
//!     serde_json::from_slice::<serde_json::Value>(body)?,
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod entity;
mod event;
mod kind;
mod receiver;
mod signature;

pub use entity::{
    Entity, EntityKind, EventParent, PropertyAction, PropertyChange, Subject, UpdatedProperty,
};
pub use event::{Event, EventData, ViewField};
pub use kind::EventKind;
pub use receiver::{Receiver, Rejection};
pub use signature::{Signature, SignatureError};

use serde_json::error::Category;

#[doc(no_inline)]
pub use crate::oauth::Secret;
use crate::wire::{Decode, Extra, Wire};

/// The header with the signature of a delivery, in lower case as HTTP/2 has it.
pub const SIGNATURE_HEADER: &str = "x-notion-signature";

/// What a delivery brings.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// The token of a new subscription.
    Handshake(Handshake),
    /// Something happened.
    Event(Box<Event>),
}

/// The first thing that Notion sends to a new address.
///
/// The owner of the connection pastes the token into Notion; from then on it is what events are
/// signed with. `Debug` does not show it, writing it as JSON does.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Handshake {
    /// The verification token; it starts with `secret_`.
    pub verification_token: Secret,
    /// Unknown members.
    pub extra: Extra,
}

/// The body is no delivery of Notion's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the body is no delivery of Notion's: {0}")]
pub struct NoDelivery(&'static str);

/// Reads the body of a delivery. Whose it is, only its signature says: see [`Receiver::accept`].
///
/// An event of tomorrow is read as far as it has the form of today's, and keeps everything.
///
/// # Errors
///
/// Where the body is not JSON, or neither a handshake nor an event. Never panics.
pub fn parse(body: &[u8]) -> Result<Incoming, NoDelivery> {
    if let Ok(event) = Event::decode(body)
        && event.extra.get("verification_token").is_none()
    {
        return Ok(Incoming::Event(Box::new(event)));
    }
    Handshake::decode(body)
        .map(Incoming::Handshake)
        .map_err(|error| match error.source.classify() {
            Category::Data => NoDelivery("it has neither a `type` nor a `verification_token`"),
            _ => NoDelivery("it is not JSON"),
        })
}
