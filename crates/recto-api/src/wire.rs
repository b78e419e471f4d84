//! What makes the model lossless: three-state fields, kept unknowns, and lists that survive a bad
//! element. `#[derive(Wire)]` writes the code that leans on this module.

mod census;
mod decode;
mod exact;
mod extra;
mod field;
mod key;
mod lenient;
mod members;
mod union;

pub(crate) use census::invalid as count_invalid;
pub use census::{Census, unknown_text};
pub use decode::{Decode, DecodeError, FromMap, ObjectVisitor, from_slice, from_value};
pub use exact::{Exact, ExactField};
pub use extra::{Extra, write_odd};
pub use field::Field;
pub use key::Key;
pub(crate) use lenient::{parse, read as read_leniently, read_strictly};
pub use lenient::{read_aside, rescue, rescue_null};
pub use members::Members;
pub use recto_derive::Wire;
pub use union::{Tag, Union, Unknown, settle, settle_required, write_union, write_unknown};
