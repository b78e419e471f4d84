//! Block trees as Notion's Markdown, and back.
//!
//! [`Writer`] turns a tree of [`Node`]s into text, [`read`] a text into such a tree. Each says in a list of [`Loss`]es
//! what could not be carried: nothing is dropped silently. The two [`Dialect`]s are those of the
//! service's Markdown endpoints.
//!
//! Pure functions over values: no I/O, and no text makes them panic, recurse without bound, or take
//! more than linear time.

mod dialect;
mod loss;
mod names;
mod read;
mod tree;
mod write;

pub use dialect::Dialect;
pub use loss::{Loss, Lost};
pub use read::{Reading, read, read_inline};
pub use tree::{LEVELS, Node};
pub use write::{Writer, Written};
