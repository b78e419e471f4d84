//! A proxy for clients that have the host of the service built in.
//!
//! A client sends `CONNECT api.notion.com:443`, believes itself at the service, and speaks TLS with
//! the emulator, whose certificate an authority made for this proxy alone has signed. Nothing is ever
//! forwarded: any other host is refused.

mod authority;
mod tunnel;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::BufReader;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::connection::{Connection, Link};
use super::server::{self, CONNECTIONS};
use crate::{Emulator, Error};

/// Hosts that the emulator answers for: the API's, and that of its documentation, where the command
/// line `ntn` looks for `/openapi.json`. Uploaded files have addresses below the first.
const HOSTS: &[&str] = &["api.notion.com", "developers.notion.com"];

/// Connections that speak TLS and wait to be served.
const WAITING: usize = 64;

/// A proxy in front of an emulator, with the authority that its clients must trust.
///
/// Each has an authority of its own, whose key never leaves the process.
#[derive(Debug)]
pub struct Proxy {
    emulator: Emulator,
    certificate: String,
    acceptor: Acceptor,
}

impl Proxy {
    /// Makes an authority and a certificate for the hosts.
    pub(crate) fn new(emulator: Emulator) -> Result<Self, Error> {
        let (certificate, config) = authority::make(HOSTS)?;
        let acceptor = Acceptor(TlsAcceptor::from(Arc::new(config)));
        Ok(Self {
            emulator,
            certificate,
            acceptor,
        })
    }

    /// The authority's certificate as PEM text: what clients are told to trust, by
    /// `SSL_CERT_FILE`, `REQUESTS_CA_BUNDLE`, `NODE_EXTRA_CA_CERTS` or a setting of theirs.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate
    }

    /// The hosts that are answered for, on port 443.
    pub fn hosts(&self) -> &'static [&'static str] {
        HOSTS
    }

    /// Answers what comes to `listener` until `shutdown` is ready, then lets open requests end.
    ///
    /// # Errors
    ///
    /// The listener fails.
    pub async fn serve(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Error> {
        let address = listener.local_addr()?;
        let (ready, secured) = mpsc::channel(WAITING);
        let accepting = tokio::spawn(accept(listener, self.acceptor.clone(), ready));
        let tunnels = Tunnels { secured, address };
        let served = server::run(self.emulator.clone(), tunnels, shutdown).await;
        accepting.abort();
        served
    }
}

/// A TLS acceptor; its settings hold a key and are not shown.
#[derive(Clone)]
struct Acceptor(TlsAcceptor);

impl std::fmt::Debug for Acceptor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Acceptor").finish_non_exhaustive()
    }
}

/// A connection behind `CONNECT` and the greetings of TLS.
type Secured = TlsStream<BufReader<TcpStream>>;

/// Takes connections and makes tunnels of them, each on its own so that none holds up another.
async fn accept(
    mut listener: TcpListener,
    acceptor: Acceptor,
    ready: mpsc::Sender<(Secured, OwnedSemaphorePermit)>,
) {
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        // The semaphore is never closed.
        let Ok(place) = Arc::clone(&free).acquire_owned().await else {
            return;
        };
        let (stream, _) = Listener::accept(&mut listener).await;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
        let (acceptor, ready) = (acceptor.clone(), ready.clone());
        tokio::spawn(async move {
            match tunnel::open(stream, &acceptor.0, HOSTS).await {
                // Nobody is there to serve it once the server stops.
                Ok(secured) => ready.send((secured, place)).await.unwrap_or_default(),
                Err(error) => tracing::debug!(%error, "a connection to the proxy came to nothing"),
            }
        });
    }
}

/// The tunnels as a listener.
struct Tunnels {
    secured: mpsc::Receiver<(Secured, OwnedSemaphorePermit)>,
    address: SocketAddr,
}

impl Listener for Tunnels {
    type Io = Connection<Secured>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection<Secured>, SocketAddr) {
        match self.secured.recv().await {
            Some((stream, place)) => (Connection::new(stream, Some(place)), self.address),
            // The task that accepts has ended, which it does with the server only.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, Tunnels>> for Link {
    fn connect_info(stream: IncomingStream<'_, Tunnels>) -> Self {
        Self {
            broken: stream.io().broken(),
            work: stream.io().work(),
            secure: true,
        }
    }
}
