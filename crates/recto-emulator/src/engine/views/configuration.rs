//! What a view looks like: settings by the view's type, stored with encoded property ids.

mod kind;
mod value;

use std::sync::LazyLock;

use serde_json::{Map, Value};

use self::kind::{KINDS, settings};
use crate::engine::Context;
use crate::problem::Problem;
use crate::store::sources::Source;
use crate::validate::{Shape, failed, literals, object, required, union};

/// A configuration of a request.
pub(super) fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        union(KINDS.iter().map(|kind| {
            let tag = required("type", literals(std::slice::from_ref(&kind.name)));
            let settings = kind.settings.iter().map(kind::Setting::member);
            object(std::iter::once(tag).chain(settings))
        }))
    });
    &SHAPE
}

/// Brings a sent configuration into a stored one: what is absent stays, null clears (documented).
pub(super) fn merge(
    ctx: &Context<'_>,
    source: &Source,
    kind: &str,
    mut known: Map<String, Value>,
    sent: &Map<String, Value>,
) -> Result<Value, Problem> {
    let tag = sent.get("type").unwrap_or(&Value::Null);
    if tag != kind {
        let path = "body.configuration.type";
        return Err(failed("body", path, &format!("`\"{kind}\"`"), tag));
    }
    for setting in settings(kind) {
        match sent.get(setting.name) {
            None => {}
            Some(Value::Null) => {
                known.remove(setting.name);
            }
            Some(value) => {
                let stored = value::stored(ctx, source, setting, value)?;
                known.insert(setting.name.to_owned(), stored);
            }
        }
    }
    Ok(Value::Object(known))
}

/// A stored configuration as it is answered, with the names of properties.
pub(super) fn presented(source: Option<&Source>, kind: &str, stored: &Value) -> Value {
    let mut out = Map::new();
    // Recorded: a view without settings still says its type.
    out.insert("type".to_owned(), Value::from(kind));
    for setting in settings(kind) {
        if let (Some(source), Some(value)) = (source, stored.get(setting.name)) {
            value::present(source, setting, value, &mut out);
        }
    }
    Value::Object(out)
}
