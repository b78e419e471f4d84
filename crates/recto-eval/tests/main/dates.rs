//! Dates, times, keywords and windows. Now is Wednesday 4 March 2026, 22:15:30 UTC.

use std::sync::LazyLock;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use recto_api::page::Page;
use serde_json::{Value, json};

use crate::support::{blank, check, compile_with, context, matching, page, row};

fn when(start: &str) -> Page {
    row(
        "When",
        "date",
        json!({"start": start, "end": null, "time_zone": null}),
    )
}

fn rows(starts: &[&'static str]) -> Vec<(&'static str, Page)> {
    starts.iter().map(|start| (*start, when(start))).collect()
}

#[test]
fn a_day_compares_with_days() {
    let mut rows = rows(&[
        "2026-02-28",
        "2026-03-01",
        "2026-03-01T00:00:00.000Z",
        "2026-03-01T23:59:00.000Z",
        "2026-03-02",
    ]);
    rows.push(("null", row("When", "date", json!(null))));
    rows.push(("absent", blank()));
    let on = "2026-03-01 2026-03-01T00:00:00.000Z 2026-03-01T23:59:00.000Z";
    check(
        "When",
        "date",
        &rows,
        &[
            (json!({"equals": "2026-03-01"}), on),
            (json!({"before": "2026-03-01"}), "2026-02-28"),
            (json!({"after": "2026-03-01"}), "2026-03-02"),
            (
                json!({"on_or_before": "2026-03-01"}),
                &format!("2026-02-28 {on}"),
            ),
            (
                json!({"on_or_after": "2026-03-01"}),
                &format!("{on} 2026-03-02"),
            ),
            (json!({"is_empty": true}), "null absent"),
            (
                json!({"is_not_empty": true}),
                &format!("2026-02-28 {on} 2026-03-02"),
            ),
        ],
    );
}

#[test]
fn the_day_of_a_time_is_the_one_in_its_own_offset() {
    let rows = rows(&[
        "2026-03-01T00:30:00.000+09:00",
        "2026-03-01T23:30:00.000-08:00",
    ]);
    let both = "2026-03-01T00:30:00.000+09:00 2026-03-01T23:30:00.000-08:00";
    check(
        "When",
        "date",
        &rows,
        &[
            (json!({"equals": "2026-03-01"}), both),
            (json!({"equals": "2026-02-28"}), ""),
            (json!({"equals": "2026-03-02"}), ""),
        ],
    );
}

#[test]
fn a_time_compares_by_minute_and_as_an_instant() {
    let rows = rows(&[
        "2026-03-01T09:29:00.000Z",
        "2026-03-01T09:30:00.000Z",
        "2026-03-01T10:30:00.000+01:00",
        "2026-03-01T09:31:00.000Z",
    ]);
    let at = "2026-03-01T09:30:00.000Z 2026-03-01T10:30:00.000+01:00";
    for operand in [
        "2026-03-01T09:30:00Z",
        "2026-03-01T09:30:59.999Z",
        "2026-03-01T11:30:42.775537+02:00",
        "2026-03-01T09:30",
    ] {
        check(
            "When",
            "date",
            &rows,
            &[
                (json!({"equals": operand}), at),
                (json!({"before": operand}), "2026-03-01T09:29:00.000Z"),
                (json!({"after": operand}), "2026-03-01T09:31:00.000Z"),
                (
                    json!({"on_or_before": operand}),
                    &format!("2026-03-01T09:29:00.000Z {at}"),
                ),
                (
                    json!({"on_or_after": operand}),
                    &format!("{at} 2026-03-01T09:31:00.000Z"),
                ),
            ],
        );
    }
}

#[test]
fn minutes_are_cut_downwards_before_1970_too() {
    let rows = rows(&["1969-12-31T23:58:00.000Z", "1969-12-31T23:59:00.000Z"]);
    let filter = json!({"property": "When", "date": {"equals": "1969-12-31T23:59:59Z"}});
    assert_eq!(matching(&filter, &rows), ["1969-12-31T23:59:00.000Z"]);
}

#[test]
fn against_a_time_a_day_is_its_midnight_in_the_offset_asked_for() {
    let rows = rows(&["2026-03-01"]);
    check(
        "When",
        "date",
        &rows,
        &[
            (json!({"equals": "2026-03-01T00:00:00+05:00"}), "2026-03-01"),
            (json!({"equals": "2026-03-01T09:30:00Z"}), ""),
            (json!({"before": "2026-03-01T09:30:00Z"}), "2026-03-01"),
            (json!({"after": "2026-02-28T23:59:00-03:00"}), "2026-03-01"),
        ],
    );
}

#[test]
fn a_range_compares_by_its_start() {
    let range = json!({"start": "2026-03-01", "end": "2026-03-10", "time_zone": null});
    let rows = [("range", row("When", "date", range))];
    check(
        "When",
        "date",
        &rows,
        &[
            (json!({"equals": "2026-03-01"}), "range"),
            (json!({"on_or_after": "2026-03-02"}), ""),
        ],
    );
}

#[test]
fn keywords_name_days() {
    let days = [
        ("one_month_ago", "2026-02-04"),
        ("one_week_ago", "2026-02-25"),
        ("yesterday", "2026-03-03"),
        ("today", "2026-03-04"),
        ("tomorrow", "2026-03-05"),
        ("one_week_from_now", "2026-03-11"),
        ("one_month_from_now", "2026-04-04"),
    ];
    let rows: Vec<_> = days.iter().map(|(_, day)| (*day, when(day))).collect();
    for (index, (keyword, day)) in days.iter().enumerate() {
        check("When", "date", &rows, &[(json!({"equals": keyword}), day)]);
        let before = json!({"property": "When", "date": {"before": keyword}});
        assert_eq!(matching(&before, &rows).len(), index, "{keyword}");
        let after = json!({"property": "When", "date": {"on_or_after": keyword}});
        assert_eq!(
            matching(&after, &rows).len(),
            days.len() - index,
            "{keyword}"
        );
    }
}

/// A row for every day of five years.
static DAYS: LazyLock<Vec<(String, Page)>> = LazyLock::new(|| {
    let days = jiff::civil::date(2024, 1, 1)
        .series(jiff::ToSpan::days(1))
        .take(5 * 365);
    days.map(|day| (day.to_string(), when(&day.to_string())))
        .collect()
});

/// The first and the last day of a window, found by asking for every day of five years.
fn edges(window: &str, context: &recto_eval::Context) -> (String, String) {
    let filter = json!({"property": "When", "date": {window: {}}});
    let predicate = compile_with(&filter, context).unwrap();
    let days: Vec<_> = DAYS
        .iter()
        .filter(|(_, row)| predicate.matches(row))
        .collect();
    (days[0].0.clone(), days[days.len() - 1].0.clone())
}

#[test]
fn windows_hold_today_and_the_day_one_unit_away() {
    let pair = |first: &str, last: &str| (first.to_owned(), last.to_owned());
    for (window, expected) in [
        ("past_week", pair("2026-02-25", "2026-03-04")),
        ("past_month", pair("2026-02-04", "2026-03-04")),
        ("past_year", pair("2025-03-04", "2026-03-04")),
        ("next_week", pair("2026-03-04", "2026-03-11")),
        ("next_month", pair("2026-03-04", "2026-04-04")),
        ("next_year", pair("2026-03-04", "2027-03-04")),
        ("this_week", pair("2026-03-01", "2026-03-07")),
    ] {
        assert_eq!(edges(window, &context()), expected, "{window}");
    }
    let monday = context().week_start(Weekday::Monday);
    assert_eq!(
        edges("this_week", &monday),
        pair("2026-03-02", "2026-03-08")
    );
}

#[test]
fn a_month_back_ends_with_the_shorter_month() {
    let now = "2026-03-31T12:00:00Z".parse().unwrap();
    let context = recto_eval::Context::new(now);
    assert_eq!(edges("past_month", &context).0, "2026-02-28");
    let leap = recto_eval::Context::new("2024-02-29T12:00:00Z".parse().unwrap());
    assert_eq!(edges("next_year", &leap).1, "2025-02-28");
}

#[test]
fn windows_take_times_by_their_day() {
    let rows = rows(&[
        "2026-02-25T00:00:00.000Z",
        "2026-03-04T23:59:00.000Z",
        "2026-03-05T00:00:00.000Z",
    ]);
    let past = "2026-02-25T00:00:00.000Z 2026-03-04T23:59:00.000Z";
    check("When", "date", &rows, &[(json!({"past_week": {}}), past)]);
}

#[test]
fn today_depends_on_the_zone() {
    let today = json!({"property": "When", "date": {"equals": "today"}});
    let in_tokyo = context().zone(TimeZone::fixed(jiff::tz::offset(9)));
    let predicate = compile_with(&today, &in_tokyo).unwrap();
    assert!(
        predicate.matches(&when("2026-03-05")),
        "22:15 UTC is already tomorrow there"
    );
    assert!(!predicate.matches(&when("2026-03-04")));
}

#[test]
fn times_of_the_page_are_filtered_as_timestamp_or_as_property() {
    // The page was created on 1 March at 10:20 and edited on 3 March at 23:59.
    let rows = [("page", page(json!({})))];
    let cases: [(&str, &str, Value, bool); 8] = [
        (
            "created_time",
            "Made",
            json!({"equals": "2026-03-01"}),
            true,
        ),
        (
            "created_time",
            "Made",
            json!({"equals": "2026-03-01T10:20:42Z"}),
            true,
        ),
        (
            "created_time",
            "Made",
            json!({"after": "2026-03-01T10:20:00Z"}),
            false,
        ),
        ("created_time", "Made", json!({"is_empty": true}), false),
        ("created_time", "Made", json!({"this_week": {}}), true),
        (
            "last_edited_time",
            "Changed",
            json!({"equals": "yesterday"}),
            true,
        ),
        (
            "last_edited_time",
            "Changed",
            json!({"before": "2026-03-03"}),
            false,
        ),
        (
            "last_edited_time",
            "Changed",
            json!({"is_not_empty": true}),
            true,
        ),
    ];
    for (key, property, condition, expected) in cases {
        for filter in [
            json!({"timestamp": key, key: condition}),
            json!({"property": property, key: condition}),
            json!({"property": property, "date": condition}),
        ] {
            assert_eq!(!matching(&filter, &rows).is_empty(), expected, "{filter}");
        }
    }
}

#[test]
fn a_value_that_is_no_date_matches_nothing_but_emptiness() {
    let rows = [("odd", when("soon"))];
    check(
        "When",
        "date",
        &rows,
        &[
            (json!({"on_or_after": "1900-01-01"}), ""),
            (json!({"is_empty": true}), "odd"),
        ],
    );
}
