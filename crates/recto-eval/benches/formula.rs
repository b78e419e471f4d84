//! Formulas over 100,000 rows.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use recto_eval::Context;
use recto_eval::formula::{
    DateValue, Formula, FormulaProperty, FormulaRow, FormulaScope, Moment, Owner, PropertyRef,
    Type, Value,
};
use smol_str::{SmolStr, format_smolstr};

const ROWS: usize = 100_000;

struct Scope;

impl FormulaScope for Scope {
    fn by_name(&self, _: Owner<'_>, name: &str) -> Option<FormulaProperty> {
        let value_type = match name {
            "Name" | "State" => Type::Text,
            "Count" => Type::Number,
            "Due" => Type::Date,
            "Tags" => Type::Text.list(),
            _ => return None,
        };
        Some(FormulaProperty {
            key: PropertyRef {
                source: None,
                id: name.to_owned(),
                name: name.to_owned(),
            },
            value_type,
        })
    }

    fn by_id(&self, owner: Owner<'_>, id: &str) -> Option<FormulaProperty> {
        self.by_name(owner, id)
    }
}

/// A row in the order of the formula's slots.
struct Row(Vec<Value>);

impl FormulaRow for Row {
    fn own(&self, slot: usize, _: &PropertyRef) -> Value {
        self.0[slot].clone()
    }

    fn related(&self, _: &str, _: &PropertyRef) -> Value {
        Value::Empty
    }

    fn title(&self, _: &str) -> SmolStr {
        SmolStr::default()
    }

    fn id(&self) -> Option<SmolStr> {
        None
    }
}

fn value(name: &str, index: usize) -> Value {
    let scattered = index.wrapping_mul(2_654_435_761) % 100_003;
    match name {
        "Name" => Value::Text(format_smolstr!("Task number {scattered}")),
        "State" => Value::Text(["Open", "Doing", "Done"][scattered % 3].into()),
        "Count" => Value::Number(f64::from(u32::try_from(scattered).unwrap())),
        "Due" if scattered.is_multiple_of(5) => Value::Empty,
        "Due" => {
            let day = 20_500 + i64::try_from(scattered % 900).unwrap();
            Value::Date(DateValue::single(Moment::day(day).unwrap()))
        }
        _ => Value::list((0..scattered % 5).map(|tag| Value::Text(format_smolstr!("tag {tag}")))),
    }
}

fn formulas(criterion: &mut Criterion) {
    let context = Context::new("2026-11-21T09:30:00Z".parse().unwrap());
    let mut group = criterion.benchmark_group("formula_100k");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.sample_size(10);
    for (name, text) in [
        ("number", "round(prop(\"Count\") * 1.19 / 3) % 7"),
        (
            "urgency",
            "if(prop(\"State\") == \"Done\", \"✅\", if(empty(prop(\"Due\")), \"\", \
             if(formatDate(now(), \"YWD\") == formatDate(prop(\"Due\"), \"YWD\"), \"Today\", \
             if(now() > prop(\"Due\"), \"🔥 \", \"🕐 \") + \
             format(dateBetween(prop(\"Due\"), now(), \"days\")) + \"d\")))",
        ),
        (
            "list",
            "prop(\"Tags\").filter(current != \"tag 1\").map(current + \"!\").join(\", \")",
        ),
        ("pattern", "replaceAll(prop(\"Name\"), \"[0-9]+\", \"#\")"),
    ] {
        let formula = Formula::parse(text).unwrap().check(&Scope).unwrap();
        let rows: Vec<Row> = (0..ROWS)
            .map(|index| {
                let own = formula.own().iter();
                Row(own.map(|property| value(&property.name, index)).collect())
            })
            .collect();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for row in &rows {
                    black_box(formula.evaluate(black_box(row), &context));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, formulas);
criterion_main!(benches);
