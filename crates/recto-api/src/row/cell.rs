//! Types of fields that hold one value.

use serde_json::Number;

use super::{CellError, Types};
use crate::ids::{PageId, UserId};
use crate::property::{Date, Place, PropertyValue, SelectOption, UniqueId, Verification};
use crate::user::User;
use crate::wire::Field;

/// A type of fields that can hold a property.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a property",
    label = "not a type of fields of a row",
    note = "types that can are listed at `recto_api::row`; an enum of options derives `RowOption`",
    note = "a field that maps no property is marked `#[row(skip)]`"
)]
pub trait Cell: Sized {
    /// What it can hold.
    const TYPES: Types;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// When the value is of another type, or empty where this cannot be.
    fn read(value: &PropertyValue) -> Result<Self, CellError>;

    /// Writes the value of a property of this type; nothing leaves it as it is.
    ///
    /// # Errors
    ///
    /// When the value cannot be sent.
    fn write(&self, kind: &str) -> Result<Option<PropertyValue>, CellError>;

    /// What stands for a property that the page does not have; nothing where that is an error.
    fn missing() -> Option<Self> {
        None
    }
}

/// The error of a value of another type, or of an empty one of the right type.
pub(super) fn other(value: &PropertyValue, expected: &'static str) -> CellError {
    match value {
        value if value.is_empty() => CellError::Empty,
        PropertyValue::Formula(_) | PropertyValue::Rollup(_) => CellError::Value(format!(
            "is a {} with another result, the field takes {expected}",
            value.kind()
        )),
        value => CellError::Type {
            expected,
            found: value.kind().to_owned(),
        },
    }
}

/// The error of a type that the field cannot be written to.
pub(super) fn unwritable(kind: &str) -> CellError {
    CellError::Value(format!(
        "is of type `{kind}`, to which the field cannot be written"
    ))
}

impl<T: Cell> Cell for Option<T> {
    const TYPES: Types = T::TYPES;

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        if value.is_empty() {
            return Ok(None);
        }
        T::read(value).map(Some)
    }

    fn write(&self, kind: &str) -> Result<Option<PropertyValue>, CellError> {
        match self {
            Some(value) => value.write(kind),
            None => cleared(kind),
        }
    }
}

fn cleared(kind: &str) -> Result<Option<PropertyValue>, CellError> {
    match PropertyValue::cleared(kind) {
        Some(value) => Ok(Some(value)),
        None => Err(CellError::Value(
            "is to be cleared, and its type is not known: check the schema, or set the empty value \
             of its type"
                .to_owned(),
        )),
    }
}

impl<T: Cell> Cell for Field<T> {
    const TYPES: Types = T::TYPES;

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        Option::read(value).map(Self::set_or_clear)
    }

    fn write(&self, kind: &str) -> Result<Option<PropertyValue>, CellError> {
        match self {
            Self::Absent => Ok(None),
            Self::Null => cleared(kind),
            Self::Value(value) => value.write(kind),
        }
    }

    fn missing() -> Option<Self> {
        Some(Self::Absent)
    }
}

impl Cell for PropertyValue {
    const TYPES: Types = Types::ANY;

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        Ok(value.clone())
    }

    fn write(&self, kind: &str) -> Result<Option<PropertyValue>, CellError> {
        let own = self.kind();
        if self.is_read_only() {
            return Err(CellError::Value(format!(
                "is a {own} and cannot be set: mark the field `#[row(read_only)]`"
            )));
        }
        if !kind.is_empty() && kind != own {
            return Err(CellError::Value(format!(
                "is of type `{kind}`, the value of type `{own}`"
            )));
        }
        Ok(Some(self.clone()))
    }
}

impl Cell for String {
    const TYPES: Types = Types::new(
        &[
            "rich_text",
            "title",
            "url",
            "email",
            "phone_number",
            "select",
            "status",
        ],
        &[
            "formula",
            "rollup",
            "unique_id",
            "created_time",
            "last_edited_time",
            "created_by",
            "last_edited_by",
        ],
    );

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        if value.is_read_only() && !matches!(value, PropertyValue::Button(_)) {
            return Ok(value.plain_text());
        }
        let text = value.as_text();
        text.or_else(|| value.as_name().map(ToOwned::to_owned))
            .ok_or_else(|| other(value, "text"))
    }

    fn write(&self, kind: &str) -> Result<Option<PropertyValue>, CellError> {
        let text = self.as_str();
        if text.is_empty() && !matches!(kind, "rich_text" | "title") {
            return Err(CellError::Value(
                "takes no empty text; make the field an `Option`".to_owned(),
            ));
        }
        Ok(Some(match kind {
            "rich_text" => PropertyValue::rich_text(text),
            "title" => PropertyValue::title(text),
            "url" => PropertyValue::url(text),
            "email" => PropertyValue::email(text),
            "phone_number" => PropertyValue::phone_number(text),
            "select" => PropertyValue::select(text),
            "status" => PropertyValue::status(text),
            kind => return Err(unwritable(kind)),
        }))
    }
}

