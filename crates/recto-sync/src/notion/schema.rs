//! Schemas: holding a data source against the mapping, and making what is missing.

use std::collections::BTreeMap;

use recto_api::data_source::{DataSource, DataSourcePatch};
use recto_api::ids::{DataSourceId, PropertyId};
use recto_api::limits;
use recto_api::property::{Empty, SelectOption};
use recto_api::schema::{
    NumberFormat, NumberSchema, OptionsSchema, PropertyConfig, PropertySchema, Schema, StatusSchema,
};
use recto_api::wire::{Extra, Field};

use crate::column::PropertyKind;
use crate::error::Error;
use crate::mapping::{FieldMap, TableMap};
use crate::suggest;

/// What a data source has and lacks of what a table needs.
#[derive(Debug, Default)]
pub(crate) struct Check {
    /// The properties that are there, by configured name.
    pub(crate) found: Vec<(String, PropertyId)>,
    /// The mapped properties that are missing, by their place in the mapping.
    pub(crate) missing: Vec<usize>,
    /// Whether the property for the external id is missing.
    pub(crate) missing_external: bool,
    /// Where the title property has another name than configured: its real name.
    pub(crate) title: Option<String>,
}

impl Check {
    pub(crate) fn is_complete(&self) -> bool {
        self.missing.is_empty() && !self.missing_external
    }
}

/// Compares a data source with what a table needs. `targets` has the data source of each table as
/// far as it is known.
///
/// # Errors
/// When a property is there with another type, or a relation leads elsewhere.
pub(crate) fn check(
    table: &TableMap,
    found: &DataSource,
    targets: &[Option<DataSourceId>],
    names: &[String],
) -> Result<Check, Error> {
    let mut check = Check::default();
    let wrong = |property: &str, column: String, kind: Option<&str>, wanted: &str| {
        Err(Error::WrongType {
            table: table.name.as_str().into(),
            column: column.into(),
            property: property.into(),
            data_source: found.name().into(),
            found: kind.unwrap_or("unknown").into(),
            wanted: wanted.into(),
        })
    };
    match found.properties.get(&table.external_property) {
        None => check.missing_external = true,
        Some(config) if config.kind() == Some(PropertyKind::RichText.as_str()) => {
            check.found.push((
                table.external_property.clone(),
                id(config, &table.external_property),
            ));
        }
        Some(config) => {
            let column = table.key.join(", ");
            return wrong(&table.external_property, column, config.kind(), "rich_text");
        }
    }
    for (index, field) in table.fields.iter().enumerate() {
        let Some(config) = found.properties.get(&field.property) else {
            if field.kind == PropertyKind::Title {
                // There is always a title, so it only has another name.
                let title = found
                    .properties
                    .iter()
                    .find(|(_, c)| c.kind() == Some("title"));
                check.title = title.map(|(name, _)| name.to_owned());
            }
            check.missing.push(index);
            continue;
        };
        if config.kind() != Some(field.kind.as_str()) {
            return wrong(
                &field.property,
                field.column(),
                config.kind(),
                field.kind.as_str(),
            );
        }
        if let (Some(PropertySchema::Relation(relation)), Some(target)) =
            (&config.config, field.target())
        {
            let wanted = targets.get(target).and_then(Option::as_ref);
            if let (Some(wanted), Some(found_id)) = (wanted, relation.data_source_id.value())
                && wanted != found_id
            {
                return Err(Error::WrongTarget {
                    table: table.name.as_str().into(),
                    property: field.property.as_str().into(),
                    data_source: found.name().into(),
                    found: found_id.as_str().into(),
                    target: names
                        .get(target)
                        .map(String::as_str)
                        .unwrap_or_default()
                        .into(),
                    wanted: wanted.as_str().into(),
                });
            }
        }
        check
            .found
            .push((field.property.clone(), id(config, &field.property)));
    }
    Ok(check)
}

/// The id of a property; its name where an answer has none.
fn id(config: &PropertyConfig, name: &str) -> PropertyId {
    config
        .id
        .value()
        .cloned()
        .unwrap_or_else(|| PropertyId::from(name))
}

