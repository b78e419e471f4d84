//! How the answers agree, counted.

use std::collections::BTreeMap;

use recto_api::version::Version;
use serde_json::{Value, json};

use super::compare::Unequal;
use super::conversation::{Conversation, Exchange};

/// Exchanges and how many agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) exchanges: u64,
    pub(crate) status_equal: u64,
    pub(crate) body_equal: u64,
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.exchanges += other.exchanges;
        self.status_equal += other.status_equal;
        self.body_equal += other.body_equal;
    }
}

/// An exchange that does not agree.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) place: String,
    pub(crate) endpoint: String,
    pub(crate) version: String,
    /// Recorded and answered status.
    pub(crate) status: (u16, u16),
    /// The answered message, where it is a refusal.
    pub(crate) message: Option<String>,
    /// Where the bodies do not agree.
    pub(crate) unequal: Vec<Unequal>,
}

impl Difference {
    pub(crate) fn to_json(&self) -> Value {
        let places: Vec<_> = self
            .unequal
            .iter()
            .map(
                |one| json!({"path": one.path, "recorded": one.recorded, "answered": one.answered}),
            )
            .collect();
        json!({"place": self.place, "endpoint": self.endpoint, "version": self.version,
            "recorded_status": self.status.0, "answered_status": self.status.1,
            "message": self.message, "differences": places})
    }

    /// What differences of one sort have in common: that of the first place.
    pub(crate) fn sort(&self) -> String {
        let (recorded, answered) = self.status;
        if recorded != answered {
            let message = self.message.clone().unwrap_or_default();
            let short: String = message.chars().take(90).collect();
            return format!("status {recorded}, answered {answered}: {short}");
        }
        let Some(first) = self.unequal.first() else {
            return String::new();
        };
        let what = |value: &Option<Value>| match value {
            None => "nothing".to_owned(),
            Some(Value::Object(_)) => "{…}".to_owned(),
            Some(Value::Array(items)) => format!("[{}]", items.len().min(2)),
            Some(Value::String(text)) if first.sort == "message" => text.chars().take(90).collect(),
            Some(Value::String(text)) => text.chars().take(24).collect(),
            Some(Value::Number(_)) => "number".to_owned(),
            Some(other) => other.to_string(),
        };
        format!(
            "{}: {} / {}",
            first.sort,
            what(&first.recorded),
            what(&first.answered)
        )
    }
}

/// All counts.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// By endpoint and version.
    pub(crate) rows: BTreeMap<(String, String), Count>,
    differences: Vec<Difference>,
    /// Lines that are no conversation.
    pub(crate) bad_lines: Vec<String>,
}

impl Tally {
    /// Counts an exchange.
    pub(crate) fn exchange(
        &mut self,
        conversation: &Conversation,
        index: usize,
        exchange: &Exchange,
        status: u16,
        answer: &Value,
        unequal: Vec<Unequal>,
    ) {
        let endpoint = exchange.endpoint();
        let version = exchange
            .version
            .clone()
            .unwrap_or_else(|| "none".to_owned());
        let status_equal = status == exchange.status;
        let body_equal = status_equal && unequal.is_empty();
        let row = self
            .rows
            .entry((endpoint.clone(), version.clone()))
            .or_default();
        row.add(&Count {
            exchanges: 1,
            status_equal: status_equal.into(),
            body_equal: body_equal.into(),
        });
        if !body_equal {
            let message = answer
                .get("message")
                .and_then(Value::as_str)
                .map(str::to_owned);
            self.differences.push(Difference {
                place: format!("{} [{index}]", conversation.place),
                endpoint,
                version,
                status: (exchange.status, status),
                message,
                unequal,
            });
        }
    }

    /// Adds another tally.
    pub(crate) fn add(&mut self, other: Self) {
        for (key, count) in other.rows {
            self.rows.entry(key).or_default().add(&count);
        }
        self.differences.extend(other.differences);
        self.bad_lines.extend(other.bad_lines);
    }

    /// Every exchange that does not agree.
    pub(crate) fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// All exchanges.
    pub(crate) fn total(&self) -> Count {
        self.sum(|_| true)
    }

    /// The exchanges of the versions that the emulator promises to answer exactly.
    pub(crate) fn promised(&self) -> Count {
        self.sum(is_promised)
    }

    fn sum(&self, wanted: impl Fn(&str) -> bool) -> Count {
        let mut out = Count::default();
        for ((_, version), count) in &self.rows {
            if wanted(version) {
                out.add(count);
            }
        }
        out
    }

    /// The sorts of differences with how many there are and where the first is, the commonest first.
    pub(crate) fn sorts(&self) -> Vec<(String, u64, &str)> {
        let mut sorts: BTreeMap<String, (u64, &str)> = BTreeMap::new();
        for difference in self
            .differences
            .iter()
            .filter(|one| is_promised(&one.version))
        {
            let key = format!("{} {}", difference.endpoint, difference.sort());
            let sort = sorts.entry(key).or_insert((0, &difference.place));
            sort.0 += 1;
        }
        let mut out: Vec<_> = sorts
            .into_iter()
            .map(|(sort, (count, first))| (sort, count, first))
            .collect();
        out.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        out
    }
}

fn is_promised(version: &str) -> bool {
    version
        .parse::<Version>()
        .is_ok_and(|version| version >= Version::V2022_06_28)
}
