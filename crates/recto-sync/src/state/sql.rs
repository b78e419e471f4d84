//! The state in SQL, alike for SQLite and PostgreSQL.

mod rows;
mod statements;

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::Timestamp;

use super::driver::{Driver, Param, Record, Step};
use super::{
    Answer, Intent, IntentId, IntentState, Lease, LeaseRequest, Link, NewIntent, Outcome, Run,
    RunCounts, RunId, RunItem, RunStatus, State, StateError, SyncId, SyncRecord, SyncSpec, Verdict,
};
use rows::{read_intent, read_item, read_link, read_run, save_item, save_link};
use statements::{
    ACQUIRE, BEGIN_INTENT, CHECK_LEASE, FIND_SYNC, FINISH_RUN, FORGET_INTENTS, FORGET_LINKS,
    HOLDER, LAST_RUNS, LINKS, OPEN_INTENTS, OPEN_SYNC, RELEASE, RENEW, RESEND, RUN_ITEMS,
    SETTLE_INTENT, START_RUN,
};

/// How long settled intents are kept, for a look at what happened: 30 days.
const KEEP_INTENTS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// The state over a database.
#[derive(Debug)]
pub struct SqlState<D> {
    pub(super) driver: D,
}

impl<D: Driver> SqlState<D> {
    fn corrupt(&self, reason: impl Into<String>) -> StateError {
        StateError::Corrupt {
            state: self.driver.describe(),
            reason: reason.into(),
        }
    }

    fn missing(&self, what: impl Into<String>) -> StateError {
        StateError::Missing {
            state: self.driver.describe(),
            what: what.into(),
        }
    }

    /// Runs steps under a lease, in one transaction, and returns what each of them returned.
    async fn under(&self, lease: &Lease, steps: Vec<Step>) -> Result<Vec<Vec<Record>>, StateError> {
        let mut all = Vec::with_capacity(steps.len() + 1);
        let lost = StateError::LeaseLost {
            table: lease.table.clone(),
        };
        all.push(Step::new(CHECK_LEASE, [lease.sync.0.into(), lease.epoch.into()]).or(lost));
        all.extend(steps);
        let mut answers = self.driver.write(all).await?;
        answers.remove(0);
        Ok(answers)
    }

    async fn rows<T>(
        &self,
        sql: &'static str,
        param: impl Into<Param>,
        read: impl Fn(&Record) -> Option<T>,
    ) -> Result<Vec<T>, StateError> {
        let records = self.driver.read(Step::new(sql, [param.into()])).await?;
        records
            .iter()
            .map(|record| {
                read(record).ok_or_else(|| self.corrupt(format!("unexpected row {record}")))
            })
            .collect()
    }

    /// Returns the one row that a statement with `returning` gave.
    fn only<'a>(&self, answers: &'a [Vec<Record>], step: usize) -> Result<&'a Record, StateError> {
        answers
            .get(step)
            .and_then(|records| records.first())
            .ok_or_else(|| self.corrupt("a statement returned no row"))
    }

    fn id(&self, record: &Record) -> Result<i64, StateError> {
        record
            .int(0)
            .ok_or_else(|| self.corrupt("a number is missing"))
    }
}

impl<D: Driver> State for SqlState<D> {
    fn describe(&self) -> String {
        self.driver.describe()
    }

