//! Views of databases, and the rows they were asked for.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use crate::problem::Problem;

/// Room left between neighbours.
const GAP: i64 = 1 << 20;

/// A view.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct View {
    /// Dashed lower-case id.
    pub(crate) id: String,
    /// The database it is a view of.
    pub(crate) database_id: String,
    /// The data source whose rows it shows; `None` for a dashboard.
    pub(crate) data_source_id: Option<String>,
    /// The dashboard it is a widget of.
    pub(crate) dashboard_id: Option<String>,
    /// Order among the tabs of its database.
    pub(crate) position: i64,
    /// Its type's wire name.
    pub(crate) kind: String,
    /// Its name.
    pub(crate) name: String,
    /// Milliseconds since the Unix epoch.
    pub(crate) created_time: i64,
    /// User id.
    pub(crate) created_by: String,
    /// Milliseconds since the Unix epoch.
    pub(crate) last_edited_time: i64,
    /// User id.
    pub(crate) last_edited_by: String,
    /// JSON: `filter`, `sorts`, `quick_filters`, `configuration`; properties by encoded id.
    pub(crate) body: Value,
}

const COLUMNS: &str = "id, database_id, data_source_id, dashboard_id, position, type, name, \
     created_time, created_by, last_edited_time, last_edited_by, body";

fn read(row: &Row<'_>) -> rusqlite::Result<View> {
    Ok(View {
        id: row.get(0)?,
        database_id: row.get(1)?,
        data_source_id: row.get(2)?,
        dashboard_id: row.get(3)?,
        position: row.get(4)?,
        kind: row.get(5)?,
        name: row.get(6)?,
        created_time: row.get(7)?,
        created_by: row.get(8)?,
        last_edited_time: row.get(9)?,
        last_edited_by: row.get(10)?,
        body: super::json(row, 11)?,
    })
}

/// The view of an id.
pub(crate) fn get(connection: &Connection, id: &str) -> Result<Option<View>, Problem> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM view WHERE id = ?1"))?
        .query_row([id], read)
        .optional()?)
}

/// Adds a view, or writes what may change of it.
pub(crate) fn put(connection: &Connection, view: &View) -> Result<(), Problem> {
    connection
        .prepare_cached(&format!(
            "INSERT INTO view ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, \
             ?12) ON CONFLICT (id) DO UPDATE SET position = excluded.position, \
             name = excluded.name, last_edited_time = excluded.last_edited_time, \
             last_edited_by = excluded.last_edited_by, body = excluded.body"
        ))?
        .execute(params![
            view.id,
            view.database_id,
            view.data_source_id,
            view.dashboard_id,
            view.position,
            view.kind,
            view.name,
            view.created_time,
            view.created_by,
            view.last_edited_time,
            view.last_edited_by,
            view.body.to_string(),
        ])?;
    Ok(())
}

/// Removes a view, its widgets if it is a dashboard, and their queries.
pub(crate) fn remove(connection: &Connection, id: &str) -> Result<(), Problem> {
    connection
        .prepare_cached(
            "DELETE FROM view_query WHERE view_id = ?1 \
             OR view_id IN (SELECT id FROM view WHERE dashboard_id = ?1)",
        )?
        .execute([id])?;
    connection
        .prepare_cached("DELETE FROM view WHERE id = ?1 OR dashboard_id = ?1")?
        .execute([id])?;
    Ok(())
}

/// The tabs of a database, from the left.
pub(crate) fn tabs(connection: &Connection, database: &str) -> Result<Vec<View>, Problem> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM view WHERE database_id = ?1 AND dashboard_id IS NULL \
             ORDER BY position, seq"
        ))?
        .query_map([database], read)?
        .collect::<Result<_, _>>()?)
}

/// Every view of a data source, widgets and linked ones included, oldest first.
pub(crate) fn of_source(connection: &Connection, source: &str) -> Result<Vec<View>, Problem> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM view WHERE data_source_id = ?1 ORDER BY seq"
        ))?
        .query_map([source], read)?
        .collect::<Result<_, _>>()?)
}

/// A position among tabs behind the one at `index`, or before all of them; the others are moved
/// apart where there is no room.
pub(crate) fn position(
    connection: &Connection,
    tabs: &mut [View],
    behind: Option<usize>,
) -> Result<i64, Problem> {
    let Some(index) = behind else {
        return Ok(tabs.first().map_or(0, |first| first.position - GAP));
    };
    for _ in 0..2 {
        let at = tabs.get(index).map_or(0, |tab| tab.position);
        match tabs.get(index + 1) {
            None => return Ok(at + GAP),
            Some(next) if next.position - at > 1 => return Ok(at + (next.position - at) / 2),
            Some(_) => {
                for (place, tab) in tabs.iter_mut().enumerate() {
                    tab.position = i64::try_from(place).unwrap_or_default() * GAP;
                    put(connection, tab)?;
                }
            }
        }
    }
    Err(Problem::internal(&"no room between the tabs of a database"))
}

/// The rows that a view had when it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Query {
    /// Dashed lower-case id.
    pub(crate) id: String,
    /// The view.
    pub(crate) view_id: String,
    /// Until when it can be read: milliseconds since the Unix epoch.
    pub(crate) expires: i64,
    /// Whether there were more rows than a query may reach.
    pub(crate) cut: bool,
    /// Ids of the rows, in order.
    pub(crate) pages: Vec<String>,
}

/// Keeps a query; those that expired are forgotten.
pub(crate) fn keep(connection: &Connection, query: &Query, now: i64) -> Result<(), Problem> {
    connection
        .prepare_cached("DELETE FROM view_query WHERE expires <= ?1")?
        .execute([now])?;
    connection
        .prepare_cached(
            "INSERT INTO view_query (id, view_id, expires, cut, pages) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            query.id,
            query.view_id,
            query.expires,
            query.cut,
            serde_json::to_string(&query.pages)?,
        ])?;
    Ok(())
}

/// The query of a view and an id, if it is still kept.
pub(crate) fn query(
    connection: &Connection,
    view: &str,
    id: &str,
    now: i64,
) -> Result<Option<Query>, Problem> {
    let found = connection
        .prepare_cached(
            "SELECT id, view_id, expires, cut, pages FROM view_query \
             WHERE id = ?1 AND view_id = ?2 AND expires > ?3",
        )?
        .query_row(params![id, view, now], |row| {
            Ok((
                Query {
                    id: row.get(0)?,
                    view_id: row.get(1)?,
                    expires: row.get(2)?,
                    cut: row.get(3)?,
                    pages: Vec::new(),
                },
                row.get::<_, String>(4)?,
            ))
        })
        .optional()?;
    let Some((mut query, pages)) = found else {
        return Ok(None);
    };
    query.pages = serde_json::from_str(&pages)?;
    Ok(Some(query))
}

/// Forgets a query.
pub(crate) fn forget(connection: &Connection, id: &str) -> Result<(), Problem> {
    connection
        .prepare_cached("DELETE FROM view_query WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}
