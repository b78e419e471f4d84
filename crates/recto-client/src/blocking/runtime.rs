//! The thread on which connections and clocks run, and waiting for what they do.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::error::Error;

/// A runtime on a thread of its own. It ends when this is dropped.
pub(super) struct Runtime {
    handle: Handle,
    _running: oneshot::Sender<()>,
}

/// Wakes a thread that waits.
struct Waiting(Thread);

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}

impl Runtime {
    pub(super) fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (running, over) = oneshot::channel();
        thread::Builder::new()
            .name("recto-client".to_owned())
            // An idle connection whose server hangs up is noticed here, and not by the next write.
            .spawn(move || runtime.block_on(over))?;
        Ok(Self {
            handle,
            _running: running,
        })
    }

    /// Waits for a future, which runs on the thread that waits.
    pub(super) fn wait<F: Future>(&self, future: F) -> Result<F::Output, Error> {
        if Handle::try_current().is_ok() {
            return Err(Error::Setting(
                "the blocking client was used on a thread of an asynchronous runtime, where waiting \
                 would hold up other tasks; use `recto_client::Client` there, and `.await` it"
                    .to_owned(),
            ));
        }
        let _clocks_and_sockets = self.handle.enter();
        let waker = Waker::from(Arc::new(Waiting(thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(future);
        loop {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(output) => return Ok(output),
                Poll::Pending => thread::park(),
            }
        }
    }
}
