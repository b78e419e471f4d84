//! Rows as structs: what they read, what they write, and what the schema check names.

use jiff::civil::{self, date};
use jiff::{Timestamp, Zoned};
use recto_api::data_source::DataSource;
use recto_api::file::File;
use recto_api::ids::{PageId, UserId};
use recto_api::page::Page;
use recto_api::property::{Date, Place, PropertyValue, SelectOption, UniqueId, Verification};
use recto_api::rich_text::RichText;
use recto_api::row::{CellError, MismatchKind, Row, RowOption, Span};
use recto_api::user::User;
use recto_api::wire::Field;
use serde_json::{Number, Value, json};

use crate::every_type;
use crate::samples::ID;

#[derive(Debug, Clone, PartialEq, RowOption)]
enum Stage {
    Idea,
    #[row(name = "Draft")]
    Sketch,
    Final,
}

#[derive(Debug, Clone, PartialEq, RowOption)]
#[row(kind = "status")]
enum Status {
    #[row(name = "Not started")]
    NotStarted,
    Done,
    #[row(other)]
    Other(String),
}

#[derive(Debug, Clone, PartialEq, RowOption)]
#[expect(
    non_camel_case_types,
    reason = "options have the names people gave them"
)]
enum Tag {
    red,
    green,
    blue,
}

/// A field of every type of property.
#[derive(Debug, Clone, PartialEq, Row)]
struct Everything {
    #[row(title)]
    headline: String,
    #[row(id = ":txt")]
    notes: String,
    cost: Option<f64>,
    stage: Option<Stage>,
    tags: Vec<Tag>,
    status: Status,
    due: Option<civil::Date>,
    owner: Vec<UserId>,
    files: Vec<File>,
    done: bool,
    #[row(kind = "url")]
    link: Option<String>,
    #[row(kind = "email", name = "Mail")]
    address: Option<String>,
    #[row(kind = "phone_number")]
    phone: Option<String>,
    project: Vec<PageId>,
    r#where: Option<Place>,
    checked: Option<Verification>,
    #[row(read_only)]
    sum: String,
    #[row(read_only)]
    total: Option<f64>,
    #[row(read_only)]
    made: Timestamp,
    #[row(kind = "last_edited_time", read_only)]
    edited: civil::Date,
    #[row(read_only)]
    maker: User,
    #[row(read_only)]
    editor: UserId,
    #[row(read_only)]
    key: UniqueId,
    #[row(read_only)]
    go: PropertyValue,
    mood: PropertyValue,
    #[row(skip)]
    seen: u32,
}

fn page_with(name: &str, kind: &str, value: Value) -> Page {
    serde_json::from_value(json!({"object": "page", "id": ID, "properties": {
        name: {"id": "x", "type": kind, kind: value}}}))
    .unwrap()
}

fn page() -> Page {
    let run = |text: &str| json!([{"type": "text", "text": {"content": text}, "plain_text": text}]);
    let user = json!({"object": "user", "id": ID, "name": "Ada"});
    let values = json!({
        "Name": run("Boat"), "Text": run("two words"), "Cost": -2.5,
        "Stage": {"id": "id-Draft", "name": "Draft"}, "Tags": [{"name": "red"}, {"name": "blue"}],
        "Status": {"name": "In progress"}, "Due": {"start": "2026-03-01", "end": null},
        "Owner": [user], "Files": [{"name": "a", "type": "external", "external": {"url": "https://x.example"}}],
        "Done": true, "Link": null, "Mail": "ada@example.com", "Phone": null,
        "Project": [{"id": ID}], "Where": null, "Checked": {"state": "unverified"},
        "Sum": {"type": "number", "number": 7}, "Total": {"type": "number", "number": null, "function": "sum"},
        "Made": "2026-03-01T10:00:00.000Z", "Edited": "2026-03-02T10:00:00.000Z",
        "Maker": user, "Editor": user, "Key": {"prefix": "R", "number": 7}, "Go": {},
        "Mood": {"sky": "blue"},
    });
    let schema = every_type::schema();
    let mut properties = serde_json::Map::new();
    for (name, value) in values.as_object().unwrap() {
        let (id, kind) = (&schema[name]["id"], schema[name]["type"].as_str().unwrap());
        properties.insert(name.clone(), json!({"id": id, "type": kind, kind: value}));
    }
    serde_json::from_value(json!({"object": "page", "id": ID, "properties": properties})).unwrap()
}

