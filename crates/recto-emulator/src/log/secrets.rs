//! What a log must not show.

/// How Notion's tokens and secrets begin.
const PREFIXES: [&str; 2] = ["ntn_", "secret_"];

/// Members of a query string that are secrets.
const MEMBERS: [&str; 5] = [
    "code",
    "token",
    "access_token",
    "client_secret",
    "refresh_token",
];

/// Whether bodies of this path hold tokens.
pub(super) fn is_secret(path: &str) -> bool {
    path.starts_with("/v1/oauth/")
}

/// The text with every token in it cut to its prefix, and `token` left out.
pub(super) fn hide(text: &str, token: &str) -> String {
    let text = match token.is_empty() {
        true => text.to_owned(),
        false => text.replace(token, "…"),
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((at, prefix)) = first(rest) {
        let secret = at + prefix.len();
        let length = rest[secret..]
            .find(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '_' | '-'))
            .unwrap_or(rest.len() - secret);
        out.push_str(&rest[..secret]);
        // `secret_name` is a word of somebody's; tokens are long.
        match length >= 12 {
            true => out.push('…'),
            false => out.push_str(&rest[secret..secret + length]),
        }
        rest = &rest[secret + length..];
    }
    out.push_str(rest);
    out
}

/// The path with the values of secret members of its query string left out.
pub(super) fn hide_query(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let shown: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if MEMBERS.contains(&name) => format!("{name}=…"),
            _ => pair.to_owned(),
        })
        .collect();
    format!("{path}?{}", shown.join("&"))
}

fn first(text: &str) -> Option<(usize, &'static str)> {
    PREFIXES
        .into_iter()
        .filter_map(|prefix| Some((text.find(prefix)?, prefix)))
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_cut_wherever_they_stand() {
        let text = r#"{"a":"ntn_0123456789abcdef","b":"secret_ABCDEFGHIJKLMNOP x","c":"my-own"}"#;
        assert_eq!(
            hide(text, "my-own"),
            r#"{"a":"ntn_…","b":"secret_… x","c":"…"}"#
        );
        assert_eq!(
            hide("the secret_name of ntn_", ""),
            "the secret_name of ntn_"
        );
        assert_eq!(hide("ntn_0123456789abcdef", ""), "ntn_…");
    }

    #[test]
    fn secret_members_of_a_query_are_left_out() {
        assert_eq!(hide_query("/x?code=abc&state=1"), "/x?code=…&state=1");
        assert_eq!(hide_query("/x"), "/x");
    }
}
