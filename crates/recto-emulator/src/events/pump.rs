//! Sends what is due, while a server runs.

use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::deliver::{self, Delivery};
use crate::Emulator;

/// How long a receiver may take to answer (assumed).
const PATIENCE: Duration = Duration::from_secs(10);

/// How often is looked for what became due, as a virtual clock moves without a word.
const LOOK: Duration = Duration::from_millis(100);

/// Sends what is due, for ever. A second one of the same emulator does nothing.
pub(crate) async fn run(emulator: Emulator) {
    let events = &emulator.engine().events;
    if events.sending.swap(true, Ordering::SeqCst) {
        return std::future::pending().await;
    }
    let _sending = Sending(&emulator);
    loop {
        if events.on.load(Ordering::Relaxed) {
            round(&emulator).await;
            // Whichever comes first.
            let _ = tokio::time::timeout(LOOK, events.news.notified()).await;
        } else {
            events.news.notified().await;
        }
    }
}

/// Says that nobody sends any more when the server ends.
struct Sending<'a>(&'a Emulator);

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        let events = &self.0.engine().events;
        events.sending.store(false, Ordering::SeqCst);
    }
}

/// Sends everything that is due now, side by side.
async fn round(emulator: &Emulator) {
    let taken = {
        let emulator = emulator.clone();
        tokio::task::spawn_blocking(move || emulator.due_deliveries()).await
    };
    let due = match taken {
        Ok(Ok(due)) => due,
        Ok(Err(error)) => {
            tracing::error!(%error, "events could not be read");
            return;
        }
        Err(_) => return,
    };
    let sent = due.into_iter().map(|delivery| async move {
        let outcome = send(&delivery).await;
        (delivery, outcome)
    });
    for (delivery, outcome) in futures::future::join_all(sent).await {
        let emulator = emulator.clone();
        let settled = tokio::task::spawn_blocking(move || {
            let outcome = outcome.as_ref().map(|status| *status);
            deliver::settle(
                emulator.engine(),
                &delivery,
                outcome.map_err(String::as_str),
            )
        });
        if let Ok(Err(error)) = settled.await {
            tracing::error!(%error, "the outcome of a delivery could not be kept");
        }
    }
}

/// The status a receiver answered with, or why it did not.
async fn send(delivery: &Delivery) -> Result<u16, String> {
    match tokio::time::timeout(PATIENCE, exchange(delivery.request())).await {
        Ok(outcome) => outcome,
        Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
    }
}

async fn exchange(request: &Request<Bytes>) -> Result<u16, String> {
    let authority = request.uri().authority().ok_or("the address has no host")?;
    let host = authority.host().trim_matches(['[', ']']);
    let port = authority.port_u16().unwrap_or(80);
    let stream = TcpStream::connect((host, port))
        .await
        .map_err(|error| error.to_string())?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| error.to_string())?;
    let path = request.uri().path_and_query();
    let path = path.map_or("/", |path| path.as_str());
    let mut sent = Request::builder()
        .method(request.method())
        .uri(path)
        .header(http::header::HOST, authority.as_str());
    for (name, value) in request.headers() {
        sent = sent.header(name, value);
    }
    let sent = sent
        .body(Full::new(request.body().clone()))
        .map_err(|error| error.to_string())?;
    let exchange = async {
        let response = sender.send_request(sent).await;
        response.map(|response| response.status().as_u16())
    };
    tokio::select! {
        answered = exchange => answered.map_err(|error| error.to_string()),
        ended = connection => Err(match ended {
            Ok(()) => "the connection ended without an answer".to_owned(),
            Err(error) => error.to_string(),
        }),
    }
}