#[test]
fn a_page_becomes_a_row_and_a_row_what_is_sent() {
    let source = every_type::source();
    let checked = Everything::schema_check(&source).unwrap();
    let row = checked.from_page(&page()).unwrap();
    assert_eq!(row, Everything::from_page(&page()).unwrap());
    assert_eq!(row.headline, "Boat");
    assert_eq!(row.notes, "two words");
    assert_eq!(row.cost, Some(-2.5));
    assert_eq!(row.stage, Some(Stage::Sketch));
    assert_eq!(row.tags, [Tag::red, Tag::blue]);
    assert_eq!(row.status, Status::Other("In progress".to_owned()));
    assert_eq!(row.due, Some(date(2026, 3, 1)));
    assert_eq!(row.owner, [UserId::parse(ID).unwrap()]);
    assert_eq!(row.sum, "7");
    assert_eq!(row.total, None);
    assert_eq!(row.made.to_string(), "2026-03-01T10:00:00Z");
    assert_eq!(row.edited, date(2026, 3, 2));
    assert_eq!(row.maker.name.as_str(), Some("Ada"));
    assert_eq!(row.key.to_string(), "R-7");
    assert_eq!(row.seen, 0);

    let text = |text: &str| json!([{"type": "text", "text": {"content": text}}]);
    let mut expected = json!({
        "Name": {"type": "title", "title": text("Boat")},
        "Text": {"type": "rich_text", "rich_text": text("two words")},
        "Cost": {"type": "number", "number": -2.5},
        "Stage": {"type": "select", "select": {"name": "Draft"}},
        "Tags": {"type": "multi_select", "multi_select": [{"name": "red"}, {"name": "blue"}]},
        "Status": {"type": "status", "status": {"name": "In progress"}},
        "Due": {"type": "date", "date": {"start": "2026-03-01"}},
        "Owner": {"type": "people", "people": [{"object": "user", "id": ID}]},
        "Files": {"type": "files", "files": [
            {"name": "a", "type": "external", "external": {"url": "https://x.example"}}]},
        "Done": {"type": "checkbox", "checkbox": true},
        "Link": {"type": "url", "url": null},
        "Mail": {"type": "email", "email": "ada@example.com"},
        "Phone": {"type": "phone_number", "phone_number": null},
        "Project": {"type": "relation", "relation": [{"id": ID}]},
        "Where": {"type": "place", "place": null},
        "Checked": {"type": "verification", "verification": {"state": "unverified"}},
        "Mood": {"type": "weather", "weather": {"sky": "blue"}},
    });
    let by_id: Value = serde_json::to_value(checked.to_properties(&row).unwrap()).unwrap();
    let schema = every_type::schema();
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(
            &by_id[schema[name]["id"].as_str().unwrap()],
            value,
            "{name}"
        );
    }
    assert_eq!(
        by_id.as_object().unwrap().len(),
        17,
        "what is read only is not sent"
    );
    // Without a schema the names are what the struct says.
    let by_name = serde_json::to_value(row.to_properties().unwrap()).unwrap();
    for (own, there) in [("title", "Name"), (":txt", "Text")] {
        let value = expected.as_object_mut().unwrap().remove(there).unwrap();
        expected[own] = value;
    }
    assert_eq!(by_name, expected);
    // What is sent can be read again.
    let ids = checked.filter_properties();
    assert_eq!(
        (ids.len(), ids[0].as_str(), ids[1].as_str()),
        (25, "title", "%3Atxt")
    );
    let new = serde_json::to_value(checked.new_page(&row).unwrap()).unwrap();
    assert_eq!(new["parent"]["data_source_id"], json!(ID));
    assert_eq!(new["properties"], by_id);
}

#[test]
fn only_what_changed_is_sent() {
    let checked = Everything::schema_check(&every_type::source()).unwrap();
    let before = checked.from_page(&page()).unwrap();
    let same = checked.changes(&before, &before).unwrap();
    assert_eq!(serde_json::to_value(&same).unwrap(), json!({}));
    let after = Everything {
        due: None,
        done: false,
        sum: "changed in vain".to_owned(),
        ..before.clone()
    };
    let patch = checked.changes(&before, &after).unwrap();
    assert_eq!(
        serde_json::to_value(&patch).unwrap(),
        json!({"properties": {
            "due_": {"type": "date", "date": null},
            "done": {"type": "checkbox", "checkbox": false},
        }})
    );
    let whole = serde_json::to_value(checked.patch(&after).unwrap()).unwrap();
    assert_eq!(whole["properties"].as_object().unwrap().len(), 17);
}

