//! How many requests of which kind came.

use std::collections::BTreeMap;

use http::Method;
use recto_api::endpoint::{Operation, TABLE};
use serde::Serialize;

/// Requests an emulator has answered since it started, refusals included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RequestCounts {
    /// All requests with a known path and method.
    pub requests: u64,
    /// Those that ask for a change: not `GET`, nor the `POST` of a search or query.
    pub writes: u64,
    /// By operation, such as `create_page`.
    pub by_operation: BTreeMap<String, u64>,
}

impl RequestCounts {
    pub(crate) fn add(&mut self, operation: Operation) {
        self.requests += 1;
        if is_write(operation) {
            self.writes += 1;
        }
        *self.by_operation.entry(name(operation)).or_default() += 1;
    }
}

/// Whether an operation asks for a change.
pub(crate) fn is_write(operation: Operation) -> bool {
    use Operation::{QueryDataSource, QueryDatabase, Search};
    operation.route().method != Method::GET
        && !matches!(operation, Search | QueryDatabase | QueryDataSource)
}

/// The operation's name in snake case, such as `create_page`.
pub(crate) fn name(operation: Operation) -> String {
    let mut out = String::new();
    for letter in format!("{operation:?}").chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// The operation of such a name.
pub(crate) fn operation(name: &str) -> Option<Operation> {
    TABLE
        .iter()
        .map(|route| route.operation)
        .find(|operation| self::name(*operation) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_kind() {
        let mut counts = RequestCounts::default();
        counts.add(Operation::CreatePage);
        counts.add(Operation::QueryDataSource);
        counts.add(Operation::GetSelf);
        assert_eq!((counts.requests, counts.writes), (3, 1));
        assert_eq!(counts.by_operation["query_data_source"], 1);
        assert_eq!(counts.by_operation["get_self"], 1);
    }
}
