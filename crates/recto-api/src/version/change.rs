//! The chain of named changes between published versions.
//!
//! Handlers speak [`Version::NEWEST`] only. A request of an older version is *raised* change by
//! change, oldest first; the answer, errors included, is *lowered* the same way back. On the other
//! side of the wire, a client that asked at an older version has the answer *lifted* to the newest
//! one. Each change is a small module that knows nothing of the others. Source: Notion's upgrade guides (documented); where a member
//! lands in an object, the recordings.

mod append_position;
mod block_text;
mod database_object;
mod formula_owner;
mod json;
mod list_kind;
mod meeting_notes;
mod property_text;
mod query_route;
mod relation_kind;
mod relation_target;
mod row_parent;
mod search_objects;
mod trash_flag;
mod untitled;

use serde_json::Value;

use super::Version;
use crate::endpoint::Operation;
use crate::error::ErrorBody;

/// A request as the changes see it: routed, but not yet validated.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What is asked for.
    pub operation: Operation,
    /// Values of the path parameters, decoded, in the order of the route.
    pub params: Vec<String>,
    /// Members of the query string, decoded.
    pub query: Vec<(String, String)>,
    /// The body; `Null` where none was sent.
    pub body: Value,
}

impl Request {
    /// A request without query and body.
    pub fn new(operation: Operation, params: Vec<String>) -> Self {
        Self {
            operation,
            params,
            query: Vec::new(),
            body: Value::Null,
        }
    }

    /// The same request with a body.
    pub fn with_body(mut self, body: Value) -> Self {
        self.body = body;
        self
    }
}

/// What the changes around 2025-09-03 must look up: databases had no data sources before.
///
/// Ids come in any form a caller may send (dashed or bare, any case). Trashed objects resolve like
/// others. Only what the caller may see resolves.
pub trait Resolver {
    /// Ids of the data sources of a database, in order; empty when there is no such database. Of
    /// several, those in the trash are left out.
    fn data_sources(&self, database_id: &str) -> Vec<String>;

    /// A data source object in the newest shape.
    fn data_source(&self, data_source_id: &str) -> Option<Value>;
}

/// Answers nothing; for callers whose requests never touch a database.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoResolver;

impl Resolver for NoResolver {
    fn data_sources(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn data_source(&self, _: &str) -> Option<Value> {
        None
    }
}

/// Why a request of an old version cannot be raised; the body is in the words of that version.
pub type Refusal = Box<ErrorBody>;

/// An answer on its way down.
struct Answer<'a> {
    body: &'a mut Value,
    /// The request as the caller sent it.
    asked: &'a Request,
}

/// Rewrites a request in place; a request returned must be executed *before* it.
type Raise = fn(&mut Request, &dyn Resolver) -> Result<Option<Request>, Refusal>;
type Lower = fn(&mut Answer<'_>, &dyn Resolver);
type Lift = fn(&mut Raised, &mut Value);

/// One difference between two neighbouring versions.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// A short name, unique in [`CHANGES`].
    pub name: &'static str,
    /// The first version that has the new behaviour.
    pub since: Version,
    raise: Raise,
    lower: Lower,
    lift: Lift,
}

/// An answer of an older version that was raised to the newest.
#[derive(Debug, Clone, PartialEq)]
pub struct Raised {
    /// The operation whose answer it is now: rows of a database are rows of a data source.
    pub operation: Operation,
    /// The other half of an answer that is two objects now: a database of before data sources is
    /// raised to the database, with this data source.
    ///
    /// An old answer does not say the id of the data source. The id of the database stands in for
    /// it, here and in the `data_sources` of the database; it is no data source's id at the newest
    /// version, where the database has to be asked for its own.
    pub data_source: Option<Value>,
}

