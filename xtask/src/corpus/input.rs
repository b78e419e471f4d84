//! Files of lines, plain or compressed.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use anyhow::Context as _;
use ruzstd::decoding::StreamingDecoder;

/// How far back a compressed file may refer: 2 GiB, the most `zstd --long=31` makes.
const WINDOW: u64 = 1 << 31;

/// The first bytes of a zstd frame.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The lines of a file with their numbers, from 1; empty ones are left out. Compression is
/// recognised by the first bytes, whatever the file is called.
///
/// # Errors
///
/// When the file cannot be opened, or is compressed in a way that cannot be read.
pub(crate) fn lines(
    path: &Path,
) -> anyhow::Result<impl Iterator<Item = io::Result<(usize, String)>> + use<>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut file = BufReader::with_capacity(1 << 16, file);
    let compressed = file
        .fill_buf()
        .with_context(|| format!("cannot read {}", path.display()))?
        .starts_with(&MAGIC);
    let reader: Box<dyn BufRead> = if compressed {
        Box::new(BufReader::with_capacity(1 << 20, Frames::new(file)))
    } else {
        Box::new(file)
    };
    Ok(Lines { reader, number: 0 })
}

struct Lines {
    reader: Box<dyn BufRead>,
    number: usize,
}

impl Iterator for Lines {
    type Item = io::Result<(usize, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut bytes = Vec::new();
            match self.reader.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Err(error) => return Some(Err(error)),
                Ok(_) => {}
            }
            self.number += 1;
            let line = String::from_utf8_lossy(&bytes);
            let line = line.trim_start_matches('\u{feff}').trim();
            if !line.is_empty() {
                return Some(Ok((self.number, line.to_owned())));
            }
        }
    }
}

/// Every frame of a compressed file, one behind the other.
struct Frames<R: BufRead> {
    state: State<R>,
}

enum State<R: BufRead> {
    Between(R),
    Inside(Box<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>),
    Over,
}

impl<R: BufRead> Frames<R> {
    fn new(source: R) -> Self {
        Self {
            state: State::Between(source),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Ok(0),
                State::Between(mut source) => {
                    if source.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    let decoder = StreamingDecoder::new_with_max_window_size(source, WINDOW)
                        .map_err(io::Error::other)?;
                    self.state = State::Inside(Box::new(decoder));
                }
                State::Inside(mut decoder) => {
                    let count = decoder.read(buffer)?;
                    self.state = if count == 0 {
                        State::Between(decoder.into_inner())
                    } else {
                        State::Inside(decoder)
                    };
                    if count > 0 || buffer.is_empty() {
                        return Ok(count);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{"a":1}` and a line end, compressed by `zstd`.
    const FRAME: &[u8] = &[
        0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x08, 0x41, 0x00, 0x00, 0x7b, 0x22, 0x61, 0x22, 0x3a, 0x31,
        0x7d, 0x0a,
    ];

    fn read(bytes: &[u8]) -> Vec<(usize, String)> {
        let folder = std::env::temp_dir().join(format!("recto-corpus-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{:p}", bytes));
        std::fs::write(&path, bytes).unwrap();
        let read = lines(&path).unwrap().map(Result::unwrap).collect();
        std::fs::remove_file(path).unwrap();
        read
    }

    #[test]
    fn plain_lines_keep_their_numbers() {
        let found = read("\u{feff}{}\n\n {\"b\":2}\r\n3".as_bytes());
        let found: Vec<_> = found.iter().map(|(n, l)| (*n, l.as_str())).collect();
        assert_eq!(found, [(1, "{}"), (3, "{\"b\":2}"), (4, "3")]);
    }

    #[test]
    fn frames_follow_each_other() {
        assert_eq!(read(FRAME), [(1, "{\"a\":1}".to_owned())]);
        let twice = [FRAME, FRAME].concat();
        assert_eq!(read(&twice).len(), 2);
    }

    #[test]
    fn a_broken_frame_is_an_error() {
        let mut frames = Frames::new(&FRAME[..10]);
        assert!(frames.read_to_end(&mut Vec::new()).is_err());
    }
}
