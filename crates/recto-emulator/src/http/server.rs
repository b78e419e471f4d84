//! The TCP server around an emulator.

use std::future::Future;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, State};
use axum::routing::Router;
use axum::serve::{IncomingStream, Listener};
use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response, StatusCode, Uri, header};
use recto_api::endpoint::{self, Operation};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinError;

use super::body;
use super::connection::{Breakable, Link};
use super::settled;
use crate::faults::{self, Exchange, edge_page};
use crate::store::disk::Ticket;
use crate::{Emulator, Error};

/// Bytes of a body that are read at all. The service refuses half of that in its own words; this is
/// what whoever has no token can make the emulator keep.
const READ_BYTES: usize = 1024 * 1024;

/// The same for a request that sends a file: the largest part, and the form around it.
const READ_FILE_BYTES: usize = 21 * 1024 * 1024;

/// How long a body may take to come.
const READ_WITHIN: Duration = Duration::from_secs(30);

/// Connections that are open at a time; others wait to be accepted, and who does nothing then leaves.
/// Fewer than the files a process may have open where nobody raised that: 1,024.
pub(super) const CONNECTIONS: usize = 1000;

/// How long open requests may still take once the server is to stop.
const GRACE: Duration = Duration::from_secs(3);

/// Answers what comes to `listener` until `shutdown` is ready, then lets open requests end, but not
/// for longer than [`GRACE`].
pub(crate) async fn serve(
    emulator: Emulator,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    run(emulator, Breakable::new(listener, CONNECTIONS), shutdown).await
}

/// The same for any kind of connections.
pub(super) async fn run<L>(
    emulator: Emulator,
    listener: L,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error>
where
    L: Listener<Addr: std::fmt::Debug>,
    Link: for<'a> Connected<IncomingStream<'a, L>>,
{
    let events = crate::events::run(emulator.clone());
    let router = Router::new().fallback(answer).with_state(emulator);
    let service = router.into_make_service_with_connect_info::<Link>();
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
    let server = axum::serve(listener, service).with_graceful_shutdown(shutdown);
    tokio::select! {
        ended = server => ended?,
        () = events => {}
        () = grace => tracing::warn!("connections were still open when the server stopped"),
    }
    Ok(())
}

async fn answer(
    State(emulator): State<Emulator>,
    ConnectInfo(link): ConnectInfo<Link>,
    request: Request<Body>,
) -> Response<Body> {
    let _busy = link.work.begin();
    let (mut head, body) = request.into_parts();
    if link.secure {
        head.uri = secure(&head);
    }
    let most = match head.uri.path().trim_end_matches('/').ends_with("/send") {
        true => READ_FILE_BYTES,
        false => READ_BYTES,
    };
    let body = match read(body, most, READ_WITHIN).await {
        Ok(body) => body,
        Err(refusal) => return refusal.map(Body::from),
    };
    let request: Request<Bytes> = Request::from_parts(head, body);
    let exchange = match handle(&emulator, request).await {
        Ok(exchange) => exchange,
        Err(error) => {
            tracing::error!(%error, "a request was not handled to its end");
            return edge_page(StatusCode::INTERNAL_SERVER_ERROR).map(Body::from);
        }
    };
    if !exchange.delay.is_zero() {
        tokio::time::sleep(exchange.delay).await;
    }
    if exchange.dropped {
        link.broken.set();
    }
    body::of(exchange)
}

/// The address of a request that came by TLS, whole, so that answers can name what is below it.
fn secure(head: &Parts) -> Uri {
    let host = head.headers.get(header::HOST);
    let path = head.uri.path_and_query();
    host.zip(path)
        .and_then(|(host, path)| {
            Uri::builder()
                .scheme("https")
                .authority(host.as_bytes())
                .path_and_query(path.clone())
                .build()
                .ok()
        })
        .unwrap_or_else(|| head.uri.clone())
}

/// Answers a request. The storage blocks, and only one request has it: what may take long, or would
/// have to wait for another, gets a thread of its own. The rest is done sooner than handed over.
async fn handle(emulator: &Emulator, request: Request<Bytes>) -> Result<Exchange, JoinError> {
    let engine = emulator.engine();
    let (exchange, ticket) = if is_quick(&request) && engine.is_free() {
        (faults::exchange(engine, &request), Ticket::take())
    } else {
        let emulator = emulator.clone();
        tokio::task::spawn_blocking(move || {
            let exchange = faults::exchange(emulator.engine(), &request);
            (exchange, Ticket::take())
        })
        .await?
    };
    let on_disk = match ticket == Ticket::default() {
        true => Ok(()),
        false => engine.disk.settle(ticket).await,
    };
    Ok(settled(exchange, on_disk))
}

/// Whether a request surely takes no longer than a handful of rows do.
fn is_quick(request: &Request<Bytes>) -> bool {
    use Operation::{
        CreatePage, GetBlock, GetDataSource, GetDatabase, GetPage, GetSelf, GetUser,
        ListBlockChildren, UpdateBlock, UpdatePage,
    };
    endpoint::route(request.method(), request.uri().path()).is_some_and(|matched| {
        matches!(
            matched.route.operation,
            CreatePage
                | GetBlock
                | GetDataSource
                | GetDatabase
                | GetPage
                | GetSelf
                | GetUser
                | ListBlockChildren
                | UpdateBlock
                | UpdatePage
        )
    })
}

/// The whole body, or what refuses one that is too large or too slow.
async fn read(body: Body, most: usize, within: Duration) -> Result<Bytes, Response<Bytes>> {
    match tokio::time::timeout(within, to_bytes(body, most)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(edge_page(StatusCode::PAYLOAD_TOO_LARGE)),
        Err(_) => Err(edge_page(StatusCode::REQUEST_TIMEOUT)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Instant;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    #[tokio::test]
    async fn bodies_that_are_large_or_slow_are_refused() {
        let within = Duration::from_millis(20);
        let body = read(Body::from(vec![b' '; READ_BYTES]), READ_BYTES, within).await;
        assert_eq!(body.unwrap().len(), READ_BYTES);
        let refused = read(Body::from(vec![b' '; READ_BYTES + 1]), READ_BYTES, within).await;
        assert_eq!(refused.unwrap_err().status(), 413);
        let never = futures::stream::pending::<Result<Bytes, std::io::Error>>();
        let refused = read(Body::from_stream(never), READ_BYTES, within).await;
        assert_eq!(refused.unwrap_err().status(), 408);
    }

    /// One thread runs the server and this test: it goes on while a request waits for the storage.
    #[tokio::test]
    async fn a_request_that_waits_does_not_stop_the_runtime() {
        let emulator = Emulator::start().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = emulator.clone();
        let server =
            tokio::spawn(async move { serve(served, listener, std::future::pending()).await });

        let (held, is_held) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let token = emulator.token().to_owned();
        let holder = std::thread::spawn(move || {
            emulator.engine().with_connection(|_| {
                held.send(()).unwrap();
                released
                    .recv_timeout(Duration::from_secs(5))
                    .unwrap_or_default();
                Ok(())
            })
        });
        is_held.recv().unwrap();
        let begun = Instant::now();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!(
            "GET /v1/users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
             Authorization: Bearer {token}\r\nNotion-Version: 2026-03-11\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(
            begun.elapsed() < Duration::from_secs(3),
            "the runtime stood still"
        );
        release.send(()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        holder.join().unwrap().unwrap();
        server.abort();
    }
}
