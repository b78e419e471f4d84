//! Integration tests of the model.

#![recursion_limit = "256"]

mod derive_fails;
mod endpoints;
mod lists;
mod lossless;
mod samples;
mod unions;
