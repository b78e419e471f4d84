//! Bodies whose request is not known: told apart by what they say they are.

use recto_api::{
    block::Block, data_source::DataSource, database::Database, error::ErrorBody, list::List,
    object::Object, page::Page, property::PropertyItem, user::User, wire::Decode,
};
use serde::Serialize;
use serde_json::Value;

use super::Model;

/// The type of a body by its `object`, that of a list by what its results are. `None` where it does
/// not say, or says something unheard of.
pub(crate) fn by_object(body: &Value) -> Option<Model> {
    match object(body) {
        Some("list") => {
            let results = body.get("results").and_then(Value::as_array)?;
            let first = results.first().and_then(object);
            let mixed = results.iter().any(|result| object(result) != first);
            match first {
                Some(first) if !mixed => one_or_list(first, true),
                _ => Some(Model::of::<List<Object>>()),
            }
        }
        Some(name) => one_or_list(name, false),
        None => None,
    }
}

fn object(value: &Value) -> Option<&str> {
    value.get("object")?.as_str()
}

fn one_or_list(name: &str, list: bool) -> Option<Model> {
    fn pick<T: Decode + Serialize>(list: bool) -> Model {
        if list {
            Model::of::<List<T>>()
        } else {
            Model::of::<T>()
        }
    }
    Some(match name {
        "block" => pick::<Block>(list),
        "data_source" => pick::<DataSource>(list),
        "database" => pick::<Database>(list),
        "error" => pick::<ErrorBody>(list),
        "page" => pick::<Page>(list),
        "property_item" => pick::<PropertyItem>(list),
        "user" => pick::<User>(list),
        _ => return None,
    })
}
