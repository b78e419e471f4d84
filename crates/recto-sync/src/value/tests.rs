use super::*;

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn date(text: &str) -> Value {
    Value::Date(Moment::parse(text).unwrap().into())
}

#[test]
fn nothing_has_one_form() {
    for empty in [
        Value::Empty,
        Value::Text(String::new()),
        Value::List(vec![]),
        Value::Refs(BTreeSet::new()),
        Value::text(""),
        Value::list([""]),
        Value::files(["?sig=1"]),
    ] {
        assert_eq!(empty, Value::Empty);
        assert_eq!(empty.to_string(), "(empty)");
    }
    assert_ne!(Value::Bool(false), Value::Empty);
    assert_ne!(Value::Number(number("0")), Value::Empty);
    assert_ne!(Value::text(" "), Value::Empty);
}

#[test]
fn unknown_equals_nothing() {
    let unknown = Value::Unknown("cut".into());
    assert_ne!(unknown, unknown.clone());
    assert_ne!(unknown, Value::Empty);
}

#[test]
fn sets_have_no_order() {
    assert_eq!(Value::list(["b", "a", "b"]), Value::list(["a", "b"]));
    assert_ne!(Value::list(["a"]), Value::list(["a", "b"]));
    assert_eq!(
        Value::people([" Ada@Example.org"]),
        Value::people(["ada@example.org"])
    );
}