    fn open_sync(&self, spec: SyncSpec) -> Answer<'_, SyncRecord> {
        async move {
            let open = [
                spec.table.as_str().into(),
                spec.mode.as_str().into(),
                spec.config_hash.as_str().into(),
                spec.data_source_id.clone().into(),
            ];
            let steps = vec![
                Step::new(FIND_SYNC, [spec.table.as_str().into()]),
                Step::new(
                    FORGET_LINKS,
                    [
                        spec.table.as_str().into(),
                        spec.data_source_id.clone().into(),
                    ],
                ),
                Step::new(OPEN_SYNC, open),
            ];
            let answers = self.driver.write(steps).await?;
            let now = self.only(&answers, 2)?;
            let before = answers.first().and_then(|records| records.first());
            let data_source_id = now.text(1);
            let changed =
                |was: Option<String>, is: Option<&String>| was.filter(|was| Some(was) != is);
            Ok(SyncRecord {
                id: SyncId(self.id(now)?),
                epoch: now
                    .int(2)
                    .ok_or_else(|| self.corrupt("a synchronisation has no epoch"))?,
                previous_config_hash: changed(
                    before.and_then(|before| before.text(0)),
                    Some(&spec.config_hash),
                ),
                previous_data_source_id: changed(
                    before.and_then(|before| before.text(1)),
                    data_source_id.as_ref(),
                ),
                spec: SyncSpec {
                    data_source_id,
                    ..spec
                },
            })
        }
        .boxed()
    }

    fn acquire(&self, request: LeaseRequest) -> Answer<'_, Lease> {
        async move {
            let until = request.until();
            let params = [
                request.holder.as_str().into(),
                until.into(),
                request.sync.0.into(),
                request.now.into(),
                request.evict.clone().into(),
            ];
            let step = Step::new(ACQUIRE, params);
            let answers = self.driver.write(vec![step]).await?;
            if let Some(record) = answers.first().and_then(|records| records.first()) {
                return Ok(Lease {
                    sync: request.sync,
                    table: record.text(1).unwrap_or_default(),
                    epoch: self.id(record)?,
                    holder: request.holder,
                    until: to_millisecond(until),
                });
            }
            let held = self
                .driver
                .read(Step::new(HOLDER, [request.sync.0.into()]))
                .await?;
            let held = held
                .first()
                .ok_or_else(|| self.missing(format!("synchronisation number {}", request.sync)))?;
            Err(StateError::LeaseHeld {
                table: held.text(0).unwrap_or_default(),
                holder: held.text(1).unwrap_or_default(),
                until: held
                    .time(2)
                    .map(|until| until.to_string())
                    .unwrap_or_default(),
            })
        }
        .boxed()
    }

    fn renew<'a>(&'a self, lease: &'a Lease, until: Timestamp) -> Answer<'a, Lease> {
        async move {
            let params = [
                until.into(),
                lease.sync.0.into(),
                lease.epoch.into(),
                lease.holder.as_str().into(),
            ];
            let lost = StateError::LeaseLost {
                table: lease.table.clone(),
            };
            self.driver
                .write(vec![Step::new(RENEW, params).or(lost)])
                .await?;
            Ok(Lease {
                until: to_millisecond(until),
                ..lease.clone()
            })
        }
        .boxed()
    }

    fn release<'a>(&'a self, lease: &'a Lease) -> Answer<'a, ()> {
        let params = [
            lease.sync.0.into(),
            lease.epoch.into(),
            lease.holder.as_str().into(),
        ];
        self.write_all(vec![Step::new(RELEASE, params)])
    }

    fn links(&self, sync: SyncId) -> Answer<'_, Vec<Link>> {
        self.rows(LINKS, sync.0, read_link).boxed()
    }

    fn save_links<'a>(&'a self, lease: &'a Lease, links: &'a [Link]) -> Answer<'a, ()> {
        async move {
            let steps = links
                .iter()
                .map(|link| save_link(lease.sync, link))
                .collect();
            self.under(lease, steps).await.map(drop)
        }
        .boxed()
    }

    fn begin_intents<'a>(
        &'a self,
        lease: &'a Lease,
        intents: &'a [NewIntent],
    ) -> Answer<'a, Vec<IntentId>> {
        async move {
            let steps = intents
                .iter()
                .map(|intent| {
                    let params = [
                        lease.sync.0.into(),
                        intent.row_key.as_str().into(),
                        intent.external_id.as_str().into(),
                        intent.operation.as_str().into(),
                        intent.page_id.clone().into(),
                        intent.payload_hash.as_str().into(),
                        lease.epoch.into(),
                        intent.at.into(),
                    ];
                    Step::new(BEGIN_INTENT, params)
                })
                .collect();
            let answers = self.under(lease, steps).await?;
            (0..intents.len())
                .map(|step| self.id(self.only(&answers, step)?).map(IntentId))
                .collect()
        }
        .boxed()
    }

    fn settle<'a>(
        &'a self,
        lease: &'a Lease,
        run: RunId,
        outcomes: &'a [Outcome],
    ) -> Answer<'a, ()> {
        async move {
            let mut steps = Vec::with_capacity(outcomes.len() * 3);
            for outcome in outcomes {
                let (state, page, error) = match &outcome.verdict {
                    Verdict::Done { page_id } => (IntentState::Done, Some(page_id), None),
                    Verdict::Failed { error } => (IntentState::Failed, None, Some(error)),
                    Verdict::Abandoned { error } => (IntentState::Abandoned, None, Some(error)),
                };
                let params = [
                    state.as_str().into(),
                    page.cloned().into(),
                    error.cloned().into(),
                    outcome.intent.0.into(),
                    lease.sync.0.into(),
                ];
                let missing = self.missing(format!("open intent number {}", outcome.intent));
                steps.push(Step::new(SETTLE_INTENT, params).or(missing));
                steps.extend(outcome.link.iter().map(|link| save_link(lease.sync, link)));
                steps.extend(outcome.item.iter().map(|item| save_item(run, item)));
            }
            self.under(lease, steps).await.map(drop)
        }
        .boxed()
    }

    fn resend<'a>(&'a self, lease: &'a Lease, intent: IntentId, at: Timestamp) -> Answer<'a, ()> {
        async move {
            let params = [
                at.into(),
                lease.epoch.into(),
                intent.0.into(),
                lease.sync.0.into(),
            ];
            let missing = self.missing(format!("open intent number {intent}"));
            self.under(lease, vec![Step::new(RESEND, params).or(missing)])
                .await
                .map(drop)
        }
        .boxed()
    }

    fn open_intents(&self, sync: SyncId) -> Answer<'_, Vec<Intent>> {
        self.rows(OPEN_INTENTS, sync.0, read_intent).boxed()
    }

    fn start_run(&self, config_hash: String, command: String, at: Timestamp) -> Answer<'_, RunId> {
        async move {
            let old = at.as_millisecond().saturating_sub(KEEP_INTENTS);
            let steps = vec![
                Step::new(FORGET_INTENTS, [old.into()]),
                Step::new(START_RUN, [config_hash.into(), command.into(), at.into()]),
            ];
            let answers = self.driver.write(steps).await?;
            self.id(self.only(&answers, 1)?).map(RunId)
        }
        .boxed()
    }

    fn save_items<'a>(&'a self, run: RunId, items: &'a [RunItem]) -> Answer<'a, ()> {
        self.write_all(items.iter().map(|item| save_item(run, item)).collect())
    }

    fn finish_run(
        &self,
        run: RunId,
        status: RunStatus,
        counts: RunCounts,
        at: Timestamp,
    ) -> Answer<'_, ()> {
        let params = [
            status.as_str().into(),
            counts.to_string().into(),
            at.into(),
            run.0.into(),
        ];
        let missing = self.missing(format!("run number {run}"));
        self.write_all(vec![Step::new(FINISH_RUN, params).or(missing)])
    }

    fn last_runs(&self, limit: usize) -> Answer<'_, Vec<Run>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.rows(LAST_RUNS, limit, read_run).boxed()
    }

    fn run_items(&self, run: RunId) -> Answer<'_, Vec<RunItem>> {
        self.rows(RUN_ITEMS, run.0, read_item).boxed()
    }
}

impl<D: Driver> SqlState<D> {
    fn write_all(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<(), StateError>> {
        async move { self.driver.write(steps).await.map(drop) }.boxed()
    }
}

/// Cuts an instant to what the tables keep.
pub(super) fn to_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}
