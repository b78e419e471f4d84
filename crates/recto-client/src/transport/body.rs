//! The body of an answer while it comes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures::stream::{BoxStream, Stream, StreamExt, TryStreamExt};
use http::{Request, Response};
use tower::BoxError;

use super::{Transport, TransportError};

/// A body as a transport can carry it: whole, or while it comes.
pub(crate) trait Carry: Sized + Send {
    /// Sends a request and waits for an answer with such a body.
    fn carry(
        transport: &Transport,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Self>, TransportError>> + Send;

    /// The whole of it.
    fn whole(self) -> impl Future<Output = Result<Bytes, TransportError>> + Send;

    /// Its size in bytes, where it is known.
    fn size(&self) -> Option<usize>;
}

impl Carry for Bytes {
    async fn carry(
        transport: &Transport,
        request: Request<Bytes>,
    ) -> Result<Response<Self>, TransportError> {
        transport.call(request).await
    }

    async fn whole(self) -> Result<Self, TransportError> {
        Ok(self)
    }

    fn size(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl Carry for Body {
    async fn carry(
        transport: &Transport,
        request: Request<Bytes>,
    ) -> Result<Response<Self>, TransportError> {
        transport.open(request).await
    }

    async fn whole(self) -> Result<Bytes, TransportError> {
        self.put_together().await
    }

    fn size(&self) -> Option<usize> {
        None
    }
}

/// The body of an answer, piece by piece as it comes. What is not asked for is not fetched.
pub struct Body(BoxStream<'static, Result<Bytes, TransportError>>);

impl Body {
    /// A body of these pieces. An error counts as a lost connection.
    pub fn new<S, E>(pieces: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self(pieces.map_err(TransportError::from_any).boxed())
    }

    async fn put_together(mut self) -> Result<Bytes, TransportError> {
        let Some(first) = self.0.try_next().await? else {
            return Ok(Bytes::new());
        };
        let Some(second) = self.0.try_next().await? else {
            return Ok(first);
        };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        while let Some(piece) = self.0.try_next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(futures::stream::iter([Ok(bytes)]).boxed())
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(..)")
    }
}
