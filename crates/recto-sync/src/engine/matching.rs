//! Which page belongs to which row (sync-design 6.2). Pure.

use std::collections::{BTreeMap, HashMap, HashSet};

use recto_api::ids::{PageId, PropertyId};

use super::extract::Wanted;
use crate::mapping::TableMap;
use crate::report::Outcome;
use crate::state::{Link, LinkState};
use crate::value::{Snapshot, Value};

/// A page as a scan saw it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) id: PageId,
    /// When it was made, to the minute.
    pub(crate) created: String,
    /// When it was last edited, to the minute.
    pub(crate) edited: Option<String>,
    /// The managed properties. Related rows are `page:<id>` until [`super::pages`] names them.
    pub(crate) values: Snapshot,
    /// Properties that were cut at 25 references.
    pub(crate) cut: Vec<(String, PropertyId)>,
}

/// Everything known about one table before matching.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    pub(crate) table: &'a TableMap,
    pub(crate) pages: &'a [Seen],
    pub(crate) complete: bool,
    /// Links of this data source by row key.
    pub(crate) links: &'a HashMap<String, Link>,
    /// Rows whose create may have been sent by an earlier run, by row key.
    pub(crate) open: &'a HashSet<String>,
}

/// What is to be done for a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It has no page.
    Create,
    /// It has this page by its link.
    Linked(usize),
    /// It has this page by its external id or fallback key.
    Adopt(usize),
    /// Its linked page is not among those seen; it has to be asked for.
    Missing(PageId),
    /// An earlier run may have created its page; it has to be looked for.
    Uncertain,
    /// It cannot be written.
    Stop {
        /// What the report says of it.
        outcome: Outcome,
        /// A word for programs.
        reason: &'static str,
        /// A sentence for people.
        message: String,
    },
}

/// What matching found besides the decisions.
#[derive(Debug, Default)]
pub(crate) struct Matched {
    /// By row, in the order of the rows.
    pub(crate) decisions: Vec<Decision>,
    /// The pages of rows that cannot be written, by row: others may still be related to them.
    pub(crate) held: HashMap<usize, usize>,
    /// Pages that carry an external id another, older page carries too: the id and the pages.
    pub(crate) duplicates: Vec<(String, Vec<PageId>)>,
    /// Pages that belong to no row.
    pub(crate) unmatched: usize,
}

/// Matches the rows of one table with its pages: by link, by external id, by fallback key.
pub(crate) fn matching(known: &Known<'_>, rows: &[Wanted]) -> Matched {
    let index = Index::new(known, rows);
    let mut matched = Matched::default();
    let mut taken = vec![false; known.pages.len()];
    for (number, row) in rows.iter().enumerate() {
        let decision = index.decide(row);
        match decision {
            Decision::Linked(page) | Decision::Adopt(page) => taken[page] = true,
            Decision::Stop { .. } => {
                if let Some(page) = index.place(row) {
                    taken[page] = true;
                    matched.held.insert(number, page);
                }
            }
            Decision::Create | Decision::Missing(_) | Decision::Uncertain => {}
        }
        matched.decisions.push(decision);
    }
    for (id, pages) in &index.by_external {
        if pages.len() > 1 {
            // The linked page is the row's; without a link the oldest is.
            let others = pages.iter().filter(|page| !taken[**page]);
            let others: Vec<_> = others.map(|page| known.pages[*page].id.clone()).collect();
            for page in pages {
                taken[*page] = true;
            }
            if !others.is_empty() {
                matched.duplicates.push(((*id).to_owned(), others));
            }
        }
    }
    matched.unmatched = taken.iter().filter(|taken| !**taken).count();
    matched
}

struct Index<'a> {
    known: &'a Known<'a>,
    by_page: HashMap<&'a PageId, usize>,
    by_external: BTreeMap<&'a str, Vec<usize>>,
    by_fallback: HashMap<String, Vec<usize>>,
    /// How many rows without a page share a fallback key.
    rows_by_fallback: HashMap<String, usize>,
    row_keys: HashSet<&'a str>,
    /// Pages that are linked to a row: no other row may take them, whatever they carry.
    claimed: HashMap<usize, &'a str>,
}

