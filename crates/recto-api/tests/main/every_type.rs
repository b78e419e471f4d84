//! A data source with a property of every type, named after it.

use recto_api::data_source::DataSource;
use serde_json::{Value, json};

use crate::samples::ID;

pub(crate) fn schema() -> Value {
    let options = |names: [&str; 3]| {
        names.map(|name| json!({"id": format!("id-{name}"), "name": name, "color": "default"}))
    };
    let mut all = json!({
        "Name": {"id": "title", "type": "title", "title": {}},
        "Text": {"id": "%3Atxt", "type": "rich_text", "rich_text": {}},
        "Cost": {"id": "cost", "type": "number", "number": {"format": "euro"}},
        "Stage": {"id": "stag", "type": "select", "select": {"options": options(["Idea", "Draft", "Final"])}},
        "Tags": {"id": "tags", "type": "multi_select", "multi_select": {"options": options(["red", "green", "blue"])}},
        "Status": {"id": "stat", "type": "status", "status": {
            "options": options(["Not started", "In progress", "Done"]), "groups": []}},
        "Due": {"id": "due_", "type": "date", "date": {}},
        "Owner": {"id": "ownr", "type": "people", "people": {}},
        "Files": {"id": "file", "type": "files", "files": {}},
        "Done": {"id": "done", "type": "checkbox", "checkbox": {}},
        "Link": {"id": "link", "type": "url", "url": {}},
        "Mail": {"id": "mail", "type": "email", "email": {}},
        "Phone": {"id": "phon", "type": "phone_number", "phone_number": {}},
        "Project": {"id": "proj", "type": "relation", "relation": {"data_source_id": ID,
            "database_id": ID, "type": "single_property", "single_property": {}}},
        "Where": {"id": "wher", "type": "place", "place": {}},
        "Checked": {"id": "chkd", "type": "verification", "verification": {}},
        "Sum": {"id": "sum_", "type": "formula", "formula": {"expression": "1"}},
        "Total": {"id": "totl", "type": "rollup", "rollup": {"function": "sum",
            "rollup_property_name": "Cost", "relation_property_name": "Project",
            "rollup_property_id": "cost", "relation_property_id": "proj"}},
        "Made": {"id": "made", "type": "created_time", "created_time": {}},
        "Edited": {"id": "edit", "type": "last_edited_time", "last_edited_time": {}},
        "Maker": {"id": "makr", "type": "created_by", "created_by": {}},
        "Editor": {"id": "edtr", "type": "last_edited_by", "last_edited_by": {}},
        "Key": {"id": "key_", "type": "unique_id", "unique_id": {"prefix": "R"}},
        "Go": {"id": "go__", "type": "button", "button": {}},
        "Mood": {"id": "mood", "type": "weather", "weather": {}},
    });
    for (name, config) in all.as_object_mut().unwrap() {
        config["name"] = json!(name);
    }
    all
}

pub(crate) fn source() -> DataSource {
    serde_json::from_value(json!({"object": "data_source", "id": ID, "properties": schema()}))
        .unwrap()
}
