//! Values as people make and read them.

use jiff::civil::date;
use jiff::{Timestamp, Zoned};
use proptest::prelude::*;
use recto_api::file::File;
use recto_api::ids::{PageId, UserId};
use recto_api::page::Page;
use recto_api::property::{
    Date, NotFinite, Place, Property, PropertyValue, SelectOption, UniqueId,
};
use serde_json::{Value, json};

use crate::samples::{self, ID};

/// The value as it is sent.
fn sent(value: PropertyValue) -> Value {
    serde_json::to_value(Property::from(value)).unwrap()
}

fn read(kind: &str, value: Value) -> PropertyValue {
    let property: Property = serde_json::from_value(json!({"type": kind, kind: value})).unwrap();
    property.value
}

#[test]
fn every_type_has_a_constructor() {
    let text = json!([{"type": "text", "text": {"content": "a"}}]);
    let page = PageId::parse(ID).unwrap();
    let user = UserId::parse(ID).unwrap();
    for (value, kind, expected) in [
        (PropertyValue::title("a"), "title", text.clone()),
        (PropertyValue::rich_text("a"), "rich_text", text),
        (PropertyValue::number(-2.5).unwrap(), "number", json!(-2.5)),
        (PropertyValue::integer(7_u8), "number", json!(7)),
        (PropertyValue::integer(u64::MAX), "number", json!(u64::MAX)),
        (PropertyValue::select("a"), "select", json!({"name": "a"})),
        (
            PropertyValue::select(SelectOption::with_id("x")),
            "select",
            json!({"id": "x"}),
        ),
        (
            PropertyValue::status("a".to_owned()),
            "status",
            json!({"name": "a"}),
        ),
        (
            PropertyValue::multi_select(["a", "b"]),
            "multi_select",
            json!([{"name": "a"}, {"name": "b"}]),
        ),
        (
            PropertyValue::multi_select([SelectOption::with_id("x")]),
            "multi_select",
            json!([{"id": "x"}]),
        ),
        (
            PropertyValue::people([user]),
            "people",
            json!([{"object": "user", "id": ID}]),
        ),
        (
            PropertyValue::files([File::external("a", "https://x.example")]),
            "files",
            json!([{"name": "a", "type": "external", "external": {"url": "https://x.example"}}]),
        ),
        (
            PropertyValue::relation([page]),
            "relation",
            json!([{"id": ID}]),
        ),
        (PropertyValue::checkbox(false), "checkbox", json!(false)),
        (PropertyValue::url("x"), "url", json!("x")),
        (
            PropertyValue::email("a@x.example"),
            "email",
            json!("a@x.example"),
        ),
        (
            PropertyValue::phone_number("+47"),
            "phone_number",
            json!("+47"),
        ),
        (
            PropertyValue::place(
                Place::at(59.9, -10.0)
                    .unwrap()
                    .named("Pier")
                    .address("Oslo"),
            ),
            "place",
            json!({"lat": 59.9, "lon": -10.0, "name": "Pier", "address": "Oslo"}),
        ),
        (
            PropertyValue::verified(),
            "verification",
            json!({"state": "verified"}),
        ),
        (
            PropertyValue::verified_until(date(2026, 3, 1)),
            "verification",
            json!({"state": "verified", "date": {"start": "2026-03-01"}}),
        ),
        (
            PropertyValue::unverified(),
            "verification",
            json!({"state": "unverified"}),
        ),
    ] {
        assert_eq!(sent(value), json!({"type": kind, kind: expected}));
    }
}

