//! Notion's objects, requests, limits and versions as Rust types. Says what they are, does nothing.
//!
//! * **Lossless.** Members, kinds and enum values that Notion adds tomorrow survive a round trip:
//!   see [`wire`]. Absent and null stay different. One bad element never sinks a [`list::List`].
//! * **One table.** [`endpoint`] lists every operation; the client sends its rows, the emulator
//!   answers them.
//! * **One version.** The model speaks the newest version; [`version`] holds the changes that lead
//!   to older ones.
//!
//! ```
//! use recto_api::page::Page;
//! use recto_api::wire::Decode;
//!
//! let text = r#"{"object":"page","id":"3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
//!     "properties":{"Mood":{"id":"a","type":"weather","weather":{"sky":"blue"}}},"new":1}"#;
//! let page = Page::decode(text.as_bytes())?;
//! // A property type that does not exist yet, and a member no one has heard of, are kept.
//! assert_eq!(serde_json::to_value(&page)?, serde_json::from_str::<serde_json::Value>(text)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

// The derive names this crate by its public path, also from within.
extern crate self as recto_api;

pub mod actor;
pub mod agent;
pub mod async_task;
pub mod block;
pub mod comment;
pub mod data_source;
pub mod database;
pub mod date;
pub mod endpoint;
pub mod error;
pub mod file;
pub mod file_upload;
pub mod ids;
pub mod limits;
pub mod list;
pub mod markdown;
pub mod meeting_notes;
pub mod oauth;
pub mod object;
pub mod page;
pub mod parent;
pub mod property;
pub mod query;
pub mod rich_text;
pub mod row;
pub mod schema;
pub mod session;
pub mod template;
pub mod user;
pub mod version;
pub mod view;
pub mod webhook;
pub mod wire;
