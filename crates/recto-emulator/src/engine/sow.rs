//! Seeds brought into the workspace.

use rusqlite::OptionalExtension;
use serde_json::Value;

use super::{Engine, lock};
use crate::access::Caller;
use crate::error::Error;
use crate::import::{self, Imported};
use crate::seed::{self, Facts};
use crate::store::copies;
use crate::store::emojis::{self, Emoji};
use crate::time;

impl Engine {
    /// See [`crate::Emulator::sow`].
    pub(crate) fn sow(&self, seed: &Value) -> Result<Imported, Error> {
        let owner: Option<String> = self.with_connection(|connection| {
            let sql = "SELECT id FROM user WHERE kind = 'person' ORDER BY seq LIMIT 1";
            Ok(connection.query_row(sql, [], |row| row.get(0)).optional()?)
        })?;
        let now = time::minute_text(time::minute_of(self.clock.now()));
        let expanded = seed::expand(
            seed,
            &Facts {
                workspace: &self.workspace.id,
                home: &self.workspace.root_page_id,
                author: owner.as_deref().unwrap_or(&self.workspace.bot_id),
                now: &now,
            },
        )
        .map_err(Error::Seed)?;
        let caller = Caller::first(self.workspace.clone(), self.ids.clone());
        self.transact(&caller, "", |tx, ctx| {
            for [id, name, url] in expanded.emoji {
                emojis::put(tx, &Emoji { id, name, url })?;
            }
            import::run(tx, ctx, &expanded.objects)
        })
        .map_err(|problem| Error::Seed(problem.message().to_owned()))
    }

    /// Keeps what the workspace is now as what it began as.
    pub(crate) fn keep_initial(&self) -> Result<(), Error> {
        copies::keep_initial(&mut lock(&self.state).store.connection)?;
        self.disk.committed();
        self.await_disk().map_err(Error::Disk)
    }
}
