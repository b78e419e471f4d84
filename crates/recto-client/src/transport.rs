//! What carries a request to the service: a network client, or a router in the same process.

mod body;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::stream::TryStreamExt;
use http::{Request, Response};
use tower::util::BoxCloneSyncService;
use tower::{BoxError, Service, ServiceExt};

pub use self::body::Body;
pub(crate) use self::body::Carry;
use crate::network::Network;

/// Carries requests and brings answers back. Cheap to clone.
///
/// Whatever is a tower service of `http::Request<Bytes>` can carry: the network, or a router in
/// process, with which a test needs no port.
///
/// ```
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use recto_client::Transport;
///
/// let router = tower::service_fn(|request: Request<Bytes>| async move {
///     Ok::<_, std::convert::Infallible>(Response::new(Bytes::from(request.uri().to_string())))
/// });
/// let transport = Transport::new(router);
/// # let _ = transport;
/// ```
#[derive(Clone)]
pub struct Transport {
    whole: BoxCloneSyncService<Request<Bytes>, Response<Bytes>, TransportError>,
    streamed: BoxCloneSyncService<Request<Bytes>, Response<Body>, TransportError>,
}

/// No answer came. The two kinds differ in what is safe afterwards.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// There was no connection, so the request did not leave.
    #[error("cannot connect: {0}")]
    Unreachable(#[source] BoxError),
    /// The connection failed later: the service may have got the request, and acted on it.
    #[error("the connection was lost: {0}")]
    Broken(#[source] BoxError),
}

impl Transport {
    /// Carries requests by a service in this process, or by any other, that answers with whole
    /// bodies. Where an answer is read while it comes, as that of a session is, it comes in one piece
    /// and not before its end: use [`Transport::streaming`] for that.
    ///
    /// An error of the service counts as a lost connection ([`TransportError::Broken`]), unless it
    /// is a [`TransportError`] itself.
    pub fn new<S>(service: S) -> Self
    where
        S: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
    {
        let service = service.map_err(TransportError::from_any);
        Self {
            whole: BoxCloneSyncService::new(service.clone()),
            streamed: BoxCloneSyncService::new(
                service.map_response(|answer| answer.map(Body::from)),
            ),
        }
    }

    /// Carries requests by a service whose answers can be read while they come. Where an answer is
    /// wanted whole, it is put together here.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use http::{Request, Response};
    /// use recto_client::Transport;
    /// use recto_client::transport::Body;
    ///
    /// let router = tower::service_fn(|_: Request<Bytes>| async move {
    ///     let pieces = ["data: {}\n", "\n"].map(|piece| Ok::<_, tower::BoxError>(Bytes::from(piece)));
    ///     let body = Body::new(futures::stream::iter(pieces));
    ///     Ok::<_, std::convert::Infallible>(Response::new(body))
    /// });
    /// let transport = Transport::streaming(router);
    /// # let _ = transport;
    /// ```
    pub fn streaming<S>(service: S) -> Self
    where
        S: Service<Request<Bytes>, Response = Response<Body>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
    {
        let service = service.map_err(TransportError::from_any);
        let whole = service.clone().and_then(|answer: Response<Body>| async {
            let (parts, body) = answer.into_parts();
            Ok(Response::from_parts(parts, body.whole().await?))
        });
        Self {
            whole: BoxCloneSyncService::new(whole),
            streamed: BoxCloneSyncService::new(service),
        }
    }

    /// Carries requests over the network by a client made elsewhere.
    ///
    /// It should follow no redirects: a `POST` must not turn into a `GET`.
    pub fn reqwest(client: reqwest::Client) -> Self {
        let (whole, streamed) = (client.clone(), client);
        Self {
            whole: BoxCloneSyncService::new(tower::service_fn(move |request| {
                over_the_network(whole.clone(), request)
            })),
            streamed: BoxCloneSyncService::new(tower::service_fn(move |request| {
                streamed_over_the_network(streamed.clone(), request)
            })),
        }
    }

    /// Carries requests over the network, by way of a proxy if one is named. The environment is not
    /// asked.
    ///
    /// # Errors
    ///
    /// The proxy is not a URL, or TLS cannot be set up.
    pub fn network(proxy: Option<&str>) -> Result<Self, TransportError> {
        let network = Network {
            proxy: proxy.map(str::to_owned),
            ..Network::default()
        };
        let client = network.client();
        client
            .map(Self::reqwest)
            .map_err(|error| TransportError::Unreachable(error.into()))
    }

    /// Sends one request and waits for the whole answer.
    pub(crate) async fn call(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, TransportError> {
        self.whole.clone().oneshot(request).await
    }

    /// Sends one request and waits for the beginning of the answer.
    pub(crate) async fn open(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Body>, TransportError> {
        self.streamed.clone().oneshot(request).await
    }
}

impl TransportError {
    /// An error that may be one of these already; others are a lost connection.
    fn from_any(error: impl Into<BoxError>) -> Self {
        match error.into().downcast::<Self>() {
            Ok(error) => *error,
            Err(other) => Self::Broken(other),
        }
    }

    fn from_network(error: reqwest::Error) -> Self {
        let unreachable = error.is_connect() || error.is_builder();
        // The URL holds nothing that the call does not name itself.
        let error = error.without_url().into();
        if unreachable {
            Self::Unreachable(error)
        } else {
            Self::Broken(error)
        }
    }
}

async fn over_the_network(
    client: reqwest::Client,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, TransportError> {
    let (answer, mut response) = begin(&client, request).await?;
    *response.body_mut() = answer.bytes().await.map_err(TransportError::from_network)?;
    Ok(response)
}

async fn streamed_over_the_network(
    client: reqwest::Client,
    request: Request<Bytes>,
) -> Result<Response<Body>, TransportError> {
    let (answer, response) = begin(&client, request).await?;
    let pieces = answer.bytes_stream().map_err(TransportError::from_network);
    Ok(response.map(|_| Body::new(pieces)))
}

/// Sends a request; the head of the answer, and where the body is to be had.
async fn begin(
    client: &reqwest::Client,
    request: Request<Bytes>,
) -> Result<(reqwest::Response, Response<Bytes>), TransportError> {
    let request = request.try_into().map_err(TransportError::from_network)?;
    let answer = client
        .execute(request)
        .await
        .map_err(TransportError::from_network)?;
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = answer.status();
    *response.version_mut() = answer.version();
    *response.headers_mut() = answer.headers().clone();
    Ok((answer, response))
}

/// A transport is a tower service itself, so that layers can be put around it: to count, to record,
/// to sign.
///
/// ```
/// use recto_client::Transport;
/// use tower::ServiceExt;
///
/// let network = Transport::network(None)?;
/// let counted = network.map_request(|request: http::Request<bytes::Bytes>| {
///     // Count it.
///     request
/// });
/// let transport = Transport::new(counted);
/// # let _ = transport;
/// # Ok::<(), recto_client::TransportError>(())
/// ```
impl Service<Request<Bytes>> for Transport {
    type Response = Response<Bytes>;
    type Error = TransportError;
    type Future = Carried;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        self.whole.poll_ready(context)
    }

    fn call(&mut self, request: Request<Bytes>) -> Carried {
        Service::call(&mut self.whole, request)
    }
}

/// An answer that is on its way.
type Carried = Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send>>;

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    fn ask(uri: &str) -> Request<Bytes> {
        Request::builder()
            .uri(uri)
            .body(Bytes::from_static(b"?"))
            .unwrap()
    }

    #[tokio::test]
    async fn a_service_in_process_carries() {
        let transport = Transport::new(tower::service_fn(|request: Request<Bytes>| async move {
            Ok::<_, Infallible>(Response::new(request.into_body()))
        }));
        assert_eq!(transport.call(ask("/")).await.unwrap().into_body(), "?");
    }

    #[tokio::test]
    async fn errors_of_a_service_keep_their_kind() {
        let transport = Transport::new(tower::service_fn(|request: Request<Bytes>| async move {
            let error: BoxError = match request.uri().path() {
                "/unreachable" => Box::new(TransportError::Unreachable("refused".into())),
                _ => "reset".into(),
            };
            Err::<Response<Bytes>, _>(error)
        }));
        let error = transport.call(ask("/unreachable")).await.unwrap_err();
        assert!(matches!(error, TransportError::Unreachable(_)), "{error}");
        let error = transport.call(ask("/other")).await.unwrap_err();
        assert!(matches!(error, TransportError::Broken(_)), "{error}");
    }

    /// Answers each connection with these bytes, then closes it.
    async fn server(answer: &'static [u8]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                // Closing with unread bytes would reset the connection.
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n?") {
                    stream.read_buf(&mut request).await.unwrap();
                }
                stream.write_all(answer).await.unwrap();
            }
        });
        origin
    }

    #[tokio::test]
    async fn the_network_carries_and_follows_no_redirect() {
        let origin =
            server(b"HTTP/1.1 302 Found\r\nlocation: /x\r\nx-a: b\r\ncontent-length: 2\r\n\r\nok")
                .await;
        let answer = Transport::network(None)
            .unwrap()
            .call(ask(&origin))
            .await
            .unwrap();
        assert_eq!(
            (answer.status().as_u16(), answer.headers()["x-a"].as_bytes()),
            (302, &b"b"[..])
        );
        assert_eq!(answer.into_body(), "ok");
    }

    #[tokio::test]
    async fn a_closed_port_is_unreachable_and_a_cut_answer_is_broken() {
        let transport = Transport::network(None).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let closed = format!("http://{}/", listener.local_addr().unwrap());
        drop(listener);
        let error = transport.call(ask(&closed)).await.unwrap_err();
        assert!(matches!(error, TransportError::Unreachable(_)), "{error:?}");

        let cut = server(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"object\"").await;
        let error = transport.call(ask(&cut)).await.unwrap_err();
        assert!(matches!(error, TransportError::Broken(_)), "{error:?}");

        let mute = server(b"").await;
        let error = transport.call(ask(&mute)).await.unwrap_err();
        assert!(matches!(error, TransportError::Broken(_)), "{error:?}");
    }

    #[test]
    fn a_proxy_that_is_no_url_is_refused() {
        assert!(Transport::network(Some("::not a url::")).is_err());
        assert!(Transport::network(Some("http://127.0.0.1:3128")).is_ok());
    }
}
