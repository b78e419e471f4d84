//! Filters of the builder: what the model's own check lets pass is what the service takes.

use jiff::civil::date;
use proptest::prelude::*;
use recto_api::query::{Filter, RelativeDate, VerificationState, Window};
use recto_eval::Predicate;

use crate::support::{self, ADA, blank};

/// A filter on one property that fits it.
fn fitting() -> impl Strategy<Value = Filter> {
    let text = "[ a-zÄ]{0,6}";
    let number = || prop_oneof![any::<i64>().prop_map(|n| n as f64), -1e9..1e9];
    let names = || {
        prop::collection::vec(
            prop::sample::select(vec!["Low", "Mid", "High", "o-low"]),
            0..4,
        )
    };
    prop_oneof![
        (
            prop::sample::select(vec![
                "Name", "Text", "Link", "Mail", "Phone", "title", "%3AtXt", ":tXt"
            ]),
            text,
            0..8
        )
            .prop_map(|(name, text, which)| {
                let on = Filter::property(name).rich_text();
                match which {
                    0 => on.equals(text),
                    1 => on.does_not_equal(text),
                    2 => on.contains(text),
                    3 => on.does_not_contain(text),
                    4 => on.starts_with(text),
                    5 => on.ends_with(text),
                    6 => on.is_empty(),
                    _ => on.is_not_empty(),
                }
            }),
        (
            prop::sample::select(vec!["Count", "Serial"]),
            number(),
            0..8
        )
            .prop_map(|(name, number, which)| {
                let on = Filter::property(name);
                let on = if name == "Count" {
                    on.number()
                } else {
                    on.unique_id()
                };
                match which {
                    0 => on.equals(number),
                    1 => on.does_not_equal(number),
                    2 => on.greater_than(number),
                    3 => on.less_than(number),
                    4 => on.greater_than_or_equal_to(number),
                    5 => on.less_than_or_equal_to(number),
                    6 => on.is_empty(),
                    _ => on.is_not_empty(),
                }
            }),
        (any::<bool>(), any::<bool>()).prop_map(|(checked, not)| {
            let on = Filter::property("Done").checkbox();
            if not {
                on.does_not_equal(checked)
            } else {
                on.equals(checked)
            }
        }),
        (any::<bool>(), names(), 0..4).prop_map(|(select, names, which)| {
            let on = if select {
                Filter::property("Priority").select()
            } else {
                Filter::property("State").status()
            };
            match which {
                0 => on.equals(names),
                1 => on.does_not_equal(names),
                2 => on.is_empty(),
                _ => on.is_not_empty(),
            }
        }),
        (names(), 0..4).prop_map(|(names, which)| {
            let on = Filter::property("Tags").multi_select();
            match which {
                0 => on.contains(names),
                1 => on.does_not_contain(names),
                2 => on.is_empty(),
                _ => on.is_not_empty(),
            }
        }),
        (
            prop::sample::select(vec!["When", "Made", "Changed", ""]),
            days(),
            0..8
        )
            .prop_map(|(name, day, which)| {
                let on = if name.is_empty() {
                    Filter::created_time()
                } else {
                    Filter::property(name).date()
                };
                match which {
                    0 => on.equals(day),
                    1 => on.before(day),
                    2 => on.after(day),
                    3 => on.on_or_before(RelativeDate::OneMonthFromNow),
                    4 => on.on_or_after(RelativeDate::Yesterday),
                    5 => on.is_empty(),
                    6 => on.is_not_empty(),
                    _ => on.within(Window::PastMonth),
                }
            }),
        (
            prop::sample::select(vec!["Who", "Maker", "Changer"]),
            any::<bool>()
        )
            .prop_map(|(name, me)| {
                Filter::property(name)
                    .people()
                    .contains(if me { "me" } else { ADA })
            }),
        any::<bool>().prop_map(|not| {
            let on = Filter::property("Linked").relation();
            if not {
                on.does_not_contain(ADA)
            } else {
                on.contains(ADA)
            }
        }),
        Just(Filter::property("Attached").files().is_not_empty()),
        prop::sample::select(VerificationState::ALL.to_vec()).prop_map(|state| Filter::property(
            "Proof"
        )
        .verification()
        .status(state)),
        text.prop_map(|text| Filter::property("Label").formula().string().contains(text)),
        number().prop_map(|number| Filter::property("Score")
            .formula()
            .number()
            .less_than(number)),
        any::<bool>().prop_map(|checked| Filter::property("Flag")
            .formula()
            .checkbox()
            .equals(checked)),
        days().prop_map(|day| Filter::property("Deadline").formula().date().before(day)),
        number().prop_map(|number| Filter::property("Sum").rollup().number().equals(number)),
        text.prop_map(|text| Filter::property("Sum")
            .rollup()
            .any()
            .rich_text()
            .contains(text)),
        names().prop_map(|names| Filter::property("Sum")
            .rollup()
            .none()
            .status()
            .equals(names)),
        days().prop_map(|day| Filter::property("Sum").rollup().every().date().after(day)),
        Just(
            Filter::property("Sum")
                .rollup()
                .every()
                .relation()
                .is_empty()
        ),
    ]
}

