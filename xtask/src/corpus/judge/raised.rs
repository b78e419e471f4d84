//! Answers of an older version: raised to the newest, read by its types, written, and lowered again.

use recto_api::{
    data_source::DataSource,
    version::{
        Version,
        change::{Request, Resolver, lower_response, raise_response},
    },
    wire::Census,
};
use serde_json::Value;

use crate::corpus::{
    compare,
    exchange::{self, Exchange},
    model::{self, Model},
    tally::{Difference, Place, Side, Tally, What},
};

/// Knows the data source that was split off the answer.
struct Half(Option<Value>);

impl Resolver for Half {
    fn data_sources(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn data_source(&self, _: &str) -> Option<Value> {
        self.0.clone()
    }
}

/// Counts an answer of a success of an older version.
pub(super) fn judge(exchange: &Exchange, came: &Value, place: &Place, tally: &mut Tally) {
    let (Some(version), Some(operation)) = (exchange.published(), exchange.operation) else {
        return;
    };
    if version == Version::NEWEST || !exchange.succeeded() || exchange::is_error(came) {
        return;
    }
    let mut body = came.clone();
    let raised = raise_response(version, operation, &mut body);
    let Some(model) = model::answer(raised.operation) else {
        return;
    };
    let differ = |tally: &mut Tally, what| {
        tally.differ(Difference {
            place: place.clone(),
            side: Side::Raised,
            endpoint: exchange.endpoint.clone(),
            version: version.to_string(),
            model: (model.name)(),
            what,
        });
    };
    tally
        .row(&exchange.endpoint, version.as_str(), Side::Raised)
        .bodies += 1;
    match walk(model, &body, raised.data_source.as_ref()) {
        Err(error) => differ(tally, What::Unreadable(error)),
        Ok((mut wrote, half, censuses)) => {
            let asked = Request::new(operation, Vec::new());
            lower_response(version, &asked, &mut wrote, &Half(half));
            let found = compare::differences(came, &wrote);
            let row = tally.row(&exchange.endpoint, version.as_str(), Side::Raised);
            row.decoded += 1;
            row.value_equal += u64::from(found.is_empty());
            row.kept += u64::from(found.iter().all(|one| one.came.is_none()));
            for census in &censuses {
                row.see(census);
            }
            for census in &censuses {
                tally.see(Side::Raised, census, place);
            }
            for one in found {
                differ(tally, What::Unequal(one));
            }
        }
    }
}

/// Body, data source and what is without a name in them, as the types write them.
type Walked = (Value, Option<Value>, Vec<Census>);

fn walk(model: Model, body: &Value, half: Option<&Value>) -> Result<Walked, String> {
    let (body, census) = (model.walk)(&body.to_string())?;
    let Some(half) = half else {
        return Ok((body, None, vec![census]));
    };
    let (half, other) = (Model::of::<DataSource>().walk)(&half.to_string())?;
    Ok((body, Some(half), vec![census, other]))
}
