//! One scope's bookkeeping, without waiting: when may the next request go?

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use recto_api::limits;
use tokio::time::Instant;

/// The window reckoned with is a little longer than the service's, so that requests which the
/// network delays unevenly still do not meet in one window of the service. It costs 1 % of the
/// budget.
const SLACK: Duration = Duration::from_millis(600);

/// One `BURST`th of the budget may go at once after a quiet time.
const BURST: u32 = 6;

/// The requests of the past window and what they leave open.
///
/// Two rules decide. The *log* keeps the instants of the last `budget` requests: the next one
/// waits until the oldest has left the window, so no window whatever holds more than the budget.
/// The *spacing* spreads requests evenly after a small burst, so that a long run is a steady
/// stream and not a shot each minute that starves the other users of the budget.
#[derive(Default)]
pub(super) struct Window {
    budget: Option<Budget>,
    /// At most `budget.requests` instants, oldest first.
    log: VecDeque<Instant>,
    /// When the spaced stream would have sent everything sent so far.
    due: Option<Instant>,
    blocked_until: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Budget {
    requests: usize,
    length: Duration,
    spacing: Duration,
    /// How far the stream may run ahead of its spacing.
    lead: Duration,
}

impl Window {
    /// A window of `requests` (at least one) for each minute.
    pub(super) fn new(requests: u32) -> Self {
        let requests = requests.max(1);
        let length = limits::RATE_WINDOW + SLACK;
        let spacing = length / requests;
        let budget = Budget {
            requests: requests as usize,
            length,
            spacing,
            lead: spacing * (requests / BURST).saturating_sub(1),
        };
        Self {
            budget: Some(budget),
            ..Self::default()
        }
    }

    /// The first instant, not before `now`, at which a request may go.
    pub(super) fn ready_at(&self, now: Instant) -> Instant {
        let mut at = self.blocked_until.map_or(now, |until| until.max(now));
        if let Some(budget) = &self.budget {
            if let Some(free) = self.freed(budget) {
                at = at.max(free);
            }
            // An instant too early to be represented is long past.
            if let Some(spaced) = self.due.and_then(|due| due.checked_sub(budget.lead)) {
                at = at.max(spaced);
            }
        }
        at
    }

    /// Notes that a request goes at `now`.
    pub(super) fn take(&mut self, now: Instant) {
        let Some(budget) = self.budget else { return };
        let mut due = self.due.map_or(now, |due| due.max(now)) + budget.spacing;
        if let Some(free) = self.freed(&budget) {
            // A stream that used its window up goes on evenly: waiting for the log to clear is no
            // quiet time that would earn a new burst.
            due = due.max(free + budget.lead + budget.spacing);
            self.log.pop_front();
        }
        self.log.push_back(now);
        self.due = Some(due);
    }

    /// Lets nothing go before `until`, and no burst after it: everyone waits for the same instant.
    pub(super) fn block(&mut self, until: Instant) {
        if self.blocked_until.is_some_and(|already| already >= until) {
            return;
        }
        self.blocked_until = Some(until);
        if let Some(budget) = &self.budget {
            let due = until + budget.lead;
            self.due = Some(self.due.map_or(due, |already| already.max(due)));
        }
    }

    /// How long the block still lasts.
    pub(super) fn blocked_for(&self, now: Instant) -> Duration {
        self.blocked_until
            .map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    /// When the window has room again, if it is full.
    fn freed(&self, budget: &Budget) -> Option<Instant> {
        let oldest = *self.log.front()?;
        (self.log.len() >= budget.requests).then(|| oldest + budget.length)
    }
}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Window")
            .field("budget", &self.budget.map(|budget| budget.requests))
            .field("sent", &self.log.len())
            .field("blocked_until", &self.blocked_until)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The largest number of instants in any closed 60-second window.
    fn fullest(times: &[Instant]) -> usize {
        let mut first = 0;
        let mut most = 0;
        for (last, time) in times.iter().enumerate() {
            while *time - times[first] > limits::RATE_WINDOW {
                first += 1;
            }
            most = most.max(last - first + 1);
        }
        most
    }

    fn run(window: &mut Window, mut now: Instant, requests: usize) -> Vec<Instant> {
        (0..requests)
            .map(|_| {
                now = window.ready_at(now);
                window.take(now);
                now
            })
            .collect()
    }

    #[test]
    fn a_long_run_uses_the_budget_and_never_more() {
        for budget in [1, 2, 5, 6, 7, 30, 100, 180, 600, 5_000] {
            let start = Instant::now();
            let times = run(&mut Window::new(budget), start, budget as usize * 20 + 1);
            assert!(fullest(&times) <= budget as usize, "budget {budget}");
            let minutes = (times[times.len() - 1] - start).as_secs_f64() / 60.0;
            let used = (times.len() - 1) as f64 / (minutes * f64::from(budget));
            assert!((0.98..=1.0).contains(&used), "budget {budget}: {used}");
        }
    }

    #[test]
    fn after_the_first_minutes_every_minute_is_used() {
        let start = Instant::now();
        let times = run(&mut Window::new(180), start, 3_000);
        for second in 120..900 {
            let from = start + Duration::from_secs(second);
            let to = from + limits::RATE_WINDOW;
            let sent = times
                .iter()
                .filter(|time| **time >= from && **time < to)
                .count();
            assert!((177..=180).contains(&sent), "second {second}: {sent}");
        }
    }

    #[test]
    fn a_small_burst_goes_at_once_and_comes_back_after_quiet() {
        let start = Instant::now();
        let mut window = Window::new(180);
        let at_once = |window: &mut Window, now| {
            run(window, now, 60)
                .iter()
                .filter(|time| **time == now)
                .count()
        };
        assert_eq!(at_once(&mut window, start), 30);
        assert_eq!(at_once(&mut window, start + Duration::from_secs(300)), 30);
    }

    #[test]
    fn a_block_holds_and_is_not_followed_by_a_burst() {
        let start = Instant::now();
        let until = start + Duration::from_secs(17);
        let mut window = Window::new(180);
        window.take(start);
        window.block(until);
        window.block(start + Duration::from_secs(3));
        assert_eq!(window.blocked_for(start), Duration::from_secs(17));
        let times = run(&mut window, start, 5);
        assert_eq!(times[0], until);
        assert!(times[1] - times[0] > Duration::from_millis(300));
        assert_eq!(window.blocked_for(until), Duration::ZERO);
    }

    #[test]
    fn without_a_budget_only_blocks_count() {
        let start = Instant::now();
        let mut window = Window::default();
        assert_eq!(run(&mut window, start, 1_000)[999], start);
        window.block(start + Duration::from_secs(1));
        assert_eq!(window.ready_at(start), start + Duration::from_secs(1));
    }

    proptest! {
        /// Whatever the callers' own pauses and the service's blocks are, no window overflows.
        #[test]
        fn no_window_overflows(
            budget in 1_u32..40,
            steps in prop::collection::vec((0_u64..20_000, 0_u64..200), 1..400),
        ) {
            let mut window = Window::new(budget);
            let mut now = Instant::now();
            let mut times = Vec::new();
            for (pause, block) in steps {
                // Most pauses are short: a window is only at risk when callers press.
                now += Duration::from_millis(if pause < 15_000 { pause / 200 } else { pause });
                if block > 190 {
                    window.block(now + Duration::from_millis(block * 50));
                }
                now = window.ready_at(now);
                window.take(now);
                times.push(now);
            }
            prop_assert!(fullest(&times) <= budget as usize);
        }
    }
}
