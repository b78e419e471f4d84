//! The emulator as a service, in process and over TCP.

mod body;
mod connection;
mod patience;
mod proxy;
mod server;

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use crate::Emulator;
use crate::engine::Engine;
use crate::faults::{self, Exchange};

pub use proxy::Proxy;
pub(crate) use server::serve;

/// Answers a request, with the fault that is due. What it wrote is on the disk when this returns.
pub(crate) fn exchange(engine: &Engine, request: &Request<Bytes>) -> Exchange {
    let exchange = faults::exchange(engine, request);
    settled(exchange, engine.await_disk())
}

/// The answer, unless what it tells of could not be brought to the disk.
fn settled(exchange: Exchange, on_disk: io::Result<()>) -> Exchange {
    match on_disk {
        Ok(()) => exchange,
        Err(_) => faults::edge_page(StatusCode::INTERNAL_SERVER_ERROR).into(),
    }
}

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
            let exchange = exchange(emulator.engine(), &request);
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
