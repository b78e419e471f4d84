//! The emulator, driven as a client would.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod access;
mod admin;
mod blocks;
mod comments;
mod control;
mod databases;
mod events;
mod faults;
mod formulas;
mod hostile;
mod import;
mod imports;
mod kills;
mod look;
mod markdown;
mod moves;
mod oauth;
mod pages;
mod pipeline;
mod proxy;
mod queries;
mod rates;
mod schemas;
mod seeds;
mod storage;
mod support;
mod tables;
mod tcp;
mod templates;
mod uploads;
mod values;
mod versions;
mod views;
