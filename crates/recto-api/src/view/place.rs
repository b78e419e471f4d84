//! Maps and forms.

use super::property::ViewProperty;
use crate::ids::PropertyId;
use crate::wire::{Extra, Field, Wire};

/// How a map is shown. Null clears a setting in a change.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct MapView {
    /// How high it is.
    pub height: Field<ViewHeight>,
    /// The place that puts a row on the map.
    pub map_by: Field<PropertyId>,
    /// Its name, in answers.
    pub map_by_property_name: Field<String>,
    /// What stands on a card.
    pub properties: Field<Vec<ViewProperty>>,
    /// Unknown members.
    pub extra: Extra,
}

impl MapView {
    /// A map by this place.
    pub fn by(place: impl Into<PropertyId>) -> Self {
        Self {
            map_by: Field::Value(place.into()),
            ..Self::default()
        }
    }

    /// The same with these properties on each card.
    #[must_use]
    pub fn showing(mut self, properties: impl IntoIterator<Item = ViewProperty>) -> Self {
        self.properties = Field::Value(properties.into_iter().collect());
        self
    }
}

/// How high a map or a chart is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum ViewHeight {
    Small,
    Medium,
    Large,
    ExtraLarge,
    Unknown(String),
}

/// How a form behaves. Null clears a setting in a change.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct FormView {
    /// Whether it takes no more answers.
    pub is_form_closed: Field<bool>,
    /// Whether people who are not logged in may answer.
    pub anonymous_submissions: Field<bool>,
    /// What those who answered may do with the page that their answer became.
    pub submission_permissions: Field<SubmissionPermissions>,
    /// Unknown members.
    pub extra: Extra,
}

/// What people may do with the page that their answer became.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum SubmissionPermissions {
    /// Nothing.
    None,
    /// Comment.
    CommentOnly,
    /// Read.
    Reader,
    /// Read and write.
    ReadAndWrite,
    /// Everything an editor may.
    Editor,
    /// A permission without a name here.
    Unknown(String),
}
