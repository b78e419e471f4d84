//! Plain JSON to values by a schema, what is refused with which words, and back.

use proptest::prelude::*;
use recto_api::ids::{DataSourceId, PageId, UserId};
use recto_api::page::Page;
use recto_api::property::json::{Lookup, ProblemKind, ValueProblems};
use recto_api::user::User;
use serde_json::{Value, json};

use crate::every_type::source;
use crate::samples::{self, ID};

const OTHER: &str = "4d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";

/// The values as they would be sent, or the problems as text.
fn read(json: &Value) -> Result<Value, ValueProblems> {
    let values = source().values(json)?;
    Ok(serde_json::to_value(values).unwrap())
}

/// One value as it would be sent.
fn one(name: &str, json: &Value) -> Value {
    let read = read(&json!({name: json})).unwrap_or_else(|error| panic!("{error}"));
    read[name].clone()
}

/// The only problem of one value, without the property's name.
fn refused(name: &str, json: &Value) -> String {
    let problems = read(&json!({name: json})).unwrap_err();
    assert_eq!(problems.0.len(), 1, "{problems}");
    assert_eq!(problems.0[0].property, name);
    problems.0[0].message.clone()
}

#[test]
fn plain_values_become_what_the_service_takes() {
    let text = |text: &str| json!([{"type": "text", "text": {"content": text}}]);
    let long = "x".repeat(2_001);
    for (name, plain, kind, expected) in [
        ("Name", json!("Paint"), "title", text("Paint")),
        ("title", json!(""), "title", json!([])),
        ("Text", json!("two\nlines"), "rich_text", text("two\nlines")),
        (
            "Text",
            json!([{"text": {"content": "a"}}]),
            "rich_text",
            json!([{"text": {"content": "a"}}]),
        ),
        ("%3Atxt", json!("by id"), "rich_text", text("by id")),
        (":txt", json!("by id"), "rich_text", text("by id")),
        ("Cost", json!(0), "number", json!(0)),
        ("Cost", json!(-2.5), "number", json!(-2.5)),
        ("Stage", json!("Draft"), "select", json!({"name": "Draft"})),
        (
            "Stage",
            json!({"id": "id-Draft"}),
            "select",
            json!({"id": "id-Draft"}),
        ),
        (
            "Tags",
            json!(["red", "blue"]),
            "multi_select",
            json!([{"name": "red"}, {"name": "blue"}]),
        ),
        (
            "Tags",
            json!("red"),
            "multi_select",
            json!([{"name": "red"}]),
        ),
        ("Tags", json!([]), "multi_select", json!([])),
        (
            "Status",
            json!("In progress"),
            "status",
            json!({"name": "In progress"}),
        ),
        (
            "Due",
            json!("2026-03-01"),
            "date",
            json!({"start": "2026-03-01"}),
        ),
        (
            "Due",
            json!("2026-03-01T09:30:00.000Z"),
            "date",
            json!({"start": "2026-03-01T09:30:00.000Z"}),
        ),
        (
            "Due",
            json!("2026-03-01 09:30"),
            "date",
            json!({"start": "2026-03-01T09:30:00"}),
        ),
        (
            "Due",
            json!("2026-03-01T09:30[Europe/Oslo]"),
            "date",
            json!({"start": "2026-03-01T09:30:00+01:00"}),
        ),
        (
            "Due",
            json!({"start": "2026-03-01T09:30", "end": "2026-03-01T10:30", "time_zone": "Europe/Oslo"}),
            "date",
            json!({"start": "2026-03-01T09:30", "end": "2026-03-01T10:30", "time_zone": "Europe/Oslo"}),
        ),
        (
            "Owner",
            json!(ID.replace('-', "")),
            "people",
            json!([{"object": "user", "id": ID}]),
        ),
        (
            "Owner",
            json!([ID, {"id": OTHER}]),
            "people",
            json!([{"object": "user", "id": ID}, {"id": OTHER}]),
        ),
        (
            "Owner",
            json!({"object": "group", "id": ID}),
            "people",
            json!([{"object": "group", "id": ID}]),
        ),
        (
            "Project",
            json!(format!(
                "https://app.notion.com/p/Boat-{}",
                ID.replace('-', "")
            )),
            "relation",
            json!([{"id": ID}]),
        ),
        (
            "Project",
            json!([ID, {"id": OTHER}]),
            "relation",
            json!([{"id": ID}, {"id": OTHER}]),
        ),
        (
            "Files",
            json!("https://example.com/a/plan.pdf?x=1"),
            "files",
            json!([{"name": "plan.pdf", "type": "external", "external": {"url": "https://example.com/a/plan.pdf?x=1"}}]),
        ),
        (
            "Files",
            json!([{"name": "p", "url": "https://example.com"}, {"type": "file_upload", "file_upload": {"id": OTHER}}]),
            "files",
            json!([
                {"name": "p", "type": "external", "external": {"url": "https://example.com"}},
                {"type": "file_upload", "file_upload": {"id": OTHER}},
            ]),
        ),
        ("Done", json!(true), "checkbox", json!(true)),
        ("Link", json!("not checked"), "url", json!("not checked")),
        (
            "Mail",
            json!("ada@example.com"),
            "email",
            json!("ada@example.com"),
        ),
        ("Phone", json!("+47 555"), "phone_number", json!("+47 555")),
        (
            "Where",
            json!({"lat": 59.9, "lon": -10, "name": "Pier"}),
            "place",
            json!({"lat": 59.9, "lon": -10, "name": "Pier"}),
        ),
        (
            "Checked",
            json!("verified"),
            "verification",
            json!({"state": "verified"}),
        ),
        (
            "Checked",
            json!({"state": "verified", "date": {"start": "2026-03-01"}}),
            "verification",
            json!({"state": "verified", "date": {"start": "2026-03-01"}}),
        ),
    ] {
        let sent = read(&json!({name: plain})).unwrap_or_else(|error| panic!("{error}"));
        let sent = sent.as_object().unwrap().values().next().unwrap().clone();
        assert_eq!(
            sent,
            json!({"type": kind, kind: expected}),
            "{name} {plain}"
        );
    }
    let sent = one("Text", &json!(long));
    assert_eq!(
        sent["rich_text"].as_array().unwrap().len(),
        2,
        "long text is split"
    );
}

