//! The state in memory: for tests, and as the plain telling of what the others must do.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::ready;
use jiff::Timestamp;

use super::sql::to_millisecond;
use super::{
    Answer, Intent, IntentId, IntentState, Lease, LeaseRequest, Link, NewIntent, Outcome, Run,
    RunCounts, RunId, RunItem, RunStatus, State, StateError, SyncId, SyncRecord, SyncSpec, Verdict,
};

/// The state in memory, gone with the process.
#[derive(Debug, Default)]
pub struct MemoryState {
    kept: Mutex<Kept>,
}

#[derive(Debug, Clone, Default)]
struct Kept {
    syncs: BTreeMap<SyncId, KeptSync>,
    intents: BTreeMap<IntentId, (SyncId, Intent)>,
    runs: BTreeMap<RunId, (Run, Vec<RunItem>)>,
}

#[derive(Debug, Clone)]
struct KeptSync {
    spec: SyncSpec,
    epoch: i64,
    lease: Option<(String, Timestamp)>,
    links: BTreeMap<String, Link>,
}

impl MemoryState {
    /// Makes an empty state.
    pub fn new() -> Self {
        Self::default()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on a copy, which replaces the state only when all went well.
    fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Kept) -> Result<T, StateError>,
    ) -> Answer<'_, T> {
        let mut kept = self.kept();
        let mut copy = kept.clone();
        let result = work(&mut copy);
        if result.is_ok() {
            *kept = copy;
        }
        drop(kept);
        ready(result).boxed()
    }
}

fn missing(what: impl Into<String>) -> StateError {
    StateError::Missing {
        state: "the state in memory".to_owned(),
        what: what.into(),
    }
}

impl Kept {
    fn under(&mut self, lease: &Lease) -> Result<&mut KeptSync, StateError> {
        let sync = self.syncs.get_mut(&lease.sync);
        sync.filter(|sync| sync.epoch == lease.epoch)
            .ok_or_else(|| StateError::LeaseLost {
                table: lease.table.clone(),
            })
    }

    fn open_intent(&mut self, sync: SyncId, id: IntentId) -> Result<&mut Intent, StateError> {
        self.intents
            .get_mut(&id)
            .filter(|(owner, intent)| *owner == sync && is_open(intent))
            .map(|(_, intent)| intent)
            .ok_or_else(|| missing(format!("open intent number {id}")))
    }

    fn run(&mut self, id: RunId) -> Result<&mut (Run, Vec<RunItem>), StateError> {
        self.runs
            .get_mut(&id)
            .ok_or_else(|| missing(format!("run number {id}")))
    }
}

impl KeptSync {
    fn save(&mut self, link: &Link) -> Result<(), StateError> {
        let taken = self.links.values().any(|other| {
            other.row_key != link.row_key
                && (other.external_id == link.external_id
                    || (other.page_id.is_some() && other.page_id == link.page_id))
        });
        if taken {
            return Err(StateError::Conflict {
                state: "the state in memory".to_owned(),
                reason: format!("row {}", link.row_key),
            });
        }
        let mut link = link.clone();
        link.last_ok_at = link.last_ok_at.map(to_millisecond);
        self.links.insert(link.row_key.clone(), link);
        Ok(())
    }
}

const fn is_open(intent: &Intent) -> bool {
    matches!(
        intent.state,
        IntentState::Planned | IntentState::Sending | IntentState::Sent
    )
}

/// Returns the number after the highest one.
fn next<K: Copy + Ord, V>(map: &BTreeMap<K, V>, number: impl Fn(K) -> i64) -> i64 {
    map.last_key_value()
        .map_or(1, |(last, _)| number(*last) + 1)
}

impl State for MemoryState {
    fn describe(&self) -> String {
        "memory".to_owned()
    }

