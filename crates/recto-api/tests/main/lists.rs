//! One bad element never sinks a list.

use recto_api::block::Block;
use recto_api::list::{Element, List};
use recto_api::object::Object;
use recto_api::wire::Decode;
use serde_json::{Value, json};

use crate::samples;

fn list(results: Vec<Value>) -> Value {
    json!({"object": "list", "results": results, "next_cursor": null, "has_more": false,
        "type": "page_or_data_source", "page_or_data_source": {}, "request_id": samples::ID})
}

#[test]
fn a_bad_element_keeps_its_text_and_the_others_are_read() {
    let bad = json!({"object": "page", "id": samples::ID, "properties": "not an object"});
    let value = list(vec![samples::page(), bad.clone(), samples::data_source()]);
    let read = List::<Object>::decode(value.to_string().as_bytes()).unwrap();
    assert!(matches!(&read.results[0], Element::Valid(Object::Page(_))));
    assert!(matches!(
        &read.results[2],
        Element::Valid(Object::DataSource(_))
    ));
    let Element::Invalid(invalid) = &read.results[1] else {
        panic!("{:?}", read.results[1])
    };
    assert_eq!(invalid.id.as_deref(), Some(samples::ID));
    assert_eq!(serde_json::from_str::<Value>(&invalid.raw).unwrap(), bad);
    assert_eq!(
        serde_json::to_value(&read).unwrap(),
        value,
        "even so it is written as it came"
    );
}

#[test]
fn objects_of_unknown_kinds_are_kept_whole() {
    let value = list(vec![
        json!({"object": "planet", "id": 1}),
        json!({"id": 2, "object": "planet"}),
        json!({"id": samples::ID, "object": "page", "properties": {}}),
        json!({}),
    ]);
    let read = List::<Object>::decode(value.to_string().as_bytes()).unwrap();
    assert!(
        matches!(&read.results[2], Element::Valid(Object::Page(_))),
        "object need not be first"
    );
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
}

#[test]
fn only_has_more_leads_on_and_a_cut_is_seen() {
    let mut value = list(samples::blocks());
    let read = List::<Block>::decode(value.to_string().as_bytes()).unwrap();
    assert_eq!((read.next(), read.is_incomplete()), (None, false));
    value["has_more"] = json!(true);
    value["next_cursor"] = json!("c");
    value["request_status"] =
        json!({"type": "incomplete", "incomplete_reason": "query_result_limit_reached"});
    let read = List::<Block>::decode(value.to_string().as_bytes()).unwrap();
    assert_eq!((read.next(), read.is_incomplete()), (Some("c"), true));
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
}

#[test]
fn a_body_that_is_no_list_names_the_place() {
    let error = List::<Block>::decode(br#"{"object":"list","results":7}"#).unwrap_err();
    assert_eq!(error.path, "results");
    let error = List::<Block>::decode(b"<html>").unwrap_err();
    assert!(error.to_string().contains("expected value"), "{error}");
}
