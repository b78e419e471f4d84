//! The TCP server around an emulator.

use std::future::Future;
use std::time::Duration;

use axum::body::{self, Body};
use axum::extract::{ConnectInfo, State};
use axum::routing::Router;
use bytes::Bytes;
use http::{Request, Response};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::connection::{Breakable, Broken};
use crate::faults::{self, too_large};
use crate::{Emulator, Error};

/// Bytes of a body that are read at all. The service refuses far smaller ones in its own words;
/// only what the network in front of it would not let through is cut off here.
const READ_BYTES: usize = 8 * 1024 * 1024;

/// How long open requests may still take once the server is to stop.
const GRACE: Duration = Duration::from_secs(3);

/// Answers what comes to `listener` until `shutdown` is ready, then lets open requests end, but not
/// for longer than [`GRACE`].
pub(crate) async fn serve(
    emulator: Emulator,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let router = Router::new().fallback(answer).with_state(emulator);
    let service = router.into_make_service_with_connect_info::<Broken>();
    let (told, stopping) = oneshot::channel();
    let shutdown = async move {
        shutdown.await;
        // The receiver is only gone when the server already ended.
        told.send(()).unwrap_or_default();
    };
    let grace = async move {
        match stopping.await {
            Ok(()) => tokio::time::sleep(GRACE).await,
            Err(_) => std::future::pending().await,
        }
    };
    let server = axum::serve(Breakable(listener), service).with_graceful_shutdown(shutdown);
    tokio::select! {
        ended = server => ended?,
        () = grace => tracing::warn!("connections were still open when the server stopped"),
    }
    Ok(())
}

async fn answer(
    State(emulator): State<Emulator>,
    ConnectInfo(connection): ConnectInfo<Broken>,
    request: Request<Body>,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let Ok(body) = body::to_bytes(body, READ_BYTES).await else {
        return too_large().map(Body::from);
    };
    let request: Request<Bytes> = Request::from_parts(head, body);
    let exchange = faults::exchange(emulator.engine(), &request);
    if !exchange.delay.is_zero() {
        tokio::time::sleep(exchange.delay).await;
    }
    if exchange.dropped {
        connection.set();
    }
    exchange.response.map(Body::from)
}
