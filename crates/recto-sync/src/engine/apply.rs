//! Step 4, upsert: creates and updates, several at a time, each recorded before it is sent.

use std::collections::{BTreeMap, HashMap};

use recto_api::ids::PageId;
use recto_api::page::Page;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval_at};

use super::leases::Leases;
use super::prepare::{Action, Item, Prepared, seen};
use super::request::{self, Created};
use super::{Engine, compare};
use crate::column::FieldError;
use crate::diff;
use crate::error::Error;
use crate::order::Schedule;
use crate::progress::Progress;
use crate::report::{Outcome, Problem};
use crate::state::{
    self, IntentId, ItemOutcome, Link, LinkState, NewIntent, Operation, RunId, RunItem, Verdict,
};
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
    pub(super) outcomes: Outcomes,
    /// Rows that hold less than they should, mostly for want of a relation's target; with their
    /// page and what it holds once that is known.
    pub(super) late: BTreeMap<Place, Option<(PageId, Snapshot)>>,
    /// Creates without an answer: the row, the intent, and when it was sent.
    pub(super) uncertain: Vec<(Place, IntentId, jiff::Timestamp)>,
    done: BTreeMap<usize, usize>,
    announced: Option<usize>,
}

/// One write that was answered.
struct Answered {
    place: Place,
    intent: Option<IntentId>,
    /// What was sent, to hold the answer against.
    sent: Snapshot,
    result: Answer,
}

