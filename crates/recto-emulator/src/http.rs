//! The emulator as a service, in process and over TCP.

mod body;
mod connection;
mod proxy;
mod server;

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};

use crate::Emulator;
use crate::faults;

pub use proxy::Proxy;
pub(crate) use server::serve;

/// A `tower` service that answers with an emulator.
#[derive(Debug, Clone)]
pub struct Service(pub(crate) Emulator);

/// The connection ended without an answer; only a scripted fault does that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the emulator dropped the connection, as a fault rule says")]
pub struct Disconnected;

impl tower::Service<Request<Bytes>> for Service {
    type Response = Response<Bytes>;
    type Error = Disconnected;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Disconnected>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Disconnected>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let emulator = self.0.clone();
        Box::pin(async move {
            let exchange = faults::exchange(emulator.engine(), &request);
            let wait = exchange.delay.saturating_add(exchange.slow);
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            if exchange.dropped {
                Err(Disconnected)
            } else {
                Ok(exchange.whole())
            }
        })
    }
}
