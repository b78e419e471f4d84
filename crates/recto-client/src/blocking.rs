//! The client for programs that are not asynchronous.
//!
//! A [`Client`] here does what [`crate::Client`] does, and waits for it. It brings a thread of its own
//! along, on which connections and clocks run; it may be used by any number of threads at once.
//!
//! ```
//! # use bytes::Bytes;
//! # use http::{Request, Response};
//! # use recto_client::{Client, Token, Transport};
//! use recto_api::endpoint::{GetSelf, ListUsers};
//!
//! # fn main() -> Result<(), recto_client::Error> {
//! # let router = tower::service_fn(|request: Request<Bytes>| async move {
//! #     let me = r#"{"object":"user","id":"0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111","name":"Index"}"#;
//! #     let list = format!(r#"{{"object":"list","results":[{me}],"has_more":false}}"#);
//! #     let body = if request.uri().path().ends_with("me") { me.to_owned() } else { list };
//! #     Ok::<_, std::convert::Infallible>(Response::new(Bytes::from(body)))
//! # });
//! # let token = Token::parse("ntn_0123456789abcdef")?;
//! let settings = Client::builder(token);
//! # let settings = settings.transport(Transport::new(router));
//! let client = settings.build_blocking()?;
//! let me = client.send(&GetSelf)?;
//! assert_eq!(me.name.value().map(String::as_str), Some("Index"));
//!
//! for user in client.items(ListUsers::default()) {
//!     let user = user?;
//!     # let _ = user;
//! }
//!
//! // Whatever else the asynchronous client can do.
//! let users = client.run(async {
//!     client.as_async().send(&ListUsers::default()).await
//! })?;
//! assert_eq!(users.results.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Where it does not work
//!
//! Waiting on a thread of an asynchronous runtime would hold up all its other tasks, so there every
//! call is refused with [`Error::Setting`]: use [`crate::Client`], and `Handle::block_on` of the
//! runtime in its blocking tasks.

mod runtime;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use futures::stream::{Stream, StreamExt};
use http::Method;
use recto_api::endpoint::{Endpoint, Paged};
use recto_api::list::{Element, List};
use recto_api::version::Version;
use serde_json::Value;

use self::runtime::Runtime;
use crate::builder::Builder;
use crate::cache::Cache;
use crate::error::Error;
use crate::pace::Lane;
use crate::usage::Usage;

/// Asks Notion and waits for the answer. Cheap to clone; clones share all that clones of
/// [`crate::Client`] share, and one thread.
///
/// See the [module](self) for an example.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    runtime: Arc<Runtime>,
}

impl Builder {
    /// Builds a client that waits for its answers: see [`blocking`](self).
    ///
    /// # Errors
    ///
    /// See [`Builder::build`]; or the thread for it cannot be started.
    pub fn build_blocking(self) -> Result<Client, Error> {
        Client::new(self.build()?)
    }
}

impl Client {
    /// Waits for the answers to this client. Both share connections, pace, cache and counts.
    ///
    /// # Errors
    ///
    /// The thread for it cannot be started.
    pub fn new(client: crate::Client) -> Result<Self, Error> {
        let runtime = Runtime::start().map_err(|error| {
            Error::Setting(format!("cannot start a thread for the client: {error}"))
        })?;
        Ok(Self {
            client,
            runtime: Arc::new(runtime),
        })
    }

    /// Sends a request of the endpoint table and reads the answer: [`crate::Client::send`].
    ///
    /// # Errors
    ///
    /// See [`crate::Client::send`]; or the thread is one of a runtime.
    pub fn send<E: Endpoint>(&self, endpoint: &E) -> Result<E::Output, Error> {
        self.run(self.client.send(endpoint))
    }

    /// Sends a request that is written out by hand: [`crate::Client::raw`].
    ///
    /// # Errors
    ///
    /// See [`crate::Client::raw`]; or the thread is one of a runtime.
    pub fn raw(
        &self,
        method: Method,
        path_and_query: &str,
        version: Version,
        body: Option<Value>,
    ) -> Result<Value, Error> {
        self.run(self.client.raw(method, path_and_query, version, body))
    }

    /// The elements of a list, over all its pages, each page asked for when it is needed:
    /// [`crate::Client::items`]. An error ends it.
    pub fn items<P: Paged + 'static>(&self, request: P) -> Iter<Result<Element<P::Item>, Error>> {
        self.iter(self.client.items(request))
    }

    /// The pages of a list, each asked for when it is needed: [`crate::Client::pages`]. An error ends
    /// it.
    pub fn pages<P: Paged + 'static>(&self, request: P) -> Iter<Result<List<P::Item>, Error>> {
        self.iter(self.client.pages(request))
    }

    /// Waits for anything asynchronous, such as a method of [`Client::as_async`].
    ///
    /// # Errors
    ///
    /// Those of the future; or the thread is one of a runtime.
    pub fn run<T, E: From<Error>>(
        &self,
        future: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        self.runtime.wait(future)?
    }

    /// Goes through anything that comes as a stream, such as one of [`Client::as_async`]. Its first
    /// element is an error where the thread is one of a runtime.
    pub fn iter<S, T, E>(&self, stream: S) -> Iter<Result<T, E>>
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        E: From<Error>,
    {
        Iter {
            stream: Some(stream.boxed()),
            runtime: self.runtime.clone(),
        }
    }

    /// The asynchronous client, for [`Client::run`] and [`Client::iter`].
    pub fn as_async(&self) -> &crate::Client {
        &self.client
    }

    /// The same client with its requests in another lane: see [`Lane`].
    #[must_use]
    pub fn with_lane(&self, lane: Lane) -> Self {
        Self {
            client: self.client.with_lane(lane),
            runtime: self.runtime.clone(),
        }
    }

    /// The same client, asking the service even for what the cache holds.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self {
            client: self.client.fresh(),
            runtime: self.runtime.clone(),
        }
    }

    /// The cache, if the client has one.
    pub fn cache(&self) -> Option<&Cache> {
        self.client.cache()
    }

    /// What was sent so far, by this client and all that share with it.
    pub fn usage(&self) -> Usage {
        self.client.usage()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// What comes one by one, waited for.
pub struct Iter<T> {
    /// `None` at the end.
    stream: Option<Pin<Box<dyn Stream<Item = T> + Send>>>,
    runtime: Arc<Runtime>,
}

impl<T, E: From<Error>> Iterator for Iter<Result<T, E>> {
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        let next = match self.runtime.wait(stream.next()) {
            Ok(next) => next,
            Err(refused) => Some(Err(refused.into())),
        };
        if !matches!(next, Some(Ok(_))) {
            self.stream = None;
        }
        next
    }
}

impl<T> fmt::Debug for Iter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").finish_non_exhaustive()
    }
}