    fn open_sync(&self, spec: SyncSpec) -> Answer<'_, SyncRecord> {
        self.transact(|kept| {
            let found = kept
                .syncs
                .iter_mut()
                .find(|(_, sync)| sync.spec.table == spec.table);
            let Some((&id, sync)) = found else {
                let id = SyncId(next(&kept.syncs, |id| id.0));
                let links = BTreeMap::new();
                let sync = KeptSync {
                    spec: spec.clone(),
                    epoch: 0,
                    lease: None,
                    links,
                };
                kept.syncs.insert(id, sync);
                return Ok(SyncRecord {
                    id,
                    spec,
                    previous_config_hash: None,
                    previous_data_source_id: None,
                    epoch: 0,
                });
            };
            let before = std::mem::replace(&mut sync.spec, spec);
            if sync.spec.data_source_id.is_none() {
                sync.spec.data_source_id.clone_from(&before.data_source_id);
            }
            if before.data_source_id.is_some() && before.data_source_id != sync.spec.data_source_id
            {
                sync.links.clear();
            }
            let now = sync.spec.clone();
            Ok(SyncRecord {
                id,
                epoch: sync.epoch,
                previous_config_hash: Some(before.config_hash)
                    .filter(|hash| *hash != now.config_hash),
                previous_data_source_id: before
                    .data_source_id
                    .filter(|id| Some(id) != now.data_source_id.as_ref()),
                spec: now,
            })
        })
    }

    fn acquire(&self, request: LeaseRequest) -> Answer<'_, Lease> {
        self.transact(|kept| {
            let sync = kept
                .syncs
                .get_mut(&request.sync)
                .ok_or_else(|| missing(format!("synchronisation number {}", request.sync)))?;
            if let Some((holder, until)) = &sync.lease
                && *holder != request.holder
                && request.evict.as_ref() != Some(holder)
                && *until > to_millisecond(request.now)
            {
                return Err(StateError::LeaseHeld {
                    table: sync.spec.table.clone(),
                    holder: holder.clone(),
                    until: until.to_string(),
                });
            }
            let until = to_millisecond(request.until());
            sync.epoch += 1;
            sync.lease = Some((request.holder.clone(), until));
            Ok(Lease {
                sync: request.sync,
                table: sync.spec.table.clone(),
                epoch: sync.epoch,
                holder: request.holder,
                until,
            })
        })
    }

    fn renew<'a>(&'a self, lease: &'a Lease, until: Timestamp) -> Answer<'a, Lease> {
        self.transact(|kept| {
            let sync = kept.under(lease)?;
            let until = to_millisecond(until);
            match &mut sync.lease {
                Some((holder, end)) if *holder == lease.holder => *end = until,
                _ => {
                    return Err(StateError::LeaseLost {
                        table: lease.table.clone(),
                    });
                }
            }
            Ok(Lease {
                until,
                ..lease.clone()
            })
        })
    }

    fn release<'a>(&'a self, lease: &'a Lease) -> Answer<'a, ()> {
        self.transact(|kept| {
            if let Ok(sync) = kept.under(lease) {
                sync.lease.take_if(|(holder, _)| *holder == lease.holder);
            }
            Ok(())
        })
    }

    fn links(&self, sync: SyncId) -> Answer<'_, Vec<Link>> {
        let kept = self.kept();
        let links = kept
            .syncs
            .get(&sync)
            .map(|sync| sync.links.values().cloned().collect());
        ready(Ok(links.unwrap_or_default())).boxed()
    }

    fn save_links<'a>(&'a self, lease: &'a Lease, links: &'a [Link]) -> Answer<'a, ()> {
        self.transact(|kept| {
            let sync = kept.under(lease)?;
            links.iter().try_for_each(|link| sync.save(link))
        })
    }

    fn begin_intents<'a>(
        &'a self,
        lease: &'a Lease,
        intents: &'a [NewIntent],
    ) -> Answer<'a, Vec<IntentId>> {
        self.transact(|kept| {
            kept.under(lease)?;
            let mut ids = Vec::with_capacity(intents.len());
            for new in intents {
                let id = IntentId(next(&kept.intents, |id| id.0));
                let sent_at = to_millisecond(new.at);
                let intent = Intent {
                    id,
                    new: NewIntent {
                        at: sent_at,
                        ..new.clone()
                    },
                    state: IntentState::Sending,
                    epoch: lease.epoch,
                    sent_at,
                    attempt: 1,
                    result_page_id: None,
                    error: None,
                };
                kept.intents.insert(id, (lease.sync, intent));
                ids.push(id);
            }
            Ok(ids)
        })
    }

    fn settle<'a>(
        &'a self,
        lease: &'a Lease,
        run: RunId,
        outcomes: &'a [Outcome],
    ) -> Answer<'a, ()> {
        self.transact(|kept| {
            kept.under(lease)?;
            for outcome in outcomes {
                let intent = kept.open_intent(lease.sync, outcome.intent)?;
                match &outcome.verdict {
                    Verdict::Done { page_id } => {
                        intent.state = IntentState::Done;
                        intent.result_page_id = Some(page_id.clone());
                    }
                    Verdict::Failed { error } => {
                        intent.state = IntentState::Failed;
                        intent.error = Some(error.clone());
                    }
                    Verdict::Abandoned { error } => {
                        intent.state = IntentState::Abandoned;
                        intent.error = Some(error.clone());
                    }
                }
                if let Some(link) = &outcome.link {
                    kept.under(lease)?.save(link)?;
                }
                if let Some(item) = &outcome.item {
                    kept.run(run)?.1.push(item.clone());
                }
            }
            Ok(())
        })
    }

    fn resend<'a>(&'a self, lease: &'a Lease, intent: IntentId, at: Timestamp) -> Answer<'a, ()> {
        self.transact(|kept| {
            kept.under(lease)?;
            let intent = kept.open_intent(lease.sync, intent)?;
            intent.attempt += 1;
            intent.sent_at = to_millisecond(at);
            intent.new.at = intent.sent_at;
            intent.epoch = lease.epoch;
            Ok(())
        })
    }

    fn open_intents(&self, sync: SyncId) -> Answer<'_, Vec<Intent>> {
        let open = self
            .kept()
            .intents
            .values()
            .filter(|(owner, intent)| *owner == sync && is_open(intent))
            .map(|(_, intent)| intent.clone())
            .collect();
        ready(Ok(open)).boxed()
    }

    fn start_run(&self, config_hash: String, command: String, at: Timestamp) -> Answer<'_, RunId> {
        self.transact(|kept| {
            let id = RunId(next(&kept.runs, |id| id.0));
            let run = Run {
                id,
                config_hash,
                command,
                started_at: to_millisecond(at),
                finished_at: None,
                status: RunStatus::Running,
                counts: None,
            };
            kept.runs.insert(id, (run, Vec::new()));
            Ok(id)
        })
    }

    fn save_items<'a>(&'a self, run: RunId, items: &'a [RunItem]) -> Answer<'a, ()> {
        self.transact(|kept| {
            kept.run(run)?.1.extend_from_slice(items);
            Ok(())
        })
    }

    fn finish_run(
        &self,
        run: RunId,
        status: RunStatus,
        counts: RunCounts,
        at: Timestamp,
    ) -> Answer<'_, ()> {
        self.transact(|kept| {
            let (run, _) = kept.run(run)?;
            run.status = status;
            run.counts = Some(counts);
            run.finished_at = Some(to_millisecond(at));
            Ok(())
        })
    }

    fn last_runs(&self, limit: usize) -> Answer<'_, Vec<Run>> {
        let kept = self.kept();
        let runs = kept
            .runs
            .values()
            .rev()
            .take(limit)
            .map(|(run, _)| run.clone())
            .collect();
        ready(Ok(runs)).boxed()
    }

    fn run_items(&self, run: RunId) -> Answer<'_, Vec<RunItem>> {
        let items = self.kept().runs.get(&run).map(|(_, items)| items.clone());
        ready(Ok(items.unwrap_or_default())).boxed()
    }
}
