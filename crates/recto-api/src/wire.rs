//! What makes the model lossless: three-state fields, kept unknowns, and lists that survive a bad
//! element. `#[derive(Wire)]` writes the code that leans on this module.

mod census;
mod decode;
mod exact;
mod extra;
mod field;
mod key;
mod members;
mod union;

pub(crate) use census::invalid as count_invalid;
pub use census::{Census, unknown_text};
pub(crate) use decode::read as read_body;
pub use decode::{Decode, DecodeError, FromMap, ObjectVisitor};
pub use exact::{Exact, ExactField};
pub use extra::Extra;
pub use field::Field;
pub use key::Key;
pub use members::Members;
pub use recto_derive::Wire;
pub use union::{Tag, Union, Unknown, settle, settle_required, write_union, write_unknown};
