//! Paused time beside real sockets.
//!
//! A paused clock jumps to the next timer whenever the runtime has nothing to do, and bytes on
//! their way between two sockets do not count as something. So the clock is held while a request is
//! under way, and let go when the server has decided to be silent.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// Holds the clock of the test and lets it go. Clones are the same clock.
#[derive(Clone, Default)]
pub(super) struct Clock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// Which request is, or was last, under way.
    flight: u64,
    under_way: bool,
    hold: Option<Sender<()>>,
}

impl State {
    /// Stops the clock from jumping. tokio does not let it jump while a blocking task runs.
    fn hold(&mut self) {
        let (sender, receiver) = channel();
        self.hold = Some(sender);
        tokio::task::spawn_blocking(move || receiver.recv());
    }
}

impl Clock {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// A request leaves: the clock is held until the guard is dropped.
    pub(super) fn take_off(&self) -> Flight {
        let mut state = self.state();
        state.flight += 1;
        state.under_way = true;
        state.hold();
        Flight(self.clone(), state.flight)
    }

    /// The request that is under way, for the side that answers.
    pub(super) fn flight(&self) -> u64 {
        self.state().flight
    }

    /// Lets the clock jump, unless another request is under way by now.
    pub(super) fn release(&self, flight: u64) {
        let mut state = self.state();
        if state.flight == flight {
            state.hold = None;
        }
    }

    /// Lets time pass on the side that answers.
    pub(super) async fn pass(&self, time: Duration, flight: u64) {
        self.release(flight);
        tokio::time::sleep(time).await;
        let mut state = self.state();
        if state.flight == flight && state.under_way {
            state.hold();
        }
    }
}

/// A request under way.
pub(super) struct Flight(Clock, u64);

impl Drop for Flight {
    fn drop(&mut self) {
        let mut state = self.0.state();
        if state.flight == self.1 {
            state.under_way = false;
            state.hold = None;
        }
    }
}
