//! The time the workspace lives in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// What time it is for the emulator.
///
/// Clones share the time, so a test can keep one and move it while the emulator runs.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    /// Milliseconds since the Unix epoch.
    Virtual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still at `start` until it is moved.
    pub fn starting_at(start: Timestamp) -> Self {
        Self(Source::Virtual(Arc::new(AtomicI64::new(
            start.as_millisecond(),
        ))))
    }

    /// The current time, to the millisecond.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::now(),
            Source::Virtual(millis) => {
                Timestamp::from_millisecond(millis.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
            }
        }
    }

    /// Moves a virtual clock to `time`; the system clock does not move.
    pub fn set(&self, time: Timestamp) {
        if let Source::Virtual(millis) = &self.0 {
            millis.store(time.as_millisecond(), Ordering::SeqCst);
        }
    }

    /// Moves a virtual clock forward; the system clock does not move.
    pub fn advance(&self, by: std::time::Duration) {
        if let Source::Virtual(millis) = &self.0 {
            let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
            millis.fetch_add(by, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn clones_share_a_virtual_time() {
        let clock = Clock::starting_at("2026-05-01T10:00:00Z".parse().unwrap());
        let other = clock.clone();
        clock.advance(Duration::from_secs(90));
        assert_eq!(other.now().to_string(), "2026-05-01T10:01:30Z");
        other.set("2027-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(clock.now().to_string(), "2027-01-01T00:00:00Z");
    }

    #[test]
    fn the_system_clock_does_not_move() {
        let clock = Clock::system();
        clock.set(Timestamp::UNIX_EPOCH);
        assert!(clock.now() > Timestamp::UNIX_EPOCH);
    }
}
