//! Kinds of tomorrow are kept; text enums too.

use recto_api::parent::{Parent, ParentKind};
use recto_api::property::{Property, PropertyValue, SelectOption};
use recto_api::rich_text::{Color, RichText, RichTextContent};
use serde_json::json;

#[test]
fn an_unknown_property_type_keeps_its_payload() {
    let value =
        json!({"id": "a", "type": "weather", "weather": {"sky": "blue"}, "has_more": false});
    let property: Property = serde_json::from_value(value.clone()).unwrap();
    let PropertyValue::Unknown(unknown) = &property.value else {
        panic!("{property:?}")
    };
    assert_eq!(unknown.kind, "weather");
    assert_eq!(unknown.payload.as_deref(), Some(&json!({"sky": "blue"})));
    assert_eq!(property.value.kind(), "weather");
    assert_eq!(serde_json::to_value(&property).unwrap(), value);
}

#[test]
fn a_row_keeps_its_data_source_and_its_database() {
    let id = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
    let other = "4d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";
    let row = json!({"type": "data_source_id", "data_source_id": id, "database_id": other});
    for text in [
        row.to_string(),
        json!({"database_id": other, "data_source_id": id, "type": "data_source_id"}).to_string(),
    ] {
        let parent: Parent = serde_json::from_str(&text).unwrap();
        assert!(
            matches!(&parent.kind, Some(ParentKind::DataSourceId(found)) if found.as_str() == id)
        );
        assert_eq!(parent.database_id().unwrap().as_str(), other);
        assert_eq!(serde_json::to_value(&parent).unwrap(), row);
    }
}

#[test]
fn a_colour_of_tomorrow_is_kept() {
    let value = json!({"name": "x", "color": "ultraviolet"});
    let option: SelectOption = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&option).unwrap(), value);
    assert_eq!(Color::from("blue_background"), Color::BlueBackground);
    assert_eq!(Color::BlueBackground.as_str(), "blue_background");
}

#[test]
fn built_values_are_what_the_service_expects() {
    let title = Property::from(PropertyValue::title("Hello"));
    assert_eq!(
        serde_json::to_value(&title).unwrap(),
        json!({"type": "title", "title": [{"type": "text", "text": {"content": "Hello"}}]})
    );
    let cleared = Property::from(PropertyValue::Number(None));
    assert_eq!(
        serde_json::to_value(&cleared).unwrap(),
        json!({"type": "number", "number": null})
    );
    let zero = Property::from(PropertyValue::integer(0));
    assert_eq!(
        serde_json::to_value(&zero).unwrap(),
        json!({"type": "number", "number": 0})
    );
    assert!(PropertyValue::rich_text("").is_empty());
    let run: RichText = serde_json::from_value(json!({"text": {"content": "x"}})).unwrap();
    assert!(
        matches!(run.content, RichTextContent::Text(_)),
        "requests may leave the type out"
    );
}
