//! Filter and sort over 10,000 rows, as a query of the largest size does.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use recto_api::page::Page;
use recto_api::query::{Filter, RelativeDate, Sort};
use recto_api::schema;
use recto_eval::{Context, Order, Predicate, Schema};
use serde_json::json;

const ROWS: usize = 10_000;

fn config() -> schema::Schema {
    let options: Vec<_> = (0..8)
        .map(|index| json!({"id": format!("o{index}"), "name": format!("S{index}")}))
        .collect();
    serde_json::from_value(json!({
        "Name": {"id": "title", "type": "title", "title": {}},
        "Due": {"id": "dAtE", "type": "date", "date": {}},
        "State": {"id": "sTaT", "type": "select", "select": {"options": options}},
        "Count": {"id": "nUmB", "type": "number", "number": {}},
    }))
    .unwrap()
}

/// A number that looks random and is the same in every run.
fn scatter(index: usize) -> usize {
    index.wrapping_mul(2_654_435_761) % 100_003
}

fn rows() -> Vec<Page> {
    let row = |index: usize| {
        let scattered = scatter(index);
        let name = format!("Task {scattered}");
        let option = scattered % 8;
        let day = scattered % 28 + 1;
        serde_json::from_value(json!({
            "object": "page",
            "id": format!("00000000-0000-8000-8000-{index:012}"),
            "created_time": "2026-03-01T10:20:00.000Z",
            "properties": {
                "Due": {"id": "dAtE", "type": "date", "date": {"start": format!("2026-03-{day:02}")}},
                "Count": {"id": "nUmB", "type": "number", "number": scattered},
                "State": {"id": "sTaT", "type": "select",
                          "select": {"id": format!("o{option}"), "name": format!("S{option}")}},
                "Name": {"id": "title", "type": "title", "title": [
                    {"type": "text", "text": {"content": name, "link": null}, "plain_text": name}]},
            },
        }))
        .unwrap()
    };
    (0..ROWS).map(row).collect()
}

fn query(criterion: &mut Criterion) {
    let config = config();
    let schema = Schema::new(&config);
    let context = Context::new("2026-03-14T09:00:00Z".parse().unwrap());
    let rows = rows();
    let mut group = criterion.benchmark_group("query_10k");
    group.throughput(Throughput::Elements(ROWS as u64));

    let filters = [
        (
            "filter/select",
            Filter::property("State").select().does_not_equal("S3"),
        ),
        (
            "filter/text",
            Filter::property("Name").title().contains("SK 77"),
        ),
        (
            "filter/date",
            Filter::property("Due").date().before(RelativeDate::Today),
        ),
        (
            "filter/compound",
            Filter::and([
                Filter::property("State")
                    .select()
                    .equals(["S1", "S2", "S3"]),
                Filter::or([
                    Filter::property("Due").date().on_or_after("2026-03-10"),
                    Filter::property("Count").number().greater_than(50_000),
                ]),
            ]),
        ),
    ];
    for (name, filter) in filters {
        let predicate = Predicate::compile(&filter, &schema, &context).unwrap();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                rows.iter()
                    .filter(|row| predicate.matches(black_box(*row)))
                    .count()
            });
        });
    }
    let orders = [
        ("sort/title", vec![Sort::ascending("Name")]),
        (
            "sort/select_date",
            vec![Sort::descending("State"), Sort::ascending("Due")],
        ),
    ];
    for (name, sorts) in orders {
        let order = Order::compile(&sorts, &schema).unwrap();
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || rows.iter().collect::<Vec<_>>(),
                |mut rows| {
                    order.sort(&mut rows);
                    rows
                },
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, query);
criterion_main!(benches);
