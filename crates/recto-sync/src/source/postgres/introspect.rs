//! The tables of a PostgreSQL schema.

use std::collections::BTreeMap;

use tokio_postgres::{Client, Error};

use crate::source::{Column, ColumnKind, ForeignKey, Table};

/// All types by oid: name, kind letter, element type of an array, base type of a domain.
type Types = BTreeMap<u32, (String, i8, u32, u32)>;

const TYPES: &str = "select oid, typname::text, typtype,
    case when typcategory = 'A' then typelem else 0 end, typbasetype from pg_catalog.pg_type";

/// The catalogue is read rather than `information_schema`, which hides what one may not read.
const COLUMNS: &str =
    "select c.relname::text, c.relkind in ('v', 'm'), a.attname::text, a.atttypid,
        pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f')
        -- A partition's rows are those of the table it is a part of.
        and not c.relispartition
    order by c.relname collate \"C\", a.attnum";

const CONSTRAINTS: &str = "select c.relname::text, k.contype, coalesce(t.relname::text, ''),
        array(select a.attname::text from unnest(k.conkey) with ordinality u(num, pos)
            join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num
            order by u.pos),
        array(select a.attname::text from unnest(k.confkey) with ordinality u(num, pos)
            join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num
            order by u.pos)
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_class t on t.oid = k.confrelid
    where n.nspname = $1 and k.contype in ('p', 'u', 'f')
    order by c.relname collate \"C\", k.conname collate \"C\"";

/// Reads all tables and views of a schema.
pub(super) async fn tables(client: &Client, schema: &str) -> Result<Vec<Table>, Error> {
    let mut types = Types::new();
    for row in client.query(TYPES, &[]).await? {
        let entry = (
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
        );
        types.insert(row.try_get(0)?, entry);
    }
    let mut tables: Vec<Table> = Vec::new();
    for row in client.query(COLUMNS, &[&schema]).await? {
        let name: String = row.try_get(0)?;
        if tables.last().is_none_or(|table| table.name != name) {
            tables.push(Table {
                name,
                columns: Vec::new(),
                primary_key: Vec::new(),
                foreign_keys: Vec::new(),
                unique: Vec::new(),
                view: row.try_get(1)?,
            });
        }
        let not_null: bool = row.try_get(5)?;
        let column = Column {
            name: row.try_get(2)?,
            kind: kind(&types, row.try_get(3)?, row.try_get(4)?),
            nullable: !not_null,
        };
        if let Some(table) = tables.last_mut() {
            table.columns.push(column);
        }
    }
    for row in client.query(CONSTRAINTS, &[&schema]).await? {
        let name: String = row.try_get(0)?;
        let Some(table) = tables.iter_mut().find(|table| table.name == name) else {
            continue;
        };
        let columns: Vec<String> = row.try_get(3)?;
        match u8::try_from(row.try_get::<_, i8>(1)?) {
            Ok(b'p') => table.primary_key = columns,
            Ok(b'u') => table.unique.push(columns),
            _ => table.foreign_keys.push(ForeignKey {
                columns,
                table: row.try_get(2)?,
                target_columns: row.try_get(4)?,
            }),
        }
    }
    for table in &mut tables {
        table.foreign_keys.sort_by(|a, b| a.columns.cmp(&b.columns));
        table.unique.sort();
    }
    Ok(tables)
}

fn kind(types: &Types, oid: u32, shown: &str) -> ColumnKind {
    let other = || ColumnKind::Other(shown.to_owned());
    let Some((name, class, element, base)) = types.get(&oid) else {
        return other();
    };
    match u8::try_from(*class) {
        Ok(b'e') => return ColumnKind::Text,
        // Domains over domains are no deeper than somebody wrote them.
        Ok(b'd') if *base != oid => return kind(types, *base, shown),
        _ => {}
    }
    if *element != 0 && *element != oid {
        let shown = shown.strip_suffix("[]").unwrap_or(shown);
        return ColumnKind::Array(Box::new(kind(types, *element, shown)));
    }
    match name.as_str() {
        "bool" => ColumnKind::Bool,
        "int2" | "int4" | "int8" | "oid" => ColumnKind::Integer,
        "float4" | "float8" => ColumnKind::Real,
        "numeric" => ColumnKind::Decimal,
        "text" | "varchar" | "bpchar" | "name" | "char" | "citext" => ColumnKind::Text,
        "date" => ColumnKind::Date,
        "timestamp" => ColumnKind::DateTime { zoned: false },
        "timestamptz" => ColumnKind::DateTime { zoned: true },
        "json" | "jsonb" => ColumnKind::Json,
        "uuid" => ColumnKind::Uuid,
        "bytea" => ColumnKind::Bytes,
        _ => other(),
    }
}
