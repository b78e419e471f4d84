//! Integration tests of the model.

#![recursion_limit = "256"]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod additions;
mod derive_fails;
mod endpoints;
mod every_type;
mod filters;
mod json_values;
mod lists;
mod lossless;
mod objects;
mod pages;
mod prop;
mod rows;
mod samples;
mod shapes;
mod unions;
mod values;
mod views;
mod webhooks;