/// The error for properties that are missing and may not be added.
pub(crate) fn missing(table: &TableMap, found: &DataSource, check: &Check) -> Error {
    let external = check
        .missing_external
        .then_some((table.external_property.as_str(), "rich_text"));
    let fields = check.missing.iter().map(|&index| {
        let field = &table.fields[index];
        (field.property.as_str(), field.kind.as_str())
    });
    let missing: Vec<_> = external.into_iter().chain(fields).collect();
    let hint = match (missing.first(), &check.title) {
        (Some((_, "title")), Some(title)) => format!(" (its title is called \"{title}\")"),
        (Some((name, _)), _) => suggest::nearest(name, found.properties.keys())
            .map(|near| format!(" (did you mean \"{near}\"?)"))
            .unwrap_or_default(),
        (None, _) => String::new(),
    };
    let listed: Vec<_> = missing
        .iter()
        .map(|(name, kind)| format!("\"{name}\" ({kind})"))
        .collect();
    Error::MissingProperty {
        table: table.name.clone(),
        data_source: found.name(),
        missing: listed.join(", "),
        hint,
    }
}

/// The options a table's select properties begin with, by property.
pub(crate) type Options = BTreeMap<String, Vec<String>>;

/// The whole schema of a new data source, without the relations whose target is not there yet.
pub(crate) fn whole(
    table: &TableMap,
    targets: &[Option<DataSourceId>],
    options: &Options,
) -> Schema {
    let mut schema = Schema::new();
    for field in &table.fields {
        if let Some(config) = config(field, targets, options) {
            schema.insert(field.property.clone(), config);
        }
    }
    if !table
        .fields
        .iter()
        .any(|field| field.kind == PropertyKind::Title)
    {
        schema.insert("Name", PropertySchema::Title(Empty::default()).into());
    }
    schema.insert(
        table.external_property.clone(),
        PropertySchema::RichText(Empty::default()).into(),
    );
    schema
}

/// The change that adds what a check found missing, or `None` when a relation's target is not
/// there yet and nothing else is missing.
pub(crate) fn additions(
    table: &TableMap,
    check: &Check,
    targets: &[Option<DataSourceId>],
    options: &Options,
) -> Option<DataSourcePatch> {
    let mut patch = DataSourcePatch::default();
    if check.missing_external {
        let config = PropertySchema::RichText(Empty::default());
        patch = patch.property(table.external_property.clone(), config);
    }
    for &index in &check.missing {
        let field = &table.fields[index];
        if let Some(config) = config(field, targets, options) {
            patch = patch.property(field.property.clone(), config);
        }
    }
    patch.properties.is_value().then_some(patch)
}

/// The configuration of one property; `None` for a relation whose target is not there yet.
fn config(
    field: &FieldMap,
    targets: &[Option<DataSourceId>],
    options: &Options,
) -> Option<PropertyConfig> {
    let empty = Empty::default;
    let names = options
        .get(&field.property)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let options = || OptionsSchema {
        // A request takes 100; pages bring the others along when they are written.
        options: Field::Value(
            names
                .iter()
                .take(limits::OPTIONS)
                .map(SelectOption::named)
                .collect(),
        ),
        extra: Extra::default(),
    };
    Some(PropertyConfig::from(match field.kind {
        PropertyKind::Title => PropertySchema::Title(empty()),
        PropertyKind::RichText => PropertySchema::RichText(empty()),
        PropertyKind::Number => PropertySchema::Number(NumberSchema {
            format: Field::set_or_keep(field.format.as_deref().map(NumberFormat::from)),
            extra: Extra::default(),
        }),
        PropertyKind::Select => PropertySchema::Select(options()),
        PropertyKind::MultiSelect => PropertySchema::MultiSelect(options()),
        PropertyKind::Status => PropertySchema::Status(StatusSchema {
            options: match names.is_empty() {
                true => Field::Absent,
                false => options().options,
            },
            ..StatusSchema::default()
        }),
        PropertyKind::Date => PropertySchema::Date(empty()),
        PropertyKind::People => PropertySchema::People(empty()),
        PropertyKind::Files => PropertySchema::Files(empty()),
        PropertyKind::Checkbox => PropertySchema::Checkbox(empty()),
        PropertyKind::Url => PropertySchema::Url(empty()),
        PropertyKind::Email => PropertySchema::Email(empty()),
        PropertyKind::PhoneNumber => PropertySchema::PhoneNumber(empty()),
        PropertyKind::Relation => {
            let target = targets.get(field.target()?)?.clone()?;
            match &field.mirror {
                None => PropertySchema::relation(target),
                Some(name) => PropertySchema::dual_relation(target, name),
            }
        }
    }))
}
