//! The client against scripted answers, and against the emulator.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod append;
mod cache;
mod committed;
mod complete;
mod cursor;
mod emulator;
mod events;
mod faults;
mod oauth;
mod pacing;
mod prop;
mod retry;
mod scripted;
mod secret;
mod support;
mod tasks;
mod trees;
mod uploads;
mod views;
mod waiting;
mod windows;
