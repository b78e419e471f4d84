//! Properties by name: views want ids, people know names.

use crate::ids::PropertyId;
use crate::schema::{PropertyConfig, Schema};

/// A view cannot do with a property what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaMismatch {
    /// There is no property of this name or id.
    #[error("there is no property `{asked}`; there are {}", listed(known))]
    NoSuchProperty {
        /// What was asked for.
        asked: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The schema was not read from the service: its properties have no ids yet.
    #[error(
        "the property `{0}` has no id; take the schema of a data source that Notion answered with"
    )]
    NoId(String),
    /// The type of the property does not fit.
    #[error("the property `{property}` is a {kind}, by which a view cannot {what}")]
    WrongType {
        /// The property's name.
        property: String,
        /// Its type.
        kind: String,
        /// What was asked for.
        what: &'static str,
    },
}

impl SchemaMismatch {
    pub(super) fn of(property: &str, config: &PropertyConfig, what: &'static str) -> Self {
        Self::WrongType {
            property: property.to_owned(),
            kind: config.kind().unwrap_or("property without type").to_owned(),
            what,
        }
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "none at all".to_owned(),
        names => format!("`{}`", names.join("`, `")),
    }
}

/// The property of this name or id: its name, configuration and id.
pub(super) fn property<'s>(
    schema: &'s Schema,
    asked: &str,
) -> Result<(&'s str, &'s PropertyConfig, PropertyId), SchemaMismatch> {
    let Some((name, config)) = schema.find(asked) else {
        return Err(SchemaMismatch::NoSuchProperty {
            asked: asked.to_owned(),
            known: schema.keys().map(str::to_owned).collect(),
        });
    };
    match config.id.value() {
        Some(id) => Ok((name, config, id.clone())),
        None => Err(SchemaMismatch::NoId(name.to_owned())),
    }
}