impl<'a> Index<'a> {
    fn new(known: &'a Known<'a>, rows: &'a [Wanted]) -> Self {
        let mut by_external: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_fallback: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, page) in known.pages.iter().enumerate() {
            if let Some(id) = external(known.table, &page.values) {
                by_external.entry(id).or_default().push(place);
            }
            if let Some(key) = fallback(known.table, &page.values) {
                by_fallback.entry(key).or_default().push(place);
            }
        }
        for pages in by_external.values_mut() {
            pages.sort_by_key(|&place| (&known.pages[place].created, &known.pages[place].id));
        }
        let mut index = Self {
            known,
            by_page: known
                .pages
                .iter()
                .enumerate()
                .map(|(at, page)| (&page.id, at))
                .collect(),
            by_external,
            by_fallback,
            rows_by_fallback: HashMap::new(),
            row_keys: rows.iter().map(|row| row.key.as_str()).collect(),
            claimed: HashMap::new(),
        };
        for row in rows {
            if let Some(place) = index.linked(row).and_then(|page| index.by_page.get(&page)) {
                index.claimed.insert(*place, &row.key);
            }
        }
        for row in rows {
            let free = index.linked(row).is_none() && index.by_external(row).is_none();
            if let Some(key) = fallback(known.table, &row.values).filter(|_| free) {
                *index.rows_by_fallback.entry(key).or_default() += 1;
            }
        }
        index
    }

    fn linked(&self, row: &Wanted) -> Option<PageId> {
        let link = self.known.links.get(&row.key)?;
        let usable = matches!(link.state, LinkState::Linked | LinkState::Detached);
        PageId::parse(link.page_id.as_deref().filter(|_| usable)?).ok()
    }

    /// The oldest page with the row's external id that no other row is linked to.
    fn by_external(&self, row: &Wanted) -> Option<usize> {
        let pages = self.by_external.get(&*row.key)?;
        pages
            .iter()
            .copied()
            .find(|page| !self.claimed.contains_key(page))
    }

    /// The page that is the row's by its link or its external id.
    fn place(&self, row: &Wanted) -> Option<usize> {
        let linked = self.linked(row);
        linked
            .and_then(|page| self.by_page.get(&page).copied())
            .or_else(|| self.by_external(row))
    }

    fn decide(&self, row: &Wanted) -> Decision {
        if let Some((field, error)) = &row.failure {
            let message = match field {
                Some(field) => format!("{field}: {}", error.message),
                None => error.message.clone(),
            };
            return Decision::Stop {
                outcome: Outcome::Failed,
                reason: "invalid",
                message,
            };
        }
        let linked = self.linked(row);
        if let Some(place) = linked.as_ref().and_then(|page| self.by_page.get(page)) {
            return Decision::Linked(*place);
        }
        if let Some(place) = self.by_external(row) {
            return Decision::Adopt(place);
        }
        if let Some(page) = linked {
            return Decision::Missing(page);
        }
        if self.known.open.contains(&row.key) {
            return Decision::Uncertain;
        }
        if let Some(decision) = self.by_fallback(row) {
            return decision;
        }
        if !self.known.complete {
            return Decision::Stop {
                outcome: Outcome::Skipped,
                reason: "incomplete_scan",
                message: "the data source could not be read to its end, so a page of this row may \
                          exist unseen; nothing was created"
                    .to_owned(),
            };
        }
        Decision::Create
    }

    /// The page with the row's fallback key, or why it cannot be taken.
    fn by_fallback(&self, row: &Wanted) -> Option<Decision> {
        let key = fallback(self.known.table, &row.values)?;
        let pages = self.by_fallback.get(&key)?;
        let owner = |place: usize| external(self.known.table, &self.known.pages[place].values);
        // A page with the id of another row is that row's, whatever it is called.
        let open: Vec<usize> = pages
            .iter()
            .copied()
            .filter(|place| !self.claimed.contains_key(place))
            .filter(|&place| owner(place).is_none_or(|id| !self.row_keys.contains(id)))
            .collect();
        let free: Vec<usize> = open
            .iter()
            .copied()
            .filter(|&place| owner(place).is_none())
            .collect();
        let named = self.known.table.fallback.join(" + ");
        let several = self.rows_by_fallback.get(&key).copied().unwrap_or_default();
        match (free.as_slice(), open.as_slice()) {
            ([page], _) if several <= 1 => Some(Decision::Adopt(*page)),
            ([], []) => None,
            ([], [page, ..]) => Some(Decision::Stop {
                outcome: Outcome::KeyCollision,
                reason: "key_collision",
                message: format!(
                    "page {} has the same {named} but carries the external id \"{}\", which no \
                     row has; clear it there to let recto take the page, or rename one of them",
                    self.known.pages[*page].id,
                    owner(*page).unwrap_or_default(),
                ),
            }),
            ([_], _) => Some(Decision::Stop {
                outcome: Outcome::AmbiguousKey,
                reason: "ambiguous_key",
                message: format!(
                    "{several} rows have the same {named} as page {}; write the external id of \
                     the right row into it, or tell the rows apart",
                    self.known.pages[free[0]].id
                ),
            }),
            (free, _) => {
                let ids = free
                    .iter()
                    .map(|&place| self.known.pages[place].id.as_str());
                Some(Decision::Stop {
                    outcome: Outcome::AmbiguousKey,
                    reason: "ambiguous_key",
                    message: format!(
                        "{} pages have the same {named} ({}); write the row's external id \"{}\" \
                         into the right one, or tell the pages apart",
                        free.len(),
                        ids.collect::<Vec<_>>().join(", "),
                        row.key
                    ),
                })
            }
        }
    }
}

/// The external id a page carries, to the letter: keys may begin or end with white space.
pub(crate) fn external<'v>(table: &TableMap, values: &'v Snapshot) -> Option<&'v str> {
    match values.get(&table.external_property) {
        Some(Value::Text(id)) if !id.trim().is_empty() => Some(id),
        _ => None,
    }
}

/// The fallback key: its properties without regard to case and white space. `None` when none is
/// configured or all of them are empty.
fn fallback(table: &TableMap, values: &Snapshot) -> Option<String> {
    if table.fallback.is_empty() {
        return None;
    }
    let mut key = String::new();
    let mut empty = true;
    for property in &table.fallback {
        let text = match values.get(property) {
            None => String::new(),
            Some(Value::Text(text)) => text.clone(),
            Some(Value::List(names)) => {
                let mut names = names.clone();
                names.sort();
                names.join(",")
            }
            Some(value) if value.is_empty() => String::new(),
            Some(value) => value.to_string(),
        };
        let folded = text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        empty &= folded.is_empty();
        key.push_str(&folded);
        key.push('\u{1f}');
    }
    (!empty).then_some(key)
}

#[cfg(test)]
mod tests;
