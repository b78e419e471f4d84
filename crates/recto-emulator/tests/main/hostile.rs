//! Requests that mean no good: whatever comes, the answer is a refusal, never a failure.

use fastrand::Rng;
use http::Method;
use recto_api::endpoint::TABLE;
use serde_json::{Map, Value, json};

use crate::support::World;
use crate::tables::{id, row, table, title};

/// Words that mean something somewhere, and some that mean nothing anywhere.
const WORDS: &[&str] = &[
    "",
    "title",
    "Name",
    "Tag",
    "properties",
    "parent",
    "page_id",
    "filter",
    "and",
    "property",
    "2026-01-01",
    "2026-13-45T99:99",
    "null",
    "\u{0}",
    "🦀",
    "%",
    "%ZZ",
    "../..",
    "' OR 1=1 --",
    "00000000-0000-0000-0000-000000000000",
    "s::",
    "s:x:y",
];

fn value(random: &mut Rng, depth: u32) -> Value {
    match random.u32(0..if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => json!(random.bool()),
        2 => json!(random.i64(..)),
        3 => json!(random.f64() * 1e300),
        4 => json!(*random.choice(WORDS).unwrap()),
        5 => json!("x".repeat(random.usize(0..3_000))),
        6 => (0..random.usize(0..4))
            .map(|_| value(random, depth - 1))
            .collect(),
        _ => {
            let mut members = Map::new();
            for _ in 0..random.usize(0..4) {
                let name = *random.choice(WORDS).unwrap();
                members.insert(name.to_owned(), value(random, depth - 1));
            }
            Value::Object(members)
        }
    }
}

/// Puts something else in a random place.
fn spoil(random: &mut Rng, target: &mut Value) {
    match target {
        Value::Object(members) if !members.is_empty() && random.u32(0..4) > 0 => {
            let at = random.usize(0..members.len());
            if let Some((_, inner)) = members.iter_mut().nth(at) {
                spoil(random, inner);
            }
        }
        Value::Array(items) if !items.is_empty() && random.u32(0..4) > 0 => {
            let at = random.usize(0..items.len());
            spoil(random, &mut items[at]);
        }
        other => *other = value(random, 3),
    }
}

/// Requests in a run of all tests, and to one workspace in a longer one.
const ROUNDS: usize = 4_000;

/// What a process may have of memory while it sends these, in KiB.
const MOST_KIB: u64 = 1024 * 1024;