#[test]
fn null_clears_and_what_is_left_out_stays() {
    for (name, kind, cleared) in [
        ("Name", "title", json!([])),
        ("Text", "rich_text", json!([])),
        ("Cost", "number", json!(null)),
        ("Stage", "select", json!(null)),
        ("Tags", "multi_select", json!([])),
        ("Status", "status", json!(null)),
        ("Due", "date", json!(null)),
        ("Owner", "people", json!([])),
        ("Files", "files", json!([])),
        ("Done", "checkbox", json!(false)),
        ("Link", "url", json!(null)),
        ("Mail", "email", json!(null)),
        ("Phone", "phone_number", json!(null)),
        ("Project", "relation", json!([])),
        ("Where", "place", json!(null)),
        ("Checked", "verification", json!({"state": "unverified"})),
    ] {
        assert_eq!(
            one(name, &json!(null)),
            json!({"type": kind, kind: cleared}),
            "{name}"
        );
    }
    assert_eq!(read(&json!({})).unwrap(), json!({}));
}

#[test]
fn notions_own_form_passes_unchanged() {
    for (name, whole) in [
        ("Cost", json!({"number": 5})),
        (
            "Cost",
            json!({"id": "cost", "type": "number", "number": null}),
        ),
        (
            "Stage",
            json!({"type": "select", "select": {"name": "Idea", "color": "red"}}),
        ),
        (
            "Project",
            json!({"id": "proj", "type": "relation", "relation": [], "has_more": false}),
        ),
        (
            "Name",
            json!({"title": [{"type": "text", "text": {"content": "a", "link": null}, "plain_text": "a"}]}),
        ),
        (
            "Due",
            json!({"date": {"start": "2026-03-01", "end": null, "time_zone": null}}),
        ),
        ("Done", json!({"checkbox": false})),
        (
            "Mood",
            json!({"type": "weather", "weather": {"sky": "blue"}}),
        ),
    ] {
        assert_eq!(one(name, &whole), whole, "{name}");
    }
    let told = one("Mood", &json!({"weather": {"sky": "blue"}}));
    assert_eq!(told, json!({"type": "weather", "weather": {"sky": "blue"}}));
}