#[test]
fn dates_come_from_jiff_and_go_back() {
    let instant: Timestamp = "2026-03-01T08:30:00Z".parse().unwrap();
    let zoned: Zoned = "2026-03-01T09:30[Europe/Oslo]".parse().unwrap();
    let local = date(2026, 3, 1).at(9, 30, 0, 0);
    for (value, expected) in [
        (
            PropertyValue::date(date(2026, 3, 1)),
            json!({"start": "2026-03-01"}),
        ),
        (
            PropertyValue::date(instant),
            json!({"start": "2026-03-01T08:30:00Z"}),
        ),
        (
            PropertyValue::date(&zoned),
            json!({"start": "2026-03-01T09:30:00+01:00"}),
        ),
        (
            PropertyValue::date(local),
            json!({"start": "2026-03-01T09:30:00"}),
        ),
        (
            PropertyValue::date(Date::local(local, "Europe/Oslo")),
            json!({"start": "2026-03-01T09:30:00", "time_zone": "Europe/Oslo"}),
        ),
        (
            PropertyValue::date((date(2026, 3, 1), date(2026, 3, 5))),
            json!({"start": "2026-03-01", "end": "2026-03-05"}),
        ),
        (
            PropertyValue::date(date(2026, 3, 1)..=date(2026, 3, 5)),
            json!({"start": "2026-03-01", "end": "2026-03-05"}),
        ),
        (
            PropertyValue::date(Date::new(instant).until(zoned)),
            json!({"start": "2026-03-01T08:30:00Z", "end": "2026-03-01T09:30:00+01:00"}),
        ),
        (
            PropertyValue::date("2026-03-01"),
            json!({"start": "2026-03-01"}),
        ),
    ] {
        assert_eq!(sent(value), json!({"type": "date", "date": expected}));
    }
    let summer = read(
        "date",
        json!({"start": "2026-07-01T09:30:00", "end": "2026-07-01T10:30:00", "time_zone": "Europe/Oslo"}),
    );
    let summer = summer.as_date().unwrap();
    assert!(summer.is_range());
    assert_eq!(
        summer.start_instant().unwrap().to_string(),
        "2026-07-01T07:30:00Z"
    );
    assert_eq!(
        summer.end_instant().unwrap().to_string(),
        "2026-07-01T08:30:00Z"
    );
    assert_eq!(
        summer.start_zoned().unwrap().to_string(),
        "2026-07-01T09:30:00+02:00[Europe/Oslo]"
    );
    assert_eq!(
        summer.end_zoned().unwrap().datetime(),
        date(2026, 7, 1).at(10, 30, 0, 0)
    );
    let offset = Date::new("2026-03-01T00:30:00.000+09:00");
    assert_eq!(offset.start_day(), Some(date(2026, 3, 1)));
    assert_eq!(
        offset.start_instant().unwrap().to_string(),
        "2026-02-28T15:30:00Z"
    );
    assert_eq!(offset.start_zoned().unwrap().offset().seconds(), 9 * 3600);
    assert_eq!((offset.end_day(), offset.end_instant()), (None, None));
    let day = Date::new("2026-03-01");
    assert_eq!(
        day.start_instant().unwrap().to_string(),
        "2026-03-01T00:00:00Z"
    );
    assert_eq!(day.start_zoned(), None);
    let odd = Date::new("soon").until("later").time_zone("Nowhere/Land");
    assert_eq!(
        (
            odd.start_day(),
            odd.end_day(),
            odd.start_instant(),
            odd.end_zoned()
        ),
        (None, None, None, None)
    );
    assert!(odd.start_moment().is_err() && odd.end_moment().is_err());
}

#[test]
fn nan_and_infinity_are_refused() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = PropertyValue::number(number).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "{number} cannot be sent: JSON has neither NaN nor infinity; `Number(None)` clears the property"
            )
        );
        assert!(Place::at(number, 0.0).is_err() && Place::at(0.0, number).is_err());
    }
    assert_eq!(
        PropertyValue::number(f64::INFINITY),
        Err(NotFinite(f64::INFINITY))
    );
}

#[test]
fn empty_zero_and_cleared_are_different_values() {
    let all = [
        PropertyValue::rich_text(""),
        PropertyValue::title(""),
        PropertyValue::integer(0),
        PropertyValue::integer(-1),
        PropertyValue::Number(None),
        PropertyValue::Select(None),
        PropertyValue::Status(None),
        PropertyValue::multi_select::<&str>([]),
        PropertyValue::relation([]),
        PropertyValue::people([]),
        PropertyValue::files([]),
        PropertyValue::checkbox(false),
        PropertyValue::Url(None),
        PropertyValue::url(""),
        PropertyValue::Email(None),
        PropertyValue::PhoneNumber(None),
        PropertyValue::Date(None),
        PropertyValue::Place(None),
    ];
    for (index, one) in all.iter().enumerate() {
        for other in &all[index + 1..] {
            assert_ne!(one, other);
            assert_ne!(sent(one.clone()), sent(other.clone()));
        }
    }
    for (index, value) in all.iter().enumerate() {
        let not_empty = [2, 3, 11, 13].contains(&index);
        assert_eq!(value.is_empty(), !not_empty, "{value:?}");
    }
}

#[test]
fn a_type_knows_the_value_that_clears_it() {
    let page: Page = serde_json::from_value(samples::page()).unwrap();
    for (_, property) in page.properties.iter() {
        let value = &property.value;
        match PropertyValue::cleared(value.kind()) {
            Some(cleared) => {
                assert_eq!(cleared.kind(), value.kind());
                assert!(!value.is_read_only());
                let never = matches!(
                    cleared,
                    PropertyValue::Checkbox(_) | PropertyValue::Verification(_)
                );
                assert_eq!(cleared.is_empty(), !never, "{}", value.kind());
            }
            None => assert!(value.is_read_only(), "{}", value.kind()),
        }
    }
    assert_eq!(PropertyValue::cleared("weather"), None);
}

