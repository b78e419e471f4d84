//! Connections: how they are made and what can be done with them, in Rust.

use std::fmt;

use super::capability::Capabilities;
use super::workspaces;
use crate::Emulator;
use crate::engine::Engine;
use crate::error::Error;
use crate::store::access::{self, Row};

/// What kind of connection it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ConnectionKind {
    /// One workspace's own; people share pages with it.
    #[default]
    Internal,
    /// Made by a person who allowed a public one, with the pages chosen then.
    Public,
    /// A personal access token: sees what its person sees, and acts as that person (assumed).
    Personal,
}

impl ConnectionKind {
    /// The word for it: `internal`, `public` or `personal`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Public => "public",
            Self::Personal => "personal",
        }
    }

    /// The kind of a word.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Internal, Self::Public, Self::Personal]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// A connection that is being made. [`Emulator::connect`] begins one.
#[derive(Debug, Clone)]
#[must_use = "nothing is connected until `start`"]
pub struct Connect {
    emulator: Emulator,
    pub(super) plan: Plan,
}

/// What a new connection is to be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) name: String,
    pub(crate) kind: ConnectionKind,
    pub(crate) workspace: Option<String>,
    pub(crate) owner: Option<String>,
    pub(crate) capabilities: Capabilities,
    pub(crate) shared: Vec<String>,
    pub(crate) whole_workspace: bool,
    pub(crate) token: Option<String>,
    pub(crate) app_id: Option<String>,
}

impl Connect {
    /// What it may do. Default: content and users with addresses, no comments, as a new connection
    /// of Notion's (documented).
    pub fn capabilities(mut self, capabilities: impl Into<Capabilities>) -> Self {
        self.plan.capabilities = capabilities.into();
        self
    }

    /// Shares a page or database with it, by id; it sees what is below, too.
    pub fn share(mut self, id: impl AsRef<str>) -> Self {
        self.plan.shared.push(id.as_ref().to_owned());
        self
    }

    /// Shares everything in its workspace with it, whatever comes later included.
    pub fn share_all(mut self) -> Self {
        self.plan.whole_workspace = true;
        self
    }

    /// Makes it a personal access token of this person, or of the one who joined first. It sees
    /// everything in its workspace.
    pub fn personal(mut self, owner: Option<&str>) -> Self {
        self.plan.kind = ConnectionKind::Personal;
        self.plan.owner = owner.map(str::to_owned);
        self.plan.whole_workspace = true;
        self
    }

    /// The workspace it is in, by id. Default: the first.
    pub fn workspace(mut self, id: impl Into<String>) -> Self {
        self.plan.workspace = Some(id.into());
        self
    }

    /// Its token. Default: a new one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.plan.token = Some(token.into());
        self
    }

    /// Makes the connection, its bot and its token.
    ///
    /// # Errors
    ///
    /// A workspace, person or page that is not there, a token that somebody has, or the storage
    /// fails.
    pub fn start(self) -> Result<Connection, Error> {
        let (row, token) = create(self.emulator.engine(), &self.plan)?;
        Ok(Connection {
            emulator: self.emulator,
            id: row.id,
            bot_id: row.bot_id,
            token,
        })
    }
}

/// Makes a connection with a first token.
pub(crate) fn create(engine: &Engine, plan: &Plan) -> Result<(Row, String), Error> {
    let row = draft(engine, plan)?;
    let token = plan
        .token
        .clone()
        .unwrap_or_else(|| new_token(engine, "ntn_"));
    let taken = token == engine.workspace.token;
    let now = engine.clock.now().as_millisecond();
    engine.with_connection(|connection| {
        if taken || access::by_token(connection, &token)?.is_some() {
            return Err(Error::Refused(
                "another connection has this token; take another one".to_owned(),
            ));
        }
        let tx = connection.unchecked_transaction()?;
        insert(&tx, &row, &plan.shared)?;
        access::add_token(&tx, &row.id, &token, None, now)?;
        tx.commit()?;
        Ok(())
    })?;
    Ok((row, token))
}

/// A connection as it will be stored.
pub(crate) fn draft(engine: &Engine, plan: &Plan) -> Result<Row, Error> {
    let workspace_key = workspaces::key_of(engine, plan.workspace.as_deref())?;
    let owner_id = match plan.kind {
        ConnectionKind::Internal => None,
        _ => Some(engine.with_connection(|connection| {
            workspaces::person(connection, &workspace_key, plan.owner.as_deref())
        })?),
    };
    Ok(Row {
        id: engine.ids.random(),
        workspace_key,
        kind: plan.kind.as_str().to_owned(),
        name: plan.name.clone(),
        bot_id: engine.ids.random(),
        owner_id: owner_id.map(|id| id.to_string()),
        app_id: plan.app_id.clone(),
        capabilities: plan.capabilities.to_string(),
        whole_workspace: plan.whole_workspace,
    })
}

