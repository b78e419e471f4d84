//! Laws that hold for any bytes. The property tests beside this file and the fuzz targets in
//! `fuzz/` break them with what they make up.

use std::fmt::Debug;

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
use recto_api::wire::Decode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
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
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the fuzz targets take theirs from seeds")
)]
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
    for (part, next) in parts
        .iter()
        .zip(parts.iter().skip(1).map(Some).chain([None]))
    {
        assert!(!part.is_empty() && units(part) <= limits::TEXT_UNITS);
        at += part.len();
        let Some(next) = next else { continue };
        let mut grapheme = "";
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