#[test]
fn values_are_read_as_what_they_are() {
    let text =
        |text: &str| json!([{"type": "text", "text": {"content": text}, "plain_text": text}]);
    let formula = |kind: &str, value: Value| read("formula", json!({"type": kind, kind: value}));
    assert_eq!(read("title", text("a")).as_text().as_deref(), Some("a"));
    assert_eq!(read("rich_text", json!([])).as_text().as_deref(), Some(""));
    assert_eq!(
        read("rich_text", text("a")).as_rich_text().unwrap().len(),
        1
    );
    assert_eq!(read("url", json!(null)).as_text(), None);
    assert_eq!(
        read("email", json!("a@x.example")).as_text().as_deref(),
        Some("a@x.example")
    );
    assert_eq!(
        formula("string", json!("a")).as_text().as_deref(),
        Some("a")
    );
    assert_eq!(read("number", json!(2.5)).as_number(), Some(2.5));
    assert_eq!(read("number", json!(2.5)).as_integer(), None);
    assert_eq!(read("number", json!(-3.0)).as_integer(), Some(-3));
    assert_eq!(
        read("number", json!(9e18)).as_integer(),
        None,
        "beyond 53 bits a float guesses"
    );
    assert_eq!(read("number", json!(i64::MAX)).as_integer(), Some(i64::MAX));
    assert_eq!(read("number", json!(null)).as_number(), None);
    assert_eq!(formula("number", json!(1)).as_number(), Some(1.0));
    let rollup = read(
        "rollup",
        json!({"type": "number", "number": 4, "function": "sum"}),
    );
    assert_eq!((rollup.as_number(), rollup.as_date()), (Some(4.0), None));
    assert_eq!(
        read("unique_id", json!({"prefix": "R", "number": 7})).as_integer(),
        Some(7)
    );
    assert_eq!(read("checkbox", json!(true)).as_bool(), Some(true));
    assert_eq!(formula("boolean", json!(false)).as_bool(), Some(false));
    let day = json!({"start": "2026-03-01", "end": null, "time_zone": null});
    assert_eq!(read("date", day.clone()).as_day(), Some(date(2026, 3, 1)));
    assert_eq!(
        formula("date", day.clone()).as_day(),
        Some(date(2026, 3, 1))
    );
    let latest = read(
        "rollup",
        json!({"type": "date", "date": day, "function": "latest_date"}),
    );
    assert_eq!(latest.as_day(), Some(date(2026, 3, 1)));
    let made = read("created_time", json!("2026-03-01T10:00:00.000Z"));
    assert_eq!(
        made.as_instant().unwrap().to_string(),
        "2026-03-01T10:00:00Z"
    );
    assert_eq!(
        (made.as_day(), made.as_date()),
        (Some(date(2026, 3, 1)), None)
    );
    let option = read("select", json!({"id": "x", "name": "A", "color": "red"}));
    assert_eq!(
        (option.as_name(), option.as_names()),
        (Some("A"), Some(vec!["A"]))
    );
    assert_eq!(read("status", json!(null)).as_names(), Some(vec![]));
    assert_eq!(
        read("multi_select", json!([{"name": "a"}, {"name": "b"}])).as_names(),
        Some(vec!["a", "b"])
    );
    assert_eq!(
        read("multi_select", json!([])).as_options().unwrap().len(),
        0
    );
    assert_eq!(
        read("people", json!([{"object": "user", "id": ID}]))
            .as_people()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        read("created_by", json!({"object": "user", "id": ID}))
            .as_people()
            .unwrap()
            .len(),
        1
    );
    let pages = read("relation", json!([{"id": ID}]));
    assert_eq!(pages.as_page_ids().unwrap()[0].as_str(), ID);
    assert_eq!(
        read("place", json!({"lat": 1, "lon": 2}))
            .as_place()
            .unwrap()
            .lat
            .value()
            .unwrap()
            .as_i64(),
        Some(1)
    );
    assert_eq!(
        read("verification", json!({"state": "verified"}))
            .as_verification()
            .unwrap()
            .to_string(),
        "verified"
    );
    let number = read("number", json!(5));
    assert!(
        number.as_text().is_none() && number.as_bool().is_none() && number.as_names().is_none()
    );
    assert!(
        number.as_people().is_none()
            && number.as_relation().is_none()
            && number.as_files().is_none()
    );
    assert!(
        number.as_place().is_none() && number.as_array().is_none() && number.as_instant().is_none()
    );
}

