//! The chain of named changes between versions.
