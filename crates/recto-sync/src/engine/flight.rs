//! Requests on their way: a few under way at once, some more recorded and ready to leave, answers
//! gathered until storing them is worth a transaction.

use std::collections::VecDeque;
use std::time::Duration;

use futures::future::BoxFuture;
use recto_api::page::Page;
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
    ready: VecDeque<BoxFuture<'static, Answered>>,
    under_way: JoinSet<Answered>,
    answers: Vec<Answered>,
    /// When the oldest of the answers came.
    since: Option<Instant>,
    /// How many answers the last gathering brought.
    pace: usize,
}

impl Flight {
    /// Lets `width` requests be under way at once.
    pub(super) fn new(width: usize) -> Self {
        Self {
            width: width.max(1),
            ready: VecDeque::new(),
            under_way: JoinSet::new(),
            answers: Vec::new(),
            since: None,
            pace: 0,
        }
    }

    /// How many more writes to record now. Nearly none where answers come a few a second, so that
    /// a crash leaves little in doubt; hundreds where they come by the thousand.
    pub(super) fn room(&self) -> usize {
        let ahead = (self.pace * 2).clamp(self.width, MOST_AHEAD);
        let open = self.ready.len() + self.under_way.len();
        if open > ahead / 2 { 0 } else { ahead - open }
    }

    /// Takes a request that is recorded.
    pub(super) fn push(&mut self, request: BoxFuture<'static, Answered>) {
        self.ready.push_back(request);
    }

    /// Lets requests leave, as many as may be under way.
    pub(super) fn launch(&mut self) {
        while self.under_way.len() < self.width {
            let Some(request) = self.ready.pop_front() else {
                return;
            };
            self.under_way.spawn(request);
        }
    }

    /// Whether nothing is under way or ready.
    pub(super) fn is_idle(&self) -> bool {
        self.ready.is_empty() && self.under_way.is_empty()
    }

    /// Forgets the requests that have not left.
    pub(super) fn ground(&mut self) {
        self.ready.clear();
    }

    /// Waits for answers, or until the gathered ones should be stored; answers those that came.
    pub(super) async fn next(&mut self) -> Result<&[Answered], Error> {
        let known = self.answers.len();
        let due = self.since.map(|since| since + GATHER);
        let first = tokio::select! {
            first = self.under_way.join_next(), if !self.under_way.is_empty() => first,
            () = sleep_until(due), if due.is_some() => None,
            else => None,
        };
        let mut next = first;
        while let Some(answered) = next {
            let answered = answered.map_err(|error| Error::Unaccounted(error.to_string()))?;
            self.answers.push(answered);
            self.launch();
            next = self.under_way.try_join_next();
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
