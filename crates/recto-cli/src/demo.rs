//! The sample that `recto demo` works on.

pub(crate) mod random;
pub(crate) mod sample;
pub(crate) mod sql;
pub(crate) mod table;
pub(crate) mod words;