#[test]
fn any_value_has_a_plain_text() {
    let page: Page = serde_json::from_value(samples::page()).unwrap();
    for (name, expected) in [
        ("Name", "Title"),
        ("Text", "héllo 🌍"),
        ("Number", "12.5"),
        ("Whole", "5"),
        ("Nothing", ""),
        ("Select", "One"),
        ("Empty select", ""),
        ("Multi", "Two"),
        ("Status", "Done"),
        ("Date", "2026-03-01T09:30:00.000+01:00"),
        ("People", "Ada, Crew"),
        ("Checkbox", "true"),
        ("Url", "https://example.com"),
        ("Email", ""),
        ("Phone", "+1 555 0100"),
        ("Relation", ID),
        ("Formula", "true"),
        ("Rollup", "x"),
        ("Made", "2026-03-01T10:00:00.000Z"),
        ("Maker", "bot"),
        ("Editor", ID),
        ("Count", "R-7"),
        ("Button", ""),
        ("Verified", "unverified"),
        ("Place", "Pier"),
        ("Files", "a, b"),
    ] {
        assert_eq!(
            page.properties.get(name).unwrap().value.plain_text(),
            expected,
            "{name}"
        );
    }
    for (kind, value, expected) in [
        (
            "date",
            json!({"start": "2026-03-01", "end": "2026-03-05"}),
            "2026-03-01 → 2026-03-05",
        ),
        ("unique_id", json!({"prefix": null, "number": 7}), "7"),
        ("unique_id", json!({"prefix": "R", "number": null}), ""),
        ("place", json!({"lat": 1.5, "lon": -2}), "1.5, -2"),
        (
            "place",
            json!({"lat": 1.5, "lon": -2, "name": "", "address": "Quay 1"}),
            "Quay 1",
        ),
        (
            "verification",
            json!({"state": "verified", "date": {"start": "2026-03-01"}}),
            "verified (2026-03-01)",
        ),
        (
            "rollup",
            json!({"type": "array", "array": [], "function": "show_original"}),
            "",
        ),
        (
            "rollup",
            json!({"type": "incomplete", "incomplete": {}, "function": "sum"}),
            "",
        ),
        ("formula", json!({"type": "string", "string": null}), ""),
        ("weather", json!({"sky": "blue"}), "{\"sky\":\"blue\"}"),
        ("weather", json!("blue"), "blue"),
        (
            "files",
            json!([{"name": null, "type": "external", "external": {"url": "https://x.example"}}]),
            "https://x.example",
        ),
    ] {
        assert_eq!(
            read(kind, value.clone()).plain_text(),
            expected,
            "{kind} {value}"
        );
    }
}

#[test]
fn what_a_page_cut_is_marked() {
    let cut: Property = serde_json::from_value(
        json!({"id": "a", "type": "relation", "relation": [], "has_more": true}),
    )
    .unwrap();
    let whole: Property = serde_json::from_value(
        json!({"id": "a", "type": "relation", "relation": [], "has_more": false}),
    )
    .unwrap();
    assert!(cut.is_truncated() && !whole.is_truncated());
    assert!(!Property::from(PropertyValue::relation([])).is_truncated());
}

#[test]
fn a_counter_shows_its_prefix() {
    let id: UniqueId = serde_json::from_value(json!({"prefix": "", "number": 3})).unwrap();
    assert_eq!(id.to_string(), "3");
}

proptest! {
    /// What is made and sent comes back as it was.
    #[test]
    fn texts_and_numbers_come_back(text in "\\PC{0,60}", number in prop::num::f64::NORMAL | prop::num::f64::ZERO) {
        let again: Property = serde_json::from_value(sent(PropertyValue::rich_text(&text))).unwrap();
        prop_assert_eq!(again.value.as_text(), Some(text));
        let again: Property = serde_json::from_value(sent(PropertyValue::number(number).unwrap())).unwrap();
        prop_assert_eq!(again.value.as_number(), Some(number));
    }

    #[test]
    fn instants_come_back(second in -62_000_000_000_i64..250_000_000_000) {
        let instant = Timestamp::from_second(second).unwrap();
        let again: Property = serde_json::from_value(sent(PropertyValue::date(instant))).unwrap();
        prop_assert_eq!(again.value.as_instant(), Some(instant));
        let zoned = instant.in_tz("Asia/Kathmandu").unwrap();
        let again: Property = serde_json::from_value(sent(PropertyValue::date(&zoned))).unwrap();
        // Old offsets have seconds, which a text of ISO 8601 rounds away.
        let exact = zoned.offset().seconds() % 60 == 0;
        prop_assert!(!exact || again.value.as_instant() == Some(instant));
    }
}
