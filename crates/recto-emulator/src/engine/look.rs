//! Reading for people who look at the emulator: as a connection would that sees everything, but
//! unseen itself: nothing of it is counted or logged.

use bytes::Bytes;
use http::{Method, Request};
use recto_api::endpoint::{self, Operation};
use recto_api::version::Version;
use serde_json::{Map, Value, json};

use super::{Call, Engine, Input, Raw, input, origin};
use crate::access::Caller;
use crate::problem::Problem;
use crate::store::tree::{self, Branch};
use crate::version_edge;

/// Members of a query string that mean the body of a query.
const BODY: [&str; 2] = ["page_size", "start_cursor"];

impl Engine {
    /// What the API answers to a `GET` of `path`, which begins with `/v1/`, or to the query of a
    /// data source. `workspace` is the id of one, or empty for the first.
    pub(crate) fn look(
        &self,
        request: &Request<Bytes>,
        path: &str,
        workspace: &str,
    ) -> Result<Value, Problem> {
        let matched = endpoint::route(&Method::GET, path).or_else(|| {
            endpoint::route(&Method::POST, path)
                .filter(|matched| matched.route.operation == Operation::QueryDataSource)
        });
        let matched = matched
            .filter(|matched| matched.route.is_mounted(Version::NEWEST))
            .ok_or_else(Problem::invalid_url)?;
        let operation = matched.route.operation;
        let mut query = input::query(request.uri().query().unwrap_or_default());
        query.retain(|(name, _)| name != "workspace");
        let mut body = json!({});
        if operation == Operation::QueryDataSource {
            body = Value::Object(asked(&query));
            query.clear();
        }
        let input = Input {
            params: matched
                .params
                .into_iter()
                .map(|(name, value)| (name, value.into_owned()))
                .collect(),
            query,
            body,
            raw: Raw::default(),
        };
        let origin = origin(request);
        let caller = self.onlooker(workspace)?;
        let call = Call { operation, input };
        self.transact(&caller, &origin, |tx, ctx| {
            let mut answer = version_edge::run(tx, ctx, Version::NEWEST, call)?;
            self.sign(tx, ctx, &origin, &mut answer)?;
            Ok(answer)
        })
    }

    /// The pages and databases right below a page or database, blocks between them left out;
    /// without one, those at the top of a workspace.
    pub(crate) fn branches(
        &self,
        workspace: &str,
        parent: Option<&str>,
    ) -> Result<Vec<Branch>, crate::Error> {
        let key = match workspace == self.workspace.id {
            true => "",
            false => workspace,
        };
        self.with_connection(|connection| match parent {
            Some(parent) => Ok(tree::below(connection, parent)?),
            None => Ok(tree::top(connection, key)?),
        })
    }

    fn onlooker(&self, workspace: &str) -> Result<Caller, Problem> {
        let mut own = self.workspace.clone();
        if workspace.is_empty() || workspace == own.id {
            return Ok(Caller::first(own, self.ids.clone()));
        }
        let found = self
            .with_connection(|connection| {
                Ok(crate::store::access::workspace(connection, workspace)?)
            })
            .map_err(|error| Problem::internal(&error))?;
        let (id, name, root_page_id) = found.ok_or_else(Problem::invalid_url)?;
        let ids = self.ids.of_workspace(&id);
        (own.id, own.name, own.root_page_id) = (id, name, root_page_id);
        let mut caller = Caller::first(own, ids);
        workspace.clone_into(&mut caller.workspace_key);
        Ok(caller)
    }
}

/// The body of a query, from members of a query string.
fn asked(query: &[(String, String)]) -> Map<String, Value> {
    query
        .iter()
        .filter(|(name, _)| BODY.contains(&name.as_str()))
        .map(|(name, value)| {
            let number = value.parse::<u64>().map(Value::from);
            (
                name.clone(),
                number.unwrap_or_else(|_| value.as_str().into()),
            )
        })
        .collect()
}
