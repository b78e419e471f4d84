//! `GET /openapi.json`: the interface of the newest version, described by OpenAPI 3.1.
//!
//! It is made from what answers requests: the endpoint table and the shapes that bodies are checked
//! by. Where those say nothing, neither does the description. It needs no token.

mod answers;
mod parameters;

use bytes::Bytes;
use http::{HeaderValue, Method, Response, header};
use recto_api::endpoint::{Operation, Route, TABLE};
use recto_api::version::Version;
use serde_json::{Map, Value, json};

use crate::engine::shapes;
use crate::validate::Schemas;

/// Where the description is.
pub(crate) const PATH: &str = "/openapi.json";

/// The description as an answer; `origin` is where the caller reached the emulator.
pub(crate) fn serve(origin: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(document(origin).to_string()));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}

/// The whole description.
fn document(origin: &str) -> Value {
    let mut schemas = Schemas::default();
    let mut paths: Map<String, Value> = Map::new();
    for route in TABLE
        .iter()
        .filter(|route| route.is_mounted(Version::NEWEST))
    {
        let entry = paths
            .entry(route.path)
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(methods) = entry {
            methods.insert(
                route.method.as_str().to_ascii_lowercase(),
                operation(route, &mut schemas),
            );
        }
    }
    let mut named = answers::schemas();
    named.extend(schemas.into_named());
    // The newest first: the command line `ntn` takes the first for the version to ask for (seen).
    let versions: Vec<_> = Version::ALL
        .into_iter()
        .rev()
        .map(Version::as_str)
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Notion API, as the recto emulator answers it",
            "version": Version::NEWEST.as_str(),
        },
        "servers": [{"url": origin}],
        "security": [{"bearerAuth": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearerAuth": {"type": "http", "scheme": "bearer"},
                "basicAuth": {"type": "http", "scheme": "basic"},
            },
            "parameters": {
                "notionVersion": {
                    "name": "Notion-Version",
                    "in": "header",
                    "required": true,
                    "description": "Paths and bodies are described for the newest version.",
                    "schema": {"type": "string", "enum": versions},
                },
            },
            "schemas": named,
        },
    })
}

fn operation(route: &Route, schemas: &mut Schemas) -> Value {
    let name = kebab(&format!("{:?}", route.operation));
    let mut described = json!({
        "operationId": name,
        "summary": route.about.trim(),
        "tags": [tag(route.path)],
        "parameters": parameters::of(route),
        "responses": answers::of(route.operation),
    });
    if route.method == Method::POST || route.method == Method::PATCH {
        described["requestBody"] = body(route.operation, schemas);
    }
    if is_oauth(route.operation) {
        described["security"] = json!([{"basicAuth": []}]);
    }
    described
}

fn body(operation: Operation, schemas: &mut Schemas) -> Value {
    if operation == Operation::SendFileUpload {
        let form = json!({
            "type": "object",
            "properties": {
                "file": {"type": "string", "format": "binary"},
                "part_number": {"type": "string"},
            },
            "required": ["file"],
        });
        return json!({"required": true, "content": {"multipart/form-data": {"schema": form}}});
    }
    let schema = match shapes::body(operation) {
        Some(shape) => schemas.reference(shape, &format!("{operation:?}Body")),
        None => json!({"type": "object"}),
    };
    json!({"required": false, "content": {"application/json": {"schema": schema}}})
}

fn is_oauth(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::CreateToken | Operation::IntrospectToken | Operation::RevokeToken
    )
}

/// The first part of a path below the version: `pages`.
fn tag(path: &str) -> &str {
    path.split('/').nth(2).unwrap_or_default()
}

/// `GetPageProperty` as `get-page-property`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each `$ref` of a description.
    fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_operation_of_the_newest_version_is_described() {
        let document = document("http://127.0.0.1:1");
        for route in TABLE {
            let method = route.method.as_str().to_ascii_lowercase();
            let described = &document["paths"][route.path][&method];
            assert_eq!(
                described.is_object(),
                route.is_mounted(Version::NEWEST),
                "{method} {}",
                route.path
            );
            if !described.is_object() {
                continue;
            }
            let given: Vec<_> = described["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| format!("{{{}}}", parameter["name"].as_str().unwrap()))
                .collect();
            let wanted: Vec<_> = route
                .path
                .split('/')
                .filter(|part| part.starts_with('{'))
                .collect();
            assert_eq!(given, wanted);
            let summary = described["summary"].as_str().unwrap();
            assert!(summary.ends_with('.') && !summary.starts_with(' '));
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document("http://127.0.0.1:1");
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 100, "{}", found.len());
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    #[test]
    fn names_are_in_kebab_case() {
        assert_eq!(kebab("GetPageProperty"), "get-page-property");
        assert_eq!(tag("/v1/pages/{page_id}"), "pages");
    }
}