/// A query string that means something, or nothing.
fn query(random: &mut Rng) -> String {
    let names = [
        "page_size",
        "start_cursor",
        "filter_properties",
        "filter_properties[]",
        "block_id",
        "x",
    ];
    let words = [
        "", "1", "100", "101", "-1", "title", "%00", "%ff", "a b&c", "s:x:y", "9e99",
    ];
    let pairs = (0..random.u32(0..4)).map(|_| {
        format!(
            "{}={}",
            random.choice(&names).unwrap(),
            random.choice(&words).unwrap().replace(' ', "+")
        )
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// KiB of memory that this process has, where the system tells.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or_default()
}

/// Runs once, or for `RECTO_HOSTILE_SECONDS`; `cargo x hostile` sets that. `RECTO_SEED` says what
/// requests are drawn from.
#[test]
fn no_request_makes_it_fail() {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .map(|text| text.parse::<u64>().unwrap())
    };
    let seed = number("RECTO_SEED").unwrap_or(11);
    let seconds = number("RECTO_HOSTILE_SECONDS").unwrap_or_default();
    let until = std::time::Instant::now() + std::time::Duration::from_secs(seconds);
    let mut random = Rng::with_seed(seed);
    loop {
        make_it_fail(&mut random);
        assert!(
            resident() < MOST_KIB,
            "it takes {} KiB of memory",
            resident()
        );
        if std::time::Instant::now() >= until {
            break;
        }
    }
}

fn make_it_fail(random: &mut Rng) {
    let world = World::new();
    let source = table(
        &world,
        "T",
        &json!({"Name": {"title": {}}, "Tag": {"select": {}}, "Due": {"date": {}},
            "No": {"number": {}}}),
    );
    let page = id(&row(&world, &source, &json!({"Name": title("a")})));
    let database = world.get(&crate::tables::source(&source))["parent"]["database_id"].clone();
    let view = |kind: &str| {
        let body = json!({"data_source_id": source, "database_id": database, "name": "V",
            "type": kind});
        id(&world.post("/v1/views", &body))
    };
    let (list, dashboard) = (view("list"), view("dashboard"));
    let sound = [
        json!({"parent": {"data_source_id": source}, "properties": {"Name": title("b"),
            "Tag": {"select": {"name": "x"}}, "Due": {"date": {"start": "2026-05-01"}}},
            "children": [{"paragraph": {"rich_text": [{"text": {"content": "c"}}]}}]}),
        json!({"properties": {"Tag": {"multi_select": {"options": [{"name": "y"}]}},
            "R": {"relation": {"data_source_id": source, "dual_property": {}}}}}),
        json!({"filter": {"and": [{"property": "No", "number": {"greater_than": 1}}]},
            "sorts": [{"property": "Name", "direction": "ascending"}], "page_size": 3}),
        json!({"parent": {"page_id": world.home()}, "title": [{"text": {"content": "d"}}],
            "initial_data_source": {"properties": {"Name": {"title": {}}}}}),
        json!({"children": [{"to_do": {"rich_text": [], "checked": true}}]}),
        json!({"query": "a", "filter": {"property": "object", "value": "page"}}),
        json!({"data_source_id": source, "database_id": database, "name": "e", "type": "table",
            "filter": {"property": "No", "number": {"less_than": 9}},
            "quick_filters": {"No": {"number": {"equals": 1}}}, "position": {"type": "start"},
            "configuration": {"type": "table", "properties": [{"property_id": "title"}]}}),
        json!({"data_source_id": source, "view_id": dashboard, "name": "f", "type": "chart",
            "configuration": {"type": "chart", "chart_type": "number",
                "value": {"aggregator": "count"}}, "placement": {"type": "new_row"}}),
        json!({"parent": {"page_id": world.home()}}),
        json!({"parent": {"data_source_id": source},
            "template": {"type": "template_id", "template_id": page}}),
        json!({"template": {"type": "default"}, "erase_content": true}),
    ];
    for round in 0..ROUNDS {
        let route = &TABLE[random.usize(0..TABLE.len())];
        let known = [
            page.as_str(),
            source.as_str(),
            list.as_str(),
            dashboard.as_str(),
            &world.home(),
            "x",
            "%00",
            "title",
        ]
        .map(str::to_owned);
        let path = route
            .path
            .split('/')
            .map(|segment| match segment.starts_with('{') {
                true => random.choice(&known).unwrap().clone(),
                false => segment.to_owned(),
            })
            .collect::<Vec<_>>()
            .join("/");
        let path = match query(random) {
            query if query.is_empty() => path,
            query => format!("{path}?{query}"),
        };
        let mut body = match random.u32(0..5) {
            0 => value(random, 4),
            _ => random.choice(&sound).unwrap().clone(),
        };
        for _ in 0..random.u32(0..3) {
            spoil(random, &mut body);
        }
        let body = if route.method == Method::GET {
            Value::Null
        } else {
            body
        };
        let version = ["2026-03-11", "2025-09-03", "2022-06-28"][random.usize(0..3)];
        let (status, answer) = world.at(version).call(route.method.clone(), &path, &body);
        assert!(
            status < 500 || status == 501,
            "{round} {path} {body}: {answer}"
        );
        // The list of templates is the one answer without an id.
        assert!(
            answer["request_id"].is_string() || answer["templates"].is_array(),
            "{round} {path} {body}: {answer}"
        );
    }
}

#[test]
fn deep_nesting_is_refused() {
    let world = World::new();
    let mut text = "[".repeat(100_000);
    text.push_str(&"]".repeat(100_000));
    let mut request = world.request(Method::POST, "/v1/search", &Value::Null);
    *request.body_mut() = text.into();
    assert_eq!(world.emulator.handle(request).status(), 400);
}
