//! Tags.

use super::escape;

/// A tag that is being written.
#[derive(Debug)]
pub(super) struct Tag {
    name: &'static str,
    text: String,
}

impl Tag {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            text: format!("<{name}"),
        }
    }

    /// The same with an attribute.
    pub(super) fn with(mut self, key: &str, value: &str) -> Self {
        self.text.push(' ');
        self.text.push_str(key);
        self.text.push_str("=\"");
        escape::attribute(&mut self.text, value);
        self.text.push('"');
        self
    }

    /// The same with an attribute, if there is a value.
    pub(super) fn maybe(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// `<name …>`
    pub(super) fn open(mut self) -> String {
        self.text.push('>');
        self.text
    }

    /// `<name …/>`, or with a blank before the slash.
    pub(super) fn alone(mut self, blank: bool) -> String {
        self.text.push_str(if blank { " />" } else { "/>" });
        self.text
    }

    /// `<name …>content</name>`
    pub(super) fn around(mut self, content: &str) -> String {
        self.text.push('>');
        self.text.push_str(content);
        self.text.push_str("</");
        self.text.push_str(self.name);
        self.text.push('>');
        self.text
    }
}
