//! The Notion side: data sources and their rows.
//!
//! [`ManagedDataSource`] is the engine's only way to write to a workspace: it makes and changes
//! rows of one data source and can do nothing else. Creating databases and adding properties is in
//! `schema`, behind an explicit permission.

pub(crate) mod resolve;
pub(crate) mod scan;
pub(crate) mod schema;

use std::collections::{BTreeMap, HashSet};

use futures::StreamExt;
use recto_api::endpoint::{
    CreatePage, GetPage, GetPageProperty, Operation, PropertyItems, QueryDataSource, UpdatePage,
};
use recto_api::ids::{DataSourceId, DatabaseId, PageId, PropertyId};
use recto_api::limits;
use recto_api::list::Element;
use recto_api::object::Object;
use recto_api::page::{NewPage, Page, PagePatch};
use recto_api::property::{Property, PropertyItemValue, PropertyValue};
use recto_api::query::Filter;
use recto_api::rich_text;
use recto_api::wire::{Field, Members};
use recto_client::Client;

type Answer<T> = Result<T, recto_client::Error>;

/// A data source whose rows recto keeps.
///
/// It writes rows of this data source: there is no method for blocks, pages elsewhere, or the
/// schema.
#[derive(Debug, Clone)]
pub struct ManagedDataSource {
    client: Client,
    id: DataSourceId,
    database_id: Option<DatabaseId>,
    name: String,
    /// The managed properties' ids by the names the configuration uses.
    properties: BTreeMap<String, PropertyId>,
    /// The property that holds the external id, by its configured name.
    external: Option<String>,
    /// Whether it was created in this run, so that nothing can be in it.
    fresh: bool,
}

impl ManagedDataSource {
    pub(crate) fn new(
        client: Client,
        id: DataSourceId,
        database_id: Option<DatabaseId>,
        name: String,
        fresh: bool,
    ) -> Self {
        Self {
            client,
            id,
            database_id,
            name,
            properties: BTreeMap::new(),
            external: None,
            fresh,
        }
    }

    /// The data source's id.
    pub fn id(&self) -> &DataSourceId {
        &self.id
    }

    /// Its database, where it is known.
    pub fn database_id(&self) -> Option<&DatabaseId> {
        self.database_id.as_ref()
    }

    /// Its title.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether this run created it.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// The id of a managed property.
    pub fn property_id(&self, name: &str) -> Option<&PropertyId> {
        self.properties.get(name)
    }

    pub(crate) fn manage(&mut self, name: impl Into<String>, id: PropertyId) {
        self.properties.insert(name.into(), id);
    }

    /// Says which property tells the rows apart.
    pub(crate) fn identify_by(&mut self, property: impl Into<String>) {
        self.external = Some(property.into());
    }

    /// What answers are cut down to: the managed properties, or everything when they are too
    /// many to name in one request.
    fn selection(&self) -> Vec<String> {
        if self.properties.len() > limits::FILTER_PROPERTIES {
            return Vec::new();
        }
        self.properties
            .values()
            .map(|id| id.decoded().into_owned())
            .collect()
    }

    /// The request that creates a row with these properties, by configured name.
    pub(crate) fn create(&self, properties: Members<Property>) -> CreatePage {
        let mut body = NewPage::new(self.id.clone());
        body.properties = Field::Value(self.keyed(properties));
        let mut request = CreatePage::new(body);
        request.filter_properties = self.selection();
        request
    }

    /// The request that changes these properties of a row.
    pub(crate) fn update(&self, page: &PageId, properties: Members<Property>) -> UpdatePage {
        let body = PagePatch {
            properties: Field::Value(self.keyed(properties)),
            ..PagePatch::default()
        };
        let mut request = UpdatePage::new(page.clone(), body);
        request.filter_properties = self.selection();
        request
    }

    /// The client that sends this data source's requests.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Reads one row.
    ///
    /// # Errors
    /// The client's, such as not found.
    pub async fn row(&self, page: &PageId) -> Answer<Page> {
        let mut request = GetPage::new(page.clone());
        request.filter_properties = self.selection();
        self.client.send(&request).await
    }

