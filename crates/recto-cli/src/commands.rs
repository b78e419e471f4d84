//! One file for each command: its arguments, whose comments are its help, and what it does.

pub(crate) mod append;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod emulator;
pub(crate) mod plan;
pub(crate) mod push;
