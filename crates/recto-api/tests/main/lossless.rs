//! What comes in goes out: whole objects, and objects with members that do not exist yet.

use proptest::prelude::*;
use recto_api::block::Block;
use recto_api::data_source::DataSource;
use recto_api::database::Database;
use recto_api::error::ErrorBody;
use recto_api::page::{Page, PagePatch};
use recto_api::wire::Decode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::samples;

fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) -> Value {
    let read: T = serde_json::from_slice(&serde_json::to_vec(value).unwrap())
        .unwrap_or_else(|error| panic!("{error}\n{value:#}"));
    let again = serde_json::from_slice::<T>(&serde_json::to_vec(&read).unwrap()).unwrap();
    let written = serde_json::to_value(&again).unwrap();
    // From a `Value`, where nothing can be borrowed, it reads the same.
    let from_value: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&from_value).unwrap(), written);
    written
}

#[test]
fn whole_objects_are_written_as_they_were_read() {
    assert_eq!(round_trip::<Page>(&samples::page()), samples::page());
    assert_eq!(
        round_trip::<DataSource>(&samples::data_source()),
        samples::data_source()
    );
    assert_eq!(
        round_trip::<Database>(&samples::database()),
        samples::database()
    );
    for block in samples::blocks() {
        assert_eq!(round_trip::<Block>(&block), block);
    }
}

#[test]
fn members_are_written_in_the_order_of_the_service() {
    let text = serde_json::to_string(&samples::page()).unwrap();
    let page = Page::decode(text.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&page).unwrap(), text);
}

#[test]
fn no_kind_of_the_samples_is_unknown() {
    let page = Page::decode(samples::page().to_string().as_bytes()).unwrap();
    for (name, property) in page.properties.iter() {
        let unknown = matches!(
            property.value,
            recto_api::property::PropertyValue::Unknown(_)
        );
        assert!(!unknown, "{name}");
    }
    let source = DataSource::decode(samples::data_source().to_string().as_bytes()).unwrap();
    for (name, property) in source.properties.iter() {
        let unknown = matches!(
            property.config,
            None | Some(recto_api::schema::PropertySchema::Unknown(_))
        );
        assert!(!unknown, "{name}");
    }
}

#[test]
fn absent_null_and_value_stay_apart() {
    for body in [
        json!({}),
        json!({"icon": null}),
        json!({"icon": {"type": "emoji", "emoji": "x"}}),
    ] {
        assert_eq!(round_trip::<PagePatch>(&body), body);
    }
}

#[test]
fn the_type_may_come_after_the_payload_or_not_at_all() {
    for value in [
        json!({"object": "block", "id": samples::ID, "divider": {}, "type": "divider"}),
        json!({"object": "block", "id": samples::ID, "paragraph": {"rich_text": []}}),
        json!({"object": "block", "id": samples::ID, "type": "divider"}),
        json!({"object": "block", "id": samples::ID, "type": null, "x": 1}),
        json!({"id": samples::ID}),
    ] {
        assert_eq!(round_trip::<Block>(&value), value);
    }
}

#[test]
fn error_bodies_keep_what_they_carry() {
    let body = json!({"object": "error", "status": 429, "code": "rate_limited", "message": "m",
        "additional_data": {"retry_after": "7", "rate_limit_reason": "of tomorrow"}, "new": [1],
        "request_id": samples::ID});
    assert_eq!(round_trip::<ErrorBody>(&body), body);
    let body = json!({"object": "error", "status": 418, "code": "teapot", "message": "m"});
    assert_eq!(round_trip::<ErrorBody>(&body), body);
}

/// Adds an unknown member to every object, with `seed` choosing among values.
fn with_news(value: &Value, seed: u64, place: &mut u64) -> Value {
    match value {
        Value::Object(members) => {
            *place += 1;
            let news = match (seed.wrapping_add(*place)) % 4 {
                0 => json!({"type": "x", "x": [1, 2.5, "é"]}),
                1 => Value::Null,
                2 => json!("text"),
                _ => json!(-3),
            };
            let members = members
                .iter()
                .map(|(k, v)| (k.clone(), with_news(v, seed, place)));
            let mut out: Map<String, Value> = members.collect();
            // `properties` and the like are maps of names, not objects with fixed members.
            let is_map = out.values().all(|member| member.get("type").is_some()) && !out.is_empty();
            if !is_map {
                out.insert("member_of_tomorrow".to_owned(), news);
            }
            Value::Object(out)
        }
        Value::Array(items) => Value::Array(
            items
                .iter()
                .map(|item| with_news(item, seed, place))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// Leaves out the n-th optional member that stands directly on the object.
fn without(value: &Value, index: usize) -> Value {
    let mut out = value.clone();
    let members = out.as_object_mut().unwrap();
    let optional: Vec<String> = members
        .keys()
        .filter(|name| !["object", "id", "type", "properties"].contains(&name.as_str()))
        .filter(|name| value.get("type").is_none_or(|kind| kind != name.as_str()))
        .cloned()
        .collect();
    members.shift_remove(&optional[index % optional.len()]);
    out
}

proptest! {
    #[test]
    fn members_of_tomorrow_survive_in_every_object(seed: u64) {
        let page = with_news(&samples::page(), seed, &mut 0);
        prop_assert_eq!(round_trip::<Page>(&page), page);
        let source = with_news(&samples::data_source(), seed, &mut 0);
        prop_assert_eq!(round_trip::<DataSource>(&source), source);
        let database = with_news(&samples::database(), seed, &mut 0);
        prop_assert_eq!(round_trip::<Database>(&database), database);
        for block in samples::blocks() {
            let block = with_news(&block, seed, &mut 0);
            prop_assert_eq!(round_trip::<Block>(&block), block);
        }
    }

    #[test]
    fn a_missing_optional_member_stays_missing(index: usize) {
        let page = without(&samples::page(), index);
        prop_assert_eq!(round_trip::<Page>(&page), page);
        let source = without(&samples::data_source(), index);
        prop_assert_eq!(round_trip::<DataSource>(&source), source);
        let database = without(&samples::database(), index);
        prop_assert_eq!(round_trip::<Database>(&database), database);
    }
}
