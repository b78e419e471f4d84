//! How long a connection may do nothing.
//!
//! A client has so long to send the head of a request, counted from the connection's beginning or
//! from the last answer, however its bytes trickle in; and so long to take some of an answer.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

/// How long a connection may be without a request.
const IDLE: Duration = Duration::from_secs(60);

/// The same while others wait for a place.
const IDLE_CROWDED: Duration = Duration::from_secs(1);

/// How long a client may take nothing of its answer.
const STALLED: Duration = Duration::from_secs(30);

/// Whether somebody waits for a place.
#[derive(Debug, Clone, Default)]
pub(super) struct Crowd(Arc<AtomicBool>);

impl Crowd {
    pub(super) fn set(&self, is: bool) {
        self.0.store(is, Ordering::Release);
    }

    fn is(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Requests of a connection that are being answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Work(Arc<AtomicUsize>);

/// One such request, until it is dropped.
#[derive(Debug)]
pub(super) struct Busy(Work);

impl Work {
    /// A request came whole enough to be handled.
    pub(super) fn begin(&self) -> Busy {
        self.0.fetch_add(1, Ordering::AcqRel);
        Busy(self.clone())
    }

    fn is(&self) -> bool {
        self.0.load(Ordering::Acquire) > 0
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The patience with one connection.
pub(super) struct Patience {
    crowd: Crowd,
    work: Work,
    idle_since: Instant,
    stalled_since: Option<Instant>,
    wake: Pin<Box<Sleep>>,
}

impl Patience {
    pub(super) fn new(crowd: Crowd, work: Work) -> Self {
        Self {
            crowd,
            work,
            idle_since: Instant::now(),
            stalled_since: None,
            wake: Box::pin(tokio::time::sleep(IDLE_CROWDED)),
        }
    }

    /// Nothing came: ready when nothing is waited for any more.
    pub(super) fn poll_idle(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let now = Instant::now();
            if self.work.is() {
                self.idle_since = now;
            }
            let most = if self.crowd.is() { IDLE_CROWDED } else { IDLE };
            if now.duration_since(self.idle_since) >= most {
                return Poll::Ready(());
            }
            // Whether it is crowded may change meanwhile.
            if self.wake.deadline() <= now {
                self.wake.as_mut().reset(now + IDLE_CROWDED);
            }
            if self.wake.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
        }
    }

    /// Some of an answer was taken.
    pub(super) fn wrote(&mut self) {
        self.idle_since = Instant::now();
        self.stalled_since = None;
    }

    /// Nothing of the answer was taken: an error once that has been so for too long.
    pub(super) fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            let now = Instant::now();
            let since = *self.stalled_since.get_or_insert(now);
            if now.duration_since(since) >= STALLED {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            if self.wake.deadline() <= now {
                self.wake.as_mut().reset(now + IDLE_CROWDED);
            }
            if self.wake.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
        }
    }
}
