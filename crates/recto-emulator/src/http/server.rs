//! The TCP server around an emulator.

use std::future::Future;

use axum::body::{self, Body};
use axum::extract::{ConnectInfo, State};
use axum::routing::Router;
use bytes::Bytes;
use http::{Request, Response};
use tokio::net::TcpListener;

use super::connection::{Breakable, Broken};
use crate::faults::{self, too_large};
use crate::{Emulator, Error};

/// Bytes of a body that are read at all. The service refuses far smaller ones in its own words;
/// only what the network in front of it would not let through is cut off here.
const READ_BYTES: usize = 8 * 1024 * 1024;

/// Answers what comes to `listener` until `shutdown` is ready, then lets open requests end.
pub(crate) async fn serve(
    emulator: Emulator,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let router = Router::new().fallback(answer).with_state(emulator);
    let service = router.into_make_service_with_connect_info::<Broken>();
    axum::serve(Breakable(listener), service)
        .with_graceful_shutdown(shutdown)
        .await?;
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
