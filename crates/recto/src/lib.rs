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
//! | [`markdown`] | blocks as Notion's Markdown, and back | |
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
//! use futures::StreamExt;
//! use recto::Client;
//! use recto::api::endpoint::QueryDataSource;
//! use recto::api::ids::DataSourceId;
//!
//! # async fn example(client: Client, tasks: DataSourceId) -> Result<(), recto::client::Error> {
//! let mut rows = client.items(QueryDataSource::new(tasks));
//! while let Some(row) = rows.next().await {
//!     println!("{:?}", row?);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Notion ends a query at 10,000 rows. [`Client::items`] then ends with an error that says so;
//! [`Client::rows`] goes on to the last row. A page shows at most 25 values of a relation;
//! [`Client::complete`] reads them all.
//!
//! # How do I read and write rows as structs?
//!
//! With `#[derive(Row)]`: see [`api::row`]. The schema is checked once, then pages become structs and
//! structs pages; [`Checked::changes`](api::row::Checked::changes) writes only what differs.
//!
//! # How do I write rows from plain JSON?
//!
//! With the schema, which knows what each value becomes and names everything that does not fit: see
//! [`DataSource::values`](api::data_source::DataSource::values).
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! # use recto::client::Transport;
//! # use recto::{Client, Emulator, Token};
//! use recto::api::database::NewDatabase;
//! use recto::api::endpoint::{CreateDatabase, CreatePage, GetDataSource};
//! use recto::api::page::NewPage;
//! use recto::api::schema::{PropertySchema, Schema};
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let emulator = Emulator::start()?;
//! # let settings = Client::builder(Token::parse(emulator.token())?)
//! #     .transport(Transport::new(emulator.service()));
//! # let client = settings.build()?;
//! # let home = emulator.root_page_id();
//! let schema = Schema::new()
//!     .with("Task", PropertySchema::title())
//!     .with("Stage", PropertySchema::select(["Open", "Done"]));
//! let database = NewDatabase::new(home, "Tasks", schema);
//! let database = client.send(&CreateDatabase::new(database)).await?;
//! let id = database.data_source_id().ok_or("no data source")?.clone();
//! let tasks = client.send(&GetDataSource::new(id)).await?;
//!
//! let values = tasks.values(&json!({"Task": "Paint", "Stage": "Open"}))?;
//! let row = NewPage::new(tasks.id.clone()).properties(values);
//! client.send(&CreatePage::new(row)).await?;
//!
//! let problems = tasks.values(&json!({"Task": "Paint", "Stage": "Opne"})).unwrap_err();
//! assert!(problems.to_string().contains("did you mean `Open`?"));
//! # Ok(())
//! # }
//! ```
//! # How do I write a large page?
//!
//! With [`Client::create_page_tree`], or [`Client::append_tree`] for a page that is there. Both cut the
//! content into the fewest requests, in order; [`client::append`] says how.
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! # use recto::client::Transport;
//! # use recto::{Client, Emulator, Token};
//! use recto::api::block::BlockContent;
//! use recto::api::page::NewPage;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let emulator = Emulator::start()?;
//! # let settings = Client::builder(Token::parse(emulator.token())?)
//! #     .transport(Transport::new(emulator.service()));
//! # let client = settings.build()?;
//! # let home = emulator.root_page_id();
//! let lines = (1..=250).map(|number| BlockContent::bulleted(format!("Finding {number}")));
//! let content = [
//!     BlockContent::heading(1, "Audit"),
//!     BlockContent::toggle("All findings").children(lines),
//! ];
//! let made = client.create_page_tree(NewPage::new(home).title("March").children(content))?.await?;
//! assert_eq!(made.blocks, 252);
//! # Ok(())
//! # }
//! ```
//! [`api::block`] shows every kind of block, [`api::rich_text`] how text is formatted.
//!
//! # How do I read a whole page?
//!
//! With [`Client::tree`]: every level, several lists at a time, in document order.
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! # use recto::client::Transport;
//! # use recto::{Client, Emulator, Token};
//! use recto::api::block::BlockContent;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let emulator = Emulator::start()?;
//! # let settings = Client::builder(Token::parse(emulator.token())?)
//! #     .transport(Transport::new(emulator.service()));
//! # let client = settings.build()?;
//! # let home = emulator.root_page_id();
//! let list = BlockContent::toggle("Shopping").children([BlockContent::to_do("Milk", false)]);
//! client.append_tree(home.clone(), [list])?.await?;
//!
//! let tree = client.tree(home).await?;
//! let lines: Vec<_> = tree.blocks().map(|(depth, block)| (depth, block.plain_text())).collect();
//! assert_eq!(lines, [(0, "Shopping".to_owned()), (1, "Milk".to_owned())]);
//! # Ok(())
//! # }
//! ```
//! # How do I upload a file?
//!
//! With [`Client::upload`]: bytes, a file, a stream or an address of the web; large ones go in parts.
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! # use recto::client::Transport;
//! # use recto::{Client, Emulator, Token};
//! use recto::api::block::BlockContent;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let emulator = Emulator::start()?;
//! # let settings = Client::builder(Token::parse(emulator.token())?)
//! #     .transport(Transport::new(emulator.service()));
//! # let client = settings.build()?;
//! # let home = emulator.root_page_id();
//! let upload = client.upload().bytes("minutes.txt", "We met.").await?;
//! client.append_tree(home, [BlockContent::file(&upload)])?.await?;
//! # Ok(())
//! # }
//! ```
//! # How do I comment?
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! # use recto::client::Transport;
//! # use recto::{Client, Emulator, Token};
//! use recto::api::comment::NewComment;
//! use recto::api::endpoint::{CreateComment, ListComments};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let emulator = Emulator::start()?;
//! # let settings = Client::builder(Token::parse(emulator.token())?)
//! #     .transport(Transport::new(emulator.service()));
//! # let client = settings.build()?;
//! # let home = emulator.root_page_id();
//! let question = NewComment::text(home.clone(), "Is this still true?");
//! let comment = client.send(&CreateComment::new(question)).await?;
//! let discussion = comment.discussion_id.into_value().ok_or("no discussion")?;
//! client.send(&CreateComment::new(NewComment::text(discussion, "Yes."))).await?;
//! assert_eq!(client.send(&ListComments::new(home)).await?.results.len(), 2);
//! # Ok(())
//! # }
//! ```
//! # How do I receive webhooks?
//!
//! With a [`Receiver`](api::webhook::Receiver): give it headers and body, in any web framework, and it
//! hands back an event that Notion signed.
//!
//! # How do I log people in with OAuth?
//!
//! [`OAuth`](client::oauth::OAuth) makes the link, exchanges the code, refreshes and revokes.
//!
//! # How do I ask less often?
//!
//! With a [`Cache`](client::Cache) in the client's settings: [`client::cache`] says what is kept and what
//! makes it go.
//!
//! # How do I let people go first?
//!
//! Requests wait for their turn in one of two lanes. Give the import the other one, and share the rest:
//!
//! ```
//! use recto::Client;
//! use recto::client::Lane;
//!
//! fn import(client: &Client) -> Client {
//!     client.with_lane(Lane::Bulk)
//! }
//! ```
//!
//! [`client::pace`] says how many requests there are to share.
//!
//! # How do I run it without async?
//!
//! With [`client::blocking`], which brings a thread of its own.
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! # use recto::client::Transport;
//! # use recto::{Client, Emulator, Token};
//! use recto::api::endpoint::GetPage;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let emulator = Emulator::start()?;
//! # let settings = Client::builder(Token::parse(emulator.token())?)
//! #     .transport(Transport::new(emulator.service()));
//! # let home = emulator.root_page_id();
//! # let page_id = home;
//! let client = settings.build_blocking()?;
//! let page = client.send(&GetPage::new(page_id))?;
//! assert!(page.title().is_some());
//! # Ok(())
//! # }
//! ```
//! # How do I find out what went wrong?
//!
//! The error's text says what was asked and what came, [`Error::advice`](client::Error::advice) what to
//! do. After a write, [`Error::may_have_taken_effect`](client::Error::may_have_taken_effect) says whether
//! to look before it is sent again; the client does not send it again by itself.
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! # use recto::client::Transport;
//! # use recto::{Client, Emulator, Token};
//! use recto::api::endpoint::GetPage;
//! use recto::api::ids::PageId;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let emulator = Emulator::start()?;
//! # let settings = Client::builder(Token::parse(emulator.token())?)
//! #     .transport(Transport::new(emulator.service()));
//! # let client = settings.build()?;
//! # let home = emulator.root_page_id();
//! let nowhere = PageId::parse("3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111")?;
//! let error = client.send(&GetPage::new(nowhere)).await.unwrap_err();
//! assert!(error.is_not_found());
//! assert!(error.advice().is_some() && error.request_id().is_some());
//! assert!(!error.may_have_taken_effect());
//! # Ok(())
//! # }
//! ```
//! [`client::retry`] is the table of what is repeated. Each call is a span of `tracing`, named
//! `notion`.
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
/// Blocks as Notion's Markdown, and back.
///
/// ```
/// use recto::api::block::BlockContent;
/// use recto::markdown::{Dialect, Node, Writer};
///
/// let toggle = Node::new(BlockContent::toggle("Votes")).with([BlockContent::to_do("Ada", true).into()]);
/// let written = Writer::new(Dialect::V1).write(&[toggle]);
/// assert_eq!(
///     written.markdown,
///     "<details>\n<summary>Votes</summary>\n\t- [x] Ada\n</details>"
/// );
/// assert!(written.losses.is_empty());
///
/// let reading = recto::markdown::read("- [x] **Ada**\n\n<toggle>\nVotes\n</toggle>", Dialect::V2);
/// assert_eq!(reading.blocks[1].content.plain_text(), "Votes");
/// let first = reading.blocks.into_iter().next().ok_or("empty")?.into_new();
/// assert_eq!(first.content, BlockContent::to_do(recto::api::rich_text::RichText::from("Ada").bold(), true));
/// # Ok::<(), &str>(())
/// ```
pub use recto_markdown as markdown;
#[cfg(feature = "sync")]
pub use recto_sync as sync;

/// The README's examples, compiled and run with the documentation's.
#[cfg(all(doctest, feature = "emulator"))]
#[doc = include_str!("../../../README.md")]
struct Readme;

/// What people who come from elsewhere read, compiled with the documentation's examples.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/migration.md")]
struct Migration;
