//! What a transaction changed, as the storage itself sees it.
//!
//! Triggers of this connection alone write it down, so that no operation has to; they are there only
//! while somebody wants to know, and cost nothing otherwise.

use rusqlite::Connection;
use serde_json::Value;

/// One row that was changed.
#[derive(Debug)]
pub(super) struct Raw {
    /// The table.
    pub(super) table: String,
    /// `insert`, `update` or `delete`.
    pub(super) what: String,
    pub(super) id: String,
    /// The row before, of an update or delete.
    pub(super) old: Value,
    /// The row afterwards, of an insert or update.
    pub(super) new: Value,
}

/// A table, the columns that are kept of it, and what must differ for an update to count.
struct Watched {
    table: &'static str,
    id: &'static str,
    columns: &'static [&'static str],
}

const WATCHED: &[Watched] = &[
    Watched {
        table: "node",
        id: "id",
        columns: &["kind", "parent_type", "parent_id", "in_trash", "body"],
    },
    Watched {
        table: "data_source",
        id: "id",
        columns: &["database_id", "in_trash", "schema"],
    },
    Watched {
        table: "edge",
        id: "page_id",
        columns: &["property_id", "target_id"],
    },
    Watched {
        table: "comment",
        id: "id",
        columns: &["parent_type", "parent_id", "body"],
    },
    Watched {
        table: "upload",
        id: "id",
        columns: &["created_by", "status"],
    },
    Watched {
        table: "view",
        id: "id",
        columns: &["database_id", "type", "name", "body"],
    },
];

/// Watches the tables, if that is not done yet, and forgets what was written down outside of a
/// transaction of a request.
pub(super) fn attach(connection: &Connection) -> rusqlite::Result<()> {
    let there = connection
        .prepare_cached("SELECT 1 FROM sqlite_temp_master WHERE name = 'raw_change'")?
        .exists([])?;
    if there {
        connection
            .prepare_cached("DELETE FROM temp.raw_change")?
            .execute([])?;
        return Ok(());
    }
    let mut script = String::from(
        "CREATE TEMP TABLE raw_change (seq INTEGER PRIMARY KEY, source TEXT, what TEXT, id TEXT, \
         old TEXT, new TEXT);",
    );
    for watched in WATCHED {
        let row = |side: &str| {
            let pairs = watched.columns.iter();
            let pairs: Vec<String> = pairs
                .map(|name| format!("'{name}', {side}.{name}"))
                .collect();
            format!("json_object({})", pairs.join(", "))
        };
        let differs: Vec<String> = watched
            .columns
            .iter()
            .map(|name| format!("OLD.{name} IS NOT NEW.{name}"))
            .collect();
        let (table, id) = (watched.table, watched.id);
        for (what, when, side, old, new) in [
            (
                "insert",
                String::new(),
                "NEW",
                "NULL".to_owned(),
                row("NEW"),
            ),
            (
                "update",
                format!("WHEN {}", differs.join(" OR ")),
                "NEW",
                row("OLD"),
                row("NEW"),
            ),
            (
                "delete",
                String::new(),
                "OLD",
                row("OLD"),
                "NULL".to_owned(),
            ),
        ] {
            script.push_str(&format!(
                "CREATE TEMP TRIGGER watch_{table}_{what} AFTER {what} ON main.{table} {when} \
                 BEGIN INSERT INTO raw_change (source, what, id, old, new) \
                 VALUES ('{table}', '{what}', {side}.{id}, {old}, {new}); END;"
            ));
        }
    }
    connection.execute_batch(&script)
}

/// Stops watching.
pub(super) fn detach(connection: &Connection) -> rusqlite::Result<()> {
    let mut script = String::new();
    for watched in WATCHED {
        for what in ["insert", "update", "delete"] {
            script.push_str(&format!(
                "DROP TRIGGER IF EXISTS temp.watch_{}_{what};",
                watched.table
            ));
        }
    }
    script.push_str("DROP TABLE IF EXISTS temp.raw_change;");
    connection.execute_batch(&script)
}

/// Takes what was written down, oldest first.
pub(super) fn take(connection: &Connection) -> rusqlite::Result<Vec<Raw>> {
    let json = |row: &rusqlite::Row<'_>, index: usize| -> rusqlite::Result<Value> {
        let text: Option<String> = row.get(index)?;
        Ok(text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    };
    let found = connection
        .prepare_cached("SELECT source, what, id, old, new FROM temp.raw_change ORDER BY seq")?
        .query_map([], |row| {
            Ok(Raw {
                table: row.get(0)?,
                what: row.get(1)?,
                id: row.get(2)?,
                old: json(row, 3)?,
                new: json(row, 4)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<Raw>>>()?;
    if !found.is_empty() {
        connection
            .prepare_cached("DELETE FROM temp.raw_change")?
            .execute([])?;
    }
    Ok(found)
}
