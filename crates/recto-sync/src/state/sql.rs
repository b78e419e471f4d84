//! The state in SQL, alike for SQLite and PostgreSQL.
//!
//! Both understand these statements as they stand. SQLite counts a parameter such as `$2` by its
//! first appearance, so parameters must appear in the order of their numbers; a test holds that.

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::Timestamp;

use super::driver::{Driver, Param, Record, Step};
use super::{
    Answer, Intent, IntentId, IntentState, Lease, LeaseRequest, Link, NewIntent, Outcome, Run,
    RunCounts, RunId, RunItem, RunStatus, State, StateError, SyncId, SyncRecord, SyncSpec, Verdict,
};

const FIND_SYNC: &str = "select config_hash, data_source_id from sync where table_name = $1";
const OPEN_SYNC: &str = "insert into sync (table_name, mode, config_hash, data_source_id)
    values ($1, $2, $3, $4)
    on conflict (table_name) do update set mode = excluded.mode,
        config_hash = excluded.config_hash,
        data_source_id = coalesce(excluded.data_source_id, sync.data_source_id)
    returning id, data_source_id, epoch";
const ACQUIRE: &str = "update sync set epoch = epoch + 1, lease_holder = $1, lease_until = $2
    where id = $3 and (lease_holder is null or lease_holder = $1 or lease_until <= $4
        or lease_holder = $5)
    returning epoch, table_name";
const HOLDER: &str = "select table_name, lease_holder, lease_until from sync where id = $1";
// Locks the row against `ACQUIRE` until the transaction ends.
const CHECK_LEASE: &str = "update sync set epoch = epoch where id = $1 and epoch = $2 returning id";
const RENEW: &str = "update sync set lease_until = $1
    where id = $2 and epoch = $3 and lease_holder = $4 returning id";
const RELEASE: &str = "update sync set lease_holder = null, lease_until = null
    where id = $1 and epoch = $2 and lease_holder = $3";
const LINKS: &str = "select row_key, external_id, page_id, state, base, base_hash,
        notion_seen_minute, row_version, last_push_hash, last_ok_at
    from link where sync_id = $1 order by row_key";
const SAVE_LINK: &str = "insert into link (sync_id, row_key, external_id, page_id, state, base,
        base_hash, notion_seen_minute, row_version, last_push_hash, last_ok_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (sync_id, row_key) do update set external_id = excluded.external_id,
        page_id = excluded.page_id, state = excluded.state, base = excluded.base,
        base_hash = excluded.base_hash, notion_seen_minute = excluded.notion_seen_minute,
        row_version = excluded.row_version, last_push_hash = excluded.last_push_hash,
        last_ok_at = excluded.last_ok_at";
const BEGIN_INTENT: &str = "insert into intent (sync_id, row_key, external_id, op, page_id,
        payload_hash, state, epoch, sent_at)
    values ($1, $2, $3, $4, $5, $6, 'sending', $7, $8) returning id";
const SETTLE_INTENT: &str = "update intent set state = $1, result_page_id = $2, error = $3
    where id = $4 and sync_id = $5 and state in ('planned', 'sending', 'sent') returning id";
const RESEND: &str = "update intent set attempt = attempt + 1, sent_at = $1, epoch = $2
    where id = $3 and sync_id = $4 and state in ('planned', 'sending', 'sent') returning id";
const OPEN_INTENTS: &str = "select id, row_key, external_id, op, page_id, payload_hash, state,
        epoch, sent_at, attempt, result_page_id, error
    from intent where sync_id = $1 and state in ('planned', 'sending', 'sent') order by id";
const FORGET_INTENTS: &str = "delete from intent
    where sent_at < $1 and state not in ('planned', 'sending', 'sent')";
const START_RUN: &str = "insert into run (config_hash, command, started_at, status)
    values ($1, $2, $3, 'running') returning id";
const SAVE_ITEM: &str = "insert into run_item (run_id, table_name, row_key, outcome, page_id,
        reason, field, message, request_id, detail)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const FINISH_RUN: &str =
    "update run set status = $1, counts = $2, finished_at = $3 where id = $4 returning id";
const LAST_RUNS: &str = "select id, config_hash, command, started_at, finished_at, status, counts
    from run order by id desc limit $1";
