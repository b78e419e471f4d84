//! Both ways: what is written is read back, and no text does harm.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod examples;
mod hostile;
mod round_trip;
mod view;