#[test]
fn numbers_are_compared_exactly() {
    assert_eq!(number("12.10"), number("1.21e1"));
    assert_eq!(number("-0.0"), number("0"));
    assert_ne!(number("9007199254740993"), number("9007199254740992"));
    assert_eq!(Number::from(-1200), number("-1.2e3"));
    assert_eq!(Number::from(i64::MIN).to_string(), i64::MIN.to_string());
    assert_eq!(Number::from_f64(0.1).unwrap(), number("0.1"));
    assert!(Number::from_f64(f64::NAN).is_err());
    for bad in [
        "",
        "-",
        ".",
        "NaN",
        "Infinity",
        "1e",
        "1 000",
        "0x10",
        "1e999999999",
        "1.2.3",
    ] {
        assert!(Number::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn numbers_show_plainly() {
    for plain in [
        "0",
        "12",
        "-3.25",
        "0.00001",
        "1200",
        "123456789012345678901234567890",
    ] {
        assert_eq!(number(plain).to_string(), plain);
    }
    assert_eq!(number("1e300").to_string(), "1e300");
    assert_eq!(number("-1.25e-30").to_string(), "-1.25e-30");
}

#[test]
fn lossy_numbers_are_known() {
    for exact in ["0.1", "9007199254740992", "-12.5", "1e300"] {
        assert!(!number(exact).is_lossy(), "{exact}");
    }
    for lossy in ["9007199254740993", "0.12345678901234567890", "1e400"] {
        assert!(number(lossy).is_lossy(), "{lossy}");
    }
    assert_eq!(number("7").to_json().unwrap().to_string(), "7");
    assert_eq!(number("7.5").to_json().unwrap().to_string(), "7.5");
    assert!(number("1e400").to_json().is_none());
}

#[test]
fn instants_equal_across_offsets_and_seconds() {
    assert_eq!(
        date("2026-05-01T12:00:00+02:00"),
        date("2026-05-01T10:00:00.000Z")
    );
    assert_eq!(
        date("2026-05-01T10:00:59.999Z"),
        date("2026-05-01T10:00:00Z")
    );
    assert_eq!(date("2026-05-01T10:00:00"), date("2026-05-01T10:00:00Z"));
    assert_ne!(date("2026-05-01"), date("2026-05-01T00:00:00Z"));
    assert_ne!(date("2026-05-01T10:01:00Z"), date("2026-05-01T10:00:00Z"));
    for bad in [
        "",
        "2026-13-01",
        "tomorrow",
        "2026-05-01T25:00:00Z",
        "20260501",
    ] {
        assert!(Moment::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn instants_are_cut_downwards_before_1970_too() {
    let at = Moment::parse("1969-12-31T23:59:30Z").unwrap();
    assert_eq!(at.to_string(), "1969-12-31T23:59Z");
}

#[test]
fn instants_are_written_with_the_zones_offset() {
    let mut value = DateValue::new(Moment::parse("2026-07-01T10:00:00Z").unwrap());
    assert_eq!(value.to_texts().0, "2026-07-01T10:00:00.000+00:00");
    value.zone = Some("America/St_Johns".into());
    value.end = Some(Moment::parse("2026-12-01T10:00:00Z").unwrap());
    let (start, end) = value.to_texts();
    assert_eq!(start, "2026-07-01T07:30:00.000-02:30");
    assert_eq!(end.as_deref(), Some("2026-12-01T06:30:00.000-03:30"));
    assert_eq!(Moment::parse(&start), Some(value.start));
}

#[test]
fn the_zone_is_not_compared() {
    let plain = DateValue::new(Moment::parse("2026-07-01T10:00:00Z").unwrap());
    let zoned = DateValue {
        zone: Some("Europe/Athens".into()),
        ..plain
    };
    assert_eq!(zoned, DateValue::new(plain.start));
}

#[test]
fn digests_follow_equality() {
    let one = |value: Value| digest(&Snapshot::from([("P".to_owned(), value)]));
    assert_eq!(one(Value::list(["a", "b"])), one(Value::list(["b", "a"])));
    assert_eq!(one(Value::Empty), digest(&Snapshot::new()));
    assert_eq!(
        one(Value::Number(number("1.0"))),
        one(Value::Number(number("1")))
    );
    assert_ne!(one(Value::Number(number("1"))), one(Value::text("1")));
    assert_ne!(one(Value::list(["a:1:b"])), one(Value::list(["a", "b"])));
    assert_eq!(
        one(date("2026-05-01T12:00:00+02:00")),
        one(date("2026-05-01T10:00:00Z"))
    );
}

#[test]
fn values_survive_json() {
    let snapshot = Snapshot::from([
        ("Name".to_owned(), Value::text("naïve \u{0} 🚀")),
        (
            "Cost".to_owned(),
            Value::Number(number("9007199254740993.1")),
        ),
        ("Tags".to_owned(), Value::list(["b", "a"])),
        ("Owner".to_owned(), Value::people(["ada@example.org"])),
        ("Project".to_owned(), Value::refs(["projects:1"])),
        ("Done".to_owned(), Value::Bool(true)),
        ("Due".to_owned(), date("2026-05-01")),
        ("At".to_owned(), date("2026-05-01T10:00:00Z")),
        ("None".to_owned(), Value::Empty),
    ]);
    let json = serde_json::to_string(&snapshot).unwrap();
    let back: Snapshot = serde_json::from_str(&json).unwrap();
    assert_eq!(back, snapshot);
    assert!(json.contains(r#""At":{"type":"date","value":{"start":"2026-05-01T10:00:00Z"}}"#));
}

#[test]
fn differences_are_readable() {
    assert_eq!(Value::list(["b", "a"]).to_string(), r#"{"a", "b"}"#);
    assert_eq!(Value::text("two\nlines").to_string(), r#""two\nlines""#);
    let long = Value::text("x".repeat(500)).to_string();
    assert!(long.ends_with("… (500 characters)") && long.len() < 120);
    assert_eq!(
        date("2026-05-01T12:00:00+02:00").to_string(),
        "2026-05-01T10:00Z"
    );
}

mod properties {
    use super::*;
    use jiff::Timestamp;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_reads_back_as_itself(digits in "-?[0-9]{1,40}(\\.[0-9]{1,40})?(e-?[0-9]{1,3})?") {
            let read = number(&digits);
            prop_assert_eq!(&number(&read.to_string()), &read);
            let json = serde_json::to_string(&Value::Number(read.clone())).unwrap();
            prop_assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), Value::Number(read));
        }

        #[test]
        fn a_float_is_never_lossy(float in any::<f64>().prop_filter("finite", |f| f.is_finite())) {
            let read = Number::from_f64(float).unwrap();
            prop_assert!(!read.is_lossy());
            prop_assert_eq!(read.to_f64(), float);
        }

        #[test]
        fn an_integer_is_exact(integer in any::<i64>()) {
            prop_assert_eq!(Number::from(integer), number(&integer.to_string()));
            let small = integer.unsigned_abs() <= 1 << 53;
            prop_assert!(!small || !Number::from(integer).is_lossy());
        }

        #[test]
        fn an_instant_reads_back_in_any_zone(
            second in -62_000_000_000_i64..253_000_000_000,
            zone in prop::sample::select(vec!["UTC", "Asia/Kathmandu", "America/St_Johns"]),
        ) {
            let moment = Moment::instant(Timestamp::from_second(second).unwrap());
            let zone = jiff::tz::TimeZone::get(zone).unwrap();
            let text = moment.to_text(Some(&zone));
            // Before the railways, clocks differed from noon by odd seconds.
            let odd = zone.to_offset(Timestamp::from_second(second).unwrap()).seconds() % 60 != 0;
            prop_assert!(odd || Moment::parse(&text) == Some(moment), "{text}");
        }

        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            let _ = Number::parse(&text);
            let _ = Moment::parse(&text);
        }
    }
}