#[test]
fn what_does_not_fit_is_refused_with_what_would() {
    let many = |count: usize| vec![ID; count];
    for (name, plain, message) in [
        (
            "Name",
            json!(5),
            "takes a text, or an array of rich text objects, not a number",
        ),
        (
            "Text",
            json!(["a"]),
            "takes a text, or an array of rich text objects, not of texts",
        ),
        (
            "Cost",
            json!("12.5"),
            "takes a number such as 12.5, without quotes",
        ),
        (
            "Cost",
            json!("much"),
            "takes a number such as 12.5, not a text",
        ),
        (
            "Cost",
            json!({"rich_text": []}),
            "is of type `number`, the value of type `rich_text`",
        ),
        (
            "Cost",
            json!({"type": "select", "select": null}),
            "is of type `number`, the value of type `select`",
        ),
        (
            "Stage",
            json!("draft"),
            "has no option `draft` (did you mean `Draft`?); its options are `Idea`, `Draft`, `Final`",
        ),
        (
            "Stage",
            json!(""),
            "has no option ``; its options are `Idea`, `Draft`, `Final`",
        ),
        (
            "Stage",
            json!(["Draft"]),
            "takes the name of an option, not an array",
        ),
        (
            "Stage",
            json!({"color": "red"}),
            "names no option; give its name or id",
        ),
        (
            "Stage",
            json!({"id": "Nope"}),
            "has no option `Nope`; its options are `Idea`, `Draft`, `Final`",
        ),
        (
            "Tags",
            json!(["red", "grene"]),
            "has no option `grene` (did you mean `green`?); its options are `red`, `green`, `blue`",
        ),
        (
            "Tags",
            json!([1]),
            "takes the name of an option, not a number",
        ),
        (
            "Status",
            json!({"status": {"name": "Finished"}}),
            "has no option `Finished`; its options are `Not started`, `In progress`, `Done`",
        ),
        (
            "Due",
            json!("1 March"),
            "takes a date such as \"2026-03-01\" or \"2026-03-01T09:30:00+01:00\", or {\"start\": …, \"end\": …}; `1 March` is none",
        ),
        (
            "Due",
            json!({"start": "2026-03-05", "end": "2026-03-01"}),
            "ends at 2026-03-01 before it starts",
        ),
        (
            "Due",
            json!({"start": "2026-03-05", "end": "2026-03-06T10:00Z"}),
            "has a time at one end of the range and none at the other",
        ),
        (
            "Due",
            json!({"start": "2026-03-05T10:00", "time_zone": "Oslo"}),
            "has the time zone `Oslo`, which is no IANA zone such as `Europe/Oslo`",
        ),
        (
            "Due",
            json!({"start": "2026-03-05T10:00+01:00", "time_zone": "Europe/Oslo"}),
            "has the time zone `Europe/Oslo` and an offset in its times; leave one of them out",
        ),
        (
            "Owner",
            json!("ada@example.com"),
            "takes ids of users, one or an array; `ada@example.com` is none, and there is no list of users to find it in (`ValueReader::lookup`)",
        ),
        (
            "Owner",
            json!(5),
            "takes ids of users, one or an array, not a number",
        ),
        (
            "Owner",
            json!(many(101)),
            "has 101 people; Notion takes 100 in a request",
        ),
        (
            "Project",
            json!("Boat"),
            "takes ids or links of pages, one or an array; `Boat` is none",
        ),
        (
            "Project",
            json!(many(101)),
            "has 101 pages; Notion takes 100 in a request",
        ),
        (
            "Files",
            json!("plan.pdf"),
            "takes addresses of files, {\"name\": …, \"url\": …}, or Notion's forms, not a text",
        ),
        ("Done", json!("yes"), "takes true or false, not a text"),
        ("Done", json!(1), "takes true or false, not a number"),
        ("Link", json!(""), "takes no empty text; null clears it"),
        (
            "Phone",
            json!(12345),
            "takes a phone number as text, not a number",
        ),
        (
            "Mail",
            json!("x".repeat(201)),
            "has a text of 201 UTF-16 units; Notion takes 200",
        ),
        (
            "Where",
            json!("Oslo"),
            "takes a place such as {\"lat\": 59.9, \"lon\": 10.7, \"name\": …}, not a text",
        ),
        (
            "Checked",
            json!("expired"),
            "takes \"verified\" or \"unverified\", not `expired`",
        ),
        (
            "Sum",
            json!(1),
            "is a formula and cannot be set: Notion makes it",
        ),
        (
            "Made",
            json!(null),
            "is a created_time and cannot be set: Notion makes it",
        ),
        (
            "Key",
            json!(7),
            "is a unique_id and cannot be set: Notion makes it",
        ),
        (
            "Mood",
            json!("good"),
            "is of type `weather`, which recto has no plain form for; give Notion's form {\"weather\": …}",
        ),
    ] {
        assert_eq!(refused(name, &plain), message, "{name} {plain}");
    }
    let long = refused("Text", &json!("x".repeat(200_001)));
    assert_eq!(long, "has 101 runs of text; Notion takes 100 in a request");
}

