//! Bodies whose request is not known: told apart by what they say they are.

use recto_api::{
    agent::Agent,
    async_task::AsyncTask,
    block::Block,
    comment::Comment,
    data_source::DataSource,
    database::Database,
    error::ErrorBody,
    file::CustomEmoji,
    file_upload::FileUpload,
    list::List,
    markdown::PageMarkdown,
    object::Object,
    page::Page,
    property::PropertyItem,
    session::Session,
    template::TemplateList,
    user::User,
    view::{View, ViewQuery},
    webhook::Event,
    wire::Decode,
};
use serde::Serialize;
use serde_json::Value;

use super::Model;

/// The type of a body by its `object`, that of a list by what its results are. `None` where it does
/// not say, or says something unheard of.
pub(crate) fn by_object(body: &Value) -> Option<Model> {
    match object(body) {
        Some("list") if body.get("templates").is_some() => Some(Model::of::<TemplateList>()),
        Some("list") => {
            let results = body.get("results").and_then(Value::as_array)?;
            let first = results.first().and_then(object);
            // Emojis do not say what they are.
            let emojis = body.get("type").is_some_and(|kind| kind == "custom_emoji");
            if first.is_none() && emojis {
                return Some(Model::of::<List<CustomEmoji>>());
            }
            let mixed = results.iter().any(|result| object(result) != first);
            match first {
                Some(first) if !mixed => one_or_list(first, true),
                _ => Some(Model::of::<List<Object>>()),
            }
        }
        Some(name) => one_or_list(name, false),
        // Deliveries to a webhook say what happened, not what they are.
        None if body.get("entity").is_some() && body.get("type").is_some() => {
            Some(Model::of::<Event>())
        }
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
        "agent" => pick::<Agent>(list),
        "async_task" => pick::<AsyncTask>(list),
        "block" => pick::<Block>(list),
        "comment" => pick::<Comment>(list),
        "data_source" => pick::<DataSource>(list),
        "database" => pick::<Database>(list),
        "error" => pick::<ErrorBody>(list),
        "file_upload" => pick::<FileUpload>(list),
        "page" => pick::<Page>(list),
        "page_markdown" => pick::<PageMarkdown>(list),
        "property_item" => pick::<PropertyItem>(list),
        "session" => pick::<Session>(list),
        "user" => pick::<User>(list),
        "view" => pick::<View>(list),
        "view_query" => pick::<ViewQuery>(list),
        _ => return None,
    })
}
