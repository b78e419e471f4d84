//! One call: request, turn, answer, and what to do when the answer is no success.

mod answer;
mod attempts;
mod deadline;
mod outgoing;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, HeaderValue};
use http::{HeaderMap, Request, Response};
use recto_api::endpoint::{Credential, Endpoint};
use tracing::Instrument;

pub(crate) use self::deadline::Deadline;
pub(crate) use self::outgoing::Outgoing;
use crate::auth::Token;
use crate::builder::Builder;
use crate::cache::Cache;
use crate::error::{Call, Error};
use crate::legacy;
use crate::pace::{Lane, Pace};
use crate::retry::Retry;
use crate::trace;
use crate::transport::{Body, Carry, Transport};
use crate::usage::{Counters, Usage};

/// Asks Notion. Cheap to clone; clones share connections, pace, cache and counts.
///
/// See the crate page for examples.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
    pub(crate) lane: Lane,
    pub(crate) fresh: bool,
}

/// A cache, and where the answers to this client are found in it.
pub(crate) struct Kept {
    pub(crate) cache: Cache,
    pub(crate) scope: u64,
}

pub(crate) struct Inner {
    pub(crate) origin: String,
    pub(crate) authorization: HeaderValue,
    pub(crate) credential: Credential,
    pub(crate) user_agent: HeaderValue,
    pub(crate) transport: Transport,
    pub(crate) pace: Pace,
    pub(crate) retry: Retry,
    pub(crate) timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) cache: Option<Kept>,
    pub(crate) legacy: legacy::Known,
    pub(crate) usage: Counters,
    pub(crate) jitter: Mutex<fastrand::Rng>,
}

impl Client {
    /// Settings for a client with this token.
    pub fn builder(token: Token) -> Builder {
        Builder::new(token)
    }

    /// Sends a request of the endpoint table and reads the answer.
    ///
    /// Waits for its turn, and sends again what is safe to send again: see [`crate::retry`]. Where
    /// the service says that it saved a change but could not answer, what was saved is read, once,
    /// and answered with.
    ///
    /// # Errors
    ///
    /// See [`Error`]. After a write [`Error::may_have_taken_effect`] says whether it must be looked
    /// for. [`Error::committed`] remains where what was saved could not be read.
    pub async fn send<E: Endpoint>(&self, endpoint: &E) -> Result<E::Output, Error> {
        match self.deliver(endpoint).await {
            Err(error) if error.committed().is_some() => {
                Box::pin(self.read_back(endpoint, error)).await
            }
            other => other,
        }
    }

    /// [`Client::send`] without the reading of what was saved.
    pub(crate) async fn deliver<E: Endpoint>(&self, endpoint: &E) -> Result<E::Output, Error> {
        self.check_credential::<E>()?;
        self.fetch(Outgoing::of(endpoint)?, E::decode).await
    }

    /// Sends until there is a success or nothing more to try, and brings its body.
    pub(crate) async fn exchange(&self, outgoing: &Outgoing) -> Result<(Call, Bytes), Error> {
        let request = self.request(outgoing)?;
        match self.traced(outgoing, request).await {
            Ok((call, answer)) => Ok((call, answer.into_body())),
            Err(error) => self.look_for_deleted(outgoing, error).await,
        }
    }

    /// Sends a request whose answer is read while it comes, as an event stream. Only the time until
    /// it begins is bounded.
    pub(crate) async fn open<E: Endpoint>(
        &self,
        endpoint: &E,
    ) -> Result<(Call, HeaderMap, Body), Error> {
        self.check_credential::<E>()?;
        let outgoing = Outgoing::of(endpoint)?;
        let mut request = self.request(&outgoing)?;
        let accept = HeaderValue::from_static("text/event-stream");
        request.headers_mut().insert(ACCEPT, accept);
        let (call, answer) = self.traced(&outgoing, request).await?;
        let (parts, body) = answer.into_parts();
        Ok((call, parts.headers, body))
    }

    async fn traced<B: Carry>(
        &self,
        outgoing: &Outgoing,
        request: Request<Bytes>,
    ) -> Result<(Call, Response<B>), Error> {
        let span = trace::span(outgoing);
        let attempts = self.attempts(outgoing, request, &span);
        let outcome = attempts.instrument(span.clone()).await;
        if let Err(error) = &outcome {
            trace::failed(&span, error);
        }
        outcome
    }

    fn check_credential<E: Endpoint>(&self) -> Result<(), Error> {
        if E::CREDENTIAL == self.inner.credential {
            return Ok(());
        }
        Err(Error::Setting(format!(
            "{:?} is authorised in another way than this client is: tokens are asked for with \
             `recto_client::oauth::OAuth`, and all the rest with a token",
            E::OPERATION
        )))
    }

    /// The same client with its requests in another lane: see [`Lane`]. It shares all the rest.
    #[must_use]
    pub fn with_lane(&self, lane: Lane) -> Self {
        Self {
            lane,
            ..self.clone()
        }
    }

    /// The same client, asking the service even for what the cache holds. The answers refresh the
    /// cache. Without a cache it makes no difference.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self {
            fresh: true,
            ..self.clone()
        }
    }

    /// The cache, if the client has one: to look at its hits, to clear it, to tell it of changes that
    /// were made elsewhere.
    pub fn cache(&self) -> Option<&Cache> {
        self.inner.cache.as_ref().map(|kept| &kept.cache)
    }

    /// What was sent so far, by this client and its clones. Answers from the cache do not count.
    pub fn usage(&self) -> Usage {
        self.inner.usage.read()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("origin", &self.inner.origin)
            .field("lane", &self.lane)
            .field("retry", &self.inner.retry)
            .field("timeout", &self.inner.timeout)
            .field("usage", &self.usage())
            .finish_non_exhaustive()
    }
}