#[test]
fn everything_wrong_is_said_at_once_with_its_kind() {
    let problems = read(&json!({
        "Nmae": "x", "Sum": 1, "Cost": true, "Stage": "Drat", "Name": "fine",
        "Tags": vec!["red"; 101], "Owner": "Ada", "title": "again",
    }))
    .unwrap_err();
    let kinds: Vec<_> = problems
        .0
        .iter()
        .map(|problem| (problem.property.as_str(), problem.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("Nmae", ProblemKind::NoSuchProperty),
            ("Sum", ProblemKind::ReadOnly),
            ("Cost", ProblemKind::WrongType),
            ("Stage", ProblemKind::NoSuchOption),
            ("Tags", ProblemKind::TooLong),
            ("Owner", ProblemKind::NotFound),
            ("title", ProblemKind::Twice),
        ]
    );
    assert_eq!(problems.0[3].allowed, ["Idea", "Draft", "Final"]);
    assert!(problems.0[0].allowed.contains(&"Name".to_owned()));
    assert_eq!(problems.to_string().matches("; property `").count(), 6);
    let nothing = read(&json!(["a"])).unwrap_err();
    assert_eq!(
        nothing.to_string(),
        "values are a JSON object such as {\"Name\": \"Paint\"}"
    );
}

#[test]
fn new_options_are_made_where_that_is_wanted_but_no_status() {
    let source = source();
    let reader = source.value_reader().new_options(true);
    let values = reader
        .read(&json!({"Stage": "New", "Tags": ["red", "Newer"]}))
        .unwrap();
    assert_eq!(
        values.to_plain(),
        json!({"Stage": "New", "Tags": ["red", "Newer"]})
    );
    for wrong in [
        json!({"Status": "New"}),
        json!({"Stage": "a,b"}),
        json!({"Stage": ""}),
        json!({"Stage": {"id": "New"}}),
        json!({"Stage": "x".repeat(101)}),
    ] {
        assert!(reader.read(&wrong).is_err(), "{wrong}");
    }
}

