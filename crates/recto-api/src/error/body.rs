//! The body of an answer that is not a success.

use serde::de::Error as _;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::ErrorCode;
use crate::wire::Decode;

/// The body of an answer that is not a success.
///
/// Any JSON object is one: what stands between a caller and Notion may answer too. A member that is
/// missing, or of another form, is empty here and written as it came; `extra` keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorBody {
    /// `error`.
    pub object: ErrorObject,
    /// The HTTP status, repeated; 0 where it is missing.
    pub status: u16,
    /// What went wrong, for programs; an empty `Unknown` where it is missing.
    pub code: ErrorCode,
    /// What went wrong, for people; empty where it is missing.
    pub message: String,
    /// Details whose keys depend on the code, such as `rate_limit_reason`, `retry_after`,
    /// `committed_resource_id`.
    pub additional_data: Option<Map<String, Value>>,
    /// The id to quote to Notion's support.
    pub request_id: Option<String>,
    /// Members this version of recto has no name for.
    pub extra: Map<String, Value>,
}

/// The `object` member of an error body, `"error"`; remembers which members were not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ErrorObject {
    objectless: bool,
    statusless: bool,
    codeless: bool,
    messageless: bool,
}

impl ErrorBody {
    /// An error body with the status that belongs to the code.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            object: ErrorObject::default(),
            status: code.status(),
            code,
            message: message.into(),
            additional_data: None,
            request_id: None,
            extra: Map::new(),
        }
    }
}

impl Decode for ErrorBody {}

/// Takes a member out, if it has the form that is asked for.
fn take<T>(
    members: &mut Map<String, Value>,
    name: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Option<T> {
    let value = read(members.get(name)?)?;
    members.shift_remove(name);
    Some(value)
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

impl<'de> Deserialize<'de> for ErrorBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Value::Object(mut extra) = Value::deserialize(deserializer)? else {
            return Err(D::Error::custom("an error body is a JSON object"));
        };
        let object = take(&mut extra, "object", |value| {
            (value == "error").then_some(())
        });
        let status = take(&mut extra, "status", |value| {
            value.as_u64()?.try_into().ok()
        });
        let code = take(&mut extra, "code", text);
        let message = take(&mut extra, "message", text);
        Ok(Self {
            object: ErrorObject {
                objectless: object.is_none(),
                statusless: status.is_none(),
                codeless: code.is_none(),
                messageless: message.is_none(),
            },
            status: status.unwrap_or_default(),
            code: ErrorCode::from_wire(code.unwrap_or_default().into()),
            message: message.unwrap_or_default(),
            additional_data: take(&mut extra, "additional_data", |value| {
                value.as_object().cloned()
            }),
            request_id: take(&mut extra, "request_id", text),
            extra,
        })
    }
}

impl Serialize for ErrorBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.object.objectless {
            map.serialize_entry("object", "error")?;
        }
        // What was given later is written, whatever came.
        let fields = [
            (self.object.statusless, self.status == 0),
            (self.object.codeless, self.code.as_str().is_empty()),
            (self.object.messageless, self.message.is_empty()),
        ];
        let [status, code, message] = fields.map(|(lacking, empty)| !(lacking && empty));
        if status {
            map.serialize_entry("status", &self.status)?;
        }
        if code {
            map.serialize_entry("code", &self.code)?;
        }
        if message {
            map.serialize_entry("message", &self.message)?;
        }
        if let Some(data) = &self.additional_data {
            map.serialize_entry("additional_data", data)?;
        }
        if let Some(id) = &self.request_id {
            map.serialize_entry("request_id", id)?;
        }
        let written = |name: &str| match name {
            "status" => status,
            "code" => code,
            "message" => message,
            "additional_data" => self.additional_data.is_some(),
            "request_id" => self.request_id.is_some(),
            _ => false,
        };
        for (name, value) in self.extra.iter().filter(|(name, _)| !written(name)) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn any_object_is_read_and_written_as_it_came() {
        for body in [
            json!({"object": "error", "status": 404, "code": "object_not_found", "message": "m"}),
            json!({"object": "error", "status": 429, "code": "c", "message": "m",
                "additional_data": null, "request_id": null, "developer_survey": "u"}),
            json!({"message": "Endpoint request timed out"}),
            json!({"object": null, "status": "502", "code": 7, "message": ["m"],
                "additional_data": [], "request_id": {}}),
            json!({"status": 70_000, "code": "", "message": ""}),
            json!({}),
        ] {
            let read = ErrorBody::decode(body.to_string().as_bytes()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), body);
        }
        assert!(ErrorBody::decode(b"[]").is_err());
        assert!(ErrorBody::decode(b"<html>").is_err());
    }

    #[test]
    fn what_is_set_takes_the_place_of_what_came() {
        let mut body: ErrorBody = serde_json::from_value(json!({"status": "x"})).unwrap();
        assert_eq!((body.status, body.code.as_str()), (0, ""));
        body.status = 502;
        body.message = "m".to_owned();
        assert_eq!(
            serde_json::to_value(&body).unwrap(),
            json!({"status": 502, "message": "m"})
        );
    }
}
