//! Sends one row's create or update, repeating only where that cannot do harm.

use std::time::Duration;

use recto_api::endpoint::{CreatePage, UpdatePage};
use recto_api::ids::PageId;
use recto_api::page::Page;
use recto_api::property::{Property, PropertyValue};
use recto_api::wire::Members;

use crate::column::{self, Pages, People, Unresolved};
use crate::mapping::TableMap;
use crate::notion::ManagedDataSource;
use crate::value::{Snapshot, Value};

/// How often a write is sent that met a conflict, or an update that got no answer.
const ATTEMPTS: u32 = 4;

/// How a create ended.
#[derive(Debug)]
pub(super) enum Created {
    /// The page is there.
    Page(Box<Page>),
    /// The service refused; nothing was made.
    Refused(Box<recto_client::Error>),
    /// No answer tells whether it was made.
    Unknown(Box<recto_client::Error>),
}

/// Creates a row. Never sent twice unless the service said that it did nothing.
///
/// A conflict says so, but it may be the answer to a repetition of a create that had taken effect:
/// the page is looked for before another one is sent.
pub(super) async fn create(source: ManagedDataSource, request: CreatePage) -> Created {
    let mut attempt = 1;
    let error = loop {
        match source.client().send(&request).await {
            Ok(page) => return Created::Page(Box::new(page)),
            Err(error) if error.is_conflict() => {
                tokio::time::sleep(pause(attempt)).await;
                let Ok(mut made) = source.made_by(&request).await else {
                    return Created::Unknown(Box::new(error));
                };
                match (made.pop(), made.is_empty()) {
                    (Some(page), true) => return Created::Page(Box::new(page)),
                    (Some(_), false) => return Created::Unknown(Box::new(error)),
                    (None, _) if attempt >= ATTEMPTS => break error,
                    (None, _) => attempt += 1,
                }
            }
            Err(error) => break error,
        }
    };
    // Saved, but not answered in time: the error itself names the page (notion-api 6.3).
    let saved = error.committed().and_then(|saved| saved.resource_id);
    if let Some(page) = saved.and_then(|id| PageId::parse(&id).ok())
        && let Ok(page) = source.row(&page).await
    {
        return Created::Page(Box::new(page));
    }
    if error.may_have_taken_effect() {
        Created::Unknown(Box::new(error))
    } else {
        Created::Refused(Box::new(error))
    }
}

/// Changes a row. An update sets values and does not add to them, so that sending it again after
/// a lost answer leads to the same page.
pub(super) async fn update(
    source: ManagedDataSource,
    request: UpdatePage,
) -> Result<Box<Page>, Box<recto_client::Error>> {
    let mut attempt = 1;
    loop {
        let error = match source.client().send(&request).await {
            Ok(page) => return Ok(Box::new(page)),
            Err(error) => error,
        };
        if error.committed().is_some()
            && let Ok(page) = source.row(&request.page_id).await
        {
            return Ok(Box::new(page));
        }
        if attempt >= ATTEMPTS || !(error.is_conflict() || error.may_have_taken_effect()) {
            return Err(Box::new(error));
        }
        tokio::time::sleep(pause(attempt)).await;
        attempt += 1;
    }
}

fn pause(attempt: u32) -> Duration {
    Duration::from_millis(500 << attempt.min(6))
}

/// What was put together for one row.
#[derive(Debug, Default)]
pub(super) struct Payload {
    pub(super) properties: Members<Property>,
    /// What the properties hold once they are written.
    pub(super) values: Snapshot,
    /// Related rows without a page, and people nobody knows, by property.
    pub(super) unresolved: Vec<(String, Unresolved)>,
}

/// Puts together the properties of a row that `choose` picks.
pub(super) fn payload(
    table: &TableMap,
    values: &Snapshot,
    people: &People,
    pages: &Pages,
    choose: impl Fn(&str, &Value) -> bool,
) -> Payload {
    let mut payload = Payload::default();
    for (name, value) in values {
        if !choose(name, value) {
            continue;
        }
        if *name == table.external_property {
            let text = match value {
                Value::Text(text) => text.as_str(),
                _ => "",
            };
            payload
                .properties
                .insert(name.clone(), PropertyValue::rich_text(text).into());
            payload.values.insert(name.clone(), value.clone());
            continue;
        }
        let Some(field) = table.field(name) else {
            continue;
        };
        let target = field.target().unwrap_or_default();
        let (property, unresolved) = column::to_property(field.kind, value, target, people, pages);
        let mut written = value.clone();
        if let Value::Refs(refs) = &mut written {
            refs.retain(|row| !unresolved.rows.contains(row));
        }
        if !unresolved.is_empty() {
            payload.unresolved.push((name.clone(), unresolved));
        }
        payload.properties.insert(name.clone(), property.into());
        payload.values.insert(name.clone(), written);
    }
    payload
}