/// Every change, newest first.
pub const CHANGES: &[Change] = &[
    Change {
        name: "trash_flag",
        since: Version::V2026_03_11,
        raise: trash_flag::raise,
        lower: trash_flag::lower,
        lift: trash_flag::lift,
    },
    Change {
        name: "append_position",
        since: Version::V2026_03_11,
        raise: append_position::raise,
        lower: append_position::lower,
        lift: as_it_is,
    },
    Change {
        name: "meeting_notes",
        since: Version::V2026_03_11,
        raise: meeting_notes::raise,
        lower: meeting_notes::lower,
        lift: meeting_notes::lift,
    },
    Change {
        name: "relation_target",
        since: Version::V2025_09_03,
        raise: relation_target::raise,
        lower: relation_target::lower,
        lift: as_it_is,
    },
    Change {
        name: "database_object",
        since: Version::V2025_09_03,
        raise: database_object::raise,
        lower: database_object::lower,
        lift: database_object::lift,
    },
    Change {
        name: "query_route",
        since: Version::V2025_09_03,
        raise: query_route::raise,
        lower: query_route::lower,
        lift: query_route::lift,
    },
    Change {
        name: "row_parent",
        since: Version::V2025_09_03,
        raise: row_parent::raise,
        lower: row_parent::lower,
        lift: as_it_is,
    },
    Change {
        name: "search_objects",
        since: Version::V2025_09_03,
        raise: search_objects::raise,
        lower: search_objects::lower,
        lift: as_it_is,
    },
    Change {
        name: "list_kind",
        since: Version::V2025_09_03,
        raise: list_kind::raise,
        lower: list_kind::lower,
        lift: list_kind::lift,
    },
    Change {
        name: "untitled",
        since: Version::V2025_09_03,
        raise: untitled::raise,
        lower: untitled::lower,
        lift: as_it_is,
    },
    Change {
        name: "relation_kind",
        since: Version::V2022_06_28,
        raise: relation_kind::raise,
        lower: relation_kind::lower,
        lift: relation_kind::lift,
    },
    Change {
        name: "block_text",
        since: Version::V2022_02_22,
        raise: block_text::raise,
        lower: block_text::lower,
        lift: block_text::lift,
    },
    Change {
        name: "property_text",
        since: Version::V2021_05_13,
        raise: property_text::raise,
        lower: property_text::lower,
        lift: property_text::lift,
    },
];

/// Raises a request of `version` to the newest one.
///
/// The result holds at least one request; where it holds several, all must succeed, in order, and
/// the last one's answer is the one to lower. Fails with the error to answer when the old version
/// cannot express what is stored (a database with several data sources).
pub fn raise_request(
    version: Version,
    request: Request,
    resolver: &dyn Resolver,
) -> Result<Vec<Request>, Refusal> {
    let mut steps = vec![request];
    for change in CHANGES.iter().rev().filter(|change| change.since > version) {
        let mut raised = Vec::with_capacity(steps.len());
        for mut step in steps {
            raised.extend((change.raise)(&mut step, resolver)?);
            raised.push(step);
        }
        steps = raised;
    }
    Ok(steps)
}

/// Lowers the body of an answer, success or error, from the newest version to `version`. `asked` is
/// the request as the caller sent it, before it was raised.
pub fn lower_response(
    version: Version,
    asked: &Request,
    body: &mut Value,
    resolver: &dyn Resolver,
) {
    let mut answer = Answer { body, asked };
    for change in CHANGES.iter().filter(|change| change.since > version) {
        (change.lower)(&mut answer, resolver);
    }
}

/// Raises the body of an answer, success or error, from `version` to the newest one, so that the
/// types of this crate read it whole. What an older version does not say is not made up.
///
/// [`lower_response`] leads back to the same body, but for members that the service has since added
/// to old versions too, such as `in_trash`.
///
/// ```
/// use recto_api::endpoint::Operation;
/// use recto_api::data_source::DataSource;
/// use recto_api::version::{Version, change::raise_response};
/// use recto_api::wire::Decode as _;
/// use serde_json::json;
///
/// let id = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
/// let mut body = json!({"object": "database", "id": id, "title": [],
///     "parent": {"type": "workspace", "workspace": true}, "archived": false,
///     "properties": {"Name": {"id": "title", "name": "Name", "type": "title", "title": {}}}});
/// let raised = raise_response(Version::V2022_06_28, Operation::GetDatabase, &mut body);
/// assert_eq!(body["data_sources"][0]["id"], id);
/// let source = DataSource::decode_value(&raised.data_source.unwrap())?;
/// assert!(source.properties.contains_key("Name"));
/// # Ok::<(), recto_api::wire::DecodeError>(())
/// ```
pub fn raise_response(version: Version, operation: Operation, body: &mut Value) -> Raised {
    let mut raised = Raised {
        operation,
        data_source: None,
    };
    for change in CHANGES.iter().rev().filter(|change| change.since > version) {
        let mut half = raised.data_source.take();
        (change.lift)(&mut raised, body);
        if let Some(half) = &mut half {
            (change.lift)(&mut raised, half);
        }
        raised.data_source = raised.data_source.or(half);
    }
    raised
}

/// The answer needs no change.
fn as_it_is(_: &mut Raised, _: &mut Value) {}

#[cfg(test)]
mod raising;
#[cfg(test)]
mod tests;
