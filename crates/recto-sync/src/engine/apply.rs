//! Step 4, upsert: creates and updates, several at a time, each recorded before it is sent.

use std::collections::{BTreeMap, HashMap};

use recto_api::ids::PageId;
use tokio::time::{Instant, interval_at};

use super::Engine;
use super::flight::{Answer, Answered, Flight};
use super::leases::Leases;
use super::prepare::{Action, Prepared};
use super::request::{self, Created};
use crate::diff;
use crate::error::Error;
use crate::order::Schedule;
use crate::progress::Progress;
use crate::report::{Outcome, Problem};
use crate::state::{self, IntentId, Link, NewIntent, Operation, RunId, RunItem, Verdict};
use crate::value::{Snapshot, digest};

/// A row: the number of its table and its place there.
pub(super) type Place = (usize, usize);

/// What became of all rows.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    pub(super) by_row: Vec<Vec<Option<Outcome>>>,
    pub(super) problems: Vec<Problem>,
    pub(super) field_failures: Vec<u64>,
    pub(super) warnings: Vec<String>,
    /// Writes that one request each was needed for.
    pub(super) written: u64,
    /// Rows a second request was needed for, because a relation's target came later.
    pub(super) late: u64,
}

/// A push under way.
pub(super) struct Push<'a> {
    pub(super) engine: &'a Engine,
    pub(super) progress: &'a dyn Progress,
    pub(super) prepared: Prepared,
    pub(super) leases: Leases,
    pub(super) run: RunId,
    /// When the leases were taken: what an earlier process sent, it sent before.
    pub(super) begun: jiff::Timestamp,
    pub(super) outcomes: Outcomes,
    /// Rows that hold less than they should, mostly for want of a relation's target; with their
    /// page and what it holds once that is known.
    pub(super) late: BTreeMap<Place, Option<(PageId, Snapshot)>>,
    /// Creates without an answer: the row, the intent, and when it was sent.
    pub(super) uncertain: Vec<(Place, IntentId, jiff::Timestamp)>,
    done: BTreeMap<usize, usize>,
    announced: Option<usize>,
}

impl<'a> Push<'a> {
    pub(super) fn new(
        engine: &'a Engine,
        progress: &'a dyn Progress,
        prepared: Prepared,
        leases: Leases,
        run: RunId,
    ) -> Self {
        let rows = prepared
            .tables
            .iter()
            .map(|table| vec![None; table.items.len()])
            .collect();
        let outcomes = Outcomes {
            by_row: rows,
            field_failures: vec![0; prepared.tables.len()],
            ..Outcomes::default()
        };
        Self {
            engine,
            progress,
            prepared,
            leases,
            run,
            begun: engine.now(),
            outcomes,
            late: BTreeMap::new(),
            uncertain: Vec::new(),
            done: BTreeMap::new(),
            announced: None,
        }
    }