fn days() -> impl Strategy<Value = jiff::civil::Date> {
    (1i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

/// A filter that the service refuses, however it is nested.
fn wrong() -> impl Strategy<Value = Filter> {
    prop::sample::select(vec![
        Filter::property("nowhere").checkbox().equals(true),
        Filter::property("Count").rich_text().contains("1"),
        Filter::property("State").select().equals("Low"),
        Filter::property("State").status().equals(["Low", "Lower"]),
        Filter::property("When").date().before("soon"),
        Filter::last_edited_time().after("2026-02-30"),
        Filter::property("Who").people().contains("Ada"),
        Filter::property("Linked").relation().contains("me"),
        Filter::property("Count").number().less_than(f64::NAN),
        Filter::property("Sum")
            .rollup()
            .number()
            .equals(f64::INFINITY),
        Filter::property("Sum").rollup().any().date().before(""),
    ])
}

/// Trees of up to three levels, of which the service takes two.
fn tree(leaf: BoxedStrategy<Filter>) -> impl Strategy<Value = Filter> {
    leaf.prop_recursive(3, 24, 4, |inner| {
        (any::<bool>(), prop::collection::vec(inner, 0..4)).prop_map(|(and, members)| {
            if and {
                Filter::and(members)
            } else {
                Filter::or(members)
            }
        })
    })
}

/// How many levels of `and` and `or` there are.
fn levels(filter: &Filter) -> usize {
    match filter {
        Filter::And(members) | Filter::Or(members) => {
            1 + members.iter().map(levels).max().unwrap_or_default()
        }
        _ => 0,
    }
}

fn compiles(filter: &Filter) -> bool {
    let compiled = Predicate::compile(filter, &support::schema(), &support::context());
    // Whatever compiles runs.
    compiled
        .map(|predicate| predicate.matches(&blank()))
        .is_ok()
}

proptest! {
    #[test]
    fn what_fits_passes_round_trips_and_compiles(filter in tree(fitting().boxed())) {
        let legal = levels(&filter) <= 2;
        prop_assert_eq!(filter.check_form().is_ok(), legal);
        prop_assert_eq!(filter.check_schema(support::config_of()).is_ok(), legal);
        prop_assert_eq!(compiles(&filter), legal);
        let json = serde_json::to_value(&filter).unwrap();
        let again: Filter = serde_json::from_value(json).unwrap();
        prop_assert_eq!(&again, &filter);
        // Flattening never adds a level, and what was legal stays so.
        let flat = filter.clone().flattened();
        prop_assert!(levels(&flat) <= levels(&filter));
        if legal {
            prop_assert!(compiles(&flat));
            let schema = support::schema();
            let context = support::context();
            let one = Predicate::compile(&filter, &schema, &context).unwrap();
            let other = Predicate::compile(&flat, &schema, &context).unwrap();
            prop_assert_eq!(one.matches(&blank()), other.matches(&blank()));
        }
    }

    #[test]
    fn what_is_refused_by_one_is_refused_by_the_other(
        filter in tree(prop_oneof![4 => fitting(), 1 => wrong()].boxed())
    ) {
        prop_assert_eq!(filter.check_schema(support::config_of()).is_ok(), compiles(&filter));
    }
}

#[test]
fn more_than_a_hundred_members_are_refused_by_both() {
    for (count, fine) in [(100, true), (101, false)] {
        let leaf = || Filter::property("Done").checkbox().equals(true);
        let filter = Filter::or(std::iter::repeat_with(leaf).take(count));
        assert_eq!(filter.check_form().is_ok(), fine);
        assert_eq!(compiles(&filter), fine);
    }
}
