//! The integration tests of the crate, in one binary: the sources, the state and the
//! configuration, and whole pushes with the client and the emulator.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests stop where a test would"
)]

mod bad_input;
mod config;
mod push;
mod sources;
mod state;
mod support;
