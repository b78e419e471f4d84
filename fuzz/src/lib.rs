//! The laws that the targets try to break. They stand with the tests of the crates they are about,
//! which hold the seeds of the targets to them too.

#[path = "../../crates/recto-api/tests/main/prop/laws.rs"]
pub mod api;
#[path = "../../crates/recto-client/tests/main/prop/laws.rs"]
pub mod client;
