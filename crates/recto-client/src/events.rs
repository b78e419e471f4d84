//! The event stream of a session with an agent.

mod parse;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::stream::{Stream, StreamExt};
use http::header::{CONTENT_TYPE, HeaderMap};
use recto_api::endpoint::UpdateSession;
use recto_api::ids::{SessionEventId, SessionId};
use recto_api::session::{SessionFrame, SessionUpdate};
use recto_api::wire::DecodeError;
use tokio::time::{Instant, Sleep};

use self::parse::{Event, Parser};
use crate::call::Client;
use crate::error::{Call, Error};
use crate::transport::{Body, TransportError};

/// The longest event, in bytes; more is taken for a fault (assumption).
const LONGEST_EVENT: usize = 8 * 1024 * 1024;

/// How long a stream may be silent: agents think for minutes (assumption).
const SILENCE: Duration = Duration::from_secs(5 * 60);

impl Client {
    /// Says something to a session and listens to what happens.
    ///
    /// The answer is a stream of frames: the session, then events, first provisional, then
    /// committed. It ends with a frame that says so ([`SessionFrame::is_last`]). The request is
    /// repeated like any other write, which is only as long as it cannot have taken effect; the
    /// stream itself is never begun again: see [`SessionStream::continuation`].
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. An answer that is no event stream is [`Error::Decode`].
    ///
    /// ```
    /// use futures::TryStreamExt;
    /// use recto_api::session::{SessionFrame, SessionUpdate};
    /// # use bytes::Bytes;
    /// # use http::{Request, Response};
    /// # use recto_client::{Client, Token, Transport};
    /// #
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), recto_client::Error> {
    /// # let service = tower::service_fn(|_: Request<Bytes>| async {
    /// #     let text = "data: {\"type\":\"event.committed\",\"event\":{\"object\":\"session_event\",\
    /// #         \"id\":\"e1\",\"type\":\"agent.message\",\"content\":[{\"type\":\"text\",\
    /// #         \"text\":\"Three pages.\"}]}}\n\ndata: {\"type\":\"stream.end\"}\n\n";
    /// #     Response::builder().header("content-type", "text/event-stream").body(Bytes::from(text))
    /// # });
    /// # let token = Token::parse("ntn_0123456789abcdef")?;
    /// # let client = Client::builder(token).transport(Transport::new(service)).build()?;
    /// let update = SessionUpdate::message("What changed this week?");
    /// let mut frames = client.session_stream(update).await?;
    /// while let Some(frame) = frames.try_next().await? {
    ///     if let SessionFrame::Committed(frame) = frame {
    ///         assert_eq!(frame.text(), "Three pages.");
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn session_stream(&self, update: SessionUpdate) -> Result<SessionStream, Error> {
        let session_id = update.session_id.value().cloned();
        let last_event = update.continue_from.value().cloned();
        let (call, headers, body) = self.open(&UpdateSession::new(update)).await?;
        if !is_event_stream(&headers) {
            return Err(undecodable(&call, "it is not of type text/event-stream"));
        }
        Ok(SessionStream {
            call,
            body: Some(body),
            parser: Parser::new(LONGEST_EVENT),
            silence: SILENCE,
            alarm: Box::pin(tokio::time::sleep(SILENCE)),
            session_id,
            last_event,
        })
    }
}

/// The frames of a session, as they come. Holds no more than one event that is not complete.
///
/// An error is the last item, but for one that says that an event cannot be read.
pub struct SessionStream {
    call: Call,
    /// `None` at the end.
    body: Option<Body>,
    parser: Parser,
    silence: Duration,
    alarm: Pin<Box<Sleep>>,
    session_id: Option<SessionId>,
    last_event: Option<SessionEventId>,
}

impl SessionStream {
    /// How long it may be silent before it counts as lost; 5 minutes by default.
    #[must_use]
    pub fn silence(mut self, longest: Duration) -> Self {
        self.silence = longest;
        self.listen();
        self
    }

    /// The session, once a frame has named it.
    pub fn session_id(&self) -> Option<&SessionId> {
        self.session_id.as_ref()
    }

    /// What to send to [`Client::session_stream`] to read on where this stream ended: after
    /// [`SessionFrame::Timeout`], or a lost connection. `None` where no event was committed yet;
    /// then the session says what there is.
    pub fn continuation(&self) -> Option<SessionUpdate> {
        let session_id = self.session_id.clone()?;
        Some(SessionUpdate::continue_from(
            session_id,
            self.last_event.clone()?,
        ))
    }

    fn listen(&mut self) {
        // A silence too long to be represented never ends.
        let now = Instant::now();
        let end = now.checked_add(self.silence);
        let end = end.unwrap_or_else(|| now + Duration::from_secs(60 * 60 * 24 * 365));
        self.alarm.as_mut().reset(end);
    }

    fn read(&mut self, event: &Event) -> Result<SessionFrame, Error> {
        let frame: SessionFrame = serde_json::from_str(&event.data)
            .map_err(|error| undecodable(&self.call, &format!("an event is no JSON: {error}")))?;
        if let Some(id) = frame.session_id() {
            self.session_id = Some(id.clone());
        }
        if let SessionFrame::Committed(frame) = &frame
            && let Some(event) = frame.event.value()
        {
            self.last_event = Some(event.id.clone());
        }
        if frame.is_last() {
            self.body = None;
        }
        Ok(frame)
    }

    /// The stream ends here, with this error.
    fn lost(&mut self, source: TransportError) -> Error {
        self.body = None;
        Error::Transport {
            call: Box::new(self.call.clone()),
            source,
        }
    }
}

impl Stream for SessionStream {
    type Item = Result<SessionFrame, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let Some(body) = &mut this.body else {
                return Poll::Ready(None);
            };
            if let Some(event) = this.parser.next() {
                return Poll::Ready(Some(this.read(&event)));
            }
            let piece = match body.poll_next_unpin(context) {
                Poll::Ready(piece) => piece,
                Poll::Pending if this.alarm.as_mut().poll(context).is_ready() => {
                    this.body = None;
                    let call = Box::new(this.call.clone());
                    let limit = this.silence;
                    return Poll::Ready(Some(Err(Error::Timeout { call, limit })));
                }
                Poll::Pending => return Poll::Pending,
            };
            let fault = match piece {
                Some(Ok(piece)) => match this.parser.push(&piece) {
                    Ok(()) => {
                        this.listen();
                        continue;
                    }
                    Err(too_long) => TransportError::Broken(too_long.into()),
                },
                Some(Err(error)) => error,
                None => TransportError::Broken(
                    "the stream ended before it said so; read on with its continuation".into(),
                ),
            };
            return Poll::Ready(Some(Err(this.lost(fault))));
        }
    }
}

impl fmt::Debug for SessionStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionStream")
            .field("call", &self.call)
            .field("session_id", &self.session_id)
            .field("last_event", &self.last_event)
            .finish_non_exhaustive()
    }
}

fn is_event_stream(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    content_type.is_some_and(|text| {
        let kind = text.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("text/event-stream")
    })
}

fn undecodable(call: &Call, why: &str) -> Error {
    Error::Decode {
        call: Box::new(call.clone()),
        source: Box::new(DecodeError {
            what: "an event stream",
            path: ".".to_owned(),
            source: serde::de::Error::custom(why),
        }),
    }
}
