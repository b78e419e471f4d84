//! What is kept in memory against what is stored: both must find the same rows, whatever changes.

use std::sync::Arc;

use bytes::Bytes;
use fastrand::Rng;
use http::{Method, Request};
use rusqlite::{Transaction, params};
use serde_json::{Value, json};

use crate::engine::sources::query::Query;
use crate::engine::{Context, Input};
use crate::problem::Problem;
use crate::store::sources;
use crate::{Clock, Emulator};

/// Two tables and their rows.
struct World {
    emulator: Emulator,
    clock: Clock,
    random: Rng,
    sources: [String; 2],
    rows: Vec<String>,
    people: Vec<String>,
}

impl World {
    fn new(seed: u64) -> Self {
        let clock = Clock::starting_at("2026-05-01T10:00:30Z".parse().unwrap());
        let emulator = Emulator::builder()
            .clock(clock.clone())
            .seed_ids(seed)
            .start()
            .unwrap();
        let person = |name: &str| {
            let id = emulator.add_person(name, "x@example.com").unwrap();
            id.to_string()
        };
        let people = vec![person("Ada"), person("Bob")];
        let mut world = Self {
            emulator,
            clock,
            random: Rng::with_seed(seed),
            sources: Default::default(),
            rows: Vec::new(),
            people,
        };
        world.sources = [world.table(), world.table()];
        world
    }

