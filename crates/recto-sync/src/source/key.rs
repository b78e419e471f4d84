//! A row's key as one text.

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
