//! Older versions at the edge: requests raised, answers lowered.

use recto_api::version::Version;
use recto_api::version::change::{self, Request, Resolver};
use rusqlite::Transaction;
use serde_json::Value;

use crate::access;
use crate::engine::{self, Call, Context, Input, Raw};
use crate::ids;
use crate::problem::Problem;
use crate::store::sources;

/// Runs a call that came at `version` and answers in that version's form.
///
/// One call may take several steps; all are in the caller's transaction, so a refused step undoes
/// those before it.
pub(crate) fn run(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    version: Version,
    call: Call,
) -> Result<Value, Problem> {
    if version == Version::NEWEST {
        return access::dispatch(tx, ctx, &call);
    }
    let store = Store { tx, ctx };
    let raw = call.input.raw;
    let asked = Request {
        operation: call.operation,
        params: call
            .input
            .params
            .into_iter()
            .map(|(_, value)| value)
            .collect(),
        query: call.input.query,
        body: call.input.body,
    };
    let steps = change::raise_request(version, asked.clone(), &store).map_err(Problem::from)?;
    let mut answer = Value::Null;
    for step in steps {
        let mut step = raised(step);
        step.input.raw = raw.clone();
        match access::dispatch(tx, ctx, &step) {
            Ok(body) => answer = body,
            Err(problem) => return Err(lowered(problem, version, &asked, &store)),
        }
    }
    change::lower_response(version, &asked, &mut answer, &store);
    Ok(answer)
}

/// A raised request as the engine takes it.
fn raised(step: Request) -> Call {
    let names = step
        .operation
        .route()
        .path
        .split('/')
        .filter_map(|segment| Some(segment.strip_prefix('{')?.trim_end_matches('}')));
    Call {
        operation: step.operation,
        input: Input {
            params: names.zip(step.params).collect(),
            query: step.query,
            body: step.body,
            raw: Raw::default(),
        },
    }
}

/// A refusal in the words of the caller's version.
fn lowered(problem: Problem, version: Version, asked: &Request, store: &Store<'_>) -> Problem {
    let Ok(mut body) = serde_json::to_value(problem.body()) else {
        return problem;
    };
    change::lower_response(version, asked, &mut body, store);
    match body.get("message").and_then(Value::as_str) {
        Some(message) if message != problem.message() => {
            let message = message.to_owned();
            problem.reworded(message)
        }
        _ => problem,
    }
}

/// Looks up what the changes around data sources need.
struct Store<'a> {
    tx: &'a Transaction<'a>,
    ctx: &'a Context<'a>,
}

impl Resolver for Store<'_> {
    fn data_sources(&self, database_id: &str) -> Vec<String> {
        let Some(id) = ids::normalized(database_id) else {
            return Vec::new();
        };
        let hidden = |mut sight: access::Sight<'_>| !sight.node(self.tx, &id).unwrap_or_default();
        if self.ctx.sight().is_some_and(hidden) {
            return Vec::new();
        }
        // A storage failure shows as an unknown database; the step that follows meets it too.
        sources::meant_by_database(self.tx, self.ctx.sources, &id)
            .unwrap_or_default()
            .iter()
            .map(|source| source.id.clone())
            .collect()
    }

    fn data_source(&self, data_source_id: &str) -> Option<Value> {
        let read = Request::new(
            recto_api::endpoint::Operation::GetDataSource,
            vec![data_source_id.to_owned()],
        );
        engine::dispatch(self.tx, self.ctx, &raised(read)).ok()
    }
}
