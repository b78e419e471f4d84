//! What `recto demo` works on: a sample database, a hub page, and edits to push.

pub(crate) mod database;
pub(crate) mod databases;
pub(crate) mod edits;
pub(crate) mod home;
pub(crate) mod hub;
pub(crate) mod random;
pub(crate) mod sample;
pub(crate) mod sql;
pub(crate) mod table;
pub(crate) mod words;
