//! The pace at which the service may be asked, and the blocks it tells.
//!
//! On most plans a connection has 180 requests in a window of 60 seconds, and all connections of a
//! workspace share a further limit whose size is not published (documented). A [`Pace`] keeps
//! the first by itself, and both by what a refusal says: its `rate_limit_reason` names the scope,
//! its `Retry-After` the time.
//!
//! Waiting is first come, first served within a [`Lane`]; interactive requests go before bulk ones,
//! which have at least one turn in five while both wait. It uses tokio's clock, so that a test with paused time sees
//! hours go by in milliseconds.

mod queue;
mod window;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use recto_api::endpoint::Operation;
use recto_api::limits;
use tokio::time::Instant;

pub use self::queue::Lane;
use self::queue::Queue;
use self::window::Window;

/// Longer blocks are cut to this; no call waits that long anyway.
const LONGEST_BLOCK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How fast requests may follow each other. Clones share one budget.
///
/// Over any 60 seconds never more than the budget goes out, and at least 98 % of it is used when
/// callers press. One sixth of it may go at once after a quiet time; after that requests are spread
/// evenly. A call that is dropped while it waits takes nothing from the budget.
#[derive(Clone)]
pub struct Pace {
    connection: Arc<Connection>,
    workspace: Workspace,
    /// Operations with a limit of their own, once the service has told one.
    endpoints: Arc<Mutex<HashMap<Operation, Instant>>>,
}

/// The line before the window of a connection. Whoever is at its head goes next.
#[derive(Default)]
struct Connection {
    queue: Queue,
    window: Mutex<Window>,
}

/// The limit that all connections of one workspace share.
///
/// Its size is not published, so it starts open and closes only when the service says so. Two
/// clients with different tokens for one workspace do well to share it: see [`Pace::workspace`].
#[derive(Clone, Default)]
pub struct Workspace(Arc<Mutex<Window>>);

/// Whose budget a refusal speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// The connection of the token.
    Connection,
    /// Every connection of the workspace.
    Workspace,
    /// One operation of the connection.
    Endpoint,
}

/// A block is longer than the caller is willing to wait; nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blocked {
    pub(crate) scope: Scope,
    pub(crate) wait: Duration,
}

impl Pace {
    /// At most `requests` in any 60 seconds; zero is taken as one.
    pub fn per_window(requests: u32) -> Self {
        Self::with(Window::new(requests))
    }

    /// No budget of its own. What the service blocks is still waited for.
    pub fn unlimited() -> Self {
        Self::with(Window::default())
    }

    fn with(window: Window) -> Self {
        Self {
            connection: Arc::new(Connection {
                queue: Queue::default(),
                window: Mutex::new(window),
            }),
            workspace: Workspace::default(),
            endpoints: Arc::default(),
        }
    }

    /// Shares the limit of a workspace with other connections to it.
    #[must_use]
    pub fn workspace(mut self, workspace: Workspace) -> Self {
        self.workspace = workspace;
        self
    }

    /// Waits for the turn of one request and takes it; says how long that took.
    ///
    /// Fails at once, or as soon as it is known, when a block lasts longer than `patience`.
    pub(crate) async fn turn(
        &self,
        lane: Lane,
        operation: Option<Operation>,
        patience: Duration,
    ) -> Result<Duration, Blocked> {
        let start = Instant::now();
        'line: loop {
            // An operation with a block of its own waits outside the line, so as not to hold up the
            // others.
            self.endpoint_open(operation, patience).await?;
            let place = self.connection.queue.join(lane);
            loop {
                if !place.is_head() {
                    place.changed().await;
                    continue;
                }
                let now = Instant::now();
                if self
                    .endpoint_until(operation)
                    .is_some_and(|until| until > now)
                {
                    continue 'line;
                }
                let ready = self.ready_at(now, patience)?;
                if ready <= now {
                    self.connection.window().take(now);
                    place.take();
                    return Ok(now - start);
                }
                // Whoever waits at the head may be overtaken, and a refusal of a request in flight
                // may close what was to open: both are looked at again.
                let _ = tokio::time::timeout_at(ready, place.changed()).await;
            }
        }
    }

    /// When connection and workspace are open both.
    fn ready_at(&self, now: Instant, patience: Duration) -> Result<Instant, Blocked> {
        let mut at = now;
        for (scope, window) in [
            (Scope::Connection, self.connection.window()),
            (Scope::Workspace, self.workspace.window()),
        ] {
            let wait = window.blocked_for(now);
            if wait > patience {
                return Err(Blocked { scope, wait });
            }
            at = at.max(window.ready_at(now));
        }
        Ok(at)
    }

    /// Lets nothing go in a scope for a while: the service said so.
    pub(crate) fn block(&self, scope: Scope, operation: Option<Operation>, wait: Duration) {
        let until = Instant::now() + wait.min(LONGEST_BLOCK);
        match (scope, operation) {
            (Scope::Workspace, _) => self.workspace.window().block(until),
            (Scope::Endpoint, Some(operation)) => {
                let mut endpoints = self.endpoints();
                let known = endpoints.entry(operation).or_insert(until);
                *known = until.max(*known);
            }
            // A path outside the table cannot be told apart from others: all wait.
            (Scope::Connection | Scope::Endpoint, _) => self.connection.window().block(until),
        }
    }

    async fn endpoint_open(
        &self,
        operation: Option<Operation>,
        patience: Duration,
    ) -> Result<(), Blocked> {
        while let Some(until) = self.endpoint_until(operation) {
            let wait = until.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                break;
            }
            if wait > patience {
                return Err(Blocked {
                    scope: Scope::Endpoint,
                    wait,
                });
            }
            tokio::time::sleep_until(until).await;
        }
        Ok(())
    }

    fn endpoint_until(&self, operation: Option<Operation>) -> Option<Instant> {
        self.endpoints().get(&operation?).copied()
    }

    fn endpoints(&self) -> MutexGuard<'_, HashMap<Operation, Instant>> {
        self.endpoints
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    fn window(&self) -> MutexGuard<'_, Window> {
        lock(&self.window)
    }
}

impl Workspace {
    fn window(&self) -> MutexGuard<'_, Window> {
        lock(&self.0)
    }
}

fn lock(window: &Mutex<Window>) -> MutexGuard<'_, Window> {
    // A panic elsewhere cannot leave the window half written.
    window.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for Pace {
    /// 180 requests in 60 seconds, the budget of most plans.
    fn default() -> Self {
        Self::per_window(limits::REQUESTS_PER_WINDOW)
    }
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pace")
            .field(&*self.connection.window())
            .finish()
    }
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Workspace").field(&*self.window()).finish()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "connection",
            Self::Workspace => "workspace",
            Self::Endpoint => "operation",
        })
    }
}

#[cfg(test)]
mod tests;
