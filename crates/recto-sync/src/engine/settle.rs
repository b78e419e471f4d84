//! What an answer means: the link, the base, the report item and the problem that follow from it.

use recto_api::ids::PageId;
use recto_api::page::Page;

use super::apply::{Place, Push};
use super::compare;
use super::prepare::{Action, Item, seen};
use crate::column::FieldError;
use crate::report::{Outcome, Problem};
use crate::state::{self, IntentId, ItemOutcome, Link, LinkState, RunItem, Verdict};
use crate::value::{Snapshot, digest};

impl Push<'_> {
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

    pub(super) fn updated(&mut self, place: Place, page: Page, sent: &Snapshot) -> (Link, RunItem) {
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

    pub(super) fn stopped(
        &self,
        place: Place,
        outcome: Outcome,
        reason: &str,
        message: String,
    ) -> Problem {
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

    /// The property a refusal is about: it is named with its path, or at the head of a sentence,
    /// by its name or by the id it was sent under.
    fn field_in(&self, place: Place, said: &str) -> Option<String> {
        let source = self.prepared.tables[place.0].source.as_ref();
        let about = |name: &str| {
            said.contains(&format!("properties.{name}."))
                || said.split([':', '.', '\n']).any(|sentence| {
                    sentence
                        .trim()
                        .strip_prefix(name)
                        .is_some_and(|rest| rest.starts_with(" is "))
                })
        };
        let values = &self.item(place).wanted.values;
        values
            .keys()
            .find(|name| {
                let id = source.and_then(|source| source.property_id(name));
                about(name) || id.is_some_and(|id| about(id.as_str()) || about(&id.decoded()))
            })
            .cloned()
    }

    pub(super) fn refused(&self, place: Place, error: &recto_client::Error) -> Problem {
        let wanted = &self.item(place).wanted;
        let message = match error.advice() {
            Some(advice) => format!("{error}; {advice}"),
            None => error.to_string(),
        };
        let said = error
            .body()
            .map(|body| body.message.as_str())
            .unwrap_or_default();
        let field = self.field_in(place, said);
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
