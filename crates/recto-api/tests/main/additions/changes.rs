//! Every single change of a kind that can be made to a sample.

use serde_json::{Map, Value, json};

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// None.
    Nothing,
    /// A member that no one has heard of, in one object.
    NewMember,
    /// One member left out.
    MissingMember,
    /// Null in the place of one member.
    NullMember,
    /// A value of another form in the place of one member.
    OddMember,
    /// A kind that no one has heard of, with its payload, in the place of one kind.
    NewKind,
    /// A text that no one has heard of in the place of one text.
    NewText,
    /// One list empty, or twice as long.
    OtherLength,
}

/// A changed sample.
#[derive(Debug)]
pub(crate) struct Changed {
    /// Where, and what was done.
    pub(crate) place: String,
    /// The whole sample with the change.
    pub(crate) value: Value,
    /// The member of the sample itself that was changed, or inside which something was.
    pub(crate) member: Option<String>,
    /// Whether it was changed itself.
    pub(crate) itself: bool,
    /// The kind or text that was there.
    pub(crate) was: Option<String>,
}

/// The kind and the text that no one has heard of.
pub(crate) const TOMORROW: &str = "kind_of_tomorrow";

/// Every change of a kind to this sample.
pub(crate) fn of(change: Change, sample: &Value) -> Vec<Changed> {
    let mut places = Vec::new();
    collect(sample, &mut Vec::new(), &mut places);
    let mut out = Vec::new();
    if change == Change::Nothing {
        out.push(Changed {
            place: "$".to_owned(),
            value: sample.clone(),
            member: None,
            itself: false,
            was: None,
        });
    }
    for place in &places {
        let node = at(sample, place);
        for One { what, was, value } in one(change, node) {
            let mut whole = sample.clone();
            *at_mut(&mut whole, place) = value;
            out.push(Changed {
                place: format!("{}: {what}", show(place)),
                value: whole,
                itself: place.len() <= usize::from(change == Change::NewText),
                member: match place.first() {
                    None => Some(what),
                    Some(Step::Member(name)) => Some(name.clone()),
                    Some(Step::Item(_)) => None,
                },
                was,
            });
        }
    }
    out
}

/// One changed value.
struct One {
    /// The member, or what was done.
    what: String,
    /// The kind or text that was there.
    was: Option<String>,
    /// The changed value.
    value: Value,
}

/// The changes of a kind that can be made to this one value.
fn one(change: Change, node: &Value) -> Vec<One> {
    let members = match node {
        Value::Object(members) => members,
        // A sample may be a text and nothing else.
        Value::String(text) if change == Change::NewText => {
            return vec![One {
                what: "the text".to_owned(),
                was: Some(text.clone()),
                value: json!(TOMORROW),
            }];
        }
        _ => return Vec::new(),
    };
    match change {
        Change::Nothing => Vec::new(),
        Change::NewKind => new_kinds(members),
        Change::NewMember => new_members(members),
        // Texts are changed where they stand.
        Change::NewText => Vec::new(),
        _ => members
            .iter()
            .flat_map(|(name, value)| {
                others(change, value).into_iter().map(move |other| {
                    let mut members = members.clone();
                    match other {
                        Some(other) => members[name] = other,
                        None => {
                            members.shift_remove(name);
                        }
                    }
                    One {
                        what: name.clone(),
                        was: None,
                        value: Value::Object(members),
                    }
                })
            })
            .collect(),
    }
}

/// What may stand in the place of a member; `None` is its absence.
fn others(change: Change, value: &Value) -> Vec<Option<Value>> {
    match (change, value) {
        (Change::MissingMember, _) => vec![None],
        (Change::NullMember, _) => vec![Some(Value::Null)],
        // One of the simple forms and one of the others is enough: no field takes both.
        (Change::OddMember, value) => {
            let simple = [json!(-1.5), json!("text of tomorrow")];
            let other = [json!({"of": {"tomorrow": [null]}}), json!([[{"a": null}]])];
            let pick = |of: [Value; 2]| of.into_iter().find(|one| form(one) != form(value));
            [pick(simple), pick(other)]
                .into_iter()
                .filter(Option::is_some)
                .collect()
        }
        (Change::OtherLength, Value::Array(items)) => {
            let twice: Vec<_> = items.iter().chain(items).cloned().collect();
            vec![Some(json!([])), Some(Value::Array(twice))]
        }
        _ => Vec::new(),
    }
}

