//! `POST /v1/search` (notion-api 2.2 and 4.9)

use std::collections::HashMap;
use std::sync::LazyLock;

use rusqlite::Transaction;
use serde_json::Value;

use super::{Context, Input, pages, paging, sources};
use crate::access::Sight;
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes::{self, Parent};
use crate::store::sources as stored;
use crate::validate::{self, Shape, literals, object as members, optional, required, text};

/// The body; what is asked for by kind or by trash alone has different members.
pub(super) fn shape(by_kind: bool) -> &'static Shape {
    static BY_KIND: LazyLock<Shape> = LazyLock::new(|| {
        body(members([
            required("value", literals(&["page", "data_source"])),
            required("property", literals(&["object"])),
            optional("in_trash", Shape::Boolean),
        ]))
    });
    static BY_TRASH: LazyLock<Shape> =
        LazyLock::new(|| body(members([required("in_trash", Shape::Boolean)])));
    if by_kind { &BY_KIND } else { &BY_TRASH }
}

fn body(filter: Shape) -> Shape {
    members([
        optional("query", text()),
        optional(
            "sort",
            members([
                optional("timestamp", text()),
                optional("direction", literals(&["ascending", "descending"])),
                optional("property", literals(&["relevance"])),
            ]),
        ),
        optional("filter", filter),
        optional("start_cursor", Shape::Uuid),
        optional("page_size", paging::size_shape()),
    ])
}

/// One thing that may be found.
#[derive(Debug)]
struct Hit {
    id: String,
    is_page: bool,
    /// Its own flag; a data source is looked at together with what is above it.
    in_trash: bool,
    parent: Parent,
    edited: i64,
    seq: i64,
}

/// Which parents are in the trash, as far as one search asked.
#[derive(Debug, Default)]
struct Trash(HashMap<String, bool>);

impl Trash {
    /// Whether what was found is in the trash, by itself or with something above it.
    fn holds(&mut self, tx: &Transaction<'_>, hit: &Hit) -> Result<bool, Problem> {
        if hit.in_trash {
            return Ok(true);
        }
        if let Some(known) = self.0.get(hit.parent.id()) {
            return Ok(*known);
        }
        let trashed = nodes::has_trashed_ancestor(tx, &hit.parent)?;
        self.0.insert(hit.parent.id().to_owned(), trashed);
        Ok(trashed)
    }
}

/// `POST /v1/search`
pub(crate) fn search(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let filter = input.member("filter");
    let by_trash = filter.is_some_and(|filter| {
        filter.get("in_trash").is_some()
            && filter.get("value").is_none()
            && filter.get("property").is_none()
    });
    validate::body(&input.body, shape(!by_trash))?;
    let sort = |name: &str| {
        input
            .body
            .pointer(&format!("/sort/{name}"))
            .and_then(Value::as_str)
    };
    if sort("timestamp").is_some_and(|timestamp| timestamp != "last_edited_time") {
        return Err(Problem::validation(
            "body.sort.timestamp should be \"last_edited_time\" when sorting by timestamp.",
        ));
    }
    let mut hits = find(tx, input, sort("direction") == Some("ascending"))?;
    if let Some(sight) = ctx.sight() {
        only_seen(tx, sight, &mut hits)?;
    }
    let wanted = input.body.pointer("/filter/in_trash") == Some(&Value::Bool(true));
    let mut trash = Trash::default();
    let from = match input.member("start_cursor").and_then(Value::as_str) {
        None => 0,
        Some(cursor) => {
            let id = ids::normalized(cursor).unwrap_or_default();
            match hits.iter().position(|hit| hit.id == id) {
                Some(at) if trash.holds(tx, &hits[at])? == wanted => at,
                _ => return Err(Problem::invalid_cursor(cursor)),
            }
        }
    };
    let size = paging::size_in_body(input);
    let mut page: Vec<&Hit> = Vec::with_capacity(size + 1);
    for hit in &hits[from..] {
        if trash.holds(tx, hit)? == wanted {
            page.push(hit);
            if page.len() > size {
                break;
            }
        }
    }
    let next = page.get(size).map(|hit| hit.id.clone());
    let mut results = Vec::with_capacity(size);
    for hit in page.into_iter().take(size) {
        if hit.is_page {
            let page = pages::find(tx, ctx, &hit.id)?;
            results.push(pages::object(tx, ctx, &page, None)?);
        } else if let Some(source) = stored::get(tx, ctx.sources, &hit.id)? {
            results.push(sources::object(tx, ctx, &source)?);
        }
    }
    Ok(paging::list(results, next, "page_or_data_source"))
}

