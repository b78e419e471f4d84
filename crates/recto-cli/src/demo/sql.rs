//! The sample as SQL: the same statements for SQLite and PostgreSQL but for type names and lists.

use std::fmt::Write;

use super::table::{Cell, Column, Kind, Table};

/// Which database the statements are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// Returns one script that creates and fills `tables`, in their order.
pub(crate) fn script(tables: &[Table], dialect: Dialect) -> String {
    let mut sql = String::new();
    for table in tables {
        create(&mut sql, table, dialect);
        insert(&mut sql, table, dialect);
    }
    sql
}

fn create(sql: &mut String, table: &Table, dialect: Dialect) {
    let mut parts: Vec<String> = table
        .columns
        .iter()
        .map(|c| definition(c, dialect))
        .collect();
    parts.push(format!("primary key ({})", table.primary_key.join(", ")));
    // Writing into a String cannot fail.
    let _ = writeln!(
        sql,
        "create table {} (\n    {}\n);",
        table.name,
        parts.join(",\n    ")
    );
}

fn definition(column: &Column, dialect: Dialect) -> String {
    let mut text = format!("{} {}", column.name, type_name(column.kind, dialect));
    if column.required {
        text.push_str(" not null");
    }
    if let Some((table, target)) = column.target {
        let _ = write!(text, " references {table} ({target})");
    }
    text
}

fn type_name(kind: Kind, dialect: Dialect) -> &'static str {
    match (kind, dialect) {
        (Kind::Integer, _) => "integer",
        (Kind::Decimal, _) => "numeric(12, 2)",
        (Kind::Text, _) => "text",
        (Kind::Texts, Dialect::Sqlite) => "json",
        (Kind::Texts, Dialect::Postgres) => "text[]",
        (Kind::Boolean, _) => "boolean",
        (Kind::Date, _) => "date",
        (Kind::Timestamp, _) => "timestamp",
        (Kind::Instant, _) => "timestamptz",
    }
}

/// Writes one statement for the whole table: a foreign key into the same table is checked at the
/// end of a statement, so rows may point at later ones.
fn insert(sql: &mut String, table: &Table, dialect: Dialect) {
    if table.rows.is_empty() {
        return;
    }
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let _ = writeln!(
        sql,
        "insert into {} ({}) values",
        table.name,
        names.join(", ")
    );
    for (index, row) in table.rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| literal(cell, dialect)).collect();
        let end = if index + 1 == table.rows.len() {
            ';'
        } else {
            ','
        };
        let _ = writeln!(sql, "    ({}){end}", cells.join(", "));
    }
}

/// Returns a cell as an SQL literal.
pub(crate) fn literal(cell: &Cell, dialect: Dialect) -> String {
    match cell {
        Cell::Null => "null".to_owned(),
        Cell::Integer(number) => number.to_string(),
        Cell::Decimal(hundredths) => decimal(*hundredths),
        Cell::Text(text) | Cell::Date(text) | Cell::Timestamp(text) | Cell::Instant(text) => {
            quoted(text)
        }
        Cell::Texts(items) if dialect == Dialect::Sqlite => {
            quoted(&serde_json::Value::from(items.clone()).to_string())
        }
        Cell::Texts(items) => {
            let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
            format!("array[{}]::text[]", items.join(", "))
        }
        Cell::Boolean(value) => value.to_string(),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_both_dialects() {
        let list = Cell::texts(vec!["O'Hara", "a\"b"]);
        assert_eq!(
            literal(&list, Dialect::Postgres),
            "array['O''Hara', 'a\"b']::text[]"
        );
        assert_eq!(literal(&list, Dialect::Sqlite), r#"'["O''Hara","a\"b"]'"#);
        assert_eq!(literal(&Cell::Decimal(-5), Dialect::Sqlite), "-0.05");
        assert_eq!(literal(&Cell::Decimal(120_050), Dialect::Sqlite), "1200.50");
    }

    #[test]
    fn the_script_loads_into_sqlite_with_foreign_keys_on() {
        let tables = crate::demo::sample::tables(1);
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection
            .execute_batch("pragma foreign_keys = on")
            .unwrap();
        connection
            .execute_batch(&script(&tables, Dialect::Sqlite))
            .unwrap();
        for table in &tables {
            let count: i64 = connection
                .query_row(&format!("select count(*) from {}", table.name), [], |row| {
                    row.get(0)
                })
                .unwrap();
            assert_eq!(count, table.rows.len() as i64, "{}", table.name);
        }
    }
}
