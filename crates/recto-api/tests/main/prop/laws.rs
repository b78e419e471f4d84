//! Laws that hold for any bytes. The property tests beside this file and the fuzz targets in
//! `fuzz/` break them with what they make up.

use std::fmt::Debug;
use std::sync::LazyLock;

use recto_api::block::Block;
use recto_api::comment::Comment;
use recto_api::data_source::DataSource;
use recto_api::database::Database;
use recto_api::error::ErrorBody;
use recto_api::ids::{BlockId, DataSourceId, DatabaseId, PageId, canonical, extract_id};
use recto_api::limits;
use recto_api::list::List;
use recto_api::object::Object;
use recto_api::page::{Page, PagePatch};
use recto_api::query::{Filter, Sort};
use recto_api::rich_text::{self, RichText};
use recto_api::user::User;
use recto_api::webhook::{Event, Incoming, Receiver, Secret, Signature, parse};
use recto_api::wire::Decode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

/// Reads a word and a JSON text: what the word names is read, and what was read is written and read
/// again.
pub fn wire(data: &[u8]) {
    let Some(end) = data.iter().position(|byte| *byte == b' ') else {
        return;
    };
    let (word, text) = (&data[..end], &data[end + 1..]);
    match word {
        b"page" => decoded::<Page>(text),
        b"patch" => read_again::<PagePatch>(text),
        b"block" => decoded::<Block>(text),
        b"objects" => decoded::<List<Object>>(text),
        b"blocks" => decoded::<List<Block>>(text),
        b"source" => decoded::<DataSource>(text),
        b"database" => decoded::<Database>(text),
        b"comment" => decoded::<Comment>(text),
        b"user" => decoded::<User>(text),
        b"runs" => read_again::<Vec<RichText>>(text),
        b"error" => decoded::<ErrorBody>(text),
        b"filter" => read_again::<Filter>(text),
        b"sorts" => read_again::<Vec<Sort>>(text),
        _ => {}
    }
}

/// The words that [`wire`] knows.
pub const WORDS: [&str; 13] = [
    "page", "patch", "block", "objects", "blocks", "source", "database", "comment", "user", "runs",
    "error", "filter", "sorts",
];

fn decoded<T: Decode + Serialize + PartialEq + Debug>(text: &[u8]) {
    if let Err(error) = T::decode(text) {
        assert!(!error.to_string().is_empty());
    }
    read_again::<T>(text);
}

fn read_again<T: DeserializeOwned + Serialize + PartialEq + Debug>(text: &[u8]) {
    if let Ok(read) = serde_json::from_slice::<T>(text) {
        let written = serde_json::to_vec(&read).expect("what was read can be written");
        let again: T = serde_json::from_slice(&written).expect("what was written can be read");
        assert_eq!(again, read);
    }
    // Members that stand twice, of which JSON parsers keep either, are out of the comparison.
    let Ok(value) = serde_json::from_slice::<Value>(text) else {
        return;
    };
    let Ok(read) = serde_json::from_str::<T>(&value.to_string()) else {
        return;
    };
    let written = serde_json::to_value(&read).expect("what was read can be written");
    assert!(
        written == value,
        "something is lost or added\n   read {value}\nwritten {written}"
    );
    let read: T = serde_json::from_value(value).expect("a value reads as its text does");
    assert_eq!(serde_json::to_value(&read).ok(), Some(written));
}

/// Finds ids in any text: they are canonical, and their digits stand in the text.
pub fn ids(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let digits = |text: &str| text.replace('-', "").to_ascii_lowercase();
    let found = [
        extract_id(text),
        PageId::parse(text).map(|id| id.to_string()),
        BlockId::parse(text).map(|id| id.to_string()),
        DatabaseId::parse(text).map(|id| id.to_string()),
        DataSourceId::parse(text).map(|id| id.to_string()),
    ];
    for found in found {
        match found {
            Ok(id) => {
                assert_eq!(canonical(&id).as_deref(), Some(id.as_str()));
                assert!(
                    digits(text).contains(&digits(&id)),
                    "{id} is not in {text:?}"
                );
                assert_eq!(extract_id(&id), Ok(id.clone()));
                let wire: PageId = serde_json::from_value(id.clone().into()).expect("an id");
                assert_eq!(PageId::parse(&id), Ok(wire));
            }
            Err(error) => assert_eq!(error.0, text),
        }
    }
}

/// Splits text into runs: they join to the text, none is too long, none could be longer, and no
/// cut is inside a grapheme that fits into a run.
///
/// The first byte says how many letters come first, in sixteens, the second how often the rest is
/// repeated: so that a short input makes a long text.
pub fn runs(data: &[u8]) {
    let [letters, times, rest @ ..] = data else {
        return;
    };
    let Ok(rest) = std::str::from_utf8(rest) else {
        return;
    };
    let text = "a".repeat(usize::from(*letters) * 16) + &rest.repeat(usize::from(*times));
    split(&text);
}

