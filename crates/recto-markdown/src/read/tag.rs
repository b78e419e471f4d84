//! Tags, read.

/// How a tag stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `<name …>`
    Open,
    /// `</name>`
    Close,
    /// `<name …/>`
    Alone,
}

/// A tag of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) form: Form,
    attributes: Vec<(&'a str, String)>,
    /// Its length in bytes.
    pub(super) length: usize,
}

impl<'a> Tag<'a> {
    /// The tag at the start of a text. A value holds neither `<` nor a line break, so that no text
    /// is looked at twice.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut rest = text.strip_prefix('<')?;
        let closes = rest.starts_with('/');
        if closes {
            rest = &rest[1..];
        }
        let (name, mut rest) = word(rest)?;
        let mut attributes = Vec::new();
        loop {
            let trimmed = rest.trim_start_matches([' ', '\t']);
            let form = if let Some(end) = trimmed.strip_prefix('>') {
                Some((if closes { Form::Close } else { Form::Open }, end))
            } else if let Some(end) = trimmed.strip_prefix("/>") {
                (!closes).then_some((Form::Alone, end))
            } else {
                None
            };
            if let Some((form, end)) = form {
                return Some(Self {
                    name,
                    form,
                    attributes,
                    length: text.len() - end.len(),
                });
            }
            if closes || trimmed.len() == rest.len() {
                return None;
            }
            let (key, behind) = word(trimmed)?;
            let value = behind.strip_prefix("=\"")?;
            let end = value.find(['"', '<', '\n'])?;
            if !value[end..].starts_with('"') {
                return None;
            }
            attributes.push((key, decode(&value[..end])));
            rest = &value[end + 1..];
        }
    }

    /// The value of an attribute. Addresses may come between double braces (documented).
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(name, _)| *name == key)?;
        let bare = value
            .strip_prefix("{{")
            .and_then(|value| value.strip_suffix("}}"));
        Some(bare.unwrap_or(value))
    }

    /// Whether an attribute says `true`.
    pub(super) fn is(&self, key: &str) -> bool {
        self.get(key) == Some("true")
    }
}

/// A name and what is behind it.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_')
        .unwrap_or(text.len());
    let starts = text.starts_with(|first: char| first.is_ascii_alphabetic());
    starts.then(|| text.split_at(end))
}

/// A text with its entities decoded.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((letter, length)) => {
                out.push(letter);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The entity at the start of a text, and its length.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let letter = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        name => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code).filter(|letter| *letter != '\0')?
        }
    };
    Some((letter, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_names_forms_and_attributes() {
        let text = "<a-b c=\"1 &quot;\" d=\"{{u}}\"/>rest";
        let tag = Tag::parse(text).unwrap();
        assert_eq!((tag.name, tag.form), ("a-b", Form::Alone));
        assert_eq!(tag.get("c"), Some("1 \""));
        assert_eq!(tag.get("d"), Some("u"));
        assert_eq!(&text[tag.length..], "rest");
        assert_eq!(Tag::parse("</x>").unwrap().form, Form::Close);
        for bad in [
            "<",
            "<1>",
            "< a>",
            "<a b>",
            "<a b=\"<\">",
            "</a/>",
            "<a b=\"1\"c=\"2\">",
        ] {
            assert_eq!(Tag::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn entities_are_decoded_and_others_kept() {
        assert_eq!(decode("a&amp;b&#65;&#x42;&c;&"), "a&bAB&c;&");
    }
}