/// Stores a connection with its bot and what is shared with it.
pub(crate) fn insert(
    connection: &rusqlite::Connection,
    row: &Row,
    shared: &[String],
) -> Result<(), Error> {
    access::insert(connection, row)?;
    connection.execute(
        "INSERT INTO user (id, kind, name, workspace_id) VALUES (?1, 'bot', ?2, ?3)",
        [&row.bot_id, &row.name, &row.workspace_key],
    )?;
    share(connection, &row.id, shared)
}

/// Shares pages and databases with a connection.
pub(crate) fn share(
    connection: &rusqlite::Connection,
    id: &str,
    nodes: &[String],
) -> Result<(), Error> {
    for sent in nodes {
        let node = crate::ids::normalized(sent).unwrap_or_else(|| sent.clone());
        if access::above(connection, &node)?.is_none() {
            return Err(Error::Refused(format!(
                "there is no page or database {sent} to share"
            )));
        }
        access::share(connection, id, &node)?;
    }
    Ok(())
}

/// A new secret word.
pub(crate) fn new_token(engine: &Engine, prefix: &str) -> String {
    let digits = engine.ids.random().replace('-', "");
    format!("{prefix}{digits}{}", &engine.ids.random()[..8])
}

/// A connection to a workspace: a token and what it may do. Clones are handles to the same one.
#[derive(Clone)]
pub struct Connection {
    pub(super) emulator: Emulator,
    id: String,
    bot_id: String,
    token: String,
}

impl Connection {
    /// The token that requests carry.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The integration's id, which refusals name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id of its bot, the author of what it writes.
    pub fn bot_id(&self) -> &str {
        &self.bot_id
    }

    /// Shares a page or database with it; it sees what is below, too.
    ///
    /// # Errors
    ///
    /// There is no such page or database, or the storage fails.
    pub fn share(&self, id: impl AsRef<str>) -> Result<(), Error> {
        let nodes = [id.as_ref().to_owned()];
        let engine = self.emulator.engine();
        engine.with_connection(|connection| share(connection, &self.id, &nodes))
    }

    /// Takes a share back.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn unshare(&self, id: impl AsRef<str>) -> Result<(), Error> {
        let engine = self.emulator.engine();
        let node = crate::ids::normalized(id.as_ref()).unwrap_or_default();
        engine.with_connection(|connection| Ok(access::unshare(connection, &self.id, &node)?))
    }

    /// Lets it do something else from now on.
    ///
    /// # Errors
    ///
    /// The connection was revoked, or the storage fails.
    pub fn set_capabilities(&self, capabilities: impl Into<Capabilities>) -> Result<(), Error> {
        set_capabilities(self.emulator.engine(), &self.id, capabilities.into())
    }

    /// Ends it: its token is refused from now on. What it wrote stays.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn revoke(&self) -> Result<(), Error> {
        revoke(self.emulator.engine(), &self.id).map(drop)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("id", &self.id)
            .field("bot_id", &self.bot_id)
            .finish_non_exhaustive()
    }
}

/// Gives a connection other capabilities.
pub(super) fn set_capabilities(
    engine: &Engine,
    id: &str,
    capabilities: Capabilities,
) -> Result<(), Error> {
    let known = engine.with_connection(|connection| {
        Ok(access::set_capabilities(
            connection,
            id,
            &capabilities.to_string(),
        )?)
    })?;
    engine.access.forget();
    match known {
        true => Ok(()),
        false => Err(Error::Refused(format!("there is no connection {id}"))),
    }
}

/// Ends a connection. Whether there was such a connection.
pub(super) fn revoke(engine: &Engine, id: &str) -> Result<bool, Error> {
    let known = engine.with_connection(|connection| {
        let tx = connection.unchecked_transaction()?;
        let known = access::delete(&tx, id)?;
        tx.commit()?;
        Ok(known)
    })?;
    engine.access.forget();
    Ok(known)
}

impl Emulator {
    /// Begins a further connection of this name, with a token and a bot of its own.
    ///
    /// ```
    /// use recto_emulator::{Capability, Emulator};
    ///
    /// let emulator = Emulator::start()?;
    /// let reader = emulator
    ///     .connect("Reader")
    ///     .capabilities([Capability::ReadContent])
    ///     .share(emulator.root_page_id())
    ///     .start()?;
    /// assert_ne!(reader.token(), emulator.token());
    /// # Ok::<(), recto_emulator::Error>(())
    /// ```
    pub fn connect(&self, name: impl Into<String>) -> Connect {
        Connect {
            emulator: self.clone(),
            plan: Plan {
                name: name.into(),
                ..Plan::default()
            },
        }
    }
}
