//! Named points of a push at which a test may stop the process.
//!
//! The library reads no environment: whoever wants a crash hands in the point's name and what to
//! do there. An unarmed set costs one comparison per point.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;

/// Every point, in the order a push comes by them, with what is true there.
pub const POINTS: &[(&str, &str)] = &[
    (
        "after-schema",
        "the source's tables are known; nothing was sent",
    ),
    (
        "after-extraction",
        "the source's rows are in memory; nothing was sent",
    ),
    (
        "before-create-data-source",
        "a missing database is about to be created",
    ),
    (
        "mid-create-data-source",
        "a database was created; its id is not stored yet",
    ),
    (
        "after-create-data-source",
        "a created database's id is stored",
    ),
    (
        "after-scan",
        "every data source was read whole; no row was written",
    ),
    (
        "intent-written",
        "a create is recorded as sending; it has not left",
    ),
    (
        "create-sent",
        "the page was created; its answer is not stored yet",
    ),
    ("link-stored", "the page's link and report item are stored"),
    (
        "before-relations",
        "all first creates are done; late relations are open",
    ),
    (
        "update-sent",
        "a page was updated; its answer is not stored yet",
    ),
    ("update-stored", "an updated page's base is stored"),
    (
        "before-validation",
        "every write was sent; the protected pages are not checked yet",
    ),
    (
        "before-report",
        "the run is finished but not closed in the state",
    ),
];

type Action = Arc<dyn Fn(&str) + Send + Sync>;

/// What to do at which point. The default does nothing anywhere.
#[derive(Clone, Default)]
pub struct Failpoints {
    armed: Option<Arc<Armed>>,
}

struct Armed {
    name: &'static str,
    nth: u64,
    seen: AtomicU64,
    action: Action,
}

impl Failpoints {
    /// No point does anything.
    pub fn none() -> Self {
        Self::default()
    }

    /// Calls `action` at a point: `name`, or `name:nth` for its nth passing (from 1).
    ///
    /// # Errors
    /// [`Error::Failpoint`] when the name is not in [`POINTS`] or the number is not one.
    pub fn at(spec: &str, action: impl Fn(&str) + Send + Sync + 'static) -> Result<Self, Error> {
        let (name, nth) = match spec.split_once(':') {
            None => (spec, 1),
            Some((name, nth)) => match nth.parse() {
                Ok(nth) if nth > 0 => (name, nth),
                _ => {
                    return Err(Error::Failpoint {
                        spec: spec.to_owned(),
                    });
                }
            },
        };
        let known = POINTS.iter().find(|(known, _)| *known == name);
        let Some((name, _)) = known else {
            return Err(Error::Failpoint {
                spec: spec.to_owned(),
            });
        };
        let armed = Armed {
            name,
            nth,
            seen: AtomicU64::new(0),
            action: Arc::new(action),
        };
        Ok(Self {
            armed: Some(Arc::new(armed)),
        })
    }

    /// Passes a point.
    pub fn hit(&self, name: &str) {
        debug_assert!(
            POINTS.iter().any(|(known, _)| *known == name),
            "unlisted point {name}"
        );
        let Some(armed) = &self.armed else { return };
        if armed.name == name && armed.seen.fetch_add(1, Ordering::Relaxed) + 1 == armed.nth {
            (armed.action)(name);
        }
    }
}

impl fmt::Debug for Failpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.armed {
            None => f.write_str("Failpoints(none)"),
            Some(armed) => write!(f, "Failpoints({}:{})", armed.name, armed.nth),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fires_once_at_the_nth_passing() {
        let count = Arc::new(AtomicU64::new(0));
        let seen = count.clone();
        let points = Failpoints::at("link-stored:3", move |_| {
            seen.fetch_add(1, Ordering::Relaxed);
        })
        .expect("known point");
        for _ in 0..2 {
            points.hit("link-stored");
            points.hit("create-sent");
        }
        assert_eq!(count.load(Ordering::Relaxed), 0);
        points.hit("link-stored");
        points.hit("link-stored");
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn refuses_names_that_do_not_exist() {
        for spec in ["nowhere", "link-stored:0", "link-stored:x", ""] {
            let error = Failpoints::at(spec, |_| {}).expect_err("not a point");
            assert!(error.to_string().contains("after-scan"), "{error}");
        }
    }
}
