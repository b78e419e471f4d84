//! The client against scripted answers, and against the emulator.

mod cursor;
mod emulator;
mod pacing;
mod retry;
mod scripted;
mod secret;