fn form(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

fn new_members(members: &Map<String, Value>) -> Vec<One> {
    let new = |what: &str, value: Map<String, Value>| One {
        what: what.to_owned(),
        was: None,
        value: Value::Object(value),
    };
    let mut out: Vec<_> = [
        json!(null),
        json!({"type": "x", "x": {"y": [1, 2.5, "é"]}, "object": "x"}),
    ]
    .into_iter()
    .map(|value| {
        let mut members = members.clone();
        members.insert("member_of_tomorrow".to_owned(), value);
        new("a new member", members)
    })
    .collect();
    // In front of everything else, where nothing is known of the object yet.
    let mut first = Map::new();
    first.insert("member_of_tomorrow".to_owned(), json!({"object": "x"}));
    first.extend(members.clone());
    out.push(new("a new first member", first));
    out
}

/// The object with another kind: where `type` names one of its members, or `object` says what it
/// is.
fn new_kinds(members: &Map<String, Value>) -> Vec<One> {
    let mut out = Vec::new();
    if let Some(kind) = members.get("type").and_then(Value::as_str) {
        let mut new = |what: String, value: Map<String, Value>| {
            out.push(One {
                what,
                was: Some(kind.to_owned()),
                value: Value::Object(value),
            });
        };
        let payloads = [
            Some(json!({"sky": ["blue", 1, null], "type": "deep", "deep": {}})),
            Some(json!("text")),
            Some(json!(null)),
            Some(json!([])),
            Some(json!(7)),
            None,
        ];
        for payload in payloads {
            let what = format!("type {TOMORROW} with {payload:?}");
            new(what, with_kind(members, kind, payload));
        }
        // The payload of today's kind may stay beside it.
        let mut both = with_kind(members, kind, Some(json!({"sky": "blue"})));
        if let Some(old) = members.get(kind) {
            both.insert(kind.to_owned(), old.clone());
        }
        new("two payloads".to_owned(), both);
    }
    if let Some(object) = members.get("object").and_then(Value::as_str) {
        let mut other = members.clone();
        other["object"] = json!(TOMORROW);
        out.push(One {
            what: "object".to_owned(),
            was: Some(object.to_owned()),
            value: Value::Object(other),
        });
    }
    out
}

fn with_kind(
    members: &Map<String, Value>,
    kind: &str,
    payload: Option<Value>,
) -> Map<String, Value> {
    let mut out = Map::new();
    for (name, value) in members {
        if name == "type" {
            out.insert(name.clone(), json!(TOMORROW));
        } else if name == kind {
            if let Some(payload) = &payload {
                out.insert(TOMORROW.to_owned(), payload.clone());
            }
        } else {
            out.insert(name.clone(), value.clone());
        }
    }
    out
}

/// One step into a value.
#[derive(Debug, Clone)]
enum Step {
    Member(String),
    Item(usize),
}

fn collect(value: &Value, here: &mut Vec<Step>, out: &mut Vec<Vec<Step>>) {
    out.push(here.clone());
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                here.push(Step::Member(name.clone()));
                collect(value, here, out);
                here.pop();
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                here.push(Step::Item(index));
                collect(value, here, out);
                here.pop();
            }
        }
        _ => {}
    }
}

fn at<'v>(value: &'v Value, place: &[Step]) -> &'v Value {
    place.iter().fold(value, |value, step| match step {
        Step::Member(name) => &value[name],
        Step::Item(index) => &value[*index],
    })
}

fn at_mut<'v>(value: &'v mut Value, place: &[Step]) -> &'v mut Value {
    place.iter().fold(value, |value, step| match step {
        Step::Member(name) => &mut value[name],
        Step::Item(index) => &mut value[*index],
    })
}

fn show(place: &[Step]) -> String {
    let mut out = String::from("$");
    for step in place {
        match step {
            Step::Member(name) => out.push_str(&format!(".{name}")),
            Step::Item(index) => out.push_str(&format!("[{index}]")),
        }
    }
    out
}
