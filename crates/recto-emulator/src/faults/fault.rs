//! One rule: which requests, what happens to them.

use std::time::Duration;

use http::{HeaderName, HeaderValue, header};
use recto_api::endpoint::Operation;
use recto_api::error::ErrorCode;
use serde_json::{Map, Value, json};

use crate::problem::Problem;

/// A rule that makes requests go wrong.
///
/// Made by one of the constructors, narrowed by [`Fault::on`], [`Fault::nth`] and [`Fault::times`];
/// it happens to the first request of any kind unless told otherwise. Given to
/// [`crate::Emulator::fault`].
///
/// ```
/// use std::time::Duration;
/// use recto_api::endpoint::Operation;
/// use recto_emulator::{Emulator, Fault};
///
/// let emulator = Emulator::start()?;
/// // The third page is made, but its answer never comes.
/// emulator.fault(Fault::dropped().after_effect().on(Operation::CreatePage).nth(3));
/// // Every search takes a second.
/// emulator.fault(Fault::delayed(Duration::from_secs(1)).on(Operation::Search).times(u64::MAX));
/// # Ok::<(), recto_emulator::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a fault happens only once it is given to an emulator"]
pub struct Fault {
    pub(crate) operation: Option<Operation>,
    /// Requests that pass before the first that does not.
    pub(crate) skip: u64,
    /// Requests it still happens to.
    pub(crate) left: u64,
    pub(crate) when: When,
    pub(crate) effect: Option<Effect>,
    pub(crate) delay: Duration,
    pub(crate) tells_committed: bool,
    /// How long the body takes once it began.
    pub(crate) slow: Duration,
    /// The connection ends after so many bytes of the body.
    pub(crate) cut: Option<usize>,
    /// How long queries and searches do not find what the request makes.
    pub(crate) lag: Duration,
    pub(crate) chance: Option<Chance>,
}

/// Whether a rule that is due happens, by a sequence that its seed decides.
#[derive(Debug, Clone)]
pub(crate) struct Chance {
    /// From 0 to 1.
    pub(crate) probability: f64,
    pub(crate) seed: u64,
    random: fastrand::Rng,
}

/// Whether the request takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// It is never executed.
    Before,
    /// It is executed; only the answer goes wrong.
    After,
}

/// What comes instead of the right answer.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    /// A refusal.
    Answer {
        problem: Problem,
        headers: Vec<(HeaderName, HeaderValue)>,
    },
    /// Nothing: the connection ends.
    Drop,
}

impl Fault {
    fn new(effect: Option<Effect>) -> Self {
        Self {
            operation: None,
            skip: 0,
            left: 1,
            when: When::Before,
            effect,
            delay: Duration::ZERO,
            tells_committed: false,
            slow: Duration::ZERO,
            cut: None,
            lag: Duration::ZERO,
            chance: None,
        }
    }

    /// 429 `rate_limited` with `Retry-After` in seconds, for the connection's own limit.
    pub fn rate_limited(retry_after: u64) -> Self {
        Self::limited("public_api_request_rate_limit", retry_after)
    }

    /// 429 `rate_limited` for another reason, such as `public_api_space_request_rate_limit`.
    pub fn limited(reason: &str, retry_after: u64) -> Self {
        Self::refused(
            Problem::new(
                ErrorCode::RateLimited,
                "You have been rate limited. Please try again in a few minutes.",
            )
            .with("rate_limit_reason", reason)
            .with("retry_after", retry_after.to_string()),
        )
        .retry_after(retry_after)
    }

    /// 429 `rate_limited` that no waiting ends: `public_api_request_blocked`, no `Retry-After`.
    pub fn blocked() -> Self {
        Self::refused(
            Problem::new(ErrorCode::RateLimited, "You have been rate limited.")
                .with("rate_limit_reason", "public_api_request_blocked"),
        )
    }

    /// 529 `service_overload` with `Retry-After` in seconds.
    pub fn overloaded(retry_after: u64) -> Self {
        Self::refused(Problem::new(
            ErrorCode::ServiceOverload,
            "The service is overloaded.",
        ))
        .retry_after(retry_after)
    }

    /// 500, 502, 503, 504 or 409 in the service's words; any other status becomes 500.
    pub fn status(status: u16) -> Self {
        let (code, message) = match status {
            409 => (
                ErrorCode::ConflictError,
                "Conflict occurred while saving. Please try again.",
            ),
            502 => (ErrorCode::BadGateway, "Bad gateway."),
            503 => (
                ErrorCode::ServiceUnavailable,
                "Request timed out waiting to connect to a database. Please try again later.",
            ),
            504 => (ErrorCode::GatewayTimeout, "Gateway timeout."),
            _ => (ErrorCode::InternalServerError, "Unexpected error occurred."),
        };
        Self::refused(Problem::new(code, message))
    }

    /// 503 after the write is saved, with the ids of what it made (documented).
    pub fn saved_without_answer() -> Self {
        let problem = Problem::new(
            ErrorCode::ServiceUnavailable,
            "The change was saved, but the response could not be built in time. Read the object \
             again instead of repeating the write.",
        )
        .with("from", "publicApi.buildResponse")
        .with("elapsed_ms", "55012")
        .with("deadline_ms", "55000")
        .with(
            "retry_guidance",
            json!([
                "Read the object again to confirm the saved change.",
                "Do not repeat the write."
            ]),
        );
        let mut fault = Self::refused(problem).after_effect();
        fault.tells_committed = true;
        fault
    }

