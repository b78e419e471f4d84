//! TCP connections that a fault can break.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::patience::{Crowd, Patience, Work};

/// A listener whose connections can be broken from within a handler, and are not too many.
pub(super) struct Breakable {
    listener: TcpListener,
    free: Arc<Semaphore>,
    crowd: Crowd,
}

impl Breakable {
    /// Accepts no more while `most` connections are open.
    pub(super) fn new(listener: TcpListener, most: usize) -> Self {
        Self {
            listener,
            free: Arc::new(Semaphore::new(most)),
            crowd: Crowd::default(),
        }
    }
}

impl Listener for Breakable {
    type Io = Connection<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection<TcpStream>, SocketAddr) {
        let free = Arc::clone(&self.free);
        let place = match free.try_acquire_owned() {
            Ok(place) => Some(place),
            Err(_) => {
                // Those that do nothing leave sooner now.
                self.crowd.set(true);
                // The semaphore is never closed.
                let place = Arc::clone(&self.free).acquire_owned().await.ok();
                self.crowd.set(false);
                place
            }
        };
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // Answers are small and each is one write; waiting to fill a packet only delays them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
        (
            Connection::in_crowd(stream, place, self.crowd.clone()),
            address,
        )
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that ends as soon as its flag is up.
pub(super) struct Connection<S> {
    stream: S,
    broken: Broken,
    work: Work,
    patience: Patience,
    /// Given back when the connection ends.
    _place: Option<OwnedSemaphorePermit>,
}

impl<S> Connection<S> {
    /// A connection that holds a place until it ends.
    pub(super) fn new(stream: S, place: Option<OwnedSemaphorePermit>) -> Self {
        Self::in_crowd(stream, place, Crowd::default())
    }

    fn in_crowd(stream: S, place: Option<OwnedSemaphorePermit>, crowd: Crowd) -> Self {
        let work = Work::default();
        Self {
            stream,
            broken: Broken::default(),
            patience: Patience::new(crowd, work.clone()),
            work,
            _place: place,
        }
    }

    /// What keeps it open while a request is answered.
    pub(super) fn work(&self) -> Work {
        self.work.clone()
    }

    /// What breaks it.
    pub(super) fn broken(&self) -> Broken {
        self.broken.clone()
    }
}

impl<S: Unpin> Connection<S> {
    /// What became of a write, unless the client takes nothing for too long.
    fn paced(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.patience.wrote();
            return written;
        }
        self.patience.poll_stalled(cx).map(Err)
    }
}

/// What a handler is told of the connection that a request came by.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// Breaks the connection.
    pub(super) broken: Broken,
    /// Keeps the connection open while a request is answered.
    pub(super) work: Work,
    /// Whether it speaks TLS.
    pub(super) secure: bool,
}

/// Breaks the connection that it came from.
#[derive(Debug, Clone, Default)]
pub(super) struct Broken(Arc<AtomicBool>);

impl Broken {
    pub(super) fn set(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn check(&self) -> io::Result<()> {
        match self.0.load(Ordering::Acquire) {
            true => Err(io::ErrorKind::ConnectionReset.into()),
            false => Ok(()),
        }
    }
}

impl Connected<IncomingStream<'_, Breakable>> for Link {
    fn connect_info(stream: IncomingStream<'_, Breakable>) -> Self {
        Self {
            broken: stream.io().broken(),
            work: stream.io().work(),
            secure: false,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Connection<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.broken.check()?;
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            // As if the client had ended it.
            Poll::Pending => self.patience.poll_idle(cx).map(Ok),
            ready => ready,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Connection<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.broken.check()?;
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.paced(cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.broken.check()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.broken.check()?;
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, buffers);
        self.paced(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn one_more_connection_waits_for_an_end() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut listener = Breakable::new(listener, 1);
        let _first = TcpStream::connect(address).await.unwrap();
        let _second = TcpStream::connect(address).await.unwrap();
        let (open, _) = listener.accept().await;
        let early = timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(early.is_err(), "there is no place");
        drop(open);
        let late = timeout(Duration::from_secs(5), listener.accept()).await;
        assert!(late.is_ok(), "there is one again");
    }

    /// Reads until the connection ends; answers after how long it did.
    async fn ended(connection: &mut Connection<tokio::io::DuplexStream>) -> Duration {
        let begun = tokio::time::Instant::now();
        let mut buffer = [0; 16];
        while connection.read(&mut buffer).await.unwrap() > 0 {}
        begun.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn who_sends_no_whole_request_is_left() {
        let (mut client, server) = tokio::io::duplex(64);
        let mut connection = Connection::new(server, None);
        let trickle = tokio::spawn(async move {
            while client.write_all(b"x").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(7)).await;
            }
        });
        let lasted = ended(&mut connection).await;
        assert!((60..62).contains(&lasted.as_secs()), "{lasted:?}");
        drop(connection);
        trickle.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_an_answer_is_not() {
        let (_client, server) = tokio::io::duplex(64);
        let mut connection = Connection::new(server, None);
        let busy = connection.work().begin();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(300)).await;
            drop(busy);
        });
        let lasted = ended(&mut connection).await;
        assert!((359..362).contains(&lasted.as_secs()), "{lasted:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn in_a_crowd_who_does_nothing_leaves_soon() {
        let crowd = Crowd::default();
        let (_client, server) = tokio::io::duplex(64);
        let mut connection = Connection::in_crowd(server, None, crowd.clone());
        crowd.set(true);
        let lasted = ended(&mut connection).await;
        assert!(lasted < Duration::from_secs(3), "{lasted:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_of_an_answer_is_left() {
        let (_client, server) = tokio::io::duplex(64);
        let mut connection = Connection::new(server, None);
        let refused = connection.write_all(&[0; 1000]).await.unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::TimedOut);
    }
}
