//! Schemas of data sources: what may be sent, how it is kept, changed and answered.

mod config;
mod convert;
mod edit;
mod options;
mod read;
mod relation;
mod shape;

pub(crate) use edit::{apply, begin, initial, without_title};
pub(crate) use options::{NewOption, add as add_option};
pub(crate) use read::{encoded_id, properties};
pub(crate) use shape::{create as create_shape, patch as patch_shape};
