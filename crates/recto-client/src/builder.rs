//! The settings of a client.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::header::HeaderValue;
use http::uri::{Scheme, Uri};
use recto_api::limits;

use crate::auth::Token;
use crate::cache::Cache;
use crate::call::{Client, Inner, Kept};
use crate::error::Error;
use crate::legacy;
use crate::network::Network;
use crate::pace::{Lane, Pace};
use crate::retry::Retry;
use crate::transport::Transport;
use crate::usage::Counters;

/// Where Notion is.
const NOTION: &str = "https://api.notion.com";

/// A little more than the service itself works on a request, so that its own verdict comes first.
const TIMEOUT: Duration = limits::REQUEST_LIFE.saturating_add(Duration::from_secs(5));

/// Builds a [`Client`].
#[derive(Clone)]
#[must_use]
pub struct Builder {
    token: Token,
    base_url: String,
    transport: Option<Transport>,
    network: Network,
    pace: Pace,
    lane: Lane,
    cache: Option<Cache>,
    retry: Retry,
    timeout: Duration,
    total_timeout: Option<Duration>,
    user_agent: String,
}

impl Builder {
    pub(crate) fn new(token: Token) -> Self {
        Self {
            token,
            base_url: NOTION.to_owned(),
            transport: None,
            network: Network::default(),
            pace: Pace::default(),
            lane: Lane::default(),
            cache: None,
            retry: Retry::default(),
            timeout: TIMEOUT,
            total_timeout: None,
            user_agent: concat!("recto/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// The origin to ask, such as `http://127.0.0.1:8787`; `https://api.notion.com` by default. The
    /// paths of the API bring their `/v1` along.
    pub fn base_url(mut self, origin: impl Into<String>) -> Self {
        self.base_url = origin.into();
        self
    }

    /// What carries the requests; the network by default.
    pub fn transport(mut self, transport: Transport) -> Self {
        self.transport = Some(transport);
        self
    }

    /// The proxy of the default transport, such as `http://proxy:3128`; none by default. A
    /// transport that was passed in keeps its own way.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.network.proxy = Some(url.into());
        self
    }

    /// How long the default transport may take to come to a connection, TLS included; 15 seconds by
    /// default. A request that found no connection did not leave, and is tried again.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.network.connect_timeout = timeout;
        self
    }

    /// How many unused connections the default transport keeps; as many as there were requests at
    /// once by default. Zero opens a connection for each request.
    pub fn idle_connections(mut self, connections: usize) -> Self {
        self.network.idle_connections = connections;
        self
    }

    /// How long the default transport keeps an unused connection; 20 seconds by default. A server
    /// that closes one just as a write is sent on it leaves the write in doubt, so this should be
    /// shorter than the server's patience.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.network.idle_timeout = timeout;
        self
    }

    /// A certificate authority that the default transport trusts besides those of the platform, as
    /// PEM text with one certificate or several: that of a proxy which looks into TLS, or of a test.
    pub fn root_certificates(mut self, pem: impl Into<String>) -> Self {
        self.network.root_certificates.push(pem.into());
        self
    }