const RUN_ITEMS: &str = "select table_name, row_key, outcome, page_id, reason, field, message,
        request_id, detail
    from run_item where run_id = $1 order by id";

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
                Step::new(OPEN_SYNC, open),
            ];
            let answers = self.driver.write(steps).await?;
            let now = self.only(&answers, 1)?;
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

fn save_link(sync: SyncId, link: &Link) -> Step {
    // A snapshot is made of texts and numbers; it always becomes JSON.
    let base = link
        .base
        .as_ref()
        .and_then(|base| serde_json::to_string(base).ok());
    let params = [
        sync.0.into(),
        link.row_key.as_str().into(),
        link.external_id.as_str().into(),
        link.page_id.clone().into(),
        link.state.as_str().into(),
        base.into(),
        link.base_hash.clone().into(),
        link.notion_seen_minute.clone().into(),
        link.row_version.clone().into(),
        link.last_push_hash.clone().into(),
        link.last_ok_at.into(),
    ];
    Step::new(SAVE_LINK, params)
}

fn save_item(run: RunId, item: &RunItem) -> Step {
    let params = [
        run.0.into(),
        item.table.as_str().into(),
        item.row_key.as_str().into(),
        item.outcome.as_str().into(),
        item.page_id.clone().into(),
        item.reason.clone().into(),
        item.field.clone().into(),
        item.message.clone().into(),
        item.request_id.clone().into(),
        item.detail.as_ref().map(ToString::to_string).into(),
    ];
    Step::new(SAVE_ITEM, params)
}

fn read_link(record: &Record) -> Option<Link> {
    let base = match record.text(4) {
        Some(json) => Some(serde_json::from_str(&json).ok()?),
        None => None,
    };
    Some(Link {
        row_key: record.text(0)?,
        external_id: record.text(1)?,
        page_id: record.text(2),
        state: super::LinkState::parse(&record.text(3)?)?,
        base,
        base_hash: record.text(5),
        notion_seen_minute: record.text(6),
        row_version: record.text(7),
        last_push_hash: record.text(8),
        last_ok_at: record.time(9),
    })
}

fn read_intent(record: &Record) -> Option<Intent> {
    let sent_at = record.time(8)?;
    Some(Intent {
        id: IntentId(record.int(0)?),
        new: NewIntent {
            row_key: record.text(1)?,
            external_id: record.text(2)?,
            operation: super::Operation::parse(&record.text(3)?)?,
            page_id: record.text(4),
            payload_hash: record.text(5)?,
            at: sent_at,
        },
        state: IntentState::parse(&record.text(6)?)?,
        epoch: record.int(7)?,
        sent_at,
        attempt: record.int(9)?,
        result_page_id: record.text(10),
        error: record.text(11),
    })
}

fn read_run(record: &Record) -> Option<Run> {
    let counts = match record.text(6) {
        Some(json) => Some(serde_json::from_str(&json).ok()?),
        None => None,
    };
    Some(Run {
        id: RunId(record.int(0)?),
        config_hash: record.text(1)?,
        command: record.text(2)?,
        started_at: record.time(3)?,
        finished_at: record.time(4),
        status: RunStatus::parse(&record.text(5)?)?,
        counts,
    })
}

fn read_item(record: &Record) -> Option<RunItem> {
    let detail = match record.text(8) {
        Some(json) => Some(serde_json::from_str(&json).ok()?),
        None => None,
    };
    Some(RunItem {
        table: record.text(0)?,
        row_key: record.text(1)?,
        outcome: super::ItemOutcome::parse(&record.text(2)?)?,
        page_id: record.text(3),
        reason: record.text(4),
        field: record.text(5),
        message: record.text(6),
        request_id: record.text(7),
        detail,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_appear_in_their_order() {
        for sql in [
            FIND_SYNC,
            OPEN_SYNC,
            ACQUIRE,
            HOLDER,
            CHECK_LEASE,
            RENEW,
            RELEASE,
            LINKS,
            SAVE_LINK,
            BEGIN_INTENT,
            SETTLE_INTENT,
            RESEND,
            OPEN_INTENTS,
            FORGET_INTENTS,
            START_RUN,
            SAVE_ITEM,
            FINISH_RUN,
            LAST_RUNS,
            RUN_ITEMS,
        ] {
            let mut highest = 0;
            for part in sql.split('$').skip(1) {
                let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
                let number: usize = digits.parse().unwrap();
                assert!(number <= highest + 1, "{sql}");
                highest = highest.max(number);
            }
        }
    }
}