enum Answer {
    Created(Created),
    Updated(Result<Box<Page>, Box<recto_client::Error>>),
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
            outcomes,
            late: BTreeMap::new(),
            uncertain: Vec::new(),
            done: BTreeMap::new(),
            announced: None,
        }
    }

    /// Lets go of pages that other rows take over from rows that are gone.
    pub(super) async fn release_pages(&mut self) -> Result<(), Error> {
        for table in 0..self.prepared.tables.len() {
            let known = &self.prepared.tables[table];
            let taken: HashMap<&str, &str> = known
                .items
                .iter()
                .filter_map(|item| match &item.action {
                    Action::Write(held) | Action::Keep(held) if held.adopted => {
                        Some((held.page.as_str(), item.wanted.key.as_str()))
                    }
                    _ => None,
                })
                .collect();
            let released: Vec<Link> = known
                .links
                .values()
                .filter(|link| {
                    let taker = link.page_id.as_deref().and_then(|page| taken.get(page));
                    taker.is_some_and(|row| *row != link.row_key)
                })
                .map(|link| Link {
                    page_id: None,
                    state: LinkState::Detached,
                    base: None,
                    base_hash: None,
                    last_push_hash: None,
                    ..link.clone()
                })
                .collect();
            if !released.is_empty() {
                self.engine
                    .state
                    .save_links(self.leases.of(table), &released)
                    .await?;
            }
        }
        Ok(())
    }

    /// Settles what needs no request: rows that are unchanged, adopted as they are, or stopped.
    pub(super) async fn settle_quiet(&mut self) -> Result<(), Error> {
        for table in 0..self.prepared.tables.len() {
            let mut links = Vec::new();
            let mut items = Vec::new();
            for row in 0..self.prepared.tables[table].items.len() {
                let item = &self.prepared.tables[table].items[row];
                let left_out = item.wanted.left_out.clone();
                match &item.action {
                    Action::Keep(held) => {
                        let adopted = held.adopted;
                        let link = self.link(
                            (table, row),
                            &held.page,
                            held.values.clone(),
                            held.edited.clone(),
                            Some(digest(&item.wanted.values)),
                        );
                        let known = self.prepared.tables[table].links.get(&link.row_key);
                        let same = known.is_some_and(|known| {
                            known.base_hash == link.base_hash
                                && known.last_push_hash == link.last_push_hash
                                && known.page_id == link.page_id
                                && known.state == link.state
                        });
                        if adopted {
                            items.push(self.run_item((table, row), ItemOutcome::Adopted));
                        }
                        if !same {
                            links.push(link);
                        }
                        let outcome = if adopted {
                            Outcome::Adopted
                        } else {
                            Outcome::Unchanged
                        };
                        self.outcomes.by_row[table][row] = Some(outcome);
                        self.leave_out((table, row), outcome, &left_out);
                    }
                    Action::Stop(outcome, reason, message) => {
                        let (outcome, reason, message) = (*outcome, *reason, message.clone());
                        let problem = self.stopped((table, row), outcome, reason, message);
                        items.push(self.problem_item((table, row), &problem));
                        self.outcomes.problems.push(problem);
                        self.outcomes.by_row[table][row] = Some(outcome);
                    }
                    Action::Create | Action::Recover(_) | Action::Write(_) => {}
                }
            }
            if !links.is_empty() {
                self.engine
                    .state
                    .save_links(self.leases.of(table), &links)
                    .await?;
            }
            if !items.is_empty() {
                self.engine.state.save_items(self.run, &items).await?;
            }
        }
        Ok(())
    }

    /// Sends all creates and updates whose relations allow it, targets first.
    pub(super) async fn write(&mut self) -> Result<(), Error> {
        let work = self.work();
        let mut schedule = self.schedule(&work);
        let mut flight: JoinSet<Answered> = JoinSet::new();
        let width = self.engine.config.push.concurrency.max(1);
        let mut renewal = interval_at(
            Instant::now() + self.leases.interval(),
            self.leases.interval(),
        );
        let mut number = HashMap::new();
        for (index, place) in work.iter().enumerate() {
            number.insert(*place, index);
        }
        let mut stopped: Option<Error> = None;
        loop {
            let mut batch = Vec::new();
            while stopped.is_none() && flight.len() + batch.len() < width {
                match schedule.next() {
                    Some(index) => batch.push(work[index]),
                    None => break,
                }
            }
            for idle in self.dispatch(batch, &mut flight).await? {
                schedule.done(number[&idle]);
            }
            if flight.is_empty() {
                if stopped.is_some() || schedule.is_empty() {
                    break;
                }
                continue;
            }
            let first = tokio::select! {
                answered = flight.join_next() => answered,
                _ = renewal.tick() => {
                    self.leases.renew(self.engine).await?;
                    continue;
                }
            };
            let mut answers = Vec::new();
            let mut next = first;
            while let Some(answered) = next {
                // A task neither panics nor is cancelled while the set lives.
                answers.extend(answered.ok());
                next = flight.try_join_next();
            }
            let places: Vec<_> = answers.iter().map(|answered| answered.place).collect();
            if let Some(error) = self.receive(answers).await? {
                stopped.get_or_insert(error);
            }
            for place in places {
                schedule.done(number[&place]);
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
        flight: &mut JoinSet<Answered>,
    ) -> Result<Vec<Place>, Error> {
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
                    flight.spawn(async move {
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
                flight.spawn(async move {
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

    /// What follows from a page that was made for a row, or found to have been made.
    pub(super) fn created(
        &mut self,
        place: Place,
        intent: IntentId,
        page: Page,
        sent: &Snapshot,
        outcome: Outcome,
    ) -> state::Outcome {
        let (table, row) = place;
        let key = self.prepared.tables[table].items[row].wanted.key.clone();
        self.prepared.pages.link(table, &key, &page.id);
        let page_id = page.id.clone();
        let (held, edited) = self.read_back(place, page, sent);
        let hash = (!self.late.contains_key(&place)).then(|| self.wanted_hash(place));
        self.remember_late(place, &page_id, &held);
        let link = self.link(place, &page_id, held, edited, hash);
        let mut item = self.run_item(
            place,
            if outcome == Outcome::Adopted {
                ItemOutcome::Adopted
            } else {
                ItemOutcome::Created
            },
        );
        item.page_id = Some(page_id.to_string());
        self.outcomes.written += u64::from(outcome == Outcome::Created);
        self.outcomes.by_row[table][row] = Some(outcome);
        let left_out = self.prepared.tables[table].items[row]
            .wanted
            .left_out
            .clone();
        self.leave_out(place, outcome, &left_out);
        let verdict = Verdict::Done {
            page_id: page_id.to_string(),
        };
        state::Outcome {
            intent,
            verdict,
            link: Some(link),
            item: Some(item),
        }
    }

    fn updated(&mut self, place: Place, page: Page, sent: &Snapshot) -> (Link, RunItem) {
        let (table, row) = place;
        let page_id = page.id.clone();
        let adopted = match &self.prepared.tables[table].items[row].action {
            Action::Write(held) => held.adopted,
            _ => false,
        };
        let (held, edited) = self.read_back(place, page, sent);
        let hash = (!self.late.contains_key(&place)).then(|| self.wanted_hash(place));
        self.remember_late(place, &page_id, &held);
        let link = self.link(place, &page_id, held, edited, hash);
        let (outcome, kind) = match adopted {
            true => (Outcome::Adopted, ItemOutcome::Adopted),
            false => (Outcome::Updated, ItemOutcome::Updated),
        };
        let mut item = self.run_item(place, kind);
        item.page_id = Some(page_id.to_string());
        self.outcomes.written += 1;
        self.outcomes.by_row[table][row] = Some(outcome);
        let left_out = self.prepared.tables[table].items[row]
            .wanted
            .left_out
            .clone();
        self.leave_out(place, outcome, &left_out);
        (link, item)
    }

    /// The base: what the answer holds, and what was sent where the answer is cut.
    pub(super) fn read_back(
        &mut self,
        place: Place,
        page: Page,
        sent: &Snapshot,
    ) -> (Snapshot, Option<String>) {
        let (table, row) = place;
        let page = seen(page, &self.prepared.people);
        let mut held = page.values;
        for value in held.values_mut() {
            compare::name_rows(value, &self.prepared.pages);
        }
        for (name, value) in sent {
            match held.get(name) {
                Some(read) if read.is_unknown() => {
                    held.insert(name.clone(), value.clone());
                }
                Some(read) if read != value && !(read.is_empty() && value.is_empty()) => {
                    let key = &self.prepared.tables[table].items[row].wanted.key;
                    let name_of = &self.prepared.mapping.tables[table].name;
                    // One line says it; a thousand of them say no more.
                    if self.outcomes.warnings.len() < 20 {
                        self.outcomes.warnings.push(format!(
                            "{name_of} {key}: Notion keeps \"{name}\" as {read}, sent was {value}"
                        ));
                    }
                }
                _ => {}
            }
        }
        (held, page.edited)
    }

    fn remember_late(&mut self, place: Place, page: &PageId, held: &Snapshot) {
        if let Some(late) = self.late.get_mut(&place) {
            *late = Some((page.clone(), held.clone()));
        }
    }

    pub(super) fn wanted_hash(&self, (table, row): Place) -> String {
        digest(&self.prepared.tables[table].items[row].wanted.values)
    }

    pub(super) fn link(
        &self,
        (table, row): Place,
        page: &PageId,
        base: Snapshot,
        edited: Option<String>,
        push_hash: Option<String>,
    ) -> Link {
        let wanted = &self.prepared.tables[table].items[row].wanted;
        let mut link = Link::new(&wanted.key, &wanted.key);
        link.page_id = Some(page.to_string());
        link.state = LinkState::Linked;
        link.base_hash = Some(digest(&base));
        link.base = Some(base);
        link.notion_seen_minute = edited;
        link.last_push_hash = push_hash;
        link.last_ok_at = Some(self.engine.now());
        link
    }

    pub(super) fn item(&self, (table, row): Place) -> &Item {
        &self.prepared.tables[table].items[row]
    }

    pub(super) fn run_item(&self, place: Place, outcome: ItemOutcome) -> RunItem {
        let table = &self.prepared.mapping.tables[place.0].name;
        RunItem::new(table, &self.item(place).wanted.key, outcome)
    }

    pub(super) fn problem_item(&self, place: Place, problem: &Problem) -> RunItem {
        let mut item = self.run_item(place, stored(problem.outcome));
        item.page_id.clone_from(&problem.page_id);
        item.reason = Some(problem.reason.clone());
        item.field.clone_from(&problem.field);
        item.message = Some(problem.message.clone());
        item.request_id.clone_from(&problem.request_id);
        item
    }

    /// Reports the properties that were left out of a row that went through.
    pub(super) fn leave_out(
        &mut self,
        place: Place,
        outcome: Outcome,
        left_out: &[(String, FieldError)],
    ) {
        let table = &self.prepared.mapping.tables[place.0].name;
        for (field, error) in left_out {
            self.outcomes.field_failures[place.0] += 1;
            self.outcomes.problems.push(Problem {
                table: table.clone(),
                key: self.item(place).wanted.key.clone(),
                outcome,
                field: Some(field.clone()),
                reason: error.reason.clone(),
                message: error.message.clone(),
                page_id: None,
                request_id: None,
            });
        }
    }

    fn stopped(&self, place: Place, outcome: Outcome, reason: &str, message: String) -> Problem {
        let wanted = &self.item(place).wanted;
        let (field, reason) = match &wanted.failure {
            Some((field, error)) => (field.clone(), error.reason.clone()),
            None => (None, reason.to_owned()),
        };
        let message = match &wanted.failure {
            Some((_, error)) => error.message.clone(),
            None => message,
        };
        Problem {
            table: self.prepared.mapping.tables[place.0].name.clone(),
            key: wanted.key.clone(),
            outcome,
            field,
            reason,
            message,
            page_id: None,
            request_id: None,
        }
    }

    pub(super) fn refused(&self, place: Place, error: &recto_client::Error) -> Problem {
        let wanted = &self.item(place).wanted;
        let message = match error.advice() {
            Some(advice) => format!("{error}; {advice}"),
            None => error.to_string(),
        };
        // The service names a property in its sentence, by its name or by its path.
        let field = wanted
            .values
            .keys()
            .find(|name| message.contains(name.as_str()))
            .cloned();
        let page_id = match &self.item(place).action {
            Action::Write(held) => Some(held.page.to_string()),
            _ => None,
        };
        Problem {
            table: self.prepared.mapping.tables[place.0].name.clone(),
            key: wanted.key.clone(),
            outcome: Outcome::Failed,
            field,
            reason: error
                .code()
                .map_or_else(|| "no_answer".to_owned(), ToString::to_string),
            message,
            page_id,
            request_id: error.request_id().map(str::to_owned),
        }
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

/// An outcome as the state keeps it.
fn stored(outcome: Outcome) -> ItemOutcome {
    match outcome {
        Outcome::Created => ItemOutcome::Created,
        Outcome::Updated => ItemOutcome::Updated,
        Outcome::Unchanged => ItemOutcome::Unchanged,
        Outcome::Adopted => ItemOutcome::Adopted,
        Outcome::Failed => ItemOutcome::Failed,
        Outcome::KeyCollision | Outcome::AmbiguousKey => ItemOutcome::Conflict,
        Outcome::Detached | Outcome::InTrash => ItemOutcome::Detached,
        Outcome::Skipped => ItemOutcome::Skipped,
    }
}
