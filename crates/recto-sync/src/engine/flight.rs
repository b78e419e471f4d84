//! Requests on their way: a few under way at once, some more recorded and ready to leave, answers
//! gathered until storing them is worth a transaction.

use std::sync::Arc;
use std::time::Duration;

use recto_api::page::Page;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::apply::Place;
use super::request::Created;
use crate::error::Error;
use crate::state::IntentId;
use crate::value::Snapshot;

/// Answers are stored at the latest this long after they came.
const GATHER: Duration = Duration::from_millis(25);

/// Most writes that are recorded ahead, however fast the answers come.
const MOST_AHEAD: usize = 256;

/// One write that was answered.
pub(super) struct Answered {
    pub(super) place: Place,
    pub(super) intent: Option<IntentId>,
    /// What was sent, to hold the answer against.
    pub(super) sent: Snapshot,
    pub(super) result: Answer,
}

pub(super) enum Answer {
    Created(Created),
    Updated(Result<Box<Page>, Box<recto_client::Error>>),
}

/// The requests of one phase.
pub(super) struct Flight {
    width: usize,
    /// Lets requests leave in the order in which they were given, whatever this task is doing.
    gate: Arc<Semaphore>,
    requests: JoinSet<Option<Answered>>,
    answers: Vec<Answered>,
    /// When the oldest of the answers came.
    since: Option<Instant>,
    /// How many answers the last gathering brought.
    pace: usize,
}

impl Flight {
    /// Lets `width` requests be under way at once.
    pub(super) fn new(width: usize) -> Self {
        let width = width.max(1);
        Self {
            width,
            gate: Arc::new(Semaphore::new(width)),
            requests: JoinSet::new(),
            answers: Vec::new(),
            since: None,
            pace: 0,
        }
    }

    /// How many more writes to record now. Nearly none where answers come a few a second, so that
    /// a crash leaves little in doubt; hundreds where they come by the thousand.
    pub(super) fn room(&self) -> usize {
        let ahead = (self.pace * 2).clamp(self.width, MOST_AHEAD.max(self.width));
        let open = self.requests.len();
        if open > ahead / 2 { 0 } else { ahead - open }
    }

    /// Takes a request that is recorded; it leaves when its turn comes.
    pub(super) fn push(&mut self, request: impl Future<Output = Answered> + Send + 'static) {
        let gate = self.gate.clone();
        self.requests.spawn(async move {
            let _turn = gate.acquire().await.ok()?;
            Some(request.await)
        });
    }

    /// Whether nothing is under way or waiting for its turn.
    pub(super) fn is_idle(&self) -> bool {
        self.requests.is_empty()
    }

    /// Keeps the requests back that have not left.
    pub(super) fn ground(&mut self) {
        self.gate.close();
    }

    /// Waits for answers, or until the gathered ones should be stored; answers those that came.
    pub(super) async fn next(&mut self) -> Result<&[Answered], Error> {
        let known = self.answers.len();
        let due = self.since.map(|since| since + GATHER);
        let first = tokio::select! {
            first = self.requests.join_next(), if !self.requests.is_empty() => first,
            () = sleep_until(due), if due.is_some() => None,
            else => None,
        };
        let mut next = first;
        while let Some(answered) = next {
            let answered = answered.map_err(|error| Error::Unaccounted(error.to_string()))?;
            self.answers.extend(answered);
            next = self.requests.try_join_next();
        }
        if self.answers.len() > known && self.since.is_none() {
            self.since = Some(Instant::now());
        }
        Ok(&self.answers[known..])
    }

    /// The gathered answers, once it is time to store them: when they are many, when they have
    /// waited long enough, or when nothing else is under way.
    pub(super) fn gathered(&mut self) -> Option<Vec<Answered>> {
        let waited = self.since.is_some_and(|since| since.elapsed() >= GATHER);
        let many = self.answers.len() >= MOST_AHEAD / 2;
        if self.answers.is_empty() || !(many || waited || self.is_idle()) {
            return None;
        }
        self.since = None;
        self.pace = self.answers.len();
        Some(std::mem::take(&mut self.answers))
    }
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
