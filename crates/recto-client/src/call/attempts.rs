//! The attempts of one call: wait for the turn, send, and ask the retry policy what an answer means.

use std::sync::PoisonError;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tokio::time::Instant;
use tracing::Span;

use super::{Client, Deadline, Inner, Outgoing};
use crate::error::{Call, Error, refusal};
use crate::pace::Blocked;
use crate::retry::{self, Verdict};
use crate::trace;
use crate::transport::Carry;

impl Client {
    /// Sends until there is a success or nothing more to try, and brings its body.
    pub(super) async fn attempts<B: Carry>(
        &self,
        outgoing: &Outgoing,
        request: Request<Bytes>,
        span: &Span,
    ) -> Result<(Call, Response<B>), Error> {
        let Inner { retry, usage, .. } = &*self.inner;
        let mut call = Call {
            method: outgoing.method.clone(),
            path: outgoing.path().to_owned(),
            effect: outgoing.effect,
            attempts: 0,
            in_doubt: false,
            elapsed: Duration::ZERO,
            request_id: None,
        };
        let deadline = outgoing.deadline.or_from_now(self.inner.total_timeout);
        let mut first_sent = None;
        // Time in flight and in delays. Time in the queue is the callers' own doing, and no reason
        // to give up.
        let mut spent = Duration::ZERO;
        let mut last_error = None;
        loop {
            if let Err(error) = self.turn(outgoing, &deadline).await {
                // What the service said last tells more than that the way is closed.
                return Err(last_error.unwrap_or(error));
            }
            call.attempts += 1;
            call.request_id = None;
            usage.sent(outgoing.effect, call.attempts);
            trace::sent(span, call.attempts);
            let sent = Instant::now();
            let limit = deadline.left().min(self.inner.timeout);
            let outcome = self.attempt(&call, request.clone(), limit).await;
            spent = spent.saturating_add(sent.elapsed());
            call.elapsed = first_sent.get_or_insert(sent).elapsed();

            let (error, told) = match outcome {
                Ok(Answer::Success(answer)) => {
                    call.request_id = request_id(&answer);
                    trace::answered(span, &answer, &call);
                    return Ok((call, answer));
                }
                Ok(Answer::Refusal(answer)) => {
                    call.request_id = request_id(&answer);
                    trace::answered(span, &answer, &call);
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
            if spent > retry.max_elapsed || delay >= deadline.left() {
                return Err(error);
            }
            trace::again(&call, &error, delay);
            call.in_doubt |= error.may_have_taken_effect();
            if !matches!(told, Told::Block(_)) {
                let paused = Instant::now();
                tokio::time::sleep(delay).await;
                usage.waited(paused.elapsed());
            }
            last_error = Some(error);
        }
    }

    /// Waits for the turn, as long as the call may wait.
    async fn turn(&self, outgoing: &Outgoing, deadline: &Deadline) -> Result<(), Error> {
        let Inner { pace, usage, .. } = &*self.inner;
        let patience = deadline.left().min(self.inner.retry.max_elapsed);
        let turn = pace.turn(self.lane, outgoing.operation, patience);
        let started = Instant::now();
        let turn = deadline.wait(turn).await;
        usage.waited(started.elapsed());
        let (method, path) = (outgoing.method.clone(), outgoing.path().to_owned());
        match turn {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(Blocked { scope, wait })) => Err(Error::Blocked {
                method,
                path,
                scope,
                wait,
            }),
            Err(limit) => Err(Error::NoTurn {
                method,
                path,
                limit,
            }),
        }
    }

    async fn attempt<B: Carry>(
        &self,
        call: &Call,
        request: Request<Bytes>,
        limit: Duration,
    ) -> Result<Answer<B>, Error> {
        let answer = async {
            let answer = B::carry(&self.inner.transport, request).await?;
            if answer.status().is_success() {
                return Ok(Answer::Success(answer));
            }
            let (parts, body) = answer.into_parts();
            let body = body.whole().await?;
            Ok(Answer::Refusal(Response::from_parts(parts, body)))
        };
        match tokio::time::timeout(limit, answer).await {
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
        // "At once" is what has just failed.
        let Some(wait) = refusal.retry_after().filter(|wait| !wait.is_zero()) else {
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

    pub(crate) fn backoff(&self, attempt: u32) -> Duration {
        let jitter = self.inner.jitter.lock();
        let mut jitter = jitter.unwrap_or_else(PoisonError::into_inner);
        self.inner.retry.backoff(attempt, &mut jitter)
    }
}

/// What came: a success, with its body as it was asked for, or a refusal, whole.
enum Answer<B> {
    Success(Response<B>),
    Refusal(Response<Bytes>),
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

fn request_id<B>(answer: &Response<B>) -> Option<String> {
    let id = answer.headers().get("x-notion-request-id")?.to_str().ok()?;
    Some(id.to_owned())
}
