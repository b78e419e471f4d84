//! What became of the cases.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Counts and differences.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) classes: BTreeMap<&'static str, Count>,
    pub(super) differences: Vec<Difference>,
    pub(super) bad_lines: Vec<String>,
}

/// The cases of a class.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Count {
    pub(super) cases: usize,
    /// Those that could be judged.
    pub(super) judged: usize,
    pub(super) agree: usize,
}

/// A case that came out otherwise.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) place: String,
    pub(super) class: &'static str,
    pub(super) expression: String,
    pub(super) wanted: Value,
    pub(super) found: Value,
}

impl Difference {
    pub(super) fn to_json(&self) -> Value {
        json!({
            "place": self.place,
            "class": self.class,
            "expression": self.expression,
            "wanted": self.wanted,
            "found": self.found,
        })
    }
}

impl Tally {
    /// Counts a case that cannot be judged.
    pub(super) fn unjudged(&mut self, class: &'static str) {
        self.classes.entry(class).or_default().cases += 1;
    }

    /// Counts a case, and notes the difference if there is one.
    pub(super) fn judged(
        &mut self,
        class: &'static str,
        place: &str,
        expression: &str,
        wanted: Value,
        found: Value,
    ) {
        let count = self.classes.entry(class).or_default();
        count.cases += 1;
        count.judged += 1;
        if wanted == found {
            count.agree += 1;
            return;
        }
        self.differences.push(Difference {
            place: place.to_owned(),
            class,
            expression: expression.to_owned(),
            wanted,
            found,
        });
    }

    /// The sum of classes whose name begins so.
    pub(super) fn sum(&self, start: &str) -> Count {
        let mut out = Count::default();
        for (_, count) in self
            .classes
            .iter()
            .filter(|(name, _)| name.starts_with(start))
        {
            out.cases += count.cases;
            out.judged += count.judged;
            out.agree += count.agree;
        }
        out
    }
}
