//! Faults on demand.

/// The faults that are to happen.
#[derive(Debug, Default)]
pub(crate) struct Faults {}