/// Everything that has the words and kind asked for, in or out of the trash, in order: by last edit, the latest first unless asked otherwise
/// (recorded); what was made later first where that is equal.
fn find(tx: &Transaction<'_>, input: &Input, ascending: bool) -> Result<Vec<Hit>, Problem> {
    let filter = |name: &str| input.body.pointer(&format!("/filter/{name}"));
    let kind = filter("value").and_then(Value::as_str);
    let words = words(
        input
            .member("query")
            .and_then(Value::as_str)
            .unwrap_or_default(),
    );
    let mut hits = Vec::new();
    if kind != Some("data_source") {
        collect(tx, &mut hits, true, &words)?;
    }
    if kind != Some("page") {
        collect(tx, &mut hits, false, &words)?;
    }
    hits.sort_by(|left, right| {
        let by_edit = left.edited.cmp(&right.edited);
        let by_edit = if ascending {
            by_edit
        } else {
            by_edit.reverse()
        };
        by_edit.then(right.seq.cmp(&left.seq))
    });
    Ok(hits)
}

/// Leaves out what is not shared with the caller.
fn only_seen(
    tx: &Transaction<'_>,
    mut sight: Sight<'_>,
    hits: &mut Vec<Hit>,
) -> Result<(), Problem> {
    let mut seen = Vec::with_capacity(hits.len());
    for hit in hits.drain(..) {
        let shown = match hit.is_page {
            true => sight.node(tx, &hit.id)?,
            false => sight.data_source(tx, &hit.id)?,
        };
        if shown {
            seen.push(hit);
        }
    }
    *hits = seen;
    Ok(())
}

fn collect(
    tx: &Transaction<'_>,
    hits: &mut Vec<Hit>,
    is_page: bool,
    words: &[String],
) -> Result<(), Problem> {
    let mut statement = tx.prepare_cached(if is_page {
        "SELECT id, last_edited_time, seq, title, in_trash, parent_type, parent_id FROM node \
         WHERE kind = 'page' AND parent_type <> 'template' \
         AND id NOT IN (SELECT id FROM imported WHERE hidden = 1)"
    } else {
        "SELECT id, last_edited_time, seq, title, in_trash, 'data_source_id', id FROM data_source \
         WHERE id NOT IN (SELECT id FROM imported WHERE hidden = 1)"
    })?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let title = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
        if matches(title, words) {
            hits.push(Hit {
                id: row.get(0)?,
                is_page,
                in_trash: row.get(4)?,
                parent: Parent::read(
                    row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?,
                    row.get(6)?,
                ),
                edited: row.get(1)?,
                seq: row.get(2)?,
            });
        }
    }
    Ok(())
}

/// The words of a text in lower case, without the endings of plurals and verbs.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(stem)
        .collect()
}

/// A word without an English ending: `tests` and `testing` are `test`, `properties` is `property`.
fn stem(word: &str) -> String {
    const LEAST: usize = 3;
    let without = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.len() >= LEAST);
    if let Some(rest) = without("ies") {
        return format!("{rest}y");
    }
    ["ing", "es", "s", "ed"]
        .into_iter()
        .find_map(without)
        .unwrap_or(word)
        .to_owned()
}

/// Whether a title has any of the words (recorded: 27,213 of 27,213 found titles have one, whatever
/// its ending), or one that begins with the last (assumed: people search while they type).
fn matches(title: &str, wanted: &[String]) -> bool {
    let Some(last) = wanted.last() else {
        return true;
    };
    words(title)
        .iter()
        .any(|word| wanted.contains(word) || word.starts_with(last.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_word_will_do_whatever_its_ending() {
        assert!(matches("Team Road map", &words("MAP team")));
        assert!(matches("Team Road map", &words("team plan")));
        assert!(matches("Page for testing", &words("Tests")));
        assert!(matches("Place Property", &words("All Properties DB")));
        assert!(matches("Roadmap", &words("road")));
        assert!(!matches("Team Road map", &words("plan")));
        assert!(matches("anything", &words("  ")));
    }

    #[test]
    fn a_parent_is_asked_once() {
        let mut store = crate::store::Store::in_memory().unwrap();
        let sql = "INSERT INTO node (id, kind, type, parent_type, parent_id, position, \
             created_time, created_by, last_edited_time, last_edited_by, in_trash, body) VALUES \
             ('a', 'page', 'child_page', 'workspace', '', 0, 0, '', 0, '', 1, '{}')";
        store.connection.execute(sql, []).unwrap();
        let tx = store.connection.transaction().unwrap();
        let hit = Hit {
            id: "b".to_owned(),
            is_page: true,
            in_trash: false,
            parent: Parent::Page("a".to_owned()),
            edited: 0,
            seq: 0,
        };
        let mut trash = Trash::default();
        assert!(trash.holds(&tx, &hit).unwrap());
        tx.execute("DELETE FROM node", []).unwrap();
        assert!(trash.holds(&tx, &hit).unwrap(), "known since then");
        assert!(!Trash::default().holds(&tx, &hit).unwrap());
    }
}
