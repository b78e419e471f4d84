//! One cell of a table: what is expected, and what was seen.

use std::fmt;
use std::time::Duration;

use recto_client::Error;

/// What came out of a call, as the server and the clock saw it.
pub(super) struct Seen {
    end: &'static str,
    sent: u32,
    took: Duration,
    /// `None` for reads, which have none.
    effects: Option<u32>,
}

impl Seen {
    pub(super) fn new(
        method: &str,
        result: &Result<(), Error>,
        sent: u32,
        took: Duration,
        effects: u32,
    ) -> Self {
        let end = match result {
            Ok(()) => "ok",
            Err(error) if error.committed().is_some() => "saved",
            Err(error) if error.may_have_taken_effect() => "in doubt",
            Err(_) => "failed",
        };
        let reads = method.starts_with("GET") || method == "POST a query";
        Self {
            end,
            sent,
            took,
            effects: (!reads).then_some(effects),
        }
    }

    /// What must not be in any cell, whatever the tables say.
    pub(super) fn broken(&self) -> Option<&'static str> {
        let Some(effects) = self.effects else {
            return (self.end == "in doubt").then_some("a read leaves something in doubt");
        };
        match (self.end, effects) {
            (_, 2..) => Some("took effect more than once"),
            ("ok" | "saved", 0) => Some("did not take effect"),
            ("failed", 1) => Some("took effect, and does not say so"),
            _ => None,
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} sent", self.end, self.sent)?;
        if self.took > Duration::from_millis(100) {
            write!(f, ", {:.1} s", self.took.as_secs_f64())?;
        }
        match self.effects {
            None => Ok(()),
            Some(1) => f.write_str(", 1 effect"),
            Some(effects) => write!(f, ", {effects} effects"),
        }
    }
}

/// What a table says, such as `ok, 2 sent, 7 s + ~1 s, 1 effect`.
pub(super) struct Cell {
    end: String,
    sent: u32,
    /// Seconds that were told, and those of timeouts.
    exact: f64,
    /// The mean of the delays before repeats; each is spread by half of itself.
    about: f64,
    effects: Option<u32>,
}

impl Cell {
    pub(super) fn parse(text: &str) -> Self {
        let mut cell = Self {
            end: String::new(),
            sent: 0,
            exact: 0.0,
            about: 0.0,
            effects: None,
        };
        for part in text.split(", ") {
            if let Some(sent) = part.strip_suffix(" sent") {
                cell.sent = sent.parse().unwrap();
            } else if part.ends_with(" s") {
                for time in part.split(" + ") {
                    let time = time.strip_suffix(" s").unwrap();
                    match time.strip_prefix('~') {
                        Some(about) => cell.about = about.parse().unwrap(),
                        None => cell.exact = time.parse().unwrap(),
                    }
                }
            } else if let Some((effects, "effect" | "effects")) = part.split_once(' ') {
                cell.effects = Some(effects.parse().unwrap());
            } else {
                cell.end = part.to_owned();
            }
        }
        cell
    }

    pub(super) fn fits(&self, seen: &Seen) -> bool {
        let spread = self.about * 0.5 + 0.1;
        let took = seen.took.as_secs_f64() - self.exact - self.about;
        self.end == seen.end
            && self.sent == seen.sent
            && self.effects == seen.effects
            && took.abs() <= spread
    }
}
