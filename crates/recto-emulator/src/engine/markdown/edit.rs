//! Changes to a text: what is sought, and what comes in its place.

use recto_markdown::Dialect;
use serde_json::Value;

use crate::problem::Problem;

/// Finds and replaces, one after the other: each sees what those before it did (documented). One that
/// fails undoes all (assumed; observers disagree).
pub(super) fn update(text: &str, updates: &[Value], dialect: Dialect) -> Result<String, Problem> {
    let mut text = text.to_owned();
    for update in updates {
        let member = |name: &str| update.get(name).and_then(Value::as_str).unwrap_or_default();
        let every = update.get("replace_all_matches") == Some(&Value::Bool(true));
        let (sought, count) = sought(&text, member("old_str"), dialect);
        let shown = shortened(member("old_str"));
        text = match count {
            0 => {
                return Err(Problem::validation(format!(
                    "No matches found for \"{shown}\". The old_str must be what the page's current \
                     Markdown has, exactly."
                )));
            }
            1 => text.replacen(&sought, member("new_str"), 1),
            _ if every => text.replace(&sought, member("new_str")),
            _ => {
                return Err(Problem::validation(format!(
                    "Multiple matches found for \"{shown}\" ({count}). Provide a longer old_str, or \
                     set replace_all_matches: true."
                )));
            }
        };
    }
    Ok(text)
}

/// The text to look for, and how often it is there. Blank lines between blocks do not count in the
/// older dialect (measured).
fn sought(text: &str, old: &str, dialect: Dialect) -> (String, usize) {
    let count = text.matches(old).count();
    if count > 0 || dialect != Dialect::V1 {
        return (old.to_owned(), count);
    }
    let lines: Vec<&str> = old.split('\n').filter(|line| !line.is_empty()).collect();
    let dense = lines.join("\n");
    let count = if dense.is_empty() {
        0
    } else {
        text.matches(dense.as_str()).count()
    };
    (dense, count)
}

/// Where a selection of the form `start...end`, or a line, begins and ends.
pub(super) fn selected(text: &str, selector: &str) -> Result<(usize, usize), Problem> {
    let not_found = || {
        Problem::validation(format!(
            "String not found: <pattern>{}</pattern> in current version of the page",
            shortened(selector)
        ))
    };
    // Recorded: a line break at the end does not count.
    let selector = selector.trim_end_matches('\n');
    if selector.is_empty() {
        return Err(not_found());
    }
    if let Some(at) = whole_line(text, selector).or_else(|| text.find(selector)) {
        return Ok((at, at + selector.len()));
    }
    let (start, end) = ["...", "…"]
        .into_iter()
        .find_map(|dots| selector.split_once(dots))
        .ok_or_else(not_found)?;
    let from = text.find(start).ok_or_else(not_found)?;
    let behind = from + start.len();
    let until = text[behind..].find(end).ok_or_else(not_found)?;
    Ok((from, behind + until + end.len()))
}

/// Where a text is all of a line.
fn whole_line(text: &str, sought: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split('\n') {
        let content = line.trim_start_matches('\t');
        if content == sought {
            return Some(at + line.len() - content.len());
        }
        at += line.len() + 1;
    }
    None
}

/// A text with more behind the line in which a place is; as far in as that line is.
pub(super) fn insert_behind(text: &str, place: usize, content: &str, dialect: Dialect) -> String {
    let end = text[place..].find('\n').map_or(text.len(), |at| place + at);
    let line = text[..end].rsplit('\n').next().unwrap_or_default();
    let indent = &line[..line.len() - line.trim_start_matches('\t').len()];
    let content = content.trim_end_matches('\n');
    let (apart, content) = match dialect {
        Dialect::V1 => {
            let lines: Vec<String> = content
                .split('\n')
                .map(|line| format!("{indent}{line}"))
                .collect();
            ("\n", lines.join("\n"))
        }
        _ => ("\n\n", content.to_owned()),
    };
    let rest = &text[end..];
    let rest = if dialect == Dialect::V1 || rest.is_empty() || rest.starts_with("\n\n") {
        rest.to_owned()
    } else {
        format!("\n{rest}")
    };
    format!("{}{apart}{content}{rest}", &text[..end])
}

/// A text as a refusal shows it.
fn shortened(text: &str) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(100).collect();
    if letters.next().is_some() {
        format!("{start}…")
    } else {
        start
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn selections_are_lines_or_spans() {
        let text = "# a\n\t- to do\n- to do it\nend";
        let at = |selector: &str| selected(text, selector).map(|(from, to)| &text[from..to]);
        assert_eq!(at("- to do\n"), Ok("- to do"));
        assert_eq!(at("# a...it"), Ok("# a\n\t- to do\n- to do it"));
        assert_eq!(at("it…end"), Ok("it\nend"));
        assert_eq!(
            at("2:5").unwrap_err().message(),
            "String not found: <pattern>2:5</pattern> in current version of the page"
        );
        assert!(at("end...a").is_err());
        assert!(at("\n").is_err());
    }

    #[test]
    fn texts_are_found_exactly_once_or_everywhere() {
        let one = |old: &str, new: &str| json!({"old_str": old, "new_str": new});
        let v1 = |updates: &[Value]| update("a b a\nc", updates, Dialect::V1);
        assert_eq!(
            v1(&[one("b", "x"), one("x a", "y")]).as_deref(),
            Ok("a y\nc")
        );
        assert_eq!(v1(&[one("a\n\nc", "ac")]).as_deref(), Ok("a b ac"));
        assert!(
            v1(&[one("a", "x")])
                .unwrap_err()
                .message()
                .starts_with("Multiple matches found")
        );
        assert!(
            v1(&[one("z", "x")])
                .unwrap_err()
                .message()
                .starts_with("No matches found for")
        );
        let every = json!({"old_str": "a", "new_str": "", "replace_all_matches": true});
        assert_eq!(v1(&[every]).as_deref(), Ok(" b \nc"));
    }

    #[test]
    fn content_goes_behind_the_line_and_as_far_in() {
        let text = "a\n\tb\nc";
        assert_eq!(
            insert_behind(text, 3, "x\n\ty\n", Dialect::V1),
            "a\n\tb\n\tx\n\t\ty\nc"
        );
        assert_eq!(insert_behind("a\n\nb", 0, "x", Dialect::V2), "a\n\nx\n\nb");
        assert_eq!(insert_behind("a", 0, "x", Dialect::V2), "a\n\nx");
    }
}