/// [`runs`] of a text.
pub fn split(text: &str) {
    let runs = rich_text::split(text);
    let parts: Vec<&str> = runs.iter().map(RichText::plain).collect();
    assert_eq!(parts.concat(), text);
    let units = |text: &str| text.encode_utf16().count();
    // Where the graphemes of the text begin, and how long each is.
    let mut graphemes = text.grapheme_indices(true).peekable();
    let mut at = 0;
    // The grapheme that the last cut passed or is inside of; a long one is cut more than once.
    let mut grapheme = "";
    for (part, next) in parts
        .iter()
        .zip(parts.iter().skip(1).map(Some).chain([None]))
    {
        assert!(!part.is_empty() && units(part) <= limits::TEXT_UNITS);
        at += part.len();
        let Some(next) = next else { continue };
        while let Some((_, passed)) = graphemes.next_if(|(begin, _)| *begin < at) {
            grapheme = passed;
        }
        match graphemes.peek() {
            // A cut between graphemes: the next one had no room.
            Some((begin, first)) if *begin == at => {
                assert!(
                    units(part) + units(first) > limits::TEXT_UNITS,
                    "too short a run"
                );
            }
            // A cut inside one: it is longer than a run.
            _ => {
                assert!(
                    units(grapheme) > limits::TEXT_UNITS,
                    "{grapheme:?} is torn apart"
                );
                let first = next.chars().next().map_or(0, char::len_utf16);
                assert!(units(part) + first > limits::TEXT_UNITS, "too short a run");
            }
        }
    }
    let lists = rich_text::chunks(text);
    assert!(
        lists
            .iter()
            .all(|list| (1..=limits::RICH_TEXT_ITEMS).contains(&list.len()))
    );
    assert_eq!(lists.concat(), runs);
}

/// Reads a delivery: the first line is its signature, the rest its body. Only what is signed is
/// accepted, and an event loses nothing.
pub fn webhook(data: &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n');
    let (header, body) = data.split_at(end.unwrap_or(data.len()));
    let body = body.get(1..).unwrap_or_default();
    let token = Secret::from(TOKEN);
    let receiver = Receiver::new(TOKEN);

    let read = parse(body);
    if let Ok(Incoming::Event(event)) = &read {
        read_again::<Event>(body);
        let stale: Vec<&str> = event.stale_ids().collect();
        let all = format!(
            "{:?} {:?} {stale:?} {:?} {:?} {}",
            event.kind(),
            event.subject(),
            event.updated_blocks().count(),
            event.updated_properties().count(),
            event.attempt()
        );
        assert!(!all.is_empty());
    }

    let right = Signature::sign(body, &token).to_string();
    let told = std::str::from_utf8(header).ok();
    if let Some(signature) = told.and_then(|header| Signature::parse(header).ok()) {
        assert_eq!(
            Some(signature.to_string()),
            told.map(str::to_ascii_lowercase)
        );
    }
    let signed = told
        .is_some_and(|header| header.starts_with("sha256=") && header.eq_ignore_ascii_case(&right));
    match receiver.accept_signed(Some(header), body) {
        Ok(Incoming::Event(_)) => assert!(signed, "an event without a right signature"),
        Ok(Incoming::Handshake(handshake)) => {
            assert!(signed || handshake.verification_token.expose() == TOKEN);
        }
        Err(rejection) => {
            assert!(!rejection.to_string().contains(TOKEN));
            assert!((400..=503).contains(&rejection.status().as_u16()));
            assert!(!signed || read.is_err(), "{rejection}");
        }
    }
    let accepted = receiver.accept_signed(Some(right.as_bytes()), body);
    assert_eq!(accepted.ok(), read.ok());
}

const TOKEN: &str = "secret_0123456789";

/// Reads plain JSON into property values by a schema of all types: a refusal names what it is
/// about, and what was read can be made plain and read again, and is the same.
pub fn values(data: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    for new_options in [false, true] {
        let reader = SCHEMA.value_reader().new_options(new_options);
        match reader.read(&json) {
            Ok(values) => {
                let plain = values.to_plain();
                let again = reader.read(&plain).unwrap_or_else(|problems| {
                    panic!("{json}\nwas read, but not {plain}\n{problems}")
                });
                assert!(
                    again.to_plain() == plain,
                    "read {json}\nthen {plain}\nthen {}",
                    again.to_plain()
                );
                let patch = PagePatch::default().properties(values);
                let text = serde_json::to_vec(&patch).expect("values can be written");
                read_again::<PagePatch>(&text);
            }
            Err(problems) => {
                assert!(!problems.0.is_empty());
                for problem in &problems.0 {
                    assert!(!problem.to_string().is_empty() && !problem.message.is_empty());
                }
            }
        }
    }
}

static SCHEMA: LazyLock<DataSource> = LazyLock::new(|| {
    let id = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
    let options = json!([
        {"id": "o1", "name": "Done", "color": "green"},
        {"id": "o2", "name": "In progress", "color": "blue"}
    ]);
    let simple = [
        "title",
        "rich_text",
        "number",
        "date",
        "people",
        "files",
        "checkbox",
        "url",
        "email",
        "phone_number",
        "formula",
        "created_time",
        "unique_id",
        "button",
        "verification",
        "place",
    ];
    let mut properties = serde_json::Map::new();
    for (index, kind) in simple.into_iter().enumerate() {
        let config = json!({"id": format!("p{index}"), "name": kind, "type": kind, kind: {}});
        properties.insert(kind.to_owned(), config);
    }
    for kind in ["select", "multi_select", "status"] {
        let config = json!({"id": kind, "name": kind, "type": kind, kind: {"options": options}});
        properties.insert(kind.to_owned(), config);
    }
    properties.insert(
        "relation".to_owned(),
        json!({"id": "r", "name": "relation", "type": "relation",
            "relation": {"data_source_id": id, "type": "single_property", "single_property": {}}}),
    );
    let source = json!({"object": "data_source", "id": id, "properties": properties});
    serde_json::from_value(source).expect("a schema")
});
