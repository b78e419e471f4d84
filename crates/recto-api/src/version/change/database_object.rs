//! 2025-09-03: a database became a container of data sources, which hold the schema.
//!
//! Before, both were one object with the database's id. It is read from the data source, whose
//! title, description, icon and cover mirror the container's (recordings), so only its id, parent
//! and `object` differ. A change of a database becomes one of the data source, one of the container,
//! or both.

use serde_json::{Map, Value, json};

use super::{Answer, CHANGES, Raised, Refusal, Request, Resolver, formula_owner, json};
use crate::endpoint::Operation;
use crate::error::{ErrorBody, ErrorCode};
use crate::version::Version;

/// The only data source of a database. `None` when the id names no database; a refusal when it has
/// several, which versions before data sources cannot express.
pub(super) fn single_source(
    database_id: &str,
    resolver: &dyn Resolver,
) -> Result<Option<String>, Refusal> {
    let mut sources = resolver.data_sources(database_id);
    if sources.len() < 2 {
        return Ok(sources.pop());
    }
    let mut error = ErrorBody::new(
        ErrorCode::ValidationError,
        "Databases with multiple data sources are not supported in this API version.",
    );
    let mut data = Map::new();
    data.insert(
        "error_type".to_owned(),
        json!("multiple_data_sources_for_database"),
    );
    data.insert("database_id".to_owned(), json!(database_id));
    data.insert("child_data_source_ids".to_owned(), json!(sources));
    data.insert(
        "minimum_api_version".to_owned(),
        json!(Version::V2025_09_03.as_str()),
    );
    error.additional_data = Some(data);
    Err(Box::new(error))
}

pub(super) fn raise(
    request: &mut Request,
    resolver: &dyn Resolver,
) -> Result<Option<Request>, Refusal> {
    match request.operation {
        Operation::CreateDatabase => raise_create(request).map(|()| None),
        Operation::GetDatabase => {
            if let Some(source) = source_of(request, resolver)? {
                request.operation = Operation::GetDataSource;
                request.params = vec![source];
            }
            Ok(None)
        }
        Operation::UpdateDatabase => {
            let source = source_of(request, resolver)?;
            Ok(raise_update(request, source))
        }
        _ => Ok(None),
    }
}

fn source_of(request: &Request, resolver: &dyn Resolver) -> Result<Option<String>, Refusal> {
    match request.params.first() {
        Some(id) => single_source(id, resolver),
        None => Ok(None),
    }
}

fn raise_create(request: &mut Request) -> Result<(), Refusal> {
    let Some(body) = request.body.as_object_mut() else {
        return Ok(());
    };
    if json::rename(body, "properties", "initial_data_source") {
        if let Some(source) = body.get_mut("initial_data_source") {
            *source = json!({"properties": source.take()});
        }
    } else if body.contains_key("parent") {
        // The newest version may leave the schema out; the old one wants it.
        return Err(Box::new(ErrorBody::new(
            ErrorCode::ValidationError,
            "body failed validation: body.properties should be defined, instead was `undefined`.",
        )));
    }
    Ok(())
}

/// Splits an update: the schema goes to the data source, the rest to the container, title and icon
/// to both. What takes the database out of the trash comes first, for nothing in it can be edited.
fn raise_update(request: &mut Request, source: Option<String>) -> Option<Request> {
    let body = request.body.as_object_mut()?;
    let properties = body.shift_remove("properties");
    let source = source?;
    let mut table = Map::new();
    for name in ["title", "icon"] {
        if let Some(value) = body.get(name) {
            table.insert(name.to_owned(), value.clone());
        }
    }
    if let Some(properties) = properties {
        table.insert("properties".to_owned(), properties);
    }
    if table.is_empty() {
        return None;
    }
    // The flag has its old name still.
    let restores = ["archived", "in_trash"]
        .iter()
        .any(|flag| body.get(*flag) == Some(&Value::Bool(false)));
    let only_table = body.is_empty();
    let table =
        Request::new(Operation::UpdateDataSource, vec![source]).with_body(Value::Object(table));
    if only_table {
        *request = table;
        None
    } else if restores {
        Some(std::mem::replace(request, table))
    } else {
        Some(table)
    }
}

