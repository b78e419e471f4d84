//! The client against scripted answers, and against the emulator.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cursor;
mod emulator;
mod faults;
mod pacing;
mod retry;
mod scripted;
mod secret;
