//! Many rows at once: values packed by property, filtered and sorted without a look at whole rows.

mod column;
mod filter;
mod order;

pub use column::{Column, Subject};
pub use filter::Bound;

/// Rows whose values are packed by property.
pub trait Columns {
    /// Gives the packed values of a property or time; `None` if they are not packed.
    fn column(&self, subject: &Subject) -> Option<&Column>;
}