#[test]
fn a_checked_row_survives_renames() {
    #[derive(Row)]
    struct Bill {
        cost: f64,
    }
    let checked = Bill::schema_check(&every_type::source()).unwrap();
    let renamed: Page = serde_json::from_value(json!({"object": "page", "id": ID, "properties": {
        "Price": {"id": "cost", "type": "number", "number": 3}}}))
    .unwrap();
    assert_eq!(checked.from_page(&renamed).unwrap().cost, 3.0);
    assert!(Bill::from_page(&renamed).is_err());
}

#[test]
fn every_mismatch_is_named_at_once() {
    #[derive(Row)]
    #[expect(dead_code, reason = "only the schema is looked at")]
    struct Wrong {
        #[row(title)]
        name: String,
        duedate: Option<civil::Date>,
        link: String,
        sum: f64,
        cost: String,
        stage: Half,
        #[row(id = "proj")]
        project: Vec<UserId>,
        #[row(id = "nope")]
        gone: bool,
        #[row(name = "Name", read_only)]
        again: PropertyValue,
        go: PropertyValue,
    }
    #[derive(RowOption)]
    enum Half {
        Idea,
        Sketch,
    }
    let error = Wrong::schema_check(&every_type::source()).unwrap_err();
    let found: Vec<_> = error.all.iter().map(|one| (one.field, one.kind)).collect();
    assert_eq!(
        found,
        [
            ("duedate", MismatchKind::Missing),
            ("link", MismatchKind::Type),
            ("sum", MismatchKind::Type),
            ("cost", MismatchKind::Type),
            ("stage", MismatchKind::MissingOption),
            ("stage", MismatchKind::UnknownOption),
            ("project", MismatchKind::Type),
            ("gone", MismatchKind::Missing),
            ("again", MismatchKind::Twice),
            ("go", MismatchKind::Type),
        ]
    );
    let messages: Vec<_> = error.all.iter().map(|one| one.message.as_str()).collect();
    assert!(
        messages[0].starts_with("does not exist; the data source has `Name`, `Text`"),
        "{}",
        messages[0]
    );
    assert_eq!(
        messages[1..7],
        [
            "is of type `url`, the field takes `rich_text`; mark the field `#[row(kind = \"url\")]`",
            "is of type `formula`, the field takes `number`; mark the field `#[row(read_only)]`",
            "is of type `number`, the field takes `rich_text`",
            "has no option `Sketch`; its options are `Idea`, `Draft`, `Final`",
            "has the option `Draft`, `Final` that the field does not know; add a variant, or one marked `#[row(other)]`",
            "is of type `relation`, the field takes `people`",
        ]
    );
    assert_eq!(messages[8], "is `Name`, which another field maps too");
    assert_eq!(
        messages[9],
        "is of type `button`, which cannot be set; mark the field `#[row(read_only)]`"
    );
    let text = error.to_string();
    assert!(
        text.starts_with(&format!(
            "data source {ID}: property `Duedate` does not exist"
        )),
        "{text}"
    );
    assert_eq!(text.matches("(field `").count(), 10);
}

#[test]
fn a_name_that_is_nearly_right_is_proposed() {
    #[derive(Row)]
    struct Near {
        #[row(name = "Stauts")]
        status: Status,
    }
    let error = Near::schema_check(&every_type::source()).unwrap_err();
    assert!(
        error.to_string().contains("(did you mean `Status`?)"),
        "{error}"
    );
}

/// Reads one value through a field.
macro_rules! read {
    ($ty:ty, $kind:literal, $value:expr) => {{
        #[derive(Debug, Row)]
        struct One {
            #[row(read_only)]
            it: $ty,
        }
        One::from_page(&page_with("It", $kind, $value))
            .map(|one| one.it)
            .map_err(|error| {
                assert_eq!(error.page.as_ref().map(PageId::as_str), Some(ID));
                assert_eq!(
                    (error.problems[0].field, error.problems[0].property.as_str()),
                    ("it", "It")
                );
                error.problems[0].cause.clone()
            })
    }};
}

/// Writes one value from a field.
macro_rules! write {
    ($ty:ty, $value:expr) => {{
        #[derive(Row)]
        struct One {
            it: $ty,
        }
        One { it: $value }
            .to_properties()
            .map(|values| serde_json::to_value(&values).unwrap()["It"].clone())
            .map_err(|error| error.to_string())
    }};
}

