//! Types of fields that hold a list.

use super::cell::{other, unwritable};
use super::{Cell, CellError, Types};
use crate::file::File;
use crate::ids::{PageId, UserId};
use crate::property::{PropertyValue, SelectOption};
use crate::rich_text::RichText;
use crate::user::User;

/// A type whose `Vec` can hold a property.
#[diagnostic::on_unimplemented(
    message = "`Vec<{Self}>` cannot hold a property",
    note = "types that can are listed at `recto_api::row`; an enum of options derives `RowOption`"
)]
pub trait ListItem: Sized {
    /// What its `Vec` can hold.
    const TYPES: Types;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// When the value is of another type.
    fn read_list(value: &PropertyValue) -> Result<Vec<Self>, CellError>;

    /// Writes the value of a property of this type.
    ///
    /// # Errors
    ///
    /// When the value cannot be sent.
    fn write_list(items: &[Self], kind: &str) -> Result<PropertyValue, CellError>;
}

impl<T: ListItem> Cell for Vec<T> {
    const TYPES: Types = T::TYPES;

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        T::read_list(value)
    }

    fn write(&self, kind: &str) -> Result<Option<PropertyValue>, CellError> {
        T::write_list(self, kind).map(Some)
    }
}

/// The error of a value that is no such list; empty lists are lists.
fn no_list(value: &PropertyValue, expected: &'static str) -> CellError {
    match other(value, expected) {
        CellError::Empty => CellError::Type {
            expected,
            found: value.kind().to_owned(),
        },
        error => error,
    }
}

impl ListItem for String {
    const TYPES: Types = Types::new(&["multi_select"], &["rollup"]);

    fn read_list(value: &PropertyValue) -> Result<Vec<Self>, CellError> {
        if let Some(values) = value.as_array() {
            return Ok(values.iter().map(|item| item.value.plain_text()).collect());
        }
        match value {
            PropertyValue::MultiSelect(_) => Ok(value
                .as_names()
                .unwrap_or_default()
                .into_iter()
                .map(ToOwned::to_owned)
                .collect()),
            value => Err(no_list(value, "several options")),
        }
    }

    fn write_list(items: &[Self], _: &str) -> Result<PropertyValue, CellError> {
        Ok(PropertyValue::multi_select(items))
    }
}

impl ListItem for SelectOption {
    const TYPES: Types = Types::new(&["multi_select"], &[]);

    fn read_list(value: &PropertyValue) -> Result<Vec<Self>, CellError> {
        match value {
            PropertyValue::MultiSelect(options) => Ok(options.clone()),
            value => Err(no_list(value, "several options")),
        }
    }

    fn write_list(items: &[Self], _: &str) -> Result<PropertyValue, CellError> {
        Ok(PropertyValue::MultiSelect(items.to_vec()))
    }
}

impl ListItem for PageId {
    const TYPES: Types = Types::new(&["relation"], &[]);

    fn read_list(value: &PropertyValue) -> Result<Vec<Self>, CellError> {
        let pages = value.as_page_ids();
        let pages = pages.ok_or_else(|| no_list(value, "related pages"))?;
        Ok(pages.into_iter().cloned().collect())
    }

    fn write_list(items: &[Self], _: &str) -> Result<PropertyValue, CellError> {
        Ok(PropertyValue::relation(items.iter().cloned()))
    }
}

impl ListItem for User {
    const TYPES: Types = Types::new(&["people"], &["created_by", "last_edited_by"]);

    fn read_list(value: &PropertyValue) -> Result<Vec<Self>, CellError> {
        let users = value.as_people();
        Ok(users.ok_or_else(|| no_list(value, "people"))?.to_vec())
    }

    fn write_list(items: &[Self], _: &str) -> Result<PropertyValue, CellError> {
        Ok(PropertyValue::People(items.to_vec()))
    }
}

impl ListItem for UserId {
    const TYPES: Types = <User as ListItem>::TYPES;

    fn read_list(value: &PropertyValue) -> Result<Vec<Self>, CellError> {
        let users = value.as_people().ok_or_else(|| no_list(value, "people"))?;
        Ok(users.iter().map(|user| user.id.clone()).collect())
    }

    fn write_list(items: &[Self], _: &str) -> Result<PropertyValue, CellError> {
        Ok(PropertyValue::people(items.iter().cloned()))
    }
}

impl ListItem for File {
    const TYPES: Types = Types::new(&["files"], &[]);

    fn read_list(value: &PropertyValue) -> Result<Vec<Self>, CellError> {
        let files = value.as_files();
        Ok(files.ok_or_else(|| no_list(value, "files"))?.to_vec())
    }

    fn write_list(items: &[Self], _: &str) -> Result<PropertyValue, CellError> {
        Ok(PropertyValue::files(items.iter().cloned()))
    }
}

impl ListItem for RichText {
    const TYPES: Types = Types::new(&["rich_text", "title"], &[]);

    fn read_list(value: &PropertyValue) -> Result<Vec<Self>, CellError> {
        let runs = value.as_rich_text();
        Ok(runs.ok_or_else(|| no_list(value, "text"))?.to_vec())
    }

    fn write_list(items: &[Self], kind: &str) -> Result<PropertyValue, CellError> {
        Ok(match kind {
            "rich_text" => PropertyValue::RichText(items.to_vec()),
            "title" => PropertyValue::Title(items.to_vec()),
            kind => return Err(unwritable(kind)),
        })
    }
}
