//! Rate limits as the service has them, switched on by choice.

mod admin;

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use recto_api::error::ErrorCode;
use recto_api::limits;

pub(crate) use admin::SUBJECT;

use crate::Emulator;
use crate::access::Caller;
use crate::engine::lock;
use crate::problem::Problem;

/// How many requests are answered in a window of time. Given to [`Emulator::limit_rates`].
///
/// A window begins with its first request and is counted on the emulator's clock; all of a budget
/// may be spent at once (documented). Refused requests do not count (assumed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimits {
    /// Requests of one connection.
    pub connection: u32,
    /// Requests of all connections of a workspace together.
    pub workspace: u32,
    /// How long a window is.
    pub window: Duration,
}

impl RateLimits {
    /// Notion's: 180 requests in 60 seconds for a connection on most plans (documented), and 900
    /// for a workspace, whose number is not published (assumed).
    pub fn notion() -> Self {
        Self {
            connection: limits::REQUESTS_PER_WINDOW,
            workspace: 5 * limits::REQUESTS_PER_WINDOW,
            window: limits::RATE_WINDOW,
        }
    }

    /// The same with this budget for a connection.
    #[must_use]
    pub fn connection(mut self, requests: u32) -> Self {
        self.connection = requests;
        self
    }

    /// The same with this budget for a workspace.
    #[must_use]
    pub fn workspace(mut self, requests: u32) -> Self {
        self.workspace = requests;
        self
    }
}

/// What is limited, and what was spent of it.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    on: AtomicBool,
    state: Mutex<Option<State>>,
}

#[derive(Debug)]
struct State {
    limits: RateLimits,
    /// By connection and by workspace.
    spent: HashMap<String, Window>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    /// Milliseconds since the Unix epoch.
    begun: i64,
    count: u32,
}

impl Rates {
    /// Limits rates from now on, or no more. What was spent is forgotten.
    pub(crate) fn set(&self, limits: Option<RateLimits>) {
        *lock(&self.state) = limits.map(|limits| State {
            limits,
            spent: HashMap::new(),
        });
        self.on.store(limits.is_some(), Ordering::Relaxed);
    }

    /// What is set.
    pub(crate) fn get(&self) -> Option<RateLimits> {
        lock(&self.state).as_ref().map(|state| state.limits)
    }

    /// Counts a request, or refuses it.
    pub(crate) fn take(&self, caller: &Caller, now: Timestamp) -> Result<(), Problem> {
        if !self.on.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut state = lock(&self.state);
        let Some(state) = state.as_mut() else {
            return Ok(());
        };
        let limits = state.limits;
        let now = now.as_millisecond();
        let length = i64::try_from(limits.window.as_millis()).unwrap_or(i64::MAX);
        let budgets = [
            (
                caller.connection_id(),
                limits.connection,
                "public_api_request_rate_limit",
            ),
            (
                &caller.workspace.id,
                limits.workspace,
                "public_api_space_request_rate_limit",
            ),
        ];
        for (key, budget, reason) in budgets {
            let window = state.spent.entry(key.to_owned()).or_insert(Window {
                begun: now,
                count: 0,
            });
            // A clock that was set back begins anew, too.
            let end = window.begun.saturating_add(length);
            if !(window.begun..end).contains(&now) {
                *window = Window {
                    begun: now,
                    count: 0,
                };
            } else if window.count >= budget {
                let seconds = (end - now + 999) / 1_000;
                return Err(limited(reason, seconds));
            }
        }
        for (key, _, _) in budgets {
            if let Some(window) = state.spent.get_mut(key) {
                window.count += 1;
            }
        }
        Ok(())
    }
}

/// 429 (documented).
fn limited(reason: &str, seconds: i64) -> Problem {
    Problem::new(
        ErrorCode::RateLimited,
        "You have been rate limited. Please try again in a few minutes.",
    )
    .with("rate_limit_reason", reason)
    .with("retry_after", seconds.to_string())
}

impl Emulator {
    /// Refuses requests beyond these budgets with 429, `Retry-After`, and the reason. Default: none
    /// is refused.
    pub fn limit_rates(&self, limits: RateLimits) {
        self.engine().rates.set(Some(limits));
    }

    /// Answers any number of requests again.
    pub fn unlimited_rates(&self) {
        self.engine().rates.set(None);
    }
}
