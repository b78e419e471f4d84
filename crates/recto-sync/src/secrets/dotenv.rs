//! `.env` files.

use std::collections::BTreeMap;

use crate::config::ConfigError;

/// Reads the text of a `.env` file: `NAME=value` lines.
///
/// `export` before a name, `#` comments, and quotes are understood; within double quotes `\n`,
/// `\"` and `\\` stand for what they do in a shell's `$'…'`. Nothing is substituted. A name given
/// twice has its last value.
///
/// # Errors
/// When a line is none of that. The message does not repeat the line, which may hold a secret.
pub fn parse_dotenv(file: &str, text: &str) -> Result<BTreeMap<String, String>, ConfigError> {
    let mut variables = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = |reason: &str| ConfigError::File {
            file: format!("{file}:{}", index + 1),
            reason: format!("{reason}; write NAME=value"),
        };
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line
            .split_once('=')
            .ok_or_else(|| wrong("no `=` in this line"))?;
        let name = name.trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(plain) {
            return Err(wrong("the name before `=` is not a variable's name"));
        }
        let value = unquote(value.trim()).ok_or_else(|| wrong("a quote is not closed"))?;
        variables.insert(name.to_owned(), value);
    }
    Ok(variables)
}

fn unquote(value: &str) -> Option<String> {
    if let Some(rest) = value.strip_prefix('\'') {
        return rest.split_once('\'').map(|(inner, _)| inner.to_owned());
    }
    let Some(rest) = value.strip_prefix('"') else {
        // A comment needs white space before it: a password may hold a `#`.
        let end = value
            .find(" #")
            .or_else(|| value.find("\t#"))
            .unwrap_or(value.len());
        return Some(value[..end].trim_end().to_owned());
    };
    let mut text = String::new();
    let mut letters = rest.chars();
    loop {
        match letters.next()? {
            '"' => return Some(text),
            '\\' => match letters.next()? {
                'n' => text.push('\n'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_usual_forms() {
        let text = "\u{feff}# comment\nexport A=1\n B = two words # note\nC='x # y'\n\
                    D=\"a\\\"b\\nc\"\nE=\nF=pass#word\nA=2\n";
        let read = parse_dotenv(".env", text).unwrap();
        let expected = [
            ("A", "2"),
            ("B", "two words"),
            ("C", "x # y"),
            ("D", "a\"b\nc"),
            ("E", ""),
            ("F", "pass#word"),
        ];
        assert_eq!(read.len(), expected.len());
        for (name, value) in expected {
            assert_eq!(read[name], value, "{name}");
        }
    }

    #[test]
    fn names_the_line_and_hides_its_text() {
        for text in [
            "\nntn_verysecret",
            "A=1\nB=\"ntn_verysecret",
            "A=1\nB C=ntn_verysecret",
        ] {
            let error = parse_dotenv(".env", text).unwrap_err().to_string();
            assert!(error.starts_with(".env:2: "), "{error}");
            assert!(!error.contains("verysecret"), "{error}");
        }
    }
}
