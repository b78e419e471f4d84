//! A Notion client that paces itself, repeats only what is safe to repeat, and keeps every field.
//!
//! # Ask for something
//!
//! Requests are structs of [`recto_api::endpoint`]; [`Client::send`] takes any of them and brings
//! what it answers with. This example runs against a router in the same process; without the line
//! `.transport(..)` it would run against Notion.
//!
//! ```
//! use bytes::Bytes;
//! use http::{Request, Response};
//! use recto_api::endpoint::GetSelf;
//! use recto_client::{Client, Token, Transport};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), recto_client::Error> {
//! let router = tower::service_fn(|_: Request<Bytes>| async {
//!     let me = r#"{"object":"user","id":"0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111","name":"Index"}"#;
//!     Ok::<_, std::convert::Infallible>(Response::new(Bytes::from(me)))
//! });
//! let token = Token::parse("ntn_0123456789abcdef")?;
//! let client = Client::builder(token).transport(Transport::new(router)).build()?;
//!
//! let me = client.send(&GetSelf).await?;
//! assert_eq!(me.name.value().map(String::as_str), Some("Index"));
//! assert_eq!(client.usage().requests, 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Read a long list
//!
//! [`Client::items`] follows the cursor as far as the list goes; [`Client::pages`] gives whole
//! pages. A list that the service cuts short, at 10,000 rows, does not pass for a complete one.
//!
//! ```no_run
//! # async fn example(client: recto_client::Client) -> Result<(), recto_client::Error> {
//! use futures::TryStreamExt;
//! use recto_api::endpoint::ListUsers;
//!
//! let mut users = client.items(ListUsers::default());
//! while let Some(user) = users.try_next().await? {
//!     # let _ = user;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | to read | |
//! |---|---|
//! | all rows, past 10,000 | [`Client::rows`] |
//! | all rows of a view | [`Client::view_rows`] |
//! | all blocks of a page, at every level | [`Client::tree`] |
//! | more than 25 values of a relation | [`Client::complete`], [`Client::completed`] |
//! | again, without asking | [`cache`] |
//! | what was just written, once it shows | [`Client::wait_until_visible`] |
//! | what an agent says, as it says it | [`events`] |
//! | what the endpoint table does not hold | [`Client::raw`] |
//!
//! # Change something
//!
//! A write that got no answer may have been done. The client never sends it a second time by
//! itself: it returns an error whose [`Error::may_have_taken_effect`] is true, and the caller looks.
//! Where the service says that it saved the change, the client reads what was saved and answers with
//! it; where that fails, [`Error::committed`] names what.
//!
//! | to write | |
//! |---|---|
//! | a page with content of any size | [`Client::create_page_tree`] |
//! | blocks, any number and depth | [`Client::append_tree`] |
//! | a file | [`Client::upload`] |
//! | in the background | [`Client::wait_for`] |
//! | to a database whose data source is not known | [`Client::legacy`] |
//!
//! # Upload a file
//!
//! [`Client::upload`] takes bytes, a file, any reader or an address on the web, cuts what is large
//! into parts, and brings what attaches the file to a page, block or comment: see [`upload`].
//!
//! # Wait for work in the background
//!
//! [`Client::wait_for`] asks after a task as often as the service wants to be asked, and ends with
//! its result: see [`task`].
//!
//! # Connect other people's workspaces
//!
//! [`oauth::OAuth`] makes the link that asks for it, and turns what comes back into a [`Token`].
//!
//! # Talk to an agent
//!
//! [`Client::session_stream`] says something, and gives what happens as it happens: see [`events`].
//!
//! # Keep to the pace
//!
//! [`Pace`] holds every clone of a client to 180 requests in 60 seconds, or another budget, and
//! closes for as long as a `Retry-After` says. Clients of one token share a pace; clients of one
//! workspace can share a [`Workspace`]. Of requests that wait, those in [`Lane::Interactive`] go before
//! those in [`Lane::Bulk`].
//!
//! # Get a token
//!
//! An internal connection has one. [`oauth`] leads a person through a public connection to theirs.
//!
//! # Use it without async
//!
//! [`Builder::build_blocking`] makes a client that waits for its answers: see [`blocking`].
//!
//! # Understand an error
//!
//! [`Error`] says what was asked and what came, with code, status and request id;
//! [`Error::advice`] says what to do, such as to share the page with the integration. The rules by
//! which failures are repeated are one table: see [`retry`].
//!
//! # See what happens
//!
//! With a subscriber of `tracing`, each call is one span named `notion` with its method, operation,
//! path (the template, such as `/v1/pages/{page_id}`), attempts, and the status, code and request id
//! of the last answer. Every answer is an event in it, at debug, and every repeat, at info. Tokens,
//! ids of objects, query strings, bodies and messages, which repeat values, are never told.
//!
//! # What it does not do
//!
//! It reads no environment, no file but those it is told to upload, and no wall clock, and prints
//! nothing. Tokens, seeds and proxies are passed in. The token appears in no error, no `Debug` text
//! and no trace.

pub mod append;
pub mod auth;
pub mod blocking;
pub mod cache;
pub mod events;
pub mod legacy;
pub mod oauth;
pub mod pace;
pub mod retry;
pub mod task;
pub mod transport;
pub mod tree;
pub mod upload;

mod await_visible;
mod builder;
mod call;
mod committed;
mod complete;
mod cursor;
mod error;
mod generate;
mod network;
mod raw;
mod trace;
mod usage;
mod view;
mod window;

pub use http::{Method, StatusCode};
pub use recto_api::version::Version;
pub use tower::BoxError;

pub use self::auth::{Token, TokenError};
pub use self::await_visible::{Visible, Wait};
pub use self::builder::Builder;
pub use self::cache::{Cache, CacheSettings, CacheStats};
pub use self::call::Client;
pub use self::error::{ApiError, Call, Committed, Error, HttpError};
pub use self::pace::{Lane, Pace, Scope, Workspace};
pub use self::retry::{Effect, Retry, Verdict};
pub use self::transport::{Transport, TransportError};
pub use self::usage::Usage;
