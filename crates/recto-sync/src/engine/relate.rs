//! The second phase: relations whose target had no page when the row was written.

use recto_api::page::Page;
use tokio::task::JoinSet;

use super::apply::{Place, Push};
use super::request;
use crate::column::FieldError;
use crate::diff;
use crate::error::Error;
use crate::report::Outcome;
use crate::state::{ItemOutcome, Link, RunItem};
use crate::value::Snapshot;

type Related = (
    Place,
    Snapshot,
    bool,
    Result<Box<Page>, Box<recto_client::Error>>,
);

impl Push<'_> {
    /// Writes what is still missing on pages that were created or changed with less than all.
    pub(super) async fn relate(&mut self) -> Result<(), Error> {
        self.engine.options.failpoints.hit("before-relations");
        let late = std::mem::take(&mut self.late);
        let mut open = late
            .into_iter()
            .filter_map(|(place, held)| Some((place, held?)));
        let width = self.engine.config.push.concurrency.max(1);
        let mut flight: JoinSet<Related> = JoinSet::new();
        loop {
            while flight.len() < width {
                let Some((place, (page, held))) = open.next() else {
                    break;
                };
                let payload = self.payload(place, |_, _| true);
                self.report_unresolved(place, &payload);
                let changes = diff::compare(&payload.values, &held).changes;
                if changes.is_empty() {
                    continue;
                }
                let changed = |name: &str| changes.iter().any(|change| change.property == name);
                let complete = payload.unresolved.is_empty();
                let sent: Snapshot = payload
                    .values
                    .into_iter()
                    .filter(|(name, _)| changed(name))
                    .collect();
                let properties = payload
                    .properties
                    .into_iter()
                    .filter(|(name, _)| changed(name))
                    .collect();
                let Some(source) = self.prepared.tables[place.0].source.clone() else {
                    continue;
                };
                let request = source.update(&page, properties);
                flight.spawn(async move {
                    (
                        place,
                        sent,
                        complete,
                        request::update(source, request).await,
                    )
                });
            }
            let Some(answer) = self.leases.keep(self.engine, flight.join_next()).await? else {
                return Ok(());
            };
            let (place, sent, complete, result) =
                answer.map_err(|error| Error::Unaccounted(error.to_string()))?;
            self.related(place, &sent, complete, result).await?;
        }
    }

    async fn related(
        &mut self,
        place: Place,
        sent: &Snapshot,
        complete: bool,
        result: Result<Box<Page>, Box<recto_client::Error>>,
    ) -> Result<(), Error> {
        let (table, row) = place;
        match result {
            Ok(page) => {
                self.engine.options.failpoints.hit("update-sent");
                self.outcomes.late += 1;
                let page_id = page.id.clone();
                let (held, edited) = self.read_back(place, *page, sent);
                let hash = complete.then(|| self.wanted_hash(place));
                let link = self.link(place, &page_id, held, edited, hash);
                let outcome = &mut self.outcomes.by_row[table][row];
                if *outcome == Some(Outcome::Unchanged) {
                    *outcome = Some(Outcome::Updated);
                }
                let mut item = self.run_item(place, ItemOutcome::Related);
                item.page_id = Some(page_id.to_string());
                self.store(table, link, item).await?;
                self.engine.options.failpoints.hit("update-stored");
            }
            Err(error) => {
                let mut problem = self.refused(place, &error);
                let outcome = self.outcomes.by_row[table][row].unwrap_or(Outcome::Failed);
                problem.outcome = outcome;
                problem.field = problem.field.or_else(|| sent.keys().next().cloned());
                self.outcomes.field_failures[table] += 1;
                let item = self.problem_item(place, &problem);
                self.engine.state.save_items(self.run, &[item]).await?;
                self.outcomes.problems.push(problem);
            }
        }
        Ok(())
    }

    /// Reports related rows that still have no page.
    fn report_unresolved(&mut self, place: Place, payload: &request::Payload) {
        let Some(outcome) = self.outcomes.by_row[place.0][place.1] else {
            return;
        };
        for (field, unresolved) in &payload.unresolved {
            let lost: Vec<_> = unresolved
                .rows
                .iter()
                .chain(&unresolved.people)
                .map(String::as_str)
                .collect();
            let message = format!(
                "not related to {}: no page was made for it in this run; see what is said of it",
                lost.join(", ")
            );
            let error = FieldError::new("target_without_page", message);
            self.leave_out(place, outcome, &[(field.clone(), error)]);
        }
    }

    async fn store(&self, table: usize, link: Link, item: RunItem) -> Result<(), Error> {
        self.engine
            .state
            .save_links(self.leases.of(table), &[link])
            .await?;
        self.engine.state.save_items(self.run, &[item]).await?;
        Ok(())
    }
}
