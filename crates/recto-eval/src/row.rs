//! What a query can look at in a row.

use recto_api::date::{DateText, Moment};
use recto_api::page::Page;
use recto_api::property::{Property, PropertyValue};
use recto_api::user::User;

use crate::schema::PropertyKey;

/// A row of a data source.
///
/// Lists must be complete: an answer of the API shows only the first 25 relations of a page, which
/// is not enough to filter by.
pub trait Row {
    /// Gives the value of a property, or `None` where the row has none, which counts as empty.
    ///
    /// Values of the types `created_time`, `last_edited_time`, `created_by` and `last_edited_by`
    /// are never asked for: they come from the methods below.
    fn property(&self, key: &PropertyKey) -> Option<&PropertyValue>;

    /// Gives the time of creation.
    fn created_time(&self) -> Option<Moment>;

    /// Gives the time of the last edit.
    fn last_edited_time(&self) -> Option<Moment>;

    /// Gives who made the row, with the name if rows are to be sorted by it.
    fn created_by(&self) -> Option<&User>;

    /// Gives who last edited the row, with the name if rows are to be sorted by it.
    fn last_edited_by(&self) -> Option<&User>;
}

impl<R: Row + ?Sized> Row for &R {
    fn property(&self, key: &PropertyKey) -> Option<&PropertyValue> {
        (**self).property(key)
    }

    fn created_time(&self) -> Option<Moment> {
        (**self).created_time()
    }

    fn last_edited_time(&self) -> Option<Moment> {
        (**self).last_edited_time()
    }

    fn created_by(&self) -> Option<&User> {
        (**self).created_by()
    }

    fn last_edited_by(&self) -> Option<&User> {
        (**self).last_edited_by()
    }
}

/// A page as the API answers it. A value counts when its id agrees, or when it stands under the
/// name without an id.
impl Row for Page {
    fn property(&self, key: &PropertyKey) -> Option<&PropertyValue> {
        let fits = |property: &Property| {
            property
                .id
                .value()
                .is_none_or(|id| id.as_str() == key.id || id.decoded() == *key.id)
        };
        let named = self
            .properties
            .get(&key.name)
            .filter(|property| fits(property));
        // A page read before a rename still has the old name.
        let property = named.or_else(|| {
            self.properties
                .values()
                .find(|property| property.id.is_value() && fits(property))
        })?;
        Some(&property.value)
    }

    fn created_time(&self) -> Option<Moment> {
        self.created_time.value().and_then(moment)
    }

    fn last_edited_time(&self) -> Option<Moment> {
        self.last_edited_time.value().and_then(moment)
    }

    fn created_by(&self) -> Option<&User> {
        self.created_by.value()
    }

    fn last_edited_by(&self) -> Option<&User> {
        self.last_edited_by.value()
    }
}

pub(crate) fn moment(text: &DateText) -> Option<Moment> {
    text.parse().ok()
}
