//! Notion from Rust: a typed client, a workspace of your own to test with, and databases in step
//! with Notion.
//!
//! This crate is the front door. It re-exports the others, each as a module:
//!
//! | module | crate | feature |
//! |---|---|---|
//! | [`api`] | what Notion's objects, requests, limits and versions are | |
//! | [`client`] | sends requests, at the pace Notion allows | |
//! | [`eval`] | evaluates filters and sorts locally | |
#![cfg_attr(
    feature = "emulator",
    doc = "| [`emulator`] | a Notion workspace in process | `emulator` |"
)]
#![cfg_attr(
    not(feature = "emulator"),
    doc = "| `emulator` | a Notion workspace in process | `emulator` |"
)]
#![cfg_attr(
    feature = "sync",
    doc = "| [`sync`] | PostgreSQL and SQLite tables into Notion | `sync` |"
)]
#![cfg_attr(
    not(feature = "sync"),
    doc = "| `sync` | PostgreSQL and SQLite tables into Notion | `sync` |"
)]
//!
//! Both features are on by default. Without them no SQLite is compiled.
//!
//! # How do I talk to Notion?
//!
//! With a [`Client`] and a request of [`api::endpoint`]; there is one for each operation, and the
//! answer has the operation's own type.
//!
//! ```no_run
//! use recto::api::endpoint::GetSelf;
//! use recto::{Client, Token};
//!
//! # async fn example(secret: &str) -> Result<(), recto::client::Error> {
//! let client = Client::builder(Token::parse(secret)?).build()?;
//! let me = client.send(&GetSelf).await?;
//! println!("{:?}", me.name.value());
//! # Ok(())
//! # }
//! ```
//!
//! # How do I test without Notion?
//!
//! Give the client an emulator instead of the network. The rest of the program stays as it is.
//!
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! use recto::api::endpoint::CreatePage;
//! use recto::api::page::NewPage;
//! use recto::client::Transport;
//! use recto::{Client, Emulator, Token};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::start()?;
//! let client = Client::builder(Token::parse(emulator.token())?)
//!     .transport(Transport::new(emulator.service()))
//!     .build()?;
//!
//! let minutes = NewPage::new(emulator.root_page_id()).title("Minutes");
//! let page = client.send(&CreatePage::new(minutes)).await?;
//! assert_eq!(page.title().as_deref(), Some("Minutes"));
//! assert_eq!(emulator.requests().writes, 1);
//! # Ok(())
//! # }
//! ```
//!
//! # How do I read a long list?
//!
//! [`Client::items`] is a stream over all pages of the answer. An element that cannot be read
//! arrives as [`Invalid`](api::list::Element::Invalid) with its text, and the stream goes on.
//!
//! ```no_run
//! use futures::{StreamExt, pin_mut};
//! use recto::Client;
//! use recto::api::endpoint::QueryDataSource;
//! use recto::api::ids::DataSourceId;
//!
//! # async fn example(client: Client, tasks: DataSourceId) -> Result<(), recto::client::Error> {
//! let rows = client.items(QueryDataSource::new(tasks));
//! pin_mut!(rows);
//! while let Some(row) = rows.next().await {
//!     println!("{:?}", row?);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # How do I keep what I do not know?
//!
//! By doing nothing: every type carries members it has no field for in `extra`, kinds it has no
//! variant for in `Unknown`, and writes both back as they came. [`api::wire`] explains it.
//!
//! # How do I push a database?
//!
//! From the command line with `recto push`, by a `recto.toml`; from Rust with
//! `recto::sync::engine::Engine`, which the command line is a thin dress for.

pub use recto_api as api;
/// Rows of a data source as structs of your own; see [`api::row`].
///
/// ```
/// use recto::row::{Row, RowOption};
///
/// #[derive(Row)]
/// struct Task {
///     #[row(title)]
///     name: String,
///     #[row(kind = "status")]
///     status: Stage,
/// }
///
/// #[derive(RowOption)]
/// enum Stage {
///     Open,
///     Done,
/// }
///
/// let task = Task { name: "Paint".to_owned(), status: Stage::Done };
/// assert_eq!(task.status.name(), "Done");
/// let values = task.to_properties()?.to_plain();
/// # assert_eq!(values.get("Status").and_then(|name| name.as_str()), Some("Done"));
/// # let _ = Stage::Open;
/// # Ok::<(), recto::api::row::RowError>(())
/// ```
pub use recto_api::row::facade as row;
pub use recto_client as client;
pub use recto_client::{Client, Token};
#[cfg(feature = "emulator")]
pub use recto_emulator as emulator;
#[cfg(feature = "emulator")]
pub use recto_emulator::Emulator;
pub use recto_eval as eval;
#[cfg(feature = "sync")]
pub use recto_sync as sync;

/// The README's examples, compiled and run with the documentation's.
#[cfg(all(doctest, feature = "emulator"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