struct Directory;

impl Lookup for Directory {
    fn users(&self, text: &str) -> Vec<UserId> {
        let people: Vec<User> = serde_json::from_value(json!([
            {"object": "user", "id": ID, "name": "Ada", "type": "person", "person": {"email": "Ada@example.com"}},
            {"object": "user", "id": OTHER, "name": "Bo", "type": "person", "person": {}},
            {"object": "user", "id": ID, "name": "Twin"},
            {"object": "user", "id": OTHER, "name": "Twin"},
        ]))
        .unwrap();
        people.users(text)
    }

    fn pages(&self, target: Option<&DataSourceId>, title: &str) -> Vec<PageId> {
        assert_eq!(target.map(DataSourceId::as_str), Some(ID));
        let known = title == "Boat";
        known
            .then(|| PageId::parse(OTHER).unwrap())
            .into_iter()
            .collect()
    }
}

#[test]
fn people_and_pages_are_found_by_what_they_are_called() {
    let source = source();
    let reader = source.value_reader().lookup(&Directory);
    let values = reader
        .read(&json!({"Owner": ["ada@example.com", " bo"], "Project": "Boat"}))
        .unwrap();
    assert_eq!(
        values.to_plain(),
        json!({"Owner": [ID, OTHER], "Project": [OTHER]})
    );
    let wrong = reader
        .read(&json!({"Owner": "Twin", "Project": "Ship", "Mail": 1}))
        .unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "property `Owner` names `Twin`, which 2 users are called; give the id; \
         property `Project` names `Ship`, but there is no such page; give the id; \
         property `Mail` takes an e-mail address, not a number"
    );
}

#[test]
fn a_page_gives_plain_json_that_can_be_read_again() {
    let page: Page = serde_json::from_value(samples::page()).unwrap();
    let plain = page.properties.to_plain();
    for (name, expected) in [
        ("Name", json!("Title")),
        ("Text", json!("héllo 🌍")),
        ("Number", json!(12.5)),
        ("Whole", json!(5)),
        ("Nothing", json!(null)),
        ("Select", json!("One")),
        ("Empty select", json!(null)),
        ("Multi", json!(["Two"])),
        ("Date", json!("2026-03-01T09:30:00.000+01:00")),
        ("People", json!([ID, {"object": "group", "id": ID}])),
        ("Checkbox", json!(true)),
        ("Email", json!(null)),
        ("Relation", json!([ID])),
        ("Formula", json!(true)),
        ("Rollup", json!(["x"])),
        ("Made", json!("2026-03-01T10:00:00.000Z")),
        ("Maker", json!(ID)),
        ("Count", json!("R-7")),
        ("Button", json!(null)),
        ("Verified", json!("unverified")),
        ("Place", json!({"lat": 1.5, "lon": -2, "name": "Pier"})),
        (
            "Files",
            json!([
                {"name": "a", "url": "https://example.com"},
                {"name": "b", "type": "file", "file": {
                    "url": "https://files.example", "expiry_time": "2026-03-01T10:00:00.000Z"}},
            ]),
        ),
    ] {
        assert_eq!(plain[name], expected, "{name}");
    }
}

#[test]
fn read_only_properties_are_passed_over_on_demand() {
    let source = source();
    let values = source
        .value_reader()
        .skip_read_only(true)
        .read(&json!({"Sum": 1, "Made": "x", "Key": "R-7", "Go": null, "Cost": 1}))
        .unwrap();
    assert_eq!(values.to_plain(), json!({"Cost": 1}));
}

