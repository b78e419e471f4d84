//! Runs the built `recto` as a person or a script would.

#![expect(
    clippy::unwrap_used,
    reason = "a test may stop; helpers are not marked as tests"
)]

mod bad_input;
mod crash;
mod demo;
mod emulator;
mod help;
mod postgres;
mod readme;
mod stop;
mod support;
mod workshop;