    /// The pace; 180 requests in 60 seconds by default. Clients of one token share a clone of it.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Keeps answers for a while: see [`cache`](crate::cache). Nothing is kept by default. Clients that
    /// share a clone see each other's writes.
    pub fn cache(mut self, cache: Cache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// The lane of the client's requests; [`Lane::Interactive`] by default. A clone can have another:
    /// [`Client::with_lane`].
    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    /// How often and how long a call is tried.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// How long one attempt may take; 65 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long one call may take in all: waiting for its turn, every attempt and the pauses between
    /// them. No limit by default, but for the attempts' own ([`Builder::timeout`],
    /// [`Retry::max_elapsed`]). A write that is cut off by it may have been done:
    /// [`Error::may_have_taken_effect`].
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// The `User-Agent` header; `recto/<version>` by default.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Builds the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// The base URL is not an origin, the user agent holds what no header can, or the network
    /// cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let origin = origin(&self.base_url)?;
        let user_agent = HeaderValue::from_str(&self.user_agent).map_err(|_| {
            Error::Setting(format!(
                "the user agent {:?} holds characters that no header can",
                self.user_agent
            ))
        })?;
        let transport =
            match self.transport {
                Some(transport) => transport,
                None => Transport::reqwest(self.network.client().map_err(|error| {
                    Error::Setting(format!("cannot set the network up: {error}"))
                })?),
            };
        let authorization = self.token.header()?;
        let cache = self.cache.map(|cache| Kept {
            scope: cache.scope(authorization.as_bytes(), &origin),
            cache,
        });
        let inner = Inner {
            origin,
            authorization,
            credential: self.token.credential(),
            user_agent,
            transport,
            pace: self.pace,
            timeout: self.timeout,
            total_timeout: self.total_timeout,
            cache,
            legacy: legacy::Known::default(),
            usage: Counters::default(),
            jitter: Mutex::new(fastrand::Rng::with_seed(self.retry.jitter_seed)),
            retry: self.retry,
        };
        Ok(Client {
            inner: Arc::new(inner),
            lane: self.lane,
            fresh: false,
        })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("token", &self.token)
            .field("base_url", &shown(&self.base_url))
            .field("transport", &self.transport)
            .field("network", &self.network)
            .field("pace", &self.pace)
            .field("lane", &self.lane)
            .field("cache", &self.cache)
            .field("retry", &self.retry)
            .field("timeout", &self.timeout)
            .field("total_timeout", &self.total_timeout)
            .field("user_agent", &self.user_agent)
            .finish()
    }
}

/// A URL as messages show it: one with a password in it is not repeated.
pub(crate) fn shown(url: &str) -> &str {
    if url.contains('@') { "…" } else { url }
}

/// Checks that the text is scheme and authority only, and drops a last slash.
fn origin(text: &str) -> Result<String, Error> {
    let refuse = |why: &str| {
        let shown = shown(text);
        Error::Setting(format!(
            "the base URL `{shown}` {why}; it must be an origin such as {NOTION} or \
             http://127.0.0.1:8787"
        ))
    };
    let uri: Uri = text.trim().parse().map_err(|_| refuse("is not a URL"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
        return Err(refuse("has no scheme"));
    };
    if *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS {
        return Err(refuse("is neither http nor https"));
    }
    if authority.as_str().contains('@') {
        return Err(refuse("holds a user name or password"));
    }
    match uri.path_and_query().map_or("/", |path| path.as_str()) {
        "/" | "" => Ok(format!("{scheme}://{authority}")),
        "/v1" | "/v1/" => Err(refuse("ends in /v1, which is added to it")),
        _ => Err(refuse("has a path or query")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_pass() {
        for (text, expected) in [
            ("https://api.notion.com", "https://api.notion.com"),
            ("http://127.0.0.1:8787/", "http://127.0.0.1:8787"),
            (" http://[::1]:80\n", "http://[::1]:80"),
            ("HTTP://localhost", "http://localhost"),
        ] {
            assert_eq!(origin(text).unwrap(), expected);
        }
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        for (text, reason) in [
            ("", "is not a URL"),
            ("api.notion.com", "has no scheme"),
            ("/v1", "has no scheme"),
            ("ftp://api.notion.com", "neither http nor https"),
            ("https://api.notion.com/v1", "/v1, which is added"),
            ("https://api.notion.com/a", "path or query"),
            ("https://api.notion.com/?a=b", "path or query"),
            ("https://me:hunter2@api.notion.com", "user name"),
        ] {
            let error = origin(text).unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
            assert!(error.contains("https://api.notion.com"), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn passwords_in_urls_are_not_shown() {
        let builder = Builder::new(Token::parse("ntn_abc").unwrap())
            .base_url("http://me:hunter2@127.0.0.1")
            .proxy("http://me:hunter2@proxy:3128");
        let text = format!("{builder:?}");
        assert!(!text.contains("hunter2"), "{text}");
        let text = format!("{:?}", builder.proxy("http://proxy:3128"));
        assert!(text.contains("http://proxy:3128"), "{text}");
    }

    #[test]
    fn a_user_agent_of_two_lines_is_refused() {
        let token = Token::parse("ntn_abc").unwrap();
        let error = Builder::new(token)
            .user_agent("a\r\nb: c")
            .build()
            .unwrap_err();
        assert!(error.to_string().contains("user agent"), "{error}");
    }
}
