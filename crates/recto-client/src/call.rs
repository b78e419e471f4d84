//! One call: request, turn, answer, and what to do when the answer is no success.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use http::{Method, Request, Response, Uri};
use recto_api::endpoint::{Endpoint, Operation};
use recto_api::version::Version;
use tokio::time::Instant;
use tracing::Instrument;

use crate::auth::Token;
use crate::builder::Builder;
use crate::error::{Call, Error, refusal};
use crate::pace::{Lane, Pace};
use crate::retry::{self, Effect, Retry, Verdict};
use crate::transport::Transport;
use crate::usage::{Counters, Usage};

const NOTION_VERSION: HeaderName = HeaderName::from_static("notion-version");

/// Asks Notion. Cheap to clone; clones share pace and counts.
///
/// See the crate page for examples.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
    pub(crate) lane: Lane,
}

pub(crate) struct Inner {
    pub(crate) origin: String,
    pub(crate) authorization: HeaderValue,
    pub(crate) user_agent: HeaderValue,
    pub(crate) transport: Transport,
    pub(crate) pace: Pace,
    pub(crate) retry: Retry,
    pub(crate) timeout: Duration,
    pub(crate) usage: Counters,
    pub(crate) jitter: Mutex<fastrand::Rng>,
}

/// A request before it is written out.
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) path_and_query: String,
    pub(crate) version: Version,
    pub(crate) body: Option<Bytes>,
    pub(crate) operation: Option<Operation>,
    pub(crate) effect: Effect,
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
        let method = &E::OPERATION.route().method;
        let path_and_query = endpoint.path_and_query();
        let body = endpoint
            .body()
            .transpose()
            .map_err(|source| Error::Encode {
                method: method.clone(),
                path: path_of(&path_and_query).to_owned(),
                source,
            })?;
        let outgoing = Outgoing {
            method: method.clone(),
            path_and_query,
            version: Version::NEWEST,
            body: body.map(Bytes::from),
            operation: Some(E::OPERATION),
            effect: Effect::of(method, Some(E::OPERATION)),
        };
        let (call, bytes) = self.exchange(outgoing).await?;
        E::decode(&bytes).map_err(|source| Error::Decode {
            call: Box::new(call),
            source: Box::new(source),
        })
    }

    /// The same client with its requests in another lane: see [`Lane`]. It shares all the rest.
    #[must_use]
    pub fn with_lane(&self, lane: Lane) -> Self {
        Self {
            lane,
            ..self.clone()
        }
    }

    /// What was sent so far, by this client and its clones.
    pub fn usage(&self) -> Usage {
        self.inner.usage.read()
    }

    /// Sends until there is a success or nothing more to try, and brings its body.
    pub(crate) async fn exchange(&self, outgoing: Outgoing) -> Result<(Call, Bytes), Error> {
        let request = self.request(&outgoing)?;
        let path = path_of(&outgoing.path_and_query);
        // Paths hold ids and no content; queries and bodies stay out of the trace.
        let span = tracing::debug_span!("notion", method = %outgoing.method, path);
        self.attempts(&outgoing, request).instrument(span).await
    }

    async fn attempts(
        &self,
        outgoing: &Outgoing,
        request: Request<Bytes>,
    ) -> Result<(Call, Bytes), Error> {
        let Inner {
            retry, pace, usage, ..
        } = &*self.inner;
        let mut call = Call {
            method: outgoing.method.clone(),
            path: path_of(&outgoing.path_and_query).to_owned(),
            effect: outgoing.effect,
            attempts: 0,
            elapsed: Duration::ZERO,
        };
        let mut first_sent = None;
        // Time in flight and in delays. Time in the queue is the callers' own doing, and no reason
        // to give up.
        let mut spent = Duration::ZERO;
        let mut last_error = None;
        loop {
            match pace
                .turn(self.lane, outgoing.operation, retry.max_elapsed)
                .await
            {
                Ok(waited) => usage.waited(waited),
                // What the service said last tells more than that the way is closed.
                Err(blocked) => {
                    return Err(last_error.unwrap_or(Error::Blocked {
                        method: call.method,
                        path: call.path,
                        scope: blocked.scope,
                        wait: blocked.wait,
                    }));
                }
            }
            call.attempts += 1;
            usage.sent(outgoing.effect, call.attempts);
            let sent = Instant::now();
            let outcome = self.attempt(&call, request.clone()).await;
            spent = spent.saturating_add(sent.elapsed());
            call.elapsed = first_sent.get_or_insert(sent).elapsed();

            let answer = match outcome {
                Ok(answer) if answer.status().is_success() => {
                    trace(&answer, &call);
                    return Ok((call, answer.into_body()));
                }
                other => other,
            };
            let (error, told) = match answer {
                Ok(answer) => {
                    trace(&answer, &call);
                    let (parts, body) = answer.into_parts();
                    let error = refusal(call.clone(), parts.status, &parts.headers, &body);
                    let told = self.heed(outgoing, &error);
                    (error, told)
                }
                Err(error) => (error.with_elapsed(call.elapsed), Told::Nothing),
            };
            if error.verdict() != Verdict::Repeat || call.attempts >= retry.max_attempts {
                return Err(error);
            }
            let delay = match told {
                // The pace holds everyone of the scope back; this call waits in its queue.
                Told::Block(wait) => wait,
                Told::Wait(wait) => wait.max(self.backoff(call.attempts)),
                Told::Nothing => self.backoff(call.attempts),
            };
            spent = spent.saturating_add(delay);
            if spent > retry.max_elapsed {
                return Err(error);
            }
            tracing::info!(
                attempt = call.attempts,
                status = error.status().map(|status| status.as_u16()),
                code = error.code().map(|code| code.as_str()),
                delay_ms = delay.as_millis(),
                "sending again"
            );
            if !matches!(told, Told::Block(_)) {
                let paused = Instant::now();
                tokio::time::sleep(delay).await;
                usage.waited(paused.elapsed());
            }
            last_error = Some(error);
        }
    }

    async fn attempt(
        &self,
        call: &Call,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, Error> {
        let limit = self.inner.timeout;
        match tokio::time::timeout(limit, self.inner.transport.call(request)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(source)) => Err(Error::Transport {
                call: Box::new(call.clone()),
                source,
            }),
            Err(_) => Err(Error::Timeout {
                call: Box::new(call.clone()),
                limit,
            }),
        }
    }

    /// Notes what a refusal says about waiting, for this call and all others.
    fn heed(&self, outgoing: &Outgoing, refusal: &Error) -> Told {
        let Some(wait) = refusal.retry_after() else {
            return Told::Nothing;
        };
        match refusal.status().map_or(0, |status| status.as_u16()) {
            429 if refusal.body().is_some_and(retry::is_blocked) => Told::Nothing,
            429 | 529 => {
                let scope = retry::scope(refusal.body());
                self.inner.pace.block(scope, outgoing.operation, wait);
                Told::Block(wait)
            }
            _ => Told::Wait(wait),
        }
    }

    fn backoff(&self, attempt: u32) -> Duration {
        let mut jitter = self
            .inner
            .jitter
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.inner.retry.backoff(attempt, &mut jitter)
    }

    fn request(&self, outgoing: &Outgoing) -> Result<Request<Bytes>, Error> {
        let refuse = || Error::Path(path_of(&outgoing.path_and_query).to_owned());
        check(&outgoing.path_and_query).ok_or_else(refuse)?;
        let uri: Uri = format!("{}{}", self.inner.origin, outgoing.path_and_query)
            .parse()
            .map_err(|_| refuse())?;
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = outgoing.method.clone();
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, self.inner.authorization.clone());
        headers.insert(
            NOTION_VERSION,
            HeaderValue::from_static(outgoing.version.as_str()),
        );
        headers.insert(USER_AGENT, self.inner.user_agent.clone());
        if let Some(body) = &outgoing.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = body.clone();
        }
        Ok(request)
    }
}

