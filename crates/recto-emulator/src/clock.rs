//! The time the workspace lives in.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;

use crate::engine::lock;

/// The first and last moment a clock shows, in milliseconds: years 1 and 9000. What is calculated
/// from a time, such as an expiry, then is a time, too.
const EARLIEST: i64 = -62_135_596_800_000;
const LATEST: i64 = 221_845_392_000_000;

/// What time it is for the emulator: the machine's time, another one that goes on, or one that
/// stands still.
///
/// Clones share the time, so a test can keep one and move it while the emulator runs. Times are to
/// the millisecond, in the years 1 to 9000; what is set outside is moved to the nearest of them.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Mutex<State>>);

#[derive(Debug, Clone, Copy)]
struct State {
    mode: Mode,
    /// What [`Clock::reset`] goes back to.
    start: Mode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// The machine's time, so many milliseconds ahead.
    Running { ahead: i64 },
    /// Milliseconds since the Unix epoch.
    Still { at: i64 },
}

impl Mode {
    fn millis(self) -> i64 {
        let millis = match self {
            Self::Running { ahead } => Timestamp::now().as_millisecond().saturating_add(ahead),
            Self::Still { at } => at,
        };
        millis.clamp(EARLIEST, LATEST)
    }
}

impl Clock {
    fn begin(mode: Mode) -> Self {
        Self(Arc::new(Mutex::new(State { mode, start: mode })))
    }

    /// The machine's clock, until it is set or advanced.
    pub fn system() -> Self {
        Self::begin(Mode::Running { ahead: 0 })
    }

    /// A clock that stands still at `start` until it is moved.
    pub fn starting_at(start: Timestamp) -> Self {
        Self::begin(Mode::Still {
            at: start.as_millisecond(),
        })
    }

    /// The current time, to the millisecond.
    pub fn now(&self) -> Timestamp {
        let mode = lock(&self.0).mode;
        Timestamp::from_millisecond(mode.millis()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Moves the clock to `time`, where it stands still.
    pub fn set(&self, time: Timestamp) {
        lock(&self.0).mode = Mode::Still {
            at: time.as_millisecond(),
        };
    }

    /// Moves the clock forward. One that runs goes on running.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let mut state = lock(&self.0);
        state.mode = match state.mode {
            Mode::Running { ahead } => Mode::Running {
                ahead: ahead.saturating_add(by).min(LATEST),
            },
            Mode::Still { at } => Mode::Still {
                at: at.saturating_add(by).min(LATEST),
            },
        };
    }

    /// Goes on from the time it shows, as fast as the machine's.
    pub fn run(&self) {
        let mut state = lock(&self.0);
        if let Mode::Still { at } = state.mode {
            let ahead = at.saturating_sub(Timestamp::now().as_millisecond());
            state.mode = Mode::Running { ahead };
        }
    }

    /// Stands still at the time it shows.
    pub fn stop(&self) {
        let mut state = lock(&self.0);
        state.mode = Mode::Still {
            at: state.mode.millis(),
        };
    }

    /// Shows the machine's time from now on.
    pub fn follow_machine(&self) {
        lock(&self.0).mode = Mode::Running { ahead: 0 };
    }

    /// Goes back to what it was made as.
    pub fn reset(&self) {
        let mut state = lock(&self.0);
        state.mode = state.start;
    }

    /// Whether it stands still.
    pub fn is_still(&self) -> bool {
        matches!(lock(&self.0).mode, Mode::Still { .. })
    }

    /// Whether it shows the machine's time.
    pub fn is_machine(&self) -> bool {
        lock(&self.0).mode == Mode::Running { ahead: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn clones_share_a_virtual_time() {
        let clock = Clock::starting_at(at("2026-05-01T10:00:00Z"));
        let other = clock.clone();
        clock.advance(Duration::from_secs(90));
        assert_eq!(other.now().to_string(), "2026-05-01T10:01:30Z");
        other.set(at("2027-01-01T00:00:00Z"));
        assert_eq!(clock.now().to_string(), "2027-01-01T00:00:00Z");
        clock.reset();
        assert_eq!(clock.now().to_string(), "2026-05-01T10:00:00Z");
    }

    #[test]
    fn the_machines_clock_is_left_and_found_again() {
        let clock = Clock::system();
        assert!(clock.is_machine());
        clock.advance(Duration::from_secs(3_600));
        assert!(clock.now() > Timestamp::now() && !clock.is_still());
        clock.set(Timestamp::UNIX_EPOCH);
        assert!(clock.is_still());
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
        clock.run();
        assert!(!clock.is_still() && clock.now() < at("1970-01-02T00:00:00Z"));
        clock.follow_machine();
        assert!(clock.is_machine() && clock.now() > at("2020-01-01T00:00:00Z"));
    }

    #[test]
    fn it_never_leaves_the_years_that_can_be_written() {
        let clock = Clock::starting_at(Timestamp::MIN);
        assert_eq!(clock.now().as_millisecond(), EARLIEST);
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now().as_millisecond(), LATEST);
        clock.run();
        clock.advance(Duration::MAX);
        assert_eq!(clock.now().as_millisecond(), LATEST);
    }
}
