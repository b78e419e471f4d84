//! The same workspace at older versions.