    /// The connection ends without an answer. In process, the service's call fails; called as a
    /// function, the emulator answers 502 without a request id.
    pub fn dropped() -> Self {
        Self::new(Some(Effect::Drop))
    }

    /// The right answer, late.
    pub fn delayed(by: Duration) -> Self {
        Self {
            delay: by,
            ..Self::new(None)
        }
    }

    /// The right answer, whose body takes so long once it began. In process it comes whole after
    /// that time; called as a function, the emulator does not wait.
    pub fn slow_body(over: Duration) -> Self {
        Self {
            slow: over,
            ..Self::new(None)
        }
    }

    /// The right answer, which ends with the connection after so many bytes of its body, though
    /// `Content-Length` tells all of them. In process the body is that short.
    pub fn cut_body(after: usize) -> Self {
        Self {
            cut: Some(after),
            ..Self::new(None)
        }
    }

    /// The right answer to a write, but queries and searches find what it made only later, by the
    /// workspace's clock. What is read by its id is there at once.
    pub fn index_lag(by: Duration) -> Self {
        Self {
            lag: by,
            ..Self::new(None)
        }
    }

    /// Any refusal: status and code need not belong together.
    pub fn answering(
        status: u16,
        code: ErrorCode,
        message: &str,
        additional_data: Option<Map<String, Value>>,
    ) -> Self {
        Self::refused(Problem::of(status, code, message, additional_data))
    }

    fn refused(problem: Problem) -> Self {
        Self::new(Some(Effect::Answer {
            problem,
            headers: Vec::new(),
        }))
    }

    /// Only requests of this operation.
    pub fn on(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// From the n-th matching request on, counted from 1.
    pub fn nth(mut self, n: u64) -> Self {
        self.skip = n.saturating_sub(1);
        self
    }

    /// So many matching requests in a row.
    pub fn times(mut self, count: u64) -> Self {
        self.left = count;
        self
    }

    /// Not to each of them, but with this probability from 0 to 1; the same seed decides the same.
    /// [`Fault::times`] then counts how often it happened.
    pub fn with_probability(mut self, probability: f64, seed: u64) -> Self {
        self.chance = Some(Chance {
            probability,
            seed,
            random: fastrand::Rng::with_seed(seed),
        });
        self
    }

    /// The request takes effect, then the fault happens.
    pub fn after_effect(mut self) -> Self {
        self.when = When::After;
        self
    }

    /// The answer, right or wrong, comes late.
    pub fn late(mut self, by: Duration) -> Self {
        self.delay = by;
        self
    }

    /// Adds a header to a refusal; has no effect on other faults.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Some(Effect::Answer { headers, .. }) = &mut self.effect {
            headers.push((name, value));
        }
        self
    }

    fn retry_after(self, seconds: u64) -> Self {
        self.header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    pub(crate) fn is_for(&self, operation: Operation) -> bool {
        self.operation.is_none_or(|own| own == operation)
    }

    /// Counts a matching request; whether the fault is to happen to it.
    pub(crate) fn count(&mut self) -> bool {
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        if let Some(chance) = &mut self.chance
            && chance.random.f64() >= chance.probability
        {
            return false;
        }
        let due = self.left > 0;
        self.left = self.left.saturating_sub(1);
        due
    }

    /// What happens, in one word.
    pub(crate) fn word(&self) -> String {
        match &self.effect {
            Some(Effect::Answer { problem, .. }) => problem.status().to_string(),
            Some(Effect::Drop) => "drop".to_owned(),
            None if self.cut.is_some() => "cut".to_owned(),
            None if !self.slow.is_zero() => "slow".to_owned(),
            None if !self.lag.is_zero() => "index_lag".to_owned(),
            None => "delay".to_owned(),
        }
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.left == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_the_nth() {
        let mut fault = Fault::status(500).nth(3).times(2);
        let due: Vec<bool> = (0..6).map(|_| fault.count()).collect();
        assert_eq!(due, [false, false, true, true, false, false]);
        assert!(fault.is_spent());
    }

    #[test]
    fn a_seed_decides_alike() {
        let happen = |seed| {
            let mut fault = Fault::status(500)
                .with_probability(0.3, seed)
                .times(u64::MAX);
            (0..1_000).map(|_| fault.count()).collect::<Vec<bool>>()
        };
        assert_eq!(happen(1), happen(1));
        assert_ne!(happen(1), happen(2));
        let often = happen(1).into_iter().filter(|due| *due).count();
        assert!((200..400).contains(&often), "{often} of 1,000");
        let mut never = Fault::status(500).with_probability(0.0, 1);
        let mut always = Fault::status(500).with_probability(1.0, 1);
        assert!(!never.count() && always.count());
        assert!(!never.is_spent() && always.is_spent());
    }

    #[test]
    fn matches_its_operation() {
        let fault = Fault::dropped().on(Operation::CreatePage);
        assert!(fault.is_for(Operation::CreatePage));
        assert!(!fault.is_for(Operation::GetPage));
        assert!(Fault::dropped().is_for(Operation::GetPage));
    }
}