impl Cell for bool {
    const TYPES: Types = Types::new(&["checkbox"], &["formula"]);

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        value.as_bool().ok_or_else(|| other(value, "yes or no"))
    }

    fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
        Ok(Some(PropertyValue::Checkbox(*self)))
    }
}

const NUMBERS: Types = Types::new(&["number"], &["formula", "rollup", "unique_id"]);

impl Cell for Number {
    const TYPES: Types = NUMBERS;

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        let number = value.as_json_number().cloned();
        number.ok_or_else(|| other(value, "a number"))
    }

    fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
        Ok(Some(PropertyValue::Number(Some(self.clone()))))
    }
}

impl Cell for f64 {
    const TYPES: Types = NUMBERS;

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        value.as_number().ok_or_else(|| other(value, "a number"))
    }

    fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
        let value = PropertyValue::number(*self);
        value
            .map(Some)
            .map_err(|error| CellError::Value(format!("is a number, and {error}")))
    }
}

impl Cell for f32 {
    const TYPES: Types = NUMBERS;

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        // The nearest there is, as for any literal.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the field asks for 32 bits"
        )]
        f64::read(value).map(|number| number as Self)
    }

    fn write(&self, kind: &str) -> Result<Option<PropertyValue>, CellError> {
        f64::from(*self).write(kind)
    }
}

/// Whole numbers.
macro_rules! integers {
    ($($integer:ty)+) => {$(
        impl Cell for $integer {
            const TYPES: Types = NUMBERS;

            fn read(value: &PropertyValue) -> Result<Self, CellError> {
                let number = value.as_json_number().ok_or_else(|| other(value, "a number"))?;
                let unsigned = number.as_u64().and_then(|number| Self::try_from(number).ok());
                let signed = || value.as_integer().and_then(|number| Self::try_from(number).ok());
                unsigned.or_else(signed).ok_or_else(|| {
                    let range = concat!("whole numbers that fit `", stringify!($integer), "`");
                    CellError::Value(format!("is {number}, the field takes {range}"))
                })
            }

            fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
                Ok(Some(PropertyValue::integer(*self)))
            }
        }
    )+};
}

integers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

impl Cell for Date {
    const TYPES: Types = Types::new(&["date"], &["formula", "rollup"]);

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        let date = value.as_date().cloned();
        date.ok_or_else(|| other(value, "a date"))
    }

    fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
        Ok(Some(PropertyValue::date(self.clone())))
    }
}

impl Cell for SelectOption {
    const TYPES: Types = Types::new(&["select", "status"], &[]);

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        match value {
            PropertyValue::Select(Some(option)) | PropertyValue::Status(Some(option)) => {
                Ok(option.clone())
            }
            value => Err(other(value, "an option")),
        }
    }

    fn write(&self, kind: &str) -> Result<Option<PropertyValue>, CellError> {
        Ok(Some(match kind {
            "select" => PropertyValue::select(self.clone()),
            "status" => PropertyValue::status(self.clone()),
            kind => return Err(unwritable(kind)),
        }))
    }
}

/// The only element of a list.
fn only<T: Clone>(list: &[T], what: &str) -> Result<T, CellError> {
    match list {
        [] => Err(CellError::Empty),
        [one] => Ok(one.clone()),
        many => Err(CellError::Value(format!(
            "holds {} {what}, the field takes one; make it a `Vec`",
            many.len()
        ))),
    }
}

impl Cell for PageId {
    const TYPES: Types = Types::new(&["relation"], &[]);

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        let pages = value.as_relation();
        let pages = pages.ok_or_else(|| other(value, "a related page"))?;
        only(pages, "pages").map(|page| page.id)
    }

    fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
        Ok(Some(PropertyValue::relation([self.clone()])))
    }
}

impl Cell for User {
    const TYPES: Types = Types::new(&["people"], &["created_by", "last_edited_by"]);

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        let users = value.as_people();
        only(users.ok_or_else(|| other(value, "a user"))?, "people")
    }

    fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
        Ok(Some(PropertyValue::People(vec![self.clone()])))
    }
}

impl Cell for UserId {
    const TYPES: Types = User::TYPES;

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        User::read(value).map(|user| user.id)
    }

    fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
        Ok(Some(PropertyValue::people([self.clone()])))
    }
}

impl Cell for Place {
    const TYPES: Types = Types::new(&["place"], &[]);

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        let place = value.as_place().cloned();
        place.ok_or_else(|| other(value, "a place"))
    }

    fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
        Ok(Some(PropertyValue::place(self.clone())))
    }
}

impl Cell for Verification {
    const TYPES: Types = Types::new(&["verification"], &[]);

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        let verification = value.as_verification().cloned();
        verification.ok_or_else(|| other(value, "a verification"))
    }

    fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
        Ok(Some(PropertyValue::Verification(Some(self.clone().into()))))
    }
}

impl Cell for UniqueId {
    const TYPES: Types = Types::new(&[], &["unique_id"]);

    fn read(value: &PropertyValue) -> Result<Self, CellError> {
        let id = value.as_unique_id().cloned();
        id.ok_or_else(|| other(value, "a counter"))
    }

    fn write(&self, kind: &str) -> Result<Option<PropertyValue>, CellError> {
        Err(unwritable(kind))
    }
}
