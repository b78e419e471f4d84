//! People and bots.

use crate::ids::UserId;
use crate::wire::{Extra, Field, Unknown, Wire};

/// A person or bot; often only its id (a partial user).
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "user")]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Its display name.
    pub name: Field<String>,
    /// Where its picture is.
    pub avatar_url: Field<String>,
    /// Person or bot; `None` in a partial user.
    #[wire(union)]
    pub kind: Option<UserKind>,
    /// Unknown members.
    pub extra: Extra,
}

impl User {
    /// A partial user, as sent in people properties.
    pub fn partial(id: UserId) -> Self {
        Self {
            id,
            name: Field::Absent,
            avatar_url: Field::Absent,
            kind: None,
            extra: Extra::default(),
        }
    }

    /// The e-mail address of a person, where the connection may see it.
    pub fn email(&self) -> Option<&str> {
        match &self.kind {
            Some(UserKind::Person(person)) => person.email.as_str(),
            _ => None,
        }
    }
}

/// What a user is.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum UserKind {
    /// A person.
    Person(Person),
    /// A bot.
    Bot(Box<Bot>),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// What a person has beyond a user.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Person {
    /// The e-mail address; needs the capability to read it.
    pub email: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// What a bot has beyond a user; empty but for the token's own bot.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Bot {
    /// Whose bot it is: the workspace's or a user's.
    pub owner: Field<serde_json::Value>,
    /// The workspace it belongs to.
    pub workspace_id: Field<String>,
    /// The name of that workspace.
    pub workspace_name: Field<String>,
    /// Limits of that workspace.
    pub workspace_limits: Field<WorkspaceLimits>,
    /// Unknown members.
    pub extra: Extra,
}

/// Limits that depend on a workspace's plan.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct WorkspaceLimits {
    /// The largest file, in bytes: 5 MiB on the free plan, 5 GiB on paid ones.
    pub max_file_upload_size_in_bytes: Field<u64>,
    /// Unknown members.
    pub extra: Extra,
}