#[test]
fn empty_is_an_option_or_an_error() {
    assert_eq!(read!(f64, "number", json!(null)), Err(CellError::Empty));
    assert_eq!(read!(Option<f64>, "number", json!(null)), Ok(None));
    assert_eq!(read!(Option<f64>, "number", json!(0)), Ok(Some(0.0)));
    assert_eq!(read!(String, "rich_text", json!([])), Ok(String::new()));
    assert_eq!(read!(Option<String>, "rich_text", json!([])), Ok(None));
    assert_eq!(read!(String, "url", json!(null)), Err(CellError::Empty));
    assert_eq!(read!(String, "select", json!(null)), Err(CellError::Empty));
    assert_eq!(
        read!(String, "select", json!({"name": "A"})),
        Ok("A".to_owned())
    );
    assert_eq!(
        read!(civil::Date, "date", json!(null)),
        Err(CellError::Empty)
    );
    assert_eq!(read!(PageId, "relation", json!([])), Err(CellError::Empty));
    assert_eq!(read!(Option<PageId>, "relation", json!([])), Ok(None));
    assert_eq!(read!(Vec<PageId>, "relation", json!([])), Ok(vec![]));
    assert_eq!(
        read!(Option<bool>, "checkbox", json!(false)),
        Ok(Some(false))
    );
    assert_eq!(
        read!(f64, "formula", json!({"type": "number", "number": null})),
        Err(CellError::Empty)
    );
    assert_eq!(read!(Field<f64>, "number", json!(null)), Ok(Field::Null));
}

#[test]
fn numbers_fit_or_say_so() {
    assert_eq!(read!(u8, "number", json!(255)), Ok(255));
    assert_eq!(read!(i64, "number", json!(5.0)), Ok(5));
    assert_eq!(read!(u64, "number", json!(u64::MAX)), Ok(u64::MAX));
    assert_eq!(
        read!(
            f32,
            "rollup",
            json!({"type": "number", "number": 1.5, "function": "sum"})
        ),
        Ok(1.5)
    );
    assert_eq!(
        read!(Number, "number", json!(12.50)),
        Ok(Number::from_f64(12.5).unwrap())
    );
    assert_eq!(
        read!(u32, "unique_id", json!({"prefix": null, "number": 7})),
        Ok(7)
    );
    for (error, text) in [
        (
            read!(u8, "number", json!(256)).map(|_| ()),
            "is 256, the field takes whole numbers that fit `u8`",
        ),
        (
            read!(u32, "number", json!(-1)).map(|_| ()),
            "is -1, the field takes whole numbers that fit `u32`",
        ),
        (
            read!(i64, "number", json!(2.5)).map(|_| ()),
            "is 2.5, the field takes whole numbers that fit `i64`",
        ),
        (
            read!(i64, "number", json!(1e300)).map(|_| ()),
            "is 1e+300, the field takes whole numbers that fit `i64`",
        ),
        (
            read!(f64, "checkbox", json!(true)).map(|_| ()),
            "is of type `checkbox`, the field takes a number",
        ),
        (
            read!(f64, "formula", json!({"type": "string", "string": "x"})).map(|_| ()),
            "is a formula with another result, the field takes a number",
        ),
    ] {
        assert_eq!(error.unwrap_err().to_string(), text);
    }
    assert_eq!(write!(i32, -3), Ok(json!({"type": "number", "number": -3})));
    assert_eq!(
        write!(f64, 0.0),
        Ok(json!({"type": "number", "number": 0.0}))
    );
    assert_eq!(
        write!(Option<f64>, None),
        Ok(json!({"type": "number", "number": null}))
    );
    let refused = write!(f64, f64::NAN).unwrap_err();
    assert!(
        refused.starts_with(
            "this row cannot be sent: property `It` is a number, and NaN cannot be sent"
        ),
        "{refused}"
    );
}

