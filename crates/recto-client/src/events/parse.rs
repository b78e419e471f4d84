//! Server-sent events, read from bytes as they come (the HTML standard, section 9.2).

use std::collections::VecDeque;

use bytes::Bytes;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Event {
    /// Its `id`, or that of the last one that had one.
    pub(crate) id: Option<String>,
    /// Its lines of `data`, with line breaks between.
    pub(crate) data: String,
}

/// A line or an event is longer than it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an event is longer than {0} bytes")]
pub(crate) struct TooLong(pub(crate) usize);

/// Reads events from bytes. It holds at most one line and one event that are not complete.
#[derive(Debug)]
pub(crate) struct Parser {
    limit: usize,
    line: Vec<u8>,
    /// The last line ended with CR: a LF that follows belongs to it.
    after_cr: bool,
    first_line: bool,
    has_data: bool,
    data: String,
    id: Option<String>,
    ready: VecDeque<Event>,
}

impl Parser {
    /// Lines and events may be this long, in bytes.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            after_cr: false,
            first_line: true,
            has_data: false,
            data: String::new(),
            id: None,
            ready: VecDeque::new(),
        }
    }

    /// The next event that is complete.
    pub(crate) fn next(&mut self) -> Option<Event> {
        self.ready.pop_front()
    }

    /// Takes the next piece. What is not complete at the end of a stream is dropped, as the standard
    /// wants.
    pub(crate) fn push(&mut self, piece: &Bytes) -> Result<(), TooLong> {
        let mut rest = &piece[..];
        if self.after_cr && !rest.is_empty() {
            self.after_cr = false;
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            self.keep(&rest[..end])?;
            let is_cr = rest[end] == b'\r';
            rest = &rest[end + 1..];
            if is_cr {
                match rest.strip_prefix(b"\n") {
                    Some(after) => rest = after,
                    None => self.after_cr = rest.is_empty(),
                }
            }
            self.end_of_line()?;
        }
        self.keep(rest)
    }

    fn keep(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        if self.line.len() + bytes.len() > self.limit {
            return Err(TooLong(self.limit));
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_of_line(&mut self) -> Result<(), TooLong> {
        let line = std::mem::take(&mut self.line);
        let mut line = &line[..];
        if std::mem::take(&mut self.first_line) {
            line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        }
        if line.is_empty() {
            if std::mem::take(&mut self.has_data) {
                self.ready.push_back(Event {
                    id: self.id.clone(),
                    data: std::mem::take(&mut self.data),
                });
            }
            return Ok(());
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (name, value) = match colon {
            Some(at) => (&line[..at], &line[at + 1..]),
            None => (line, &b""[..]),
        };
        let value = String::from_utf8_lossy(value.strip_prefix(b" ").unwrap_or(value));
        match name {
            b"data" => {
                if self.data.len() + value.len() >= self.limit {
                    return Err(TooLong(self.limit));
                }
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(&value);
            }
            b"id" if !value.contains('\0') => self.id = Some(value.into_owned()),
            // Comments keep a connection alive; `event` repeats what the data says; the time until a
            // retry is the caller's own.
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(pieces: &[&[u8]]) -> Vec<(Option<String>, String)> {
        let mut parser = Parser::new(1_000);
        let mut out = Vec::new();
        for piece in pieces {
            parser.push(&Bytes::copy_from_slice(piece)).unwrap();
            while let Some(event) = parser.next() {
                out.push((event.id, event.data));
            }
        }
        out
    }

    fn data(pieces: &[&[u8]]) -> Vec<String> {
        read(pieces).into_iter().map(|(_, data)| data).collect()
    }

    #[test]
    fn events_end_with_an_empty_line_of_any_kind() {
        for text in [
            "data: a\n\ndata: b\n\n",
            "data: a\r\n\r\ndata: b\r\n\r\n",
            "data: a\r\rdata: b\r\r",
            "\u{feff}data: a\n\r\ndata:b\n\n",
            "data: a\n\n\n: ping\n\nevent: x\n\ndata: b\n\ndata: lost",
        ] {
            assert_eq!(data(&[text.as_bytes()]), ["a", "b"], "{text:?}");
        }
    }

    #[test]
    fn lines_of_data_are_joined_and_ids_stay() {
        let events = read(&[b"id: 1\ndata: a\ndata\ndata:  b\n\ndata: c\n\nid\ndata: d\n\n"]);
        let id = |text: &str| Some(text.to_owned());
        assert_eq!(
            events,
            [
                (id("1"), "a\n\n b".to_owned()),
                (id("1"), "c".to_owned()),
                (id(""), "d".to_owned()),
            ]
        );
    }

    #[test]
    fn what_is_too_long_is_refused_before_it_is_held() {
        let long = Bytes::from(vec![b'x'; 600]);
        let mut parser = Parser::new(1_000);
        parser.push(&long).unwrap();
        assert_eq!(parser.push(&long), Err(TooLong(1_000)));

        let mut parser = Parser::new(1_000);
        let line = Bytes::from(format!("data: {}\n", "x".repeat(600)));
        parser.push(&line).unwrap();
        assert_eq!(parser.push(&line), Err(TooLong(1_000)));
    }

    proptest! {
        #[test]
        fn where_the_pieces_end_makes_no_difference(
            lines in prop::collection::vec("(data: ?[a-zé:]{0,5}|id: [0-9]|: c|)(\n|\r|\r\n)", 0..12),
            cuts in prop::collection::vec(0..200_usize, 0..10),
        ) {
            let text = lines.concat().into_bytes();
            let whole = read(&[&text]);
            let mut ends: Vec<_> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            ends.push(text.len());
            ends.sort_unstable();
            let mut start = 0;
            let pieces: Vec<_> = ends
                .into_iter()
                .map(|end| &text[std::mem::replace(&mut start, end)..end])
                .collect();
            prop_assert_eq!(read(&pieces), whole);
        }
    }
}
