//! One exchange against the model.

mod raised;

use serde_json::Value;

use super::{
    body::Body,
    compare,
    exchange::{self, Exchange},
    model::{self, Model},
    tally::{Difference, Place, Side, Tally, What},
};
use recto_api::{error::ErrorBody, oauth::OAuthError};

/// Reads and writes both bodies of an exchange, and counts.
pub(crate) fn exchange(exchange: &Exchange, place: &Place, tally: &mut Tally) {
    tally.exchanges += 1;
    match &exchange.response {
        Body::Absent => {}
        Body::Other(_) => tally.not_json += 1,
        Body::Json(text, value) => {
            let model = answer(exchange, value);
            judge(exchange, Side::Response, model, text, value, place, tally);
            raised::judge(exchange, value, place, tally);
        }
    }
    match &exchange.request {
        Body::Absent => {}
        Body::Other(_) => tally.not_json += 1,
        Body::Json(text, value) => {
            let model = exchange.operation.and_then(model::body);
            // Some recorders write an object for a request that had no body, or whose body was of
            // another kind.
            if model.is_none() && exchange.operation.is_some_and(model::has_no_body) {
                tally.unasked += 1;
                return;
            }
            let side = if exchange.succeeded() {
                Side::Request
            } else {
                Side::Refused
            };
            judge(exchange, side, model, text, value, place, tally);
        }
    }
}

/// The type that reads an answer.
fn answer(exchange: &Exchange, body: &Value) -> Option<Model> {
    if exchange::is_error(body) || !exchange.succeeded() {
        // OAuth has error bodies of its own (RFC 6749).
        let oauth = !exchange::is_error(body) && body.get("error").is_some();
        return Some(if oauth {
            Model::of::<OAuthError>()
        } else {
            Model::of::<ErrorBody>()
        });
    }
    // Many operations may be carried out in the background where the caller allows it.
    if body
        .get("object")
        .is_some_and(|object| object == "async_task")
    {
        return model::by_object(body);
    }
    exchange
        .operation
        .and_then(model::answer)
        .or_else(|| model::by_object(body))
}

fn judge(
    exchange: &Exchange,
    side: Side,
    model: Option<Model>,
    text: &str,
    came: &Value,
    place: &Place,
    tally: &mut Tally,
) {
    let endpoint = match &exchange.operation {
        None if side == Side::Response => {
            let object = came.get("object").and_then(Value::as_str);
            format!("{} {}", exchange.endpoint, object.unwrap_or("?"))
        }
        _ => exchange.endpoint.clone(),
    };
    let version = exchange.version.clone().unwrap_or_else(|| "?".to_owned());
    let name = model.map_or_else(|| "no type".to_owned(), |model| (model.name)());
    let differ = |tally: &mut Tally, what| {
        tally.differ(Difference {
            place: place.clone(),
            side,
            endpoint: endpoint.clone(),
            version: version.clone(),
            model: name.clone(),
            what,
        });
    };
    tally.row(&endpoint, &version, side).bodies += 1;
    let walked = match model {
        Some(model) => (model.walk)(text),
        None => Err("the model has no type for it".to_owned()),
    };
    match walked {
        Err(error) => differ(tally, What::Unreadable(error)),
        Ok((wrote, census)) => {
            let found = compare::differences(came, &wrote);
            let row = tally.row(&endpoint, &version, side);
            row.decoded += 1;
            row.value_equal += u64::from(found.is_empty());
            row.kept += u64::from(found.iter().all(|one| one.came.is_none()));
            row.see(&census);
            tally.see(side, &census, place);
            for one in found {
                differ(tally, What::Unequal(one));
            }
        }
    }
}
