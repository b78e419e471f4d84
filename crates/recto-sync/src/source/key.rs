//! A row's key as one text.

use super::{Row, SourceError};

/// Joins the parts of a key with `|`; a `|` or `\` within a part gets a `\` before it.
pub fn join_key<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> String {
    let mut key = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            key.push('|');
        }
        for c in part.as_ref().chars() {
            if matches!(c, '|' | '\\') {
                key.push('\\');
            }
            key.push(c);
        }
    }
    key
}

/// Watches the keys of a table that is read in their order: no two rows may share one.
#[derive(Debug)]
pub(super) struct KeyGuard {
    table: String,
    key: Vec<String>,
    last: Option<String>,
}

impl KeyGuard {
    pub(super) fn new(table: &str, key: &[String]) -> Self {
        Self {
            table: table.to_owned(),
            key: key.to_vec(),
            last: None,
        }
    }

    /// Marks rows with a null in their key, and refuses a key that comes again.
    pub(super) fn check(&mut self, rows: &mut [Row]) -> Result<(), SourceError> {
        for row in rows {
            row.refuse_null_keys(&self.key);
            if self
                .key
                .iter()
                .any(|name| row.values.get(name).is_none_or(Result::is_err))
            {
                continue;
            }
            if self.last.as_ref() == Some(&row.key) {
                return Err(SourceError::RepeatedKey {
                    table: self.table.clone(),
                    key: row.key.clone(),
                });
            }
            self.last = Some(row.key.clone());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_parts_give_different_keys() {
        assert_eq!(join_key(["4", "9"]), "4|9");
        assert_eq!(join_key(["4|9"]), r"4\|9");
        assert_ne!(join_key([r"a\", "b"]), join_key([r"a\|b"]));
        assert_ne!(join_key(["", "a"]), join_key(["a", ""]));
    }
}
