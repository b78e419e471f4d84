//! What a connection sees: what was shared with it, and everything below.

use std::collections::HashMap;

use rusqlite::Connection;

use super::Caller;
use crate::problem::Problem;
use crate::store::access;
use crate::store::nodes::Parent;

/// Steps that a walk up the tree takes at most, as for every other walk.
const ANCESTORS: usize = 10_000;

/// What a connection sees, asked for one thing after the other. Parents are looked up once.
#[derive(Debug)]
pub(crate) struct Sight<'a> {
    caller: &'a Caller,
    known: HashMap<String, bool>,
}

impl<'a> Sight<'a> {
    /// What this connection sees; `None` if it sees all there is, so that nobody need ask.
    pub(crate) fn of(caller: &'a Caller, several: bool) -> Option<Self> {
        (!caller.whole_workspace || several).then(|| Self {
            caller,
            known: HashMap::new(),
        })
    }

    /// Whether it sees a page, database or block. One that does not exist counts as seen: it is
    /// refused as any other.
    pub(crate) fn node(&mut self, tx: &Connection, id: &str) -> Result<bool, Problem> {
        let mut walked = Vec::new();
        let mut at = id.to_owned();
        let seen = loop {
            if let Some(known) = self.known.get(&at) {
                break *known;
            }
            if !self.caller.whole_workspace
                && access::is_shared(tx, self.caller.connection_id(), &at)?
            {
                walked.push(at);
                break true;
            }
            if walked.len() > ANCESTORS {
                return Err(Problem::internal(&"something hangs too many levels deep"));
            }
            let Some((parent_type, parent)) = access::above(tx, &at)? else {
                break walked.is_empty();
            };
            let next = match parent_type.as_str() {
                "workspace" => {
                    let whose = access::workspace_of(tx, &at)?;
                    walked.push(at);
                    break self.caller.whole_workspace && whose == self.caller.workspace_key;
                }
                kind @ ("data_source_id" | "template") => {
                    let above = Parent::read(kind, parent.clone());
                    let source = above.data_source().unwrap_or_default();
                    access::database_of(tx, source)?.unwrap_or(parent)
                }
                _ => parent,
            };
            walked.push(std::mem::replace(&mut at, next));
        };
        self.known.extend(walked.into_iter().map(|id| (id, seen)));
        Ok(seen)
    }

    /// Whether it sees a data source: whoever sees its database does.
    pub(crate) fn data_source(&mut self, tx: &Connection, id: &str) -> Result<bool, Problem> {
        match access::database_of(tx, id)? {
            Some(database) => self.node(tx, &database),
            None => Ok(true),
        }
    }

    /// Whether it sees a file upload: only its own.
    pub(crate) fn upload(&self, created_by: &str) -> bool {
        created_by == self.caller.author()
    }
}
