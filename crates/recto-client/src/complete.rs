//! Properties that a page shows only in part, read whole.

mod assemble;

use std::collections::HashSet;

use futures::stream::{Stream, StreamExt};
use recto_api::endpoint::{Endpoint, GetPageProperty};
use recto_api::ids::{PageId, PropertyId};
use recto_api::list::Element;
use recto_api::object::Object;
use recto_api::page::Page;
use recto_api::property::{Property, PropertyValue};
use recto_api::wire::{DecodeError, Field};
use serde_json::Value;

use self::assemble::Pieces;
use crate::call::{Client, Outgoing};
use crate::error::Error;
use crate::generate::generate;

/// Pages that are completed side by side.
const TOGETHER: usize = 4;

impl Client {
    /// Reads whole what a page shows only in part, and puts it into the page.
    ///
    /// Those are the properties that [`Page::truncated`] names: relations, people, texts and rollups
    /// of more than 25 references. Each costs one request for every 100 values, and none where
    /// nothing is cut. Answers with the number of properties read.
    ///
    /// A rollup that was computed from a cut relation gets its right value (documented).
    ///
    /// # Errors
    ///
    /// See [`Error`]. What was read before stays in the page.
    ///
    /// ```no_run
    /// # async fn example(client: recto_client::Client, id: recto_api::ids::PageId)
    /// #     -> Result<(), recto_client::Error> {
    /// use recto_api::endpoint::GetPage;
    ///
    /// let mut page = client.send(&GetPage::new(id)).await?;
    /// client.complete(&mut page).await?;
    /// assert_eq!(page.truncated().count(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn complete(&self, page: &mut Page) -> Result<usize, Error> {
        let names: Vec<String> = page.truncated().map(str::to_owned).collect();
        let mut count = 0;
        for name in names {
            let page_id = page.id.clone();
            if let Some(property) = page.properties.get_mut(&name) {
                self.complete_property(page_id, &name, property).await?;
                count += 1;
            }
        }
        Ok(count)
    }

    /// The same stream of rows or pages with every page completed on the way, in the same order:
    /// see [`Client::complete`].
    ///
    /// Four pages are completed side by side. The first error ends the stream.
    ///
    /// ```no_run
    /// # fn example(client: recto_client::Client, query: recto_api::endpoint::QueryDataSource) {
    /// let rows = client.completed(client.rows(query));
    /// # let _ = rows;
    /// # }
    /// ```
    pub fn completed<S>(
        &self,
        rows: S,
    ) -> impl Stream<Item = Result<Element<Object>, Error>> + Send + Unpin + use<S>
    where
        S: Stream<Item = Result<Element<Object>, Error>> + Send + 'static,
    {
        let client = self.clone();
        let mut completed = rows
            .map(move |row| {
                let client = client.clone();
                async move {
                    let mut row = row?;
                    if let Element::Valid(Object::Page(page)) = &mut row {
                        client.complete(page).await?;
                    }
                    Ok::<_, Error>(row)
                }
            })
            .buffered(TOGETHER)
            .boxed();
        generate(|mut out| async move {
            while let Some(row) = completed.next().await {
                out.put(row?).await;
            }
            Ok(())
        })
    }

    async fn complete_property(
        &self,
        page_id: PageId,
        name: &str,
        property: &mut Property,
    ) -> Result<(), Error> {
        let id = match property.id.value() {
            Some(id) => id.clone(),
            None => PropertyId::from(name),
        };
        let mut pieces = Pieces::default();
        let mut request = GetPageProperty::new(page_id, id);
        let mut seen = HashSet::new();
        loop {
            let outgoing = Outgoing::of(&request)?;
            let list: Value = self.fetch(outgoing, read).await?;
            let next = pieces.add(list);
            let Some(cursor) = next else { break };
            if !seen.insert(cursor.clone()) {
                return Err(Error::Cursor {
                    operation: GetPageProperty::OPERATION,
                    items: pieces.len(),
                    reason: "the cursor leads back to a page that was read before",
                });
            }
            request.start_cursor = Some(cursor);
        }
        let kind = kind(&property.value);
        let Some(value) = pieces.assemble(kind) else {
            return Err(Error::Request(format!(
                "the property `{name}` cannot be put together from what the service answers"
            )));
        };
        property.value = value;
        if property.has_more.is_value() {
            property.has_more = Field::Value(false);
        }
        Ok(())
    }
}

fn kind(value: &PropertyValue) -> &'static str {
    match value {
        PropertyValue::Title(_) => "title",
        PropertyValue::People(_) => "people",
        PropertyValue::Relation(_) => "relation",
        PropertyValue::Rollup(_) => "rollup",
        _ => "rich_text",
    }
}

fn read(bytes: &[u8]) -> Result<Value, DecodeError> {
    serde_json::from_slice(bytes).map_err(|source| DecodeError {
        what: "a list of property items",
        path: ".".to_owned(),
        source,
    })
}