    /// Sends all creates and updates whose relations allow it, targets first.
    pub(super) async fn write(&mut self) -> Result<(), Error> {
        let work = self.work();
        let number: HashMap<Place, usize> = work
            .iter()
            .enumerate()
            .map(|(index, place)| (*place, index))
            .collect();
        let mut schedule = self.schedule(&work);
        let mut flight = Flight::new(self.engine.config.push.concurrency);
        let interval = self.leases.interval();
        let mut renewal = interval_at(Instant::now() + interval, interval);
        let mut stopped: Option<Error> = None;
        loop {
            let room = if stopped.is_none() { flight.room() } else { 0 };
            let batch: Vec<Place> = std::iter::from_fn(|| schedule.next())
                .take(room)
                .map(|at| work[at])
                .collect();
            if !batch.is_empty() {
                for idle in self.dispatch(batch, &mut flight).await? {
                    schedule.done(number[&idle]);
                }
            }
            tokio::select! {
                answers = flight.next() => {
                    for answered in answers? {
                        // Rows that wait for this one may go; what it means is stored soon.
                        if let Answer::Created(Created::Page(page)) = &answered.result {
                            let (table, row) = answered.place;
                            let key = &self.prepared.tables[table].items[row].wanted.key;
                            self.prepared.pages.link(table, key, &page.id);
                        }
                        schedule.done(number[&answered.place]);
                    }
                }
                _ = renewal.tick() => self.leases.renew(self.engine).await?,
            }
            if let Some(answers) = flight.gathered()
                && let Some(error) = self.receive(answers).await?
            {
                stopped.get_or_insert(error);
                flight.ground();
            }
            if flight.is_idle() && (stopped.is_some() || schedule.is_empty()) {
                break;
            }
        }
        match stopped {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// The rows to write, in the order of their tables: targets of relations first.
    fn work(&self) -> Vec<Place> {
        let references: Vec<_> = self.prepared.mapping.references().collect();
        let order = crate::order::tables(self.prepared.tables.len(), &references).order;
        let rows = order.into_iter().flat_map(|table| {
            let items = self.prepared.tables[table].items.iter().enumerate();
            items
                .filter(|(_, item)| matches!(item.action, Action::Create | Action::Write(_)))
                .map(move |(row, _)| (table, row))
        });
        rows.collect()
    }

    fn schedule(&self, work: &[Place]) -> Schedule {
        let mut creates: HashMap<(usize, &str), usize> = HashMap::new();
        for (index, &(table, row)) in work.iter().enumerate() {
            let item = &self.prepared.tables[table].items[row];
            if matches!(item.action, Action::Create) {
                creates.insert((table, item.wanted.key.as_str()), index);
            }
        }
        let mut references = Vec::new();
        for (index, &(table, row)) in work.iter().enumerate() {
            let values = &self.prepared.tables[table].items[row].wanted.values;
            for field in &self.prepared.mapping.tables[table].fields {
                let Some(target) = field.target() else {
                    continue;
                };
                let Some(crate::value::Value::Refs(refs)) = values.get(&field.property) else {
                    continue;
                };
                let targets = refs
                    .iter()
                    .filter_map(|key| creates.get(&(target, key.as_str())));
                references.extend(targets.map(|to| (index, *to)));
            }
        }
        Schedule::new(work.len(), references)
    }

    /// Records and sends a batch; answers the rows that turned out to need no request.
    async fn dispatch(
        &mut self,
        batch: Vec<Place>,
        flight: &mut Flight,
    ) -> Result<Vec<Place>, Error> {
        // Nothing is sent under a lease that may end while it is under way.
        self.leases.renew(self.engine).await?;
        let mut idle = Vec::new();
        let mut creates: BTreeMap<usize, Vec<(Place, request::Payload)>> = BTreeMap::new();
        for place in batch {
            self.announce(place.0);
            let (table, row) = place;
            let item = &self.prepared.tables[table].items[row];
            match &item.action {
                Action::Create => {
                    let payload = self.payload(place, |_, value| !value.is_empty());
                    creates.entry(table).or_default().push((place, payload));
                }
                Action::Write(held) => {
                    let changed: Vec<_> = held
                        .changes
                        .iter()
                        .map(|change| change.property.clone())
                        .collect();
                    let payload = self.payload(place, |name, _| changed.iter().any(|c| c == name));
                    let page = held.page.clone();
                    let idle_now = diff::is_same(&payload.values, &held.values);
                    if !payload.unresolved.is_empty() {
                        let values = held.values.clone();
                        self.late.insert(place, Some((page.clone(), values)));
                    }
                    if idle_now {
                        // All that was to change is a relation to a row without a page.
                        self.outcomes.by_row[table][row] = Some(Outcome::Unchanged);
                        self.advance(table);
                        idle.push(place);
                        continue;
                    }
                    let Some(source) = self.prepared.tables[table].source.clone() else {
                        continue;
                    };
                    let request = source.update(&page, payload.properties);
                    let sent = payload.values;
                    flight.push(async move {
                        let result = Answer::Updated(request::update(source, request).await);
                        Answered {
                            place,
                            intent: None,
                            sent,
                            result,
                        }
                    });
                }
                Action::Recover(_) | Action::Keep(_) | Action::Stop(..) => idle.push(place),
            }
        }
        for (table, rows) in creates {
            let now = self.engine.now();
            let intents: Vec<_> = rows
                .iter()
                .map(|((_, row), payload)| self.intent(table, *row, payload, now))
                .collect();
            let ids = self
                .engine
                .state
                .begin_intents(self.leases.of(table), &intents)
                .await?;
            for ((place, payload), intent) in rows.into_iter().zip(ids) {
                self.engine.options.failpoints.hit("intent-written");
                if !payload.unresolved.is_empty() {
                    self.late.insert(place, None);
                }
                let Some(source) = self.prepared.tables[table].source.clone() else {
                    continue;
                };
                let request = source.create(payload.properties);
                let sent = payload.values;
                flight.push(async move {
                    let result = Answer::Created(request::create(source, request).await);
                    Answered {
                        place,
                        intent: Some(intent),
                        sent,
                        result,
                    }
                });
            }
        }
        Ok(idle)
    }

    pub(super) fn payload(
        &self,
        (table, row): Place,
        choose: impl Fn(&str, &crate::value::Value) -> bool,
    ) -> request::Payload {
        request::payload(
            &self.prepared.mapping.tables[table],
            &self.prepared.tables[table].items[row].wanted.values,
            &self.prepared.people,
            &self.prepared.pages,
            choose,
        )
    }

    pub(super) fn intent(
        &self,
        table: usize,
        row: usize,
        payload: &request::Payload,
        at: jiff::Timestamp,
    ) -> NewIntent {
        let key = &self.prepared.tables[table].items[row].wanted.key;
        NewIntent {
            row_key: key.clone(),
            external_id: key.clone(),
            operation: Operation::Create,
            page_id: None,
            payload_hash: digest(&payload.values),
            at,
        }
    }

    /// Takes answers in: what they mean is stored in one transaction for each table. Answers an
    /// error after which nothing more should be sent.
    async fn receive(&mut self, answers: Vec<Answered>) -> Result<Option<Error>, Error> {
        let mut stop = None;
        let mut settled: BTreeMap<usize, Vec<state::Outcome>> = BTreeMap::new();
        let mut updated: BTreeMap<usize, (Vec<Link>, Vec<RunItem>)> = BTreeMap::new();
        let mut stored = Vec::new();
        for Answered {
            place,
            intent,
            sent,
            result,
        } in answers
        {
            let (table, row) = place;
            match (result, intent) {
                (Answer::Created(Created::Page(page)), Some(intent)) => {
                    self.engine.options.failpoints.hit("create-sent");
                    let outcome = self.created(place, intent, *page, &sent, Outcome::Created);
                    settled.entry(table).or_default().push(outcome);
                    stored.push("link-stored");
                }
                (Answer::Created(Created::Refused(error)), Some(intent)) => {
                    let problem = self.refused(place, &error);
                    let item = self.problem_item(place, &problem);
                    self.outcomes.problems.push(problem);
                    self.outcomes.by_row[table][row] = Some(Outcome::Failed);
                    let verdict = Verdict::Failed {
                        error: error.to_string(),
                    };
                    let outcome = state::Outcome {
                        intent,
                        verdict,
                        link: None,
                        item: Some(item),
                    };
                    settled.entry(table).or_default().push(outcome);
                    if is_hopeless(&error) {
                        stop.get_or_insert(Error::notion("creating pages", *error));
                    }
                }
                (Answer::Created(Created::Unknown(error)), Some(intent)) => {
                    tracing::debug!(%error, "a create got no answer");
                    self.uncertain.push((place, intent, self.engine.now()));
                }
                (Answer::Updated(Ok(page)), _) => {
                    self.engine.options.failpoints.hit("update-sent");
                    let (link, item) = self.updated(place, *page, &sent);
                    let entry = updated.entry(table).or_default();
                    entry.0.push(link);
                    entry.1.push(item);
                    stored.push("update-stored");
                }
                (Answer::Updated(Err(error)), _) => {
                    // What was refused is not tried again with the late relations.
                    self.late.remove(&place);
                    let problem = self.refused(place, &error);
                    let item = self.problem_item(place, &problem);
                    updated.entry(table).or_default().1.push(item);
                    self.outcomes.problems.push(problem);
                    self.outcomes.by_row[table][row] = Some(Outcome::Failed);
                    if is_hopeless(&error) {
                        stop.get_or_insert(Error::notion("changing pages", *error));
                    }
                }
                (Answer::Created(_), None) => {}
            }
            self.advance(table);
        }
        for (table, outcomes) in settled {
            self.engine
                .state
                .settle(self.leases.of(table), self.run, &outcomes)
                .await?;
        }
        for (table, (links, items)) in updated {
            self.engine
                .state
                .save_links(self.leases.of(table), &links)
                .await?;
            self.engine.state.save_items(self.run, &items).await?;
        }
        for point in stored {
            self.engine.options.failpoints.hit(point);
        }
        Ok(stop)
    }

    fn announce(&mut self, table: usize) {
        if self.announced == Some(table) {
            return;
        }
        self.announced = Some(table);
        let items = self.prepared.tables[table].items.iter();
        let total = items
            .filter(|item| matches!(item.action, Action::Create | Action::Write(_)))
            .count();
        self.progress
            .table(&self.prepared.mapping.tables[table].name, total);
        let done = self.done.get(&table).copied().unwrap_or_default();
        self.progress
            .advance(&self.prepared.mapping.tables[table].name, done);
    }

    fn advance(&mut self, table: usize) {
        let done = self.done.entry(table).or_default();
        *done += 1;
        if self.announced == Some(table) {
            self.progress
                .advance(&self.prepared.mapping.tables[table].name, *done);
        }
    }
}

/// Whether every further request would meet the same refusal.
fn is_hopeless(error: &recto_client::Error) -> bool {
    error.is_unauthorized()
        || error.is_rate_limited()
        || error.code() == Some(&recto_api::error::ErrorCode::RestrictedResource)
}
