//! The state's tables: the same in SQLite and in PostgreSQL.
//!
//! Instants are milliseconds since 1970, documents are JSON in `text` columns: PostgreSQL's `jsonb`
//! refuses U+0000, which a text of a table may hold. In PostgreSQL the tables have a schema of
//! their own.

/// The tables in the order in which they are made. `{id}` is a number that counts up.
const TABLES: &[&str] = &[
    "create table meta (key text primary key, value text not null)",
    "create table sync (
        id {id},
        table_name text not null unique,
        mode text not null,
        config_hash text not null,
        data_source_id text,
        epoch bigint not null default 0,
        lease_holder text,
        lease_until bigint
    )",
    "create table link (
        id {id},
        sync_id bigint not null references sync (id),
        row_key text not null,
        external_id text not null,
        page_id text,
        state text not null,
        base text,
        base_hash text,
        notion_seen_minute text,
        row_version text,
        last_push_hash text,
        last_ok_at bigint,
        unique (sync_id, row_key),
        unique (sync_id, external_id),
        unique (sync_id, page_id)
    )",
    "create table intent (
        id {id},
        sync_id bigint not null references sync (id),
        row_key text not null,
        external_id text not null,
        op text not null,
        page_id text,
        payload_hash text not null,
        state text not null,
        epoch bigint not null,
        sent_at bigint not null,
        attempt bigint not null default 1,
        result_page_id text,
        error text
    )",
    "create index intent_open on intent (sync_id, id) where state in ('planned', 'sending', 'sent')",
    "create table run (
        id {id},
        config_hash text not null,
        command text not null,
        started_at bigint not null,
        finished_at bigint,
        status text not null,
        counts text
    )",
    "create table run_item (
        id {id},
        run_id bigint not null references run (id),
        table_name text not null,
        row_key text not null,
        outcome text not null,
        page_id text,
        reason text,
        field text,
        message text,
        request_id text,
        detail text
    )",
    "create index run_item_run on run_item (run_id, id)",
];

/// Returns the statements that make the tables, the format included.
pub(super) fn tables(id: &str) -> String {
    let mut sql = String::new();
    for table in TABLES {
        sql.push_str(&table.replace("{id}", id));
        sql.push_str(";\n");
    }
    sql.push_str(&format!(
        "insert into meta (key, value) values ('format', '{}');",
        super::FORMAT
    ));
    sql
}
