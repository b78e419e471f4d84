//! Workspaces beyond the first, in the same file.

use recto_api::ids::{PageId, UserId};
use rusqlite::params;
use serde_json::json;

use crate::engine::{Engine, plain_rich_text};
use crate::error::Error;
use crate::store::access;
use crate::store::nodes::{self, Kind, Node, Parent};
use crate::time;

/// One workspace of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkspaceInfo {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its first page, named `Home`.
    pub root_page_id: PageId,
}

/// All workspaces, the first one first.
pub(super) fn list(engine: &Engine) -> Result<Vec<WorkspaceInfo>, Error> {
    let first = &engine.workspace;
    let mut all = vec![(
        first.id.clone(),
        first.name.clone(),
        first.root_page_id.clone(),
    )];
    all.extend(engine.with_connection(|connection| Ok(access::workspaces(connection)?))?);
    all.into_iter()
        .map(|(id, name, root)| {
            Ok(WorkspaceInfo {
                id,
                name,
                root_page_id: PageId::parse(&root)?,
            })
        })
        .collect()
}

/// Id, storage key and name of each workspace, the first one first.
pub(crate) fn names(
    engine: &Engine,
    connection: &rusqlite::Connection,
) -> Result<Vec<(String, String, String)>, Error> {
    let first = &engine.workspace;
    let mut all = vec![(first.id.clone(), String::new(), first.name.clone())];
    let others = access::workspaces(connection)?;
    all.extend(
        others
            .into_iter()
            .map(|(id, name, _)| (id.clone(), id, name)),
    );
    Ok(all)
}

/// Adds a workspace with an owner and a page.
pub(super) fn add(engine: &Engine, name: &str) -> Result<WorkspaceInfo, Error> {
    let id = engine.ids.random();
    let owner = engine.ids.random();
    let now = engine.clock.now();
    let root = engine.ids.of_workspace(&id).node(now);
    let minute = time::minute_of(now);
    let home = Node {
        id: root.clone(),
        kind: Kind::Page,
        block_type: "child_page".to_owned(),
        parent: Parent::Workspace,
        position: 0,
        created_time: minute,
        created_by: owner.clone(),
        last_edited_time: minute,
        last_edited_by: owner.clone(),
        in_trash: false,
        title: "Home".to_owned(),
        body: json!({"properties": {"title": plain_rich_text("Home")}}),
    };
    engine.with_connection(|connection| {
        let tx = connection.unchecked_transaction()?;
        access::add_workspace(&tx, &id, name, &root)?;
        add_person(&tx, &owner, "Owner", "owner@example.com", &id)?;
        nodes::insert(&tx, &home).map_err(|problem| Error::Refused(problem.message().into()))?;
        access::put_at_top(&tx, &root, &id)?;
        tx.commit()?;
        engine.access.refresh(connection)
    })?;
    Ok(WorkspaceInfo {
        id,
        name: name.to_owned(),
        root_page_id: PageId::parse(&root)?,
    })
}

/// What the storage calls a workspace: empty for the first. Refused if there is none of this id.
pub(crate) fn key_of(engine: &Engine, id: Option<&str>) -> Result<String, Error> {
    match id {
        None => Ok(String::new()),
        Some(id) if id == engine.workspace.id => Ok(String::new()),
        Some(id) => engine.with_connection(|connection| {
            let found = access::workspace(connection, id)?;
            found.map(|(id, _, _)| id).ok_or_else(|| {
                Error::Refused(format!(
                    "there is no workspace {id}; GET /_emulator/workspaces lists them"
                ))
            })
        }),
    }
}

/// A person of a workspace: the one given, or the one who joined first.
pub(super) fn person(
    connection: &rusqlite::Connection,
    workspace_key: &str,
    wanted: Option<&str>,
) -> Result<UserId, Error> {
    let found: Option<String> = connection
        .prepare_cached(
            "SELECT id FROM user WHERE kind = 'person' AND workspace_id = ?1 \
             AND (?2 IS NULL OR id = ?2) ORDER BY seq LIMIT 1",
        )?
        .query_map(params![workspace_key, wanted], |row| row.get(0))?
        .next()
        .transpose()?;
    match (found, wanted) {
        (Some(id), _) => Ok(UserId::parse(&id)?),
        (None, Some(id)) => Err(Error::Refused(format!(
            "there is no person {id} in this workspace"
        ))),
        (None, None) => Err(Error::Refused(
            "there is no person in this workspace; add one first".to_owned(),
        )),
    }
}

/// Adds a person to a workspace.
pub(super) fn add_person(
    connection: &rusqlite::Connection,
    id: &str,
    name: &str,
    email: &str,
    workspace_key: &str,
) -> Result<(), Error> {
    connection.execute(
        "INSERT INTO user (id, kind, name, email, workspace_id) \
         VALUES (?1, 'person', ?2, ?3, ?4)",
        [id, name, email, workspace_key],
    )?;
    Ok(())
}

impl crate::Emulator {
    /// Adds a workspace to the file, with an owner and a page named `Home`. Connections are made in
    /// it by [`crate::Connect::workspace`].
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn add_workspace(&self, name: &str) -> Result<WorkspaceInfo, Error> {
        add(self.engine(), name)
    }

    /// All workspaces of the file, the first one first.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn workspaces(&self) -> Result<Vec<WorkspaceInfo>, Error> {
        list(self.engine())
    }
}
