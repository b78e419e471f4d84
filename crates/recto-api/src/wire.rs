//! What makes the model lossless: three-state fields, kept unknowns, and lists that survive a bad
//! element. `#[derive(Wire)]` writes the code that leans on this module.

mod decode;
mod extra;
mod field;
mod key;
mod members;
mod union;

pub(crate) use decode::read as read_body;
pub use decode::{Decode, DecodeError, FromMap, ObjectVisitor};
pub use extra::Extra;
pub use field::Field;
pub use key::Key;
pub use members::Members;
pub use recto_derive::Wire;
pub use union::{Tag, Union, Unknown, settle, settle_required, write_union};