    /// Finds rows by the exact text of one property.
    ///
    /// Notion's own comparison may ignore case, so its finds are compared once more.
    ///
    /// # Errors
    /// The client's.
    pub async fn find(&self, property: &str, text: &str) -> Answer<Vec<Page>> {
        let id = self.properties.get(property);
        let name = id.map(|id| id.decoded().into_owned());
        let filter = Filter::property(name.as_deref().unwrap_or(property))
            .rich_text()
            .equals(text);
        let mut request = QueryDataSource::new(self.id.clone()).filter(filter);
        request.filter_properties = self.selection();
        let mut found = Vec::new();
        let mut elements = Box::pin(self.client.items(request));
        while let Some(element) = elements.next().await {
            let page = element?.valid().and_then(Object::into_page);
            found.extend(page.filter(|page| {
                page.properties.iter().any(|(name, held)| {
                    (name == property || (id.is_some() && held.id.value() == id))
                        && plain(&held.value).as_deref() == Some(text)
                })
            }));
        }
        Ok(found)
    }

    /// Finds the rows that carry the external id this create was to give.
    ///
    /// # Errors
    /// The client's.
    pub(crate) async fn made_by(&self, request: &CreatePage) -> Answer<Vec<Page>> {
        let Some(external) = &self.external else {
            return Ok(Vec::new());
        };
        let id = self.properties.get(external).map(PropertyId::decoded);
        let given = request.body.properties.value().and_then(|properties| {
            properties
                .get(id.as_deref().unwrap_or(external))
                .and_then(|property| plain(&property.value))
        });
        match given {
            Some(text) if !text.is_empty() => self.find(external, &text).await,
            _ => Ok(Vec::new()),
        }
    }

    /// Reads a property whole that a page shows cut: relations and people beyond 25.
    ///
    /// # Errors
    /// The client's.
    pub async fn complete(&self, page: &PageId, property: &PropertyId) -> Answer<PropertyValue> {
        let mut request = GetPageProperty::new(page.clone(), property.clone());
        let mut relations = Vec::new();
        let mut people = Vec::new();
        let mut runs = Vec::new();
        let mut kind = "";
        let mut seen = HashSet::new();
        let mut items = 0;
        loop {
            let list = match self.client.send(&request).await? {
                PropertyItems::List(list) => list,
                // Only properties with several items are ever cut.
                PropertyItems::Item(_) => break,
            };
            items += list.results.len() as u64;
            let next = list.next().map(str::to_owned);
            let astray = match &next {
                Some(cursor) if seen.insert(cursor.clone()) => None,
                Some(_) => Some("the cursor leads back to a page that was read before"),
                None if list.has_more.value() == Some(&true) => {
                    Some("there is more, but no cursor to ask for it")
                }
                None => None,
            };
            if let Some(reason) = astray {
                return Err(recto_client::Error::Cursor {
                    operation: Operation::GetPageProperty,
                    items,
                    reason,
                });
            }
            for item in list.results.into_iter().filter_map(Element::valid) {
                match item.item {
                    Some(PropertyItemValue::Relation(target)) => relations.push(target),
                    Some(PropertyItemValue::People(user)) => people.push(*user),
                    Some(PropertyItemValue::RichText(run)) => runs.push(*run),
                    Some(PropertyItemValue::Title(run)) => {
                        kind = "title";
                        runs.push(*run);
                    }
                    // Properties of one value are whole in the page itself.
                    Some(_) | None => {}
                }
            }
            match next {
                Some(cursor) => request.start_cursor = Some(cursor),
                None => break,
            }
        }
        Ok(if !people.is_empty() {
            PropertyValue::People(people)
        } else if kind == "title" {
            PropertyValue::Title(runs)
        } else if !runs.is_empty() {
            PropertyValue::RichText(runs)
        } else {
            PropertyValue::Relation(relations)
        })
    }

    /// Replaces configured names by ids, which survive a rename while the run goes on.
    fn keyed(&self, properties: Members<Property>) -> Members<Property> {
        properties
            .into_iter()
            .map(|(name, value)| match self.properties.get(&name) {
                Some(id) => (id.decoded().into_owned(), value),
                None => (name, value),
            })
            .collect()
    }
}

/// The text of a title or text property.
fn plain(value: &PropertyValue) -> Option<String> {
    match value {
        PropertyValue::Title(runs) | PropertyValue::RichText(runs) => Some(rich_text::plain(runs)),
        _ => None,
    }
}