#[test]
fn days_times_and_ranges_are_told_apart() {
    let day = json!({"start": "2026-03-01", "end": null, "time_zone": null});
    let time = json!({"start": "2026-03-01T09:30:00.000+01:00", "end": null, "time_zone": null});
    let days = json!({"start": "2026-03-01", "end": "2026-03-05", "time_zone": null});
    let local = json!({"start": "2026-07-01T09:30:00", "end": null, "time_zone": "Europe/Oslo"});
    assert_eq!(
        read!(civil::Date, "date", day.clone()),
        Ok(date(2026, 3, 1))
    );
    assert_eq!(
        read!(Timestamp, "date", time.clone()).unwrap().to_string(),
        "2026-03-01T08:30:00Z"
    );
    assert_eq!(
        read!(Timestamp, "date", local.clone()).unwrap().to_string(),
        "2026-07-01T07:30:00Z"
    );
    let zoned = read!(Zoned, "date", time.clone()).unwrap();
    assert_eq!(zoned.to_string(), "2026-03-01T09:30:00+01:00[+01:00]");
    let zoned = read!(Zoned, "date", local).unwrap();
    assert_eq!(zoned.to_string(), "2026-07-01T09:30:00+02:00[Europe/Oslo]");
    let span = Span::new(date(2026, 3, 1), date(2026, 3, 5));
    assert_eq!(read!(Span<civil::Date>, "date", days.clone()), Ok(span));
    assert_eq!(
        read!(Span<civil::Date>, "date", day.clone()),
        Ok(Span::from(date(2026, 3, 1)))
    );
    assert_eq!(
        read!(Date, "date", days.clone()).unwrap().to_string(),
        "2026-03-01 → 2026-03-05"
    );
    for (error, needle) in [
        (
            read!(civil::Date, "date", time).map(|_| ()),
            "has a time, the field takes days",
        ),
        (
            read!(Timestamp, "date", day).map(|_| ()),
            "is a day without a time",
        ),
        (
            read!(civil::Date, "date", days).map(|_| ()),
            "is a range, the field takes one date",
        ),
        (
            read!(civil::Date, "date", json!({"start": "soon"})).map(|_| ()),
            "is no date: `soon`",
        ),
    ] {
        let error = error.unwrap_err().to_string();
        assert!(error.contains(needle), "{error}");
    }
    for (written, start, end) in [
        (write!(civil::Date, date(2026, 3, 1)), "2026-03-01", None),
        (
            write!(Timestamp, "2026-03-01T08:30:00Z".parse().unwrap()),
            "2026-03-01T08:30:00Z",
            None,
        ),
        (
            write!(Zoned, "2026-03-01T09:30[Europe/Oslo]".parse().unwrap()),
            "2026-03-01T09:30:00+01:00",
            None,
        ),
        (
            write!(Span<civil::Date>, span),
            "2026-03-01",
            Some("2026-03-05"),
        ),
        (
            write!(Span<Timestamp>, Span::from(Timestamp::UNIX_EPOCH)),
            "1970-01-01T00:00:00Z",
            None,
        ),
    ] {
        let mut expected = json!({"start": start});
        if let Some(end) = end {
            expected["end"] = json!(end);
        }
        assert_eq!(written.unwrap(), json!({"type": "date", "date": expected}));
    }
}

#[test]
fn lists_and_single_values_are_told_apart() {
    let other = "4d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";
    let two = json!([{"id": ID}, {"id": other}]);
    assert_eq!(
        read!(Vec<PageId>, "relation", two.clone()).unwrap().len(),
        2
    );
    let many = read!(PageId, "relation", two).unwrap_err();
    assert_eq!(
        many.to_string(),
        "holds 2 pages, the field takes one; make it a `Vec`"
    );
    assert_eq!(
        read!(Vec<String>, "multi_select", json!([{"name": "a"}])),
        Ok(vec!["a".to_owned()])
    );
    let array = json!({"type": "array", "function": "show_original", "array": [
        {"type": "number", "number": 5}, {"type": "select", "select": {"name": "x"}}]});
    assert_eq!(
        read!(Vec<String>, "rollup", array),
        Ok(vec!["5".to_owned(), "x".to_owned()])
    );
    let wrong = read!(Vec<String>, "url", json!(null)).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "is of type `url`, the field takes several options"
    );
    assert_eq!(
        read!(
            Vec<UserId>,
            "created_by",
            json!({"object": "user", "id": ID})
        )
        .unwrap()
        .len(),
        1
    );
    let unknown = read!(Vec<Tag>, "multi_select", json!([{"name": "rde"}])).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "is `rde`, which the field does not know (did you mean `red`?); it knows `red`, `green`, `blue`"
    );
    let runs = vec![RichText::text("a"), RichText::text("b")];
    assert_eq!(
        write!(Vec<RichText>, runs),
        Ok(json!({"type": "rich_text", "rich_text": [
            {"type": "text", "text": {"content": "a"}}, {"type": "text", "text": {"content": "b"}}]}))
    );
    assert_eq!(
        write!(Vec<SelectOption>, vec![SelectOption::with_id("x")]),
        Ok(json!({"type": "multi_select", "multi_select": [{"id": "x"}]}))
    );
}

