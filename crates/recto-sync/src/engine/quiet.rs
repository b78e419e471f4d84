//! What a push stores without a request: rows that are as they should be, and rows left alone.

use std::collections::HashMap;

use super::apply::Push;
use super::prepare::Action;
use crate::error::Error;
use crate::report::Outcome;
use crate::state::{self, ItemOutcome, Link, LinkState};
use crate::value::digest;

impl Push<'_> {
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

    /// Closes creates of an earlier run whose effect is known by now.
    pub(super) async fn settle_answered(&mut self) -> Result<(), Error> {
        for table in 0..self.prepared.tables.len() {
            let answered = std::mem::take(&mut self.prepared.tables[table].answered);
            let outcomes: Vec<_> = answered
                .into_iter()
                .map(|(intent, verdict)| state::Outcome {
                    intent,
                    verdict,
                    link: None,
                    item: None,
                })
                .collect();
            if !outcomes.is_empty() {
                self.engine
                    .state
                    .settle(self.leases.of(table), self.run, &outcomes)
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
}
