//! Creates without an answer, of this run or an earlier one that died (sync-design 6.3).
//!
//! Such a create is never simply sent again: the service may still be at work on it, and queries
//! may not show its page yet. Once both times are over the page is looked for twice by its external
//! id; found, it is adopted; not found, it was never made and is created under the same intent.

use std::time::Duration;

use recto_api::page::Page;

use super::Engine;
use super::apply::{Place, Push};
use super::prepare::Action;
use super::request::{self, Created};
use crate::diff;
use crate::error::Error;
use crate::report::{Outcome, Problem};
use crate::state::{self, IntentId, Verdict};
use crate::value::Snapshot;

/// How often a create is sent in one run before it is left to the next.
const ROUNDS: usize = 3;

impl Push<'_> {
    /// Finds out about all creates without an answer.
    pub(super) async fn recover(&mut self) -> Result<(), Error> {
        for table in 0..self.prepared.tables.len() {
            for (row, item) in self.prepared.tables[table].items.iter().enumerate() {
                if let Action::Recover(intent) = &item.action {
                    // It was recorded before it had to wait for the request budget, but its
                    // process was dead when this one took the lease.
                    let sent = latest_sending(intent.sent_at).min(self.begun);
                    self.uncertain.push(((table, row), intent.id, sent));
                }
            }
        }
        for _ in 0..ROUNDS {
            let uncertain = std::mem::take(&mut self.uncertain);
            let Some(last) = uncertain.iter().map(|(_, _, sent)| *sent).max() else {
                return Ok(());
            };
            self.wait_until_visible(uncertain.len(), last).await?;
            for (place, intent, _) in uncertain {
                self.leases.renew(self.engine).await?;
                self.one(place, intent).await?;
            }
        }
        for (place, intent, _) in std::mem::take(&mut self.uncertain) {
            let problem = Problem {
                table: self.prepared.mapping.tables[place.0].name.clone(),
                key: self.item(place).wanted.key.clone(),
                outcome: Outcome::Failed,
                field: None,
                reason: "no_answer".to_owned(),
                message: format!(
                    "{ROUNDS} creates got no answer and no page was found; the next push looks \
                     for it again (intent {intent})"
                ),
                page_id: None,
                request_id: None,
            };
            self.outcomes.problems.push(problem);
            self.outcomes.by_row[place.0][place.1] = Some(Outcome::Failed);
        }
        Ok(())
    }

    /// Waits until a page made by the last of the creates would be found.
    async fn wait_until_visible(
        &mut self,
        count: usize,
        last: jiff::Timestamp,
    ) -> Result<(), Error> {
        let since = Duration::try_from(self.engine.now().duration_since(last)).unwrap_or_default();
        let mut wait = self.engine.appears_after().saturating_sub(since);
        if !wait.is_zero() {
            let creates = if count == 1 { "a create" } else { "creates" };
            self.progress.note(&format!(
                "waiting {} s to see whether {count} {creates} without an answer took effect",
                wait.as_secs()
            ));
        }
        while !wait.is_zero() {
            let slice = wait.min(self.leases.interval());
            tokio::time::sleep(slice).await;
            wait -= slice;
            self.leases.renew(self.engine).await?;
        }
        Ok(())
    }

    async fn one(&mut self, place: Place, intent: IntentId) -> Result<(), Error> {
        let (table, _) = place;
        let mut found = self.look(place).await?;
        if found.is_empty() {
            tokio::time::sleep(between_looks(self.engine)).await;
            found = self.look(place).await?;
        }
        if found.is_empty() {
            return self.again(place, intent).await;
        }
        found.sort_by(|a, b| {
            (&a.created_time.as_str(), &a.id).cmp(&(&b.created_time.as_str(), &b.id))
        });
        let mut pages = found.into_iter();
        let Some(page) = pages.next() else {
            return Ok(());
        };
        let others: Vec<_> = pages.map(|page| page.id.to_string()).collect();
        if !others.is_empty() {
            let name = &self.prepared.mapping.tables[table].name;
            self.outcomes.warnings.push(format!(
                "{name} {}: {} more pages carry its external id: {}",
                self.item(place).wanted.key,
                others.len(),
                others.join(", ")
            ));
        }
        // What the page lacks is written with the late relations.
        self.late.insert(place, None);
        let outcome = self.created(place, intent, page, &Snapshot::new(), Outcome::Adopted);
        if let Some(Some((_, held))) = self.late.get(&place)
            && diff::is_same(&self.item(place).wanted.values, held)
        {
            self.late.remove(&place);
        }
        self.settle(table, outcome).await
    }

    async fn look(&self, (table, row): Place) -> Result<Vec<Page>, Error> {
        let Some(source) = &self.prepared.tables[table].source else {
            return Ok(Vec::new());
        };
        let property = &self.prepared.mapping.tables[table].external_property;
        let key = &self.prepared.tables[table].items[row].wanted.key;
        let found = source
            .find(property, key)
            .await
            .map_err(|error| Error::notion(format!("looking for the page of {key}"), error))?;
        for page in &found {
            let doing = format!("take it as the page of {key}");
            self.engine.guard.refuse(page.id.as_str(), &doing)?;
        }
        Ok(found)
    }

    /// Sends a create again whose first sending is known to have had no effect.
    async fn again(&mut self, place: Place, intent: IntentId) -> Result<(), Error> {
        let (table, row) = place;
        let payload = self.payload(place, |_, value| !value.is_empty());
        if !payload.unresolved.is_empty() {
            self.late.insert(place, None);
        }
        let Some(source) = self.prepared.tables[table].source.clone() else {
            return Ok(());
        };
        let now = self.engine.now();
        self.engine
            .state
            .resend(self.leases.of(table), intent, now)
            .await?;
        self.engine.options.failpoints.hit("intent-written");
        let request = source.create(payload.properties);
        let sent = request::create(source, request);
        match self.leases.keep(self.engine, sent).await? {
            Created::Page(page) => {
                self.engine.options.failpoints.hit("create-sent");
                let outcome = self.created(place, intent, *page, &payload.values, Outcome::Created);
                self.settle(table, outcome).await
            }
            Created::Refused(error) => {
                let problem = self.refused(place, &error);
                let item = Some(self.problem_item(place, &problem));
                self.outcomes.problems.push(problem);
                self.outcomes.by_row[table][row] = Some(Outcome::Failed);
                let verdict = Verdict::Failed {
                    error: error.to_string(),
                };
                self.settle(
                    table,
                    state::Outcome {
                        intent,
                        verdict,
                        link: None,
                        item,
                    },
                )
                .await
            }
            Created::Unknown(_) => {
                self.uncertain.push((place, intent, self.engine.now()));
                Ok(())
            }
        }
    }

    async fn settle(&mut self, table: usize, outcome: state::Outcome) -> Result<(), Error> {
        self.engine
            .state
            .settle(self.leases.of(table), self.run, &[outcome])
            .await?;
        self.engine.options.failpoints.hit("link-stored");
        Ok(())
    }
}

/// How long a recorded create may go on to wait for its turn: the client's five minutes of retries,
/// its timeout, and a window or two of the request budget.
const CALL_LIFE: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// When a create may have left at the latest.
pub(super) fn latest_sending(recorded: jiff::Timestamp) -> jiff::Timestamp {
    recorded
        .checked_add(CALL_LIFE)
        .unwrap_or(jiff::Timestamp::MAX)
}

/// The time between two looks: a fraction of the time until a page is sure to be found.
fn between_looks(engine: &Engine) -> Duration {
    Duration::from_secs(engine.config.push.settle) / 6
}
