//! Who a request comes from.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::access::{Capabilities, ConnectionKind};
use crate::engine::{Engine, Workspace, lock};
use crate::error::Error;
use crate::ids::Ids;
use crate::problem::Integration;
use crate::store::access;

/// A connection as operations meet it.
#[derive(Debug)]
pub(crate) struct Caller {
    /// The workspace it is in, with its own bot and integration.
    pub(crate) workspace: Workspace,
    /// What the storage calls that workspace: empty for the first.
    pub(crate) workspace_key: String,
    pub(crate) kind: ConnectionKind,
    pub(crate) capabilities: Capabilities,
    /// Whether everything in its workspace is shared with it.
    pub(crate) whole_workspace: bool,
    /// The person behind it, if it is somebody's.
    pub(crate) owner: Option<String>,
    /// Ids as its workspace has them.
    pub(crate) ids: Ids,
}

impl Caller {
    /// The one with the first workspace's own token: it may do everything.
    pub(crate) fn first(workspace: Workspace, ids: Ids) -> Self {
        Self {
            workspace,
            workspace_key: String::new(),
            kind: ConnectionKind::Internal,
            capabilities: Capabilities::ALL,
            whole_workspace: true,
            owner: None,
            ids,
        }
    }

    /// The user who is the author of what it writes: its bot, or the person of a personal token
    /// (assumed).
    pub(crate) fn author(&self) -> &str {
        match (&self.owner, self.kind) {
            (Some(person), ConnectionKind::Personal) => person,
            _ => &self.workspace.bot_id,
        }
    }

    /// Whether pages and databases at the top level can be its own: those of internal connections
    /// cannot (recorded).
    pub(crate) fn has_top_level(&self) -> bool {
        self.kind != ConnectionKind::Internal
    }

    /// The id of its connection.
    pub(crate) fn connection_id(&self) -> &str {
        &self.workspace.integration.id
    }
}

/// Who has which token.
#[derive(Debug)]
pub(crate) struct Directory {
    first: Arc<Caller>,
    known: Mutex<HashMap<String, Arc<Caller>>>,
    /// Whether there is more than the first workspace.
    several: AtomicBool,
}

impl Directory {
    /// A directory that knows the first workspace's own token.
    pub(crate) fn new(first: Caller) -> Self {
        Self {
            first: Arc::new(first),
            known: Mutex::default(),
            several: AtomicBool::new(false),
        }
    }

    /// Whether there is more than the first workspace.
    pub(crate) fn several(&self) -> bool {
        self.several.load(Ordering::Relaxed)
    }

    /// Forgets what was read of the storage: connections changed, or the storage did as a whole.
    pub(crate) fn refresh(&self, connection: &rusqlite::Connection) -> Result<(), Error> {
        self.forget();
        self.several
            .store(access::has_workspaces(connection)?, Ordering::Relaxed);
        Ok(())
    }

    /// Forgets who has which token.
    pub(crate) fn forget(&self) {
        lock(&self.known).clear();
    }

    /// The connection of a token, if there is one.
    pub(crate) fn find(&self, engine: &Engine, token: &str) -> Result<Option<Arc<Caller>>, Error> {
        if token == self.first.workspace.token {
            return Ok(Some(Arc::clone(&self.first)));
        }
        if let Some(known) = lock(&self.known).get(token) {
            return Ok(Some(Arc::clone(known)));
        }
        let found = engine.with_connection(|connection| {
            let Some(row) = access::by_token(connection, token)? else {
                return Ok(None);
            };
            self.caller(connection, row).map(Some)
        })?;
        Ok(found.map(|caller| {
            let caller = Arc::new(caller);
            lock(&self.known).insert(token.to_owned(), Arc::clone(&caller));
            caller
        }))
    }

    /// The one with the first workspace's own token.
    pub(crate) fn first(&self) -> &Caller {
        &self.first
    }

    /// The connection of an id; the first if there is none any more.
    pub(crate) fn of_connection(
        &self,
        connection: &rusqlite::Connection,
        id: &str,
    ) -> Result<Arc<Caller>, Error> {
        if id == self.first.connection_id() {
            return Ok(Arc::clone(&self.first));
        }
        match access::get(connection, id)? {
            Some(row) => self.caller(connection, row).map(Arc::new),
            None => Ok(Arc::clone(&self.first)),
        }
    }

    /// A connection of the storage as operations meet it.
    pub(crate) fn caller(
        &self,
        connection: &rusqlite::Connection,
        row: access::Row,
    ) -> Result<Caller, Error> {
        let first = &self.first.workspace;
        let (id, name, root) = match row.workspace_key.as_str() {
            "" => (
                first.id.clone(),
                first.name.clone(),
                first.root_page_id.clone(),
            ),
            key => {
                let found = access::workspace(connection, key)?;
                found.ok_or(rusqlite::Error::QueryReturnedNoRows)?
            }
        };
        Ok(Caller {
            ids: self.first.ids.of_workspace(&id),
            workspace: Workspace {
                id,
                name,
                token: first.token.clone(),
                bot_id: row.bot_id,
                integration: Integration {
                    id: row.id,
                    name: row.name,
                },
                root_page_id: root,
                link_base: first.link_base.clone(),
                as_of: first.as_of,
            },
            workspace_key: row.workspace_key,
            kind: ConnectionKind::from_word(&row.kind).unwrap_or(ConnectionKind::Internal),
            capabilities: Capabilities::parse(&row.capabilities).unwrap_or(Capabilities::NONE),
            whole_workspace: row.whole_workspace,
            owner: row.owner_id,
        })
    }
}
