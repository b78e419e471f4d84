//! Runs the built `recto` as a person or a script would.

mod bad_input;
mod crash;
mod demo;
mod emulator;
mod help;
mod postgres;
mod support;
mod workshop;
