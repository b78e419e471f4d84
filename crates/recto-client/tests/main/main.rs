//! The client against scripted answers, and against the emulator.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod append;
mod blocking;
mod cache;
mod committed;
mod complete;
mod cursor;
mod emulator;
mod errors;
mod events;
mod faults;
mod lanes;
mod legacy;
mod network;
mod oauth;
mod pacing;
mod prop;
mod proxy;
mod retry;
mod rows;
mod scripted;
mod secret;
mod support;
mod tasks;
mod tracing;
mod trees;
mod uploads;
mod views;
mod waiting;
mod windows;
