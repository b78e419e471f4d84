//! A Notion workspace in one process and one SQLite file.
//!
//! [`Emulator::start`] gives a fresh workspace in memory; [`Emulator::builder`] one in a file. Every
//! request goes through [`Emulator::handle`], which runs without any I/O but the file's, so tests
//! and the TCP server see the same answers.
//!
//! The engine speaks the newest version of the API only; older versions are raised and lowered at
//! the edge. How true each behaviour is to the service is listed in `FIDELITY.md`.

mod access;
mod admin;
mod clock;
mod counts;
mod emulator;
mod engine;
mod era;
mod error;
mod events;
mod faults;
mod http;
mod ids;
mod import;
mod log;
mod oauth;
mod openapi;
mod problem;
mod rates;
mod replies;
mod reply;
mod seed;
mod store;
mod time;
mod validate;
mod version_edge;

pub use access::{Capabilities, Capability, Connect, Connection, ConnectionKind, WorkspaceInfo};
pub use clock::Clock;
pub use counts::RequestCounts;
pub use emulator::{Builder, Emulator};
pub use engine::uploads::WebFile;
pub use error::Error;
pub use events::{Change, Delivery, Subscribe, Webhook};
pub use faults::Fault;
pub use http::{Disconnected, Proxy, Service};
pub use import::Imported;
pub use log::{LogEntry, LogFilter, LoggedBody};
pub use oauth::{App, RegisterApp};
pub use rates::RateLimits;
pub use replies::Reply;
