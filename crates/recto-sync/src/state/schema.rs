//! The state's tables.
