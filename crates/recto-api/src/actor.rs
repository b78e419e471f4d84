//! Who did something, where Notion says only an id and a kind.

use crate::wire::{Extra, Field, Wire};

/// A person, bot or agent, by id and kind. A [`crate::user::User`] says more.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Actor {
    /// Its id.
    pub id: Field<String>,
    /// What it is.
    #[wire(rename = "type")]
    pub kind: Field<ActorKind>,
    /// Unknown members.
    pub extra: Extra,
}

/// What an actor is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum ActorKind {
    /// A person, as file uploads say it.
    Person,
    /// A person, as agents and sessions say it.
    User,
    /// The bot of a connection.
    Bot,
    /// An agent.
    Agent,
    /// A kind without a name here.
    Unknown(String),
}
