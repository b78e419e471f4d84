//! The client against scripted answers, and against the emulator.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cursor;
mod emulator;
mod events;
mod faults;
mod oauth;
mod pacing;
mod retry;
mod scripted;
mod secret;
mod tasks;
mod uploads;
mod views;
