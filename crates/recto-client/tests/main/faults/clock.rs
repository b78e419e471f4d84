//! Paused time beside real sockets.
//!
//! A paused clock jumps to the next timer whenever the runtime has nothing to do, and bytes on
//! their way between two sockets do not count as something. So the clock is held while a request is
//! under way, and let go when the server has decided to be silent.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Holds the clock of the test and lets it go. Clones are the same clock.
#[derive(Clone, Default)]
pub(super) struct Clock(Arc<Mutex<Option<Sender<()>>>>);

impl Clock {
    /// Stops the clock from jumping. tokio does not let it jump while a blocking task runs.
    pub(super) fn hold(&self) {
        let (sender, receiver) = channel();
        *self.0.lock().unwrap() = Some(sender);
        tokio::task::spawn_blocking(move || receiver.recv());
    }

    /// Lets it jump again.
    pub(super) fn release(&self) {
        self.0.lock().unwrap().take();
    }

    /// Lets time pass on the side that answers.
    pub(super) async fn pass(&self, time: Duration) {
        self.release();
        tokio::time::sleep(time).await;
        self.hold();
    }

    /// Holds the clock until the guard is dropped.
    pub(super) fn held(&self) -> Held {
        self.hold();
        Held(self.clone())
    }
}

pub(super) struct Held(Clock);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.release();
    }
}
