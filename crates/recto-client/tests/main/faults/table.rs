//! The tables: a row for each fault, a column for each request.

use super::METHODS;

/// The fault meets the first request; the server is well afterwards.
pub(super) const ONCE: &str = "
429, the connection's limit, `Retry-After: 7` | ok, 2 sent, 7 s | ok, 2 sent, 7 s | ok, 2 sent, 7 s, 1 effect | ok, 2 sent, 7 s, 1 effect | ok, 2 sent, 7 s, 1 effect | ok, 2 sent, 7 s, 1 effect
";

/// The fault meets every request.
pub(super) const ALWAYS: &str = "
";

/// The rows of a table: the fault and its cells.
pub(super) fn rows(table: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    table.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut cells = line.split(" | ").map(str::trim);
        (cells.next().unwrap_or_default(), cells.collect())
    })
}

pub(super) fn page() -> String {
    String::new()
}