#[test]
fn a_list_that_was_cut_is_an_error_unless_it_may_be() {
    #[derive(Debug, Row)]
    struct Whole {
        project: Vec<PageId>,
    }
    #[derive(Debug, Row)]
    struct Part {
        #[row(partial)]
        project: Vec<PageId>,
    }
    let page: Page = serde_json::from_value(json!({"object": "page", "id": ID, "properties": {
        "Project": {"id": "p", "type": "relation", "relation": [{"id": ID}], "has_more": true}}}))
    .unwrap();
    let error = Whole::from_page(&page).unwrap_err().to_string();
    assert!(
        error.contains("property `Project` is cut at 25 references"),
        "{error}"
    );
    assert_eq!(Part::from_page(&page).unwrap().project.len(), 1);
}

#[test]
fn every_problem_of_a_page_is_named_with_the_page() {
    #[derive(Debug, Row)]
    struct Three {
        name: String,
        cost: f64,
        done: bool,
        due: Field<civil::Date>,
    }
    let page: Page = serde_json::from_value(json!({"object": "page", "id": ID, "properties": {
        "Cost": {"id": "a", "type": "number", "number": null},
        "Done": {"id": "b", "type": "select", "select": {"name": "yes"}}}}))
    .unwrap();
    assert_eq!(
        Three::from_page(&page).unwrap_err().to_string(),
        format!(
            "page {ID}: property `Name` is not on the page; was it renamed, or left out by \
             `filter_properties`? (field `name`); property `Cost` is empty; make the field an \
             `Option` (field `cost`); property `Done` is of type `select`, the field takes yes or \
             no (field `done`)"
        ),
        "a `Field` may be missing"
    );
}

#[test]
fn absent_null_and_value_are_kept_cleared_and_set() {
    #[derive(Row)]
    struct Patch {
        cost: Field<f64>,
        name: Field<String>,
        due: Field<civil::Date>,
    }
    let patch = Patch {
        cost: Field::Null,
        name: Field::Absent,
        due: Field::Value(date(2026, 3, 1)),
    };
    assert_eq!(
        serde_json::to_value(patch.to_properties().unwrap()).unwrap(),
        json!({
            "Cost": {"type": "number", "number": null},
            "Due": {"type": "date", "date": {"start": "2026-03-01"}},
        })
    );
}

#[test]
fn raw_values_are_held_against_the_schema() {
    #[derive(Row)]
    struct Raw {
        cost: PropertyValue,
    }
    let row = Raw {
        cost: PropertyValue::checkbox(true),
    };
    assert!(
        row.to_properties().is_ok(),
        "without a schema it is taken at its word"
    );
    let checked = Raw::schema_check(&every_type::source()).unwrap();
    let error = checked.to_properties(&row).unwrap_err().to_string();
    assert!(
        error.contains("property `Cost` is of type `number`, the value of type `checkbox`"),
        "{error}"
    );
    let computed = write!(
        PropertyValue,
        page().properties.get("Sum").unwrap().value.clone()
    );
    assert!(
        computed
            .unwrap_err()
            .contains("is a formula and cannot be set")
    );
}

#[test]
fn empty_texts_are_refused_where_the_service_refuses_them() {
    #[derive(Row)]
    struct Texts {
        name: String,
        #[row(kind = "url")]
        link: String,
    }
    let row = Texts {
        name: String::new(),
        link: String::new(),
    };
    assert_eq!(
        row.to_properties().unwrap_err().to_string(),
        "this row cannot be sent: property `Link` takes no empty text; make the field an `Option` \
         (field `link`)"
    );
}

#[test]
fn the_facade_derives_by_its_own_path() {
    // What `recto` is to a program that depends on it alone.
    mod recto {
        pub(crate) use recto_api as api;
    }
    use recto::api::row::facade::{Row, RowOption};
    #[derive(Row)]
    #[row(crate = recto::api)]
    struct Small {
        stage: Size,
    }
    #[derive(RowOption)]
    #[row(crate = recto::api)]
    enum Size {
        Idea,
    }
    let row = Small { stage: Size::Idea };
    assert_eq!(row.to_properties().unwrap().len(), 1);
}

#[test]
fn a_struct_without_fields_fits_any_source() {
    #[derive(Debug, PartialEq, Row)]
    struct Nothing {}
    let source: DataSource = every_type::source();
    let checked = Nothing::schema_check(&source).unwrap();
    assert_eq!(checked.from_page(&page()), Ok(Nothing {}));
    assert_eq!(checked.filter_properties(), Vec::<String>::new());
}
