//! Bodies of several parts: `multipart/form-data` (RFC 7578).

use std::hash::{DefaultHasher, Hasher};

use bytes::{BufMut, Bytes, BytesMut};
use memchr::memmem;

use super::Payload;

/// A form that is being filled in.
///
/// ```
/// use recto_api::endpoint::multipart::Form;
///
/// let form = Form::new().text("part_number", "1").file("file", "a.txt", "text/plain", "Hello");
/// let payload = form.encode();
/// assert!(payload.content_type.starts_with("multipart/form-data; boundary="));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, Bytes)>);

impl Form {
    /// A form without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a field of text.
    #[must_use]
    pub fn text(mut self, name: &str, value: impl Into<Bytes>) -> Self {
        let head = format!(
            "Content-Disposition: form-data; name=\"{}\"\r\n\r\n",
            quoted(name)
        );
        self.0.push((head, value.into()));
        self
    }

    /// With a field that holds a file. Line breaks in `content_type` are dropped: they would begin a
    /// header of their own.
    #[must_use]
    pub fn file(
        mut self,
        name: &str,
        filename: &str,
        content_type: &str,
        data: impl Into<Bytes>,
    ) -> Self {
        let head = format!(
            "Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
             Content-Type: {}\r\n\r\n",
            quoted(name),
            quoted(filename),
            content_type.replace(['\r', '\n'], "")
        );
        self.0.push((head, data.into()));
        self
    }

    /// Writes the form. The boundary depends on the data and does not occur in it.
    pub fn encode(self) -> Payload {
        let boundary = self.boundary();
        // Two dashes and a line break before the head, another behind the value.
        let size = self
            .0
            .iter()
            .map(|(head, value)| head.len() + value.len() + boundary.len() + 6)
            .sum::<usize>();
        let mut bytes = BytesMut::with_capacity(size + boundary.len() + 6);
        for (head, value) in self.0 {
            for part in [
                b"--",
                boundary.as_bytes(),
                b"\r\n",
                head.as_bytes(),
                &value,
                b"\r\n",
            ] {
                bytes.put_slice(part);
            }
        }
        for part in [b"--", boundary.as_bytes(), b"--\r\n"] {
            bytes.put_slice(part);
        }
        Payload {
            content_type: format!("multipart/form-data; boundary={boundary}").into(),
            bytes: bytes.freeze(),
        }
    }

    fn boundary(&self) -> String {
        let mut hasher = DefaultHasher::new();
        for (head, value) in &self.0 {
            hasher.write(head.as_bytes());
            hasher.write(value);
        }
        let mut boundary = named(hasher.finish());
        while self.holds(&boundary) {
            hasher.write_u8(0);
            boundary = named(hasher.finish());
        }
        boundary
    }

    fn holds(&self, text: &str) -> bool {
        let finder = memmem::Finder::new(text);
        let in_bytes = |bytes: &[u8]| finder.find(bytes).is_some();
        self.0
            .iter()
            .any(|(head, value)| in_bytes(head.as_bytes()) || in_bytes(value))
    }
}

fn named(hash: u64) -> String {
    format!("recto-{hash:016x}")
}

/// A name within quotes, escaped as browsers do it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_written_as_the_standard_wants() {
        let payload = Form::new()
            .text("part_number", "3")
            .file("file", "a \"b\"\r\n.txt", "text/plain\r\nx: y", "da\r\nta")
            .encode();
        let boundary = payload.content_type.split_once("boundary=").unwrap().1;
        let text = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"part_number\"\r\n\r\n3\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"a %22b%22%0D%0A.txt\"\r\nContent-Type: text/plainx: y\r\n\r\nda\r\nta\r\n\
             --{boundary}--\r\n"
        );
        assert_eq!(payload.bytes, text);
    }

    #[test]
    fn the_room_for_a_form_is_known_beforehand() {
        let data = vec![7_u8; 10_000];
        let payload = Form::new()
            .text("a", "b")
            .file("f", "n", "t", data)
            .encode();
        let (length, bytes) = (payload.bytes.len(), payload.bytes.try_into_mut().unwrap());
        assert_eq!(bytes.capacity(), length);
    }

    #[test]
    fn a_boundary_in_the_data_is_seen_wherever_it_stands() {
        let form = |data: String| Form::new().text("a", "b").file("f", "n", "t", data);
        let boundary = form("x".to_owned()).boundary();
        assert!(!form("x".to_owned()).holds(&boundary));
        for data in [
            boundary.clone(),
            format!("--{boundary}--"),
            format!("x{boundary}"),
        ] {
            assert!(form(data.clone()).holds(&boundary));
            // The boundary follows from the data, so this is another one.
            assert!(!data.contains(&form(data.clone()).boundary()));
        }
        let name = Form::new().file("f", &boundary, "t", "x");
        assert!(name.holds(&boundary));
    }
}