/// What a refusal says about waiting.
#[derive(Clone, Copy)]
enum Told {
    Nothing,
    /// For this request.
    Wait(Duration),
    /// For every request of the scope; the pace knows it already.
    Block(Duration),
}

fn trace(answer: &Response<Bytes>, call: &Call) {
    tracing::debug!(
        status = answer.status().as_u16(),
        attempt = call.attempts,
        elapsed_ms = call.elapsed.as_millis(),
        bytes = answer.body().len(),
        request_id = answer
            .headers()
            .get("x-notion-request-id")
            .and_then(|id| id.to_str().ok()),
        "answered"
    );
}

fn path_of(path_and_query: &str) -> &str {
    path_and_query.split(['?', '#']).next().unwrap_or_default()
}

/// Refuses paths that a URL parser would resolve to another one: `.` and `..`, also when encoded,
/// and backslashes.
fn check(path_and_query: &str) -> Option<()> {
    let path = path_of(path_and_query).strip_prefix('/')?;
    let dots = |segment: &str| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    };
    (!path.contains('\\') && !path.split('/').any(dots)).then_some(())
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("origin", &self.inner.origin)
            .field("retry", &self.inner.retry)
            .field("timeout", &self.inner.timeout)
            .field("usage", &self.usage())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        for path in [
            "/v1/pages/abc",
            "/v1/pages/a..b",
            "/v1/pages/...",
            "/v1/x?y=../..",
            "/",
        ] {
            assert_eq!(check(path), Some(()), "{path}");
        }
        for path in [
            "",
            "v1/users",
            "/v1/pages/..",
            "/v1/./me",
            "/v1/%2E%2e/x",
            "/v1/.%2E",
            "/\\x",
        ] {
            assert_eq!(check(path), None, "{path}");
        }
    }
}
