//! Enums of options.

use super::CellError;
use super::cell::{other, unwritable};
use crate::property::PropertyValue;
use crate::property::nearest::{hint, listed};

/// An enum of the options of a select, status or multi-select. Made by `#[derive(RowOption)]`,
/// which makes it a type of fields too; see [the module](super).
pub trait RowOption: Sized {
    /// The names of the options, in the order of the variants.
    const NAMES: &'static [&'static str];

    /// The name of the option.
    fn name(&self) -> &str;

    /// The variant of this name.
    fn from_name(name: &str) -> Option<Self>;
}

fn named<T: RowOption>(name: &str) -> Result<T, CellError> {
    T::from_name(name).ok_or_else(|| {
        let hint = hint(name, T::NAMES.iter().copied());
        let known = listed(T::NAMES);
        CellError::Value(format!(
            "is `{name}`, which the field does not know{hint}; it knows {known}"
        ))
    })
}

/// Reads a select or status; what the derive calls.
///
/// # Errors
///
/// When the value is of another type, empty, or an option without a variant.
pub fn read_option<T: RowOption>(value: &PropertyValue) -> Result<T, CellError> {
    named(value.as_name().ok_or_else(|| other(value, "an option"))?)
}

/// Writes a select or status; what the derive calls.
///
/// # Errors
///
/// When `kind` is another type.
pub fn write_option<T: RowOption>(
    option: &T,
    kind: &str,
) -> Result<Option<PropertyValue>, CellError> {
    Ok(Some(match kind {
        "select" => PropertyValue::select(option.name()),
        "status" => PropertyValue::status(option.name()),
        kind => return Err(unwritable(kind)),
    }))
}

/// Reads a multi-select; what the derive calls.
///
/// # Errors
///
/// When the value is of another type, or an option has no variant.
pub fn read_options<T: RowOption>(value: &PropertyValue) -> Result<Vec<T>, CellError> {
    match value {
        PropertyValue::MultiSelect(options) => options
            .iter()
            .map(|option| named(option.name.as_str().unwrap_or_default()))
            .collect(),
        value => Err(CellError::Type {
            expected: "several options",
            found: value.kind().to_owned(),
        }),
    }
}

/// Writes a multi-select; what the derive calls.
///
/// # Errors
///
/// Never; the signature is that of its fellows.
pub fn write_options<T: RowOption>(options: &[T]) -> Result<PropertyValue, CellError> {
    Ok(PropertyValue::multi_select(
        options.iter().map(RowOption::name),
    ))
}