    fn call(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.emulator.token()))
            .header("notion-version", "2026-03-11")
            .body(Bytes::from(body.to_string()))
            .unwrap();
        let response = self.emulator.handle(request);
        let body = serde_json::from_slice(response.body()).unwrap_or_default();
        (response.status().as_u16(), body)
    }

    #[track_caller]
    fn ok(&self, method: Method, path: &str, body: &Value) -> Value {
        let (status, answer) = self.call(method, path, body);
        assert_eq!(status, 200, "{path} {body}: {answer}");
        answer
    }

    fn table(&self) -> String {
        let options = json!({"options": [{"name": "low"}, {"name": "Mid"}, {"name": "high"}]});
        let made = self.ok(Method::POST, "/v1/databases", &json!({
            "parent": {"page_id": self.emulator.root_page_id().to_string()},
            "initial_data_source": {"properties": {
                "Name": {"title": {}}, "Text": {"rich_text": {}}, "Link": {"url": {}},
                "Count": {"number": {}}, "Done": {"checkbox": {}}, "Tag": {"select": options},
                "Tags": {"multi_select": options}, "State": {"status": {}}, "Due": {"date": {}},
                "Who": {"people": {}}, "Serial": {"unique_id": {}}, "Made": {"created_time": {}},
                "Changed": {"last_edited_time": {}}, "Maker": {"created_by": {}},
            }},
        }));
        made["data_sources"][0]["id"].as_str().unwrap().to_owned()
    }

    fn one<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.random.usize(..all.len())]
    }

    /// Words that meet where letters fold and numbers are in them.
    fn word(&mut self) -> String {
        let all = [
            "",
            "a",
            "A",
            "a 2",
            "a 10",
            "A 010",
            "ä",
            "İ",
            "b",
            "task 7 of 12",
            "Task 7 of 9",
        ];
        self.one(&all).to_owned()
    }

    fn option(&mut self) -> Value {
        json!({"name": self.one(&["low", "Mid", "high"])})
    }

    fn text(&mut self) -> Value {
        if self.random.u8(..6) == 0 && !self.rows.is_empty() {
            let page = self.random.usize(..self.rows.len());
            return json!([{"mention": {"page": {"id": self.rows[page]}}}]);
        }
        json!([{"text": {"content": self.word()}}])
    }

    fn properties(&mut self) -> Value {
        let mut out = json!({});
        let dates = [
            "2026-04-30",
            "2026-05-01",
            "2026-05-01T09:30:00+02:00",
            "2026-05-08",
        ];
        for _ in 0..self.random.u8(1..5) {
            let (name, value) = match self.random.u8(..10) {
                0 => ("Name", json!({"title": self.text()})),
                1 => ("Text", json!({"rich_text": self.text()})),
                2 => (
                    "Link",
                    json!({"url": *self.random.choice(&[None, Some("a 3"), Some("b")]).unwrap()}),
                ),
                3 => (
                    "Count",
                    json!({"number": *self.random.choice(&[None, Some(-0.0), Some(0.0), Some(-7.5), Some(12.0)]).unwrap()}),
                ),
                4 => ("Done", json!({"checkbox": self.random.bool()})),
                5 => ("Tag", json!({"select": self.option()})),
                6 => ("Tags", json!({"multi_select": [self.option()]})),
                7 => (
                    "State",
                    json!({"status": {"name": self.one(&["Done", "In progress"])}}),
                ),
                8 => ("Due", json!({"date": {"start": self.one(&dates)}})),
                _ => (
                    "Who",
                    json!({"people": [{"id": self.people[self.random.usize(..2)]}]}),
                ),
            };
            out[name] = value;
        }
        out
    }

    fn change(&mut self) {
        if self.random.u8(..4) == 0 {
            self.clock.advance(std::time::Duration::from_secs(3_600));
        }
        let source = self.sources[self.random.usize(..2)].clone();
        let row = match self.rows.len() {
            0 => String::new(),
            many => self.rows[self.random.usize(..many)].clone(),
        };
        match self.random.u8(..16) {
            0..=6 => {
                let parent = json!({"data_source_id": source});
                let body = json!({"parent": parent, "properties": self.properties()});
                let made = self.ok(Method::POST, "/v1/pages", &body);
                self.rows.push(made["id"].as_str().unwrap().to_owned());
            }
            7..=11 if !row.is_empty() => {
                let body = json!({"properties": self.properties()});
                // A row in the trash refuses; that must change nothing either.
                self.call(Method::PATCH, &format!("/v1/pages/{row}"), &body);
            }
            12 | 13 if !row.is_empty() => {
                let body = json!({"in_trash": self.random.bool()});
                self.call(Method::PATCH, &format!("/v1/pages/{row}"), &body);
            }
            14 => {
                let name = self.word();
                let id = self.emulator.add_person(&name, "y@example.com").unwrap();
                self.people.push(id.to_string());
                self.people.rotate_right(1);
            }
            15 => {
                let options = json!([{"name": "high"}, {"name": "low"}, {"name": "Mid"}]);
                let schema = json!({"properties": {"Tag": {"select": {"options": options}}}});
                self.call(
                    Method::PATCH,
                    &format!("/v1/data_sources/{source}"),
                    &schema,
                );
            }
            _ => {}
        }
    }

    fn leaf(&mut self) -> Value {
        let number = self.random.i8(-8..13);
        let word = self.word();
        let text = self.one(&[
            "equals",
            "does_not_equal",
            "contains",
            "starts_with",
            "ends_with",
        ]);
        let than = self.one(&[
            "equals",
            "greater_than",
            "less_than_or_equal_to",
            "does_not_equal",
        ]);
        let date = self.one(&["equals", "before", "on_or_after"]);
        let day = self.one(&["2026-05-01", "2026-05-01T07:30:00Z", "tomorrow"]);
        let has = self.one(&["contains", "does_not_contain"]);
        let is = self.one(&["equals", "does_not_equal"]);
        let option = self.one(&["low", "Mid", "high"]);
        let person = self.people[self.random.usize(..2)].clone();
        match self.random.u8(..16) {
            0 => json!({"property": "Name", "title": {text: word}}),
            1 => json!({"property": "Text", "rich_text": {text: word}}),
            2 => json!({"property": "Link", "url": {"is_empty": true}}),
            3 => json!({"property": "Count", "number": {than: number}}),
            4 => json!({"property": "Serial", "unique_id": {than: number.max(1)}}),
            5 => json!({"property": "Done", "checkbox": {is: true}}),
            6 => json!({"property": "Tag", "select": {is: option}}),
            7 => json!({"property": "Tags", "multi_select": {has: option}}),
            8 => json!({"property": "State", "status": {is: "Done"}}),
            9 => json!({"property": "Due", "date": {date: day}}),
            10 => json!({"property": "Due", "date": {"this_week": {}}}),
            11 => json!({"property": "Who", "people": {has: person}}),
            12 => json!({"property": "Made", "created_time": {date: day}}),
            13 => json!({"timestamp": "last_edited_time", "last_edited_time": {date: day}}),
            14 => json!({"property": "Maker", "created_by": {has: person}}),
            _ => json!({"property": "Tag", "select": {"is_empty": true}}),
        }
    }

    fn filter(&mut self, depth: u8) -> Value {
        if depth == 0 || self.random.u8(..3) == 0 {
            return self.leaf();
        }
        let parts: Vec<Value> = (0..self.random.u8(1..4))
            .map(|_| self.filter(depth - 1))
            .collect();
        json!({self.one(&["and", "or"]): parts})
    }

    fn query(&mut self) -> Value {
        let mut out = json!({"in_trash": self.random.u8(..5) == 0});
        if self.random.u8(..4) > 0 {
            out["filter"] = self.filter(2);
        }
        let names = [
            "Name", "Text", "Link", "Count", "Done", "Tag", "Tags", "State", "Due", "Who",
            "Serial", "Made", "Changed", "Maker",
        ];
        let sorts: Vec<Value> = (0..self.random.u8(..4))
            .map(|_| {
                let name = self.one(&names);
                json!({"property": name, "direction": self.one(&["ascending", "descending"])})
            })
            .collect();
        out["sorts"] = sorts.into();
        out
    }

    fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>, &Context<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let engine = self.emulator.engine();
        let caller = engine.access.find(engine, self.emulator.token());
        engine.transact(&caller.unwrap().unwrap(), "", work)
    }

    /// What memory says and what the storage says.
    fn both(&self, source: &str, body: &Value) -> (Vec<i64>, Vec<i64>) {
        let outcome = self.transact(|tx, ctx| {
            let query = compiled(tx, ctx, source, body)?;
            let kept = query.look_up(tx, ctx)?.expect("all of these can be packed");
            Ok((kept, query.scan(tx, ctx)?))
        });
        outcome.unwrap_or_else(|problem| panic!("{body}: {}", problem.message()))
    }
}

