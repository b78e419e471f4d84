//! What became of the bodies, counted.

use std::collections::BTreeMap;

use recto_api::wire::Census;
use serde_json::{Value, json};

use super::compare::Unequal;

/// Counts of one kind of body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Count {
    /// Bodies of JSON.
    pub(crate) bodies: u64,
    /// Those that the type of their operation can read.
    pub(crate) decoded: u64,
    /// Those that are written as they came, by value.
    pub(crate) value_equal: u64,
    /// Those in whose place nothing else was written; something may have been added.
    pub(crate) kept: u64,
    /// Values inside them that have no name in the model.
    pub(crate) unknown: u64,
    /// Values of a known kind without the payload it should have.
    pub(crate) odd: u64,
    /// List elements that could not be read.
    pub(crate) invalid: u64,
}

impl Count {
    pub(crate) fn add(&mut self, other: &Self) {
        self.bodies += other.bodies;
        self.decoded += other.decoded;
        self.value_equal += other.value_equal;
        self.kept += other.kept;
        self.unknown += other.unknown;
        self.odd += other.odd;
        self.invalid += other.invalid;
    }

    pub(crate) fn see(&mut self, census: &Census) {
        self.unknown += census.unknown.values().sum::<u64>();
        self.odd += census.odd.values().sum::<u64>();
        self.invalid += census.invalid;
    }
}

/// Which bodies are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    /// Answers as they came.
    Response,
    /// Bodies of requests that the service carried out.
    Request,
    /// Answers of an older version, raised to the newest and lowered again.
    Raised,
    /// Bodies of requests that the service refused; they may be anything.
    Refused,
}

impl Side {
    pub(crate) const ALL: [Self; 4] = [Self::Response, Self::Request, Self::Raised, Self::Refused];

    /// Its name in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Response => "responses",
            Self::Request => "requests",
            Self::Raised => "raised",
            Self::Refused => "refused",
        }
    }

    /// Whether it is part of the total.
    pub(crate) fn is_total(self) -> bool {
        matches!(self, Self::Response | Self::Request)
    }
}

/// Where something was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place(String);

impl Place {
    pub(crate) fn new(file: &str, line: usize, exchange: usize) -> Self {
        Self(format!("{file}:{line}#{exchange}"))
    }
}

/// A body that is not as it should be.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) place: Place,
    pub(crate) side: Side,
    pub(crate) endpoint: String,
    pub(crate) version: String,
    /// The type that read it, or should have.
    pub(crate) model: String,
    pub(crate) what: What,
}

/// What is wrong with it.
#[derive(Debug)]
pub(crate) enum What {
    /// It could not be read, and why.
    Unreadable(String),
    /// It was written otherwise than it came.
    Unequal(Unequal),
}

impl Difference {
    pub(crate) fn to_json(&self) -> Value {
        let mut out = json!({
            "place": self.place.0,
            "side": self.side.name(),
            "endpoint": self.endpoint,
            "version": self.version,
            "model": self.model,
        });
        match &self.what {
            What::Unreadable(error) => out["error"] = json!(error),
            What::Unequal(Unequal { path, came, wrote }) => {
                out["path"] = json!(path);
                if let Some(came) = came {
                    out["came"] = came.clone();
                }
                if let Some(wrote) = wrote {
                    out["wrote"] = wrote.clone();
                }
            }
        }
        out
    }
}

/// A kind that has no name, and where it was first seen.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) count: u64,
    pub(crate) first: Place,
}

/// Kinds by side, enum and kind.
pub(crate) type Kinds = BTreeMap<(Side, &'static str, String), Seen>;

/// Everything counted.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// By endpoint, version and side.
    pub(crate) rows: BTreeMap<(String, String, Side), Count>,
    /// Kinds without a name.
    pub(crate) unknown: Kinds,
    /// Known kinds without their payload.
    pub(crate) odd: Kinds,
    /// Bodies that are not JSON.
    pub(crate) not_json: u64,
    /// Bodies of JSON that were recorded of requests that have no such body.
    pub(crate) unasked: u64,
    /// Lines that are no exchange, with the reason.
    pub(crate) bad_lines: Vec<String>,
    /// Exchanges.
    pub(crate) exchanges: u64,
    differences: Vec<Difference>,
}

impl Tally {
    pub(crate) fn bad_line(&mut self, file: &str, number: usize, error: &str) {
        self.bad_lines.push(format!("{file}:{number}: {error}"));
    }

    pub(crate) fn row(&mut self, endpoint: &str, version: &str, side: Side) -> &mut Count {
        self.rows
            .entry((endpoint.to_owned(), version.to_owned(), side))
            .or_default()
    }

    pub(crate) fn see(&mut self, side: Side, census: &Census, place: &Place) {
        for (from, to) in [
            (&census.unknown, &mut self.unknown),
            (&census.odd, &mut self.odd),
        ] {
            for ((of, kind), count) in from {
                let seen = to.entry((side, *of, kind.clone())).or_insert_with(|| Seen {
                    count: 0,
                    first: place.clone(),
                });
                seen.count += count;
            }
        }
    }

    pub(crate) fn differ(&mut self, difference: Difference) {
        self.differences.push(difference);
    }

    pub(crate) fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// The sum of a side's rows.
    pub(crate) fn sum(&self, wanted: impl Fn(Side) -> bool) -> Count {
        let mut out = Count::default();
        for ((_, _, side), count) in &self.rows {
            if wanted(*side) {
                out.add(count);
            }
        }
        out
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