pub(super) fn lower(answer: &mut Answer<'_>, resolver: &dyn Resolver) {
    match answer.asked.operation {
        Operation::CreateDatabase => {
            json::reword(
                answer.body,
                "body.initial_data_source.properties",
                "body.properties",
            );
        }
        Operation::GetDatabase | Operation::UpdateDatabase => {
            json::reword(answer.body, "path.data_source_id", "path.database_id");
        }
        _ => {}
    }
    for object in json::objects(answer.body) {
        if json::kind(object) == Some("database") && object.get("data_sources").is_some() {
            replace_container(object, resolver);
        }
        if json::kind(object) == Some("data_source") {
            lower_source(object);
        }
    }
}

/// Puts the data source in the place of its container.
fn replace_container(object: &mut Value, resolver: &dyn Resolver) {
    let id = object.pointer("/data_sources/0/id").and_then(Value::as_str);
    let Some(mut source) = id.and_then(|id| resolver.data_source(id)) else {
        return;
    };
    let asked = Request::new(Operation::GetDataSource, Vec::new());
    let mut answer = Answer {
        body: &mut source,
        asked: &asked,
    };
    // The container has already passed the newer changes, the looked-up object has not.
    for change in CHANGES
        .iter()
        .filter(|change| change.since > Version::V2025_09_03)
    {
        (change.lower)(&mut answer, resolver);
    }
    if let Some(request_id) = object.get("request_id").cloned()
        && let Some(source) = source.as_object_mut()
    {
        source.insert("request_id".to_owned(), request_id);
    }
    *object = source;
}

fn lower_source(object: &mut Value) {
    let Some(source) = object.as_object_mut() else {
        return;
    };
    let id = source
        .get("parent")
        .and_then(|parent| parent.get("database_id"))
        .cloned();
    let parent = source.shift_remove("database_parent");
    let (Some(id), Some(parent)) = (id, parent) else {
        return;
    };
    formula_owner::lower_source(source);
    source.insert("object".to_owned(), json!("database"));
    source.insert("id".to_owned(), id);
    source.insert("parent".to_owned(), parent);
}

pub(super) fn lift(raised: &mut Raised, body: &mut Value) {
    if json::kind(body) == Some("list") {
        for object in json::objects(body) {
            lift_source(object);
        }
        return;
    }
    let request_id = body.get("request_id").cloned();
    if lift_source(body) {
        let container = container(body, request_id);
        let mut source = std::mem::replace(body, container);
        if let Some(source) = source.as_object_mut() {
            source.shift_remove("request_id");
        }
        raised.data_source = Some(source);
    }
}

/// Makes a database of before data sources the data source that it is in the newest version, with
/// the id of the database for want of its own. Answers whether it was one.
fn lift_source(object: &mut Value) -> bool {
    if json::kind(object) != Some("database") || object.get("data_sources").is_some() {
        return false;
    }
    let Some(source) = object.as_object_mut() else {
        return false;
    };
    let (Some(id), true) = (source.get("id").cloned(), source.contains_key("parent")) else {
        return false;
    };
    source.insert("object".to_owned(), json!("data_source"));
    json::rename(source, "parent", "database_parent");
    source.insert(
        "parent".to_owned(),
        json!({"type": "database_id", "database_id": id}),
    );
    true
}

/// The database around a data source.
fn container(source: &Value, request_id: Option<Value>) -> Value {
    let mut out = Map::new();
    let mut copy = |name: &str, from: &str| {
        if let Some(value) = source.get(from) {
            out.insert(name.to_owned(), value.clone());
        }
    };
    for name in ["object", "id", "title", "description"] {
        copy(name, name);
    }
    copy("parent", "database_parent");
    let name: String = source
        .get("title")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|run| run.get("plain_text")?.as_str())
        .collect();
    let id = source.get("id").cloned().unwrap_or_default();
    // The trash flag may have its old name still.
    for name in [
        "is_inline",
        "in_trash",
        "is_locked",
        "created_time",
        "last_edited_time",
        "icon",
        "cover",
        "url",
        "public_url",
        "archived",
    ] {
        copy(name, name);
    }
    out.insert("object".to_owned(), json!("database"));
    out.insert("data_sources".to_owned(), json!([{"id": id, "name": name}]));
    if let Some(request_id) = request_id {
        out.insert("request_id".to_owned(), request_id);
    }
    Value::Object(out)
}