/// Plain JSON that fits a property, in the form a page gives it.
fn fitting() -> impl Strategy<Value = (&'static str, Value)> {
    let text = "\\PC{1,40}";
    let id = || prop::sample::select(vec![json!(ID), json!(OTHER)]);
    let names = |all: [&'static str; 3]| prop::sample::select(all.to_vec());
    let day = || {
        (1i16..=9999, 1i8..=12, 1i8..=28)
            .prop_map(|(year, month, day)| jiff::civil::date(year, month, day).to_string())
    };
    prop_oneof![
        "\\PC{0,40}".prop_map(|text| ("Name", json!(text))),
        "\\PC{0,40}".prop_map(|text| ("Text", json!(text))),
        any::<i64>().prop_map(|number| ("Cost", json!(number))),
        prop::num::f64::NORMAL.prop_map(|number| ("Cost", json!(number))),
        names(["Idea", "Draft", "Final"]).prop_map(|name| ("Stage", json!(name))),
        names(["Not started", "In progress", "Done"]).prop_map(|name| ("Status", json!(name))),
        prop::collection::vec(names(["red", "green", "blue"]), 0..4)
            .prop_map(|names| ("Tags", json!(names))),
        day().prop_map(|day| ("Due", json!(day))),
        (day(), day()).prop_map(|(a, b)| {
            let (start, end) = if a <= b { (a, b) } else { (b, a) };
            ("Due", json!({"start": start, "end": end}))
        }),
        prop::collection::vec(id(), 0..5).prop_map(|ids| ("Owner", json!(ids))),
        prop::collection::vec(id(), 0..5).prop_map(|ids| ("Project", json!(ids))),
        any::<bool>().prop_map(|done| ("Done", json!(done))),
        text.prop_map(|text| ("Link", json!(text))),
        text.prop_map(|text| ("Mail", json!(text))),
        text.prop_map(|text| ("Phone", json!(text))),
        prop::sample::select(vec![
            "Cost", "Stage", "Status", "Due", "Link", "Mail", "Phone", "Where"
        ])
        .prop_map(|name| (name, json!(null))),
        (-90.0..90.0, -180.0..180.0)
            .prop_map(|(lat, lon)| ("Where", json!({"lat": lat, "lon": lon}))),
        prop::collection::vec("[a-z]{1,8}", 0..3).prop_map(|names| {
            let files = names
                .iter()
                .map(|name| json!({"name": name, "url": format!("https://x.example/{name}")}));
            ("Files", files.collect())
        }),
    ]
}

/// Any JSON of small size.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "Done",
            "2026-03-01",
            ID,
            "verified",
            "https://x.example"
        ])
        .prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "start",
        "end",
        "time_zone",
        "id",
        "name",
        "type",
        "number",
        "title",
        "select",
        "date",
        "people",
        "text",
        "content",
        "state",
        "lat",
        "lon",
        "url",
        "external",
        "file",
        "weather",
    ]);
    leaf.prop_recursive(3, 16, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..4).prop_map(|members| members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<serde_json::Map<_, _>>()
                .into()),
        ]
    })
}

proptest! {
    #[test]
    fn plain_json_survives_the_way_there_and_back((name, plain) in fitting()) {
        let values = source().values(&json!({name: plain})).unwrap();
        prop_assert_eq!(values.to_plain(), json!({name: plain}));
        // What is sent can be read as a property again, and as Notion's own form.
        let sent = serde_json::to_value(&values).unwrap();
        let again = source().values(&sent).unwrap();
        prop_assert_eq!(serde_json::to_value(&again).unwrap(), sent);
    }

    #[test]
    fn any_json_is_read_or_refused_by_name(json in any_json(), index in 0usize..25) {
        let source = source();
        let name = source.properties.keys().nth(index).unwrap();
        match source.values(&json!({name: json})) {
            Ok(values) => prop_assert_eq!(values.keys().collect::<Vec<_>>(), [name]),
            Err(problems) => {
                prop_assert_eq!(problems.0.len(), 1);
                prop_assert_eq!(problems.0[0].property.as_str(), name);
            }
        }
    }
}
