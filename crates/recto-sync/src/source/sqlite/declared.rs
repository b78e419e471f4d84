//! What a column's declared type means.

use crate::source::ColumnKind;

/// Returns the kind of a declared type; SQLite itself takes any word for one.
pub(super) fn kind(declared: &str) -> ColumnKind {
    let name = declared.to_ascii_lowercase();
    let name = name.trim();
    if let Some(item) = name.strip_suffix("[]") {
        return ColumnKind::Array(Box::new(kind(item)));
    }
    let word = name.split(['(', ' ']).next().unwrap_or_default();
    match word {
        "bool" | "boolean" => return ColumnKind::Bool,
        "date" => return ColumnKind::Date,
        "datetime" => return ColumnKind::DateTime { zoned: false },
        "timestamptz" => return ColumnKind::DateTime { zoned: true },
        "timestamp" => {
            let zoned = name.contains("with time zone");
            return ColumnKind::DateTime { zoned };
        }
        "json" | "jsonb" => return ColumnKind::Json,
        "uuid" | "guid" => return ColumnKind::Uuid,
        "numeric" | "decimal" | "dec" | "number" => return ColumnKind::Decimal,
        "serial" | "bigserial" | "smallserial" => return ColumnKind::Integer,
        "enum" | "string" => return ColumnKind::Text,
        _ => {}
    }
    // From here the words that give a column its affinity, in SQLite's order; `interval` and
    // `point` hold an `int` too.
    let any = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if any(&["int"]) && !matches!(word, "interval" | "point") {
        ColumnKind::Integer
    } else if any(&["char", "clob", "text"]) {
        ColumnKind::Text
    } else if any(&["blob", "bytea", "binary"]) {
        ColumnKind::Bytes
    } else if any(&["real", "floa", "doub"]) {
        ColumnKind::Real
    } else {
        ColumnKind::Other(if name.is_empty() { "any" } else { name }.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_types_have_their_meaning() {
        let zoned = ColumnKind::DateTime { zoned: true };
        for (declared, expected) in [
            ("BOOLEAN", ColumnKind::Bool),
            ("varchar(40)", ColumnKind::Text),
            ("BIGINT", ColumnKind::Integer),
            (
                "UNSIGNED BIG INT",
                ColumnKind::Other("unsigned big int".into()),
            ),
            ("double precision", ColumnKind::Real),
            ("NUMERIC(12, 2)", ColumnKind::Decimal),
            ("timestamp with time zone", zoned.clone()),
            ("TIMESTAMPTZ", zoned),
            (
                "timestamp(3) without time zone",
                ColumnKind::DateTime { zoned: false },
            ),
            ("text[]", ColumnKind::Array(Box::new(ColumnKind::Text))),
            ("interval", ColumnKind::Other("interval".into())),
            ("", ColumnKind::Other("any".into())),
        ] {
            assert_eq!(kind(declared), expected, "{declared}");
        }
    }
}
