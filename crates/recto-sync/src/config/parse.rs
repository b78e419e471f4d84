//! From text to configuration, with errors that show the line.

use serde::de::DeserializeOwned;

use super::ConfigError;
use super::locate::wrong_line;
use crate::suggest;

/// Reads TOML into `T`.
pub(super) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let reason = explain(error.message());
        let at = error.span().map_or(text.len(), |span| span.start);
        wrong_line(file, text, at, reason)
    })
}

/// Rewrites serde's sentence about an unknown name, with the name that was probably meant.
fn explain(message: &str) -> String {
    let message = message.trim().replace('\n', "; ");
    for (prefix, what) in [("unknown field `", "key"), ("unknown variant `", "value")] {
        let Some((name, rest)) = message.strip_prefix(prefix).and_then(|m| m.split_once('`'))
        else {
            continue;
        };
        let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
        let hint = suggest::hint(name, known.iter().copied());
        let known = if known.is_empty() {
            "nothing is expected here".to_owned()
        } else {
            format!("known here: {}", known.join(", "))
        };
        return format!("unknown {what} \"{name}\"{hint} ({known})");
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_get_a_suggestion() {
        assert_eq!(
            explain("unknown field `tokn`, expected one of `token`, `base_url`"),
            "unknown key \"tokn\"; did you mean \"token\"? (known here: token, base_url)"
        );
        assert_eq!(
            explain("unknown variant `both`, expected `push`"),
            "unknown value \"both\" (known here: push)"
        );
        assert_eq!(explain("missing field `name`"), "missing field `name`");
    }
}
