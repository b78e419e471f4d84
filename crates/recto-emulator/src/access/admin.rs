//! Workspaces and connections below `/_emulator`.

use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::capability::Capabilities;
use super::connect::{self, ConnectionKind, Plan};
use super::workspaces::{self, WorkspaceInfo};
use crate::admin::{Answer, Call, Route, Subject, ok};
use crate::engine::Engine;
use crate::error::Error;
use crate::store::access::{self, Row};

/// Workspaces of the file.
pub(crate) static WORKSPACES: Subject = Subject {
    name: "workspaces",
    about: "Several workspaces in one file, which know nothing of each other.",
    routes: &[
        Route {
            method: Method::GET,
            path: "workspaces",
            about: "All workspaces: `{\"workspaces\": [{\"id\", \"name\", \"root_page_id\"}]}`.",
            run: |call| {
                let all = workspaces::list(call.engine)?;
                ok(&json!({"workspaces": all.iter().map(workspace).collect::<Vec<_>>()}))
            },
        },
        Route {
            method: Method::POST,
            path: "workspaces",
            about: "Adds one with an owner and a page: `{\"name\"}`.",
            run: |call| {
                let new: NewWorkspace = call.body()?;
                ok(&workspace(&workspaces::add(call.engine, &new.name)?))
            },
        },
    ],
};

/// Who may do what.
pub(crate) static CONNECTIONS: Subject = Subject {
    name: "connections",
    about: "Further tokens, each with a bot, capabilities, and the pages shared with it. \
            Capabilities are words such as `read_content`.",
    routes: &[
        Route {
            method: Method::GET,
            path: "connections",
            about: "All connections but the first workspace's own, without their tokens.",
            run: |call| ok(&list(call.engine)?),
        },
        Route {
            method: Method::POST,
            path: "connections",
            about: "Adds one and answers with its token: `{\"name\", \"kind\"?, \"workspace\"?, \
                    \"owner\"?, \"capabilities\"?, \"shared\"?, \"token\"?}`. `kind` is `internal` \
                    or `personal`, `shared` an array of ids or `\"all\"`. A public connection comes \
                    of a person who allows one.",
            run: |call| ok(&create(call.engine, call.body()?)?),
        },
        Route {
            method: Method::PATCH,
            path: "connections/{id}",
            about: "Changes what it may do and what is shared with it: `{\"capabilities\"?, \
                    \"share\"?, \"unshare\"?}`, the latter arrays of ids.",
            run: |call| ok(&update(call.engine, call.param("id"), call.body()?)?),
        },
        Route {
            method: Method::DELETE,
            path: "connections/{id}",
            about: "Ends a connection; what it wrote stays.",
            run: end,
        },
    ],
};

fn end(call: &Call<'_>) -> Answer {
    let id = call.param("id");
    match connect::revoke(call.engine, id)? {
        true => ok(&json!({"deleted": true})),
        false => Err(unknown(id).into()),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewWorkspace {
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewConnection {
    name: String,
    kind: Option<String>,
    workspace: Option<String>,
    owner: Option<String>,
    capabilities: Option<Vec<String>>,
    #[serde(default)]
    shared: Shared,
    token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Shared {
    All(String),
    Some(Vec<String>),
}

impl Default for Shared {
    fn default() -> Self {
        Self::Some(Vec::new())
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    capabilities: Option<Vec<String>>,
    #[serde(default)]
    share: Vec<String>,
    #[serde(default)]
    unshare: Vec<String>,
}

fn create(engine: &Engine, new: NewConnection) -> Result<Value, Error> {
    let kind = match new.kind.as_deref() {
        None => ConnectionKind::Internal,
        Some("public") => {
            return Err(Error::Refused(
                "a public connection is registered, and made when a person allows it".to_owned(),
            ));
        }
        Some(word) => ConnectionKind::from_word(word).ok_or_else(|| {
            Error::Refused(format!("`kind` is internal or personal, not `{word}`"))
        })?,
    };
    let personal = kind == ConnectionKind::Personal;
    let (shared, whole_workspace) = match new.shared {
        Shared::All(word) if word == "all" => (Vec::new(), true),
        Shared::All(word) => {
            return Err(Error::Refused(format!(
                "`shared` is an array of ids or \"all\", not `{word}`"
            )));
        }
        Shared::Some(ids) => (ids, personal),
    };
    let plan = Plan {
        name: new.name,
        kind,
        workspace: new.workspace,
        owner: new.owner,
        capabilities: match new.capabilities {
            Some(words) => capabilities(&words)?,
            None => Capabilities::default(),
        },
        shared,
        whole_workspace,
        token: new.token,
        app_id: None,
    };
    let (row, token) = connect::create(engine, &plan)?;
    let mut made = engine.with_connection(|connection| present(engine, connection, &row))?;
    crate::store::set(&mut made, "token", Value::from(token));
    Ok(made)
}

fn update(engine: &Engine, id: &str, change: Change) -> Result<Value, Error> {
    if let Some(words) = &change.capabilities {
        connect::set_capabilities(engine, id, capabilities(words)?)?;
    }
    engine.with_connection(|connection| {
        let row = access::get(connection, id)?.ok_or_else(|| unknown(id))?;
        let tx = connection.unchecked_transaction()?;
        connect::share(&tx, id, &change.share)?;
        for node in &change.unshare {
            let node = crate::ids::normalized(node).unwrap_or_default();
            access::unshare(&tx, id, &node)?;
        }
        tx.commit()?;
        present(engine, connection, &row)
    })
}

fn list(engine: &Engine) -> Result<Value, Error> {
    engine.with_connection(|connection| {
        let all = access::list(connection)?;
        let all = all.iter().map(|row| present(engine, connection, row));
        Ok(json!({"connections": all.collect::<Result<Vec<Value>, Error>>()?}))
    })
}

fn present(engine: &Engine, connection: &rusqlite::Connection, row: &Row) -> Result<Value, Error> {
    let workspace = match row.workspace_key.as_str() {
        "" => &engine.workspace.id,
        key => key,
    };
    let words: Vec<&str> = row.capabilities.split_whitespace().collect();
    let shared = match row.whole_workspace {
        true => json!("all"),
        false => json!(access::shares(connection, &row.id)?),
    };
    Ok(json!({
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "workspace": workspace,
        "bot_id": row.bot_id,
        "owner": row.owner_id,
        "capabilities": words,
        "shared": shared,
    }))
}

fn workspace(info: &WorkspaceInfo) -> Value {
    json!({"id": info.id, "name": info.name, "root_page_id": info.root_page_id})
}

fn capabilities(words: &[String]) -> Result<Capabilities, Error> {
    Capabilities::parse(&words.join(" ")).map_err(|word| {
        Error::Refused(format!(
            "`{word}` is no capability; there are: {}",
            Capabilities::ALL
        ))
    })
}

fn unknown(id: &str) -> Error {
    Error::Refused(format!("there is no connection {id}"))
}
