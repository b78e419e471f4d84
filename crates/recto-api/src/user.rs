//! People and bots.

use crate::ids::UserId;
use crate::wire::{Extra, Field, Unknown, Wire};

/// A person, bot or group; often only its id (a partial user).
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "user")]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Its display name.
    pub name: Field<String>,
    /// Where its picture is.
    pub avatar_url: Field<String>,
    /// Person or bot; `None` in a partial user and in a group.
    #[wire(union)]
    pub kind: Option<UserKind>,
    /// Unknown members, and the `object` of a group.
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

    /// A group, as sent in people properties; nowhere else are there groups.
    pub fn group(id: UserId) -> Self {
        let mut group = Self::partial(id);
        group.extra.insert("object", "group".into());
        group
    }

    /// Whether it is a group.
    pub fn is_group(&self) -> bool {
        self.extra.get("object").is_some_and(|name| name == "group")
    }

    /// Whether it is a bot.
    pub fn is_bot(&self) -> bool {
        matches!(&self.kind, Some(UserKind::Bot(_)))
    }

    /// The e-mail address of a person, where the connection may see it.
    pub fn email(&self) -> Option<&str> {
        match &self.kind {
            Some(UserKind::Person(person)) => person.email.as_str(),
            _ => None,
        }
    }
}

impl From<UserId> for User {
    fn from(id: UserId) -> Self {
        Self::partial(id)
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
    /// Whether the address was verified (recordings).
    pub email_verified: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// What a bot has beyond a user; empty but for the token's own bot.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Bot {
    /// Whose bot it is: the workspace's or a user's.
    pub owner: Field<BotOwner>,
    /// The workspace it belongs to.
    pub workspace_id: Field<String>,
    /// Limits of that workspace.
    pub workspace_limits: Field<WorkspaceLimits>,
    /// The name of that workspace.
    pub workspace_name: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// Whose bot it is.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct BotOwner {
    /// The workspace or a user.
    #[wire(union)]
    pub kind: BotOwnerKind,
    /// Unknown members.
    pub extra: Extra,
}

/// What owns a bot.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum BotOwnerKind {
    /// The workspace, for an internal connection; always true.
    Workspace(bool),
    /// The person who authorised a public connection, or a partial user.
    User(User),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// Limits that depend on a workspace's plan.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct WorkspaceLimits {
    /// The largest file, in bytes: 5 MiB on the free plan, 5 GiB on paid ones.
    pub max_file_upload_size_in_bytes: Field<u64>,
    /// Unknown members.
    pub extra: Extra,
}
