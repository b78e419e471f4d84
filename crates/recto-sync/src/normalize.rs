//! The normal form of a document's title, URL, category and subsystem.
//!
//! Pure functions, each idempotent: what is in normal form stays as it is, so a second push of a
//! normalised document writes nothing.

use std::collections::BTreeMap;

/// The one spelling of each name, found by any of its spellings.
///
/// Names are compared without regard to case, white space, hyphens and underscores.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    canonical: BTreeMap<String, String>,
}

impl Names {
    /// Spellings with the name each stands for; a name stands for itself too.
    pub fn new<'a>(aliases: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let pairs: Vec<_> = aliases.into_iter().collect();
        let mut canonical: BTreeMap<String, String> = pairs
            .iter()
            .map(|(alias, name)| (fold(alias), spaced(name)))
            .collect();
        // Last, so that no name is itself an alias: a second pass changes nothing.
        canonical.extend(pairs.iter().map(|(_, name)| (fold(name), spaced(name))));
        Self { canonical }
    }

    /// The name in its one spelling; one that is not listed only has its white space put right.
    pub fn normal(&self, name: &str) -> String {
        let spaced = spaced(name);
        self.canonical
            .get(&fold(&spaced))
            .cloned()
            .unwrap_or(spaced)
    }
}

/// A title on one line: no control characters, no doubled, leading or trailing white space.
pub fn title(text: &str) -> String {
    spaced(text)
}

/// A URL in one spelling: scheme and host in lower case, no default port, no tracking
/// parameters, no lone slash or empty query or fragment at the end; `https://` where a host
/// stands without a scheme.
///
/// Path, remaining query and fragment keep their case and order, because servers may tell them
/// apart. A text that does not look like a URL is only trimmed.
pub fn url(text: &str) -> String {
    let text = text.trim();
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => (scheme.to_ascii_lowercase(), rest),
        Some(_) => return text.to_owned(),
        None if looks_like_host(text) => ("https".to_owned(), text),
        None => return text.to_owned(),
    };
    if !matches!(scheme.as_str(), "http" | "https") || rest.contains(char::is_whitespace) {
        return format!("{scheme}://{rest}");
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let (credentials, host) = match authority.rsplit_once('@') {
        Some((credentials, host)) => (format!("{credentials}@"), host),
        None => (String::new(), authority),
    };
    let host = host.to_ascii_lowercase();
    let default_port = if scheme == "http" { ":80" } else { ":443" };
    let host = host.strip_suffix(default_port).unwrap_or(&host);
    let (tail, fragment) = tail.split_once('#').unwrap_or((tail, ""));
    let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
    let query: Vec<&str> = query
        .split('&')
        .filter(|part| !part.is_empty() && !is_tracking(part))
        .collect();
    let mut out = format!("{scheme}://{credentials}{host}");
    if path != "/" || !query.is_empty() || !fragment.is_empty() {
        out.push_str(path);
    }
    if !query.is_empty() {
        out.push('?');
        out.push_str(&query.join("&"));
    }
    if !fragment.is_empty() {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

/// Parameters that say where a reader came from, not what the address means.
fn is_tracking(part: &str) -> bool {
    const NAMES: [&str; 7] = [
        "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid",
    ];
    let name = part.split('=').next().unwrap_or(part).to_ascii_lowercase();
    name.starts_with("utm_") || NAMES.contains(&name.as_str())
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// `example.org/x`, but neither `notes` nor `see example.org`, `a.b@c.d` or `1.5`.
fn looks_like_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or(text);
    let host = host.rsplit_once(':').map_or(host, |(host, port)| {
        if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) {
            host
        } else {
            ""
        }
    });
    let labels: Vec<&str> = host.split('.').collect();
    let last_is_name = labels
        .last()
        .is_some_and(|label| label.len() >= 2 && label.chars().all(|c| c.is_ascii_alphabetic()));
    labels.len() >= 2
        && last_is_name
        && !text.contains(char::is_whitespace)
        && labels.iter().all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
}

fn spaced(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_are_one_line() {
        assert_eq!(
            title("  Run\u{a0}book:\n\tdisk  full \u{7}"),
            "Run book: disk full"
        );
        assert_eq!(title("\n"), "");
        assert_eq!(title("👩‍🚀 café"), "👩‍🚀 café");
    }

    #[test]
    fn urls_have_one_spelling() {
        for (given, normal) in [
            ("HTTPS://Docs.Example.ORG:443/", "https://docs.example.org"),
            (
                "http://example.org:80/A/b?x=1&utm_source=mail&Y=2#",
                "http://example.org/A/b?x=1&Y=2",
            ),
            ("example.org/Guide", "https://example.org/Guide"),
            ("example.org:8080", "https://example.org:8080"),
            ("https://me@Example.org/?gclid=1", "https://me@example.org"),
            (
                "https://example.org/?q=1#Top",
                "https://example.org/?q=1#Top",
            ),
            ("https://example.org/a/", "https://example.org/a/"),
            (" ftp://Example.org/X ", "ftp://Example.org/X"),
            ("see example.org", "see example.org"),
            ("1.5", "1.5"),
            ("a.b@c.de", "a.b@c.de"),
            ("", ""),
        ] {
            assert_eq!(url(given), normal, "{given:?}");
        }
    }

    #[test]
    fn names_have_one_spelling() {
        let names = Names::new([("how-to", "Guide"), ("RUN BOOK", "Runbook")]);
        for (given, normal) in [
            ("How To", "Guide"),
            ("guide", "Guide"),
            ("run_book", "Runbook"),
            ("  Post   mortem ", "Post mortem"),
            ("", ""),
        ] {
            assert_eq!(names.normal(given), normal, "{given:?}");
        }
    }

    proptest! {
        #[test]
        fn normal_forms_stay(text in "\\PC{0,40}|[a-zA-Z:/?#&=.@ _-]{0,60}") {
            prop_assert_eq!(title(&title(&text)), title(&text));
            prop_assert_eq!(url(&url(&text)), url(&text));
            let names = Names::new([("ab", "A b"), ("a b", "C")]);
            prop_assert_eq!(names.normal(&names.normal(&text)), names.normal(&text));
        }
    }
}