fn compiled(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &str,
    body: &Value,
) -> Result<Query, Problem> {
    let source = sources::get(tx, ctx.sources, source)?.unwrap();
    let input = Input {
        body: body.clone(),
        ..Input::default()
    };
    Query::compile(tx, ctx, &Arc::clone(&source), &input)
}

#[test]
fn memory_and_storage_find_the_same_rows() {
    for seed in 0..4 {
        let mut world = World::new(seed);
        let mut found = 0;
        for step in 0..60 {
            world.change();
            for source in world.sources.clone() {
                let body = world.query();
                let (kept, stored) = world.both(&source, &body);
                assert_eq!(kept, stored, "seed {seed}, step {step}: {body}");
                found += kept.len();
            }
        }
        assert!(found > 100, "these queries find something");
    }
}

/// What a request reads that is refused in the end is not remembered.
#[test]
fn what_did_not_come_true_is_forgotten() {
    let mut world = World::new(1);
    while world.rows.len() < 5 {
        world.change();
    }
    let source = world.sources[0].clone();
    let body = json!({"sorts": [{"property": "Count", "direction": "ascending"}]});
    let (before, _) = world.both(&source, &body);
    assert!(!before.is_empty());
    let refused = world.transact(|tx, ctx| {
        tx.execute(
            "UPDATE node SET in_trash = 1 WHERE parent_id = ?1",
            params![source],
        )?;
        let seen = compiled(tx, ctx, &source, &body)?.look_up(tx, ctx)?;
        assert_eq!(seen, Some(vec![]), "the transaction sees what it wrote");
        Err::<(), _>(Problem::archived())
    });
    refused.unwrap_err();
    assert_eq!(world.both(&source, &body), (before.clone(), before));
}

#[test]
fn rows_that_leave_and_come_by_their_place_are_followed() {
    let mut world = World::new(2);
    while world.rows.len() < 8 {
        world.change();
    }
    let [source, other] = world.sources.clone();
    let body = json!({"filter": {"or": [{"property": "Count", "number": {"is_empty": true}},
        {"property": "Count", "number": {"is_not_empty": true}}]}});
    let (before, _) = world.both(&source, &body);
    let change = |sql: &str| {
        let done = world.transact(|tx, _| Ok(tx.execute(sql, params![source, other])?));
        done.unwrap();
    };
    change("UPDATE node SET position = -position WHERE parent_id = ?1 AND ?2 <> ''");
    let (kept, stored) = world.both(&source, &body);
    assert_eq!(kept, stored);
    assert_eq!(kept, before.iter().rev().copied().collect::<Vec<_>>());
    change("UPDATE node SET parent_id = ?1 WHERE parent_id = ?2");
    let (kept, stored) = world.both(&source, &body);
    assert_eq!(kept, stored);
    assert!(kept.len() > before.len());
    change("UPDATE node SET parent_id = ?2 WHERE parent_id = ?1");
    assert_eq!(world.both(&source, &body), (vec![], vec![]));
}
