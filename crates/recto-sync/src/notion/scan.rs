//! One complete reading of a data source.

use std::collections::HashSet;

use futures::StreamExt;
use recto_api::endpoint::QueryDataSource;
use recto_api::ids::PageId;
use recto_api::list::Element;
use recto_api::object::Object;
use recto_api::page::Page;
use recto_api::query::{Direction, Filter, Sort};

use super::{Answer, ManagedDataSource};

/// What a scan found.
#[derive(Debug, Default)]
pub(crate) struct Scan<T> {
    /// The pages, oldest first, as `keep` made them.
    pub(crate) pages: Vec<T>,
    /// Whether every page of the data source is among them. Where not, a page that was not found
    /// may still exist.
    pub(crate) complete: bool,
    /// Why not.
    pub(crate) reason: Option<String>,
}

impl ManagedDataSource {
    /// Reads every row; `keep` takes from each what is needed, so that memory stays small.
    ///
    /// Rows are read in the order of their creation. One query reaches 10,000 rows; where it is
    /// cut short, another starts at the creation time of the last row (notion-api 4.6). Only when
    /// one minute alone holds more than that is the scan incomplete; or when a list breaks off.
    ///
    /// # Errors
    /// The client's.
    pub(crate) async fn scan<T>(&self, mut keep: impl FnMut(Page) -> T) -> Answer<Scan<T>> {
        let mut scan = Scan {
            pages: Vec::new(),
            complete: true,
            reason: None,
        };
        if self.fresh {
            return Ok(scan);
        }
        let mut seen: HashSet<PageId> = HashSet::new();
        let mut newest: Option<String> = None;
        let mut from: Option<String> = None;
        loop {
            let mut request = QueryDataSource::new(self.id.clone())
                .sorts([Sort::created_time(Direction::Ascending)]);
            if let Some(from) = &from {
                let filter = Filter::created_time().on_or_after(from.as_str());
                request = request.filter(filter);
            }
            request.filter_properties = self.selection();
            let mut incomplete = false;
            let mut lists = Box::pin(self.client.pages(request));
            while let Some(list) = lists.next().await {
                let list = match list {
                    Ok(list) => list,
                    Err(error @ recto_client::Error::Cursor { .. }) => {
                        scan.complete = false;
                        scan.reason = Some(error.to_string());
                        return Ok(scan);
                    }
                    Err(error) => return Err(error),
                };
                incomplete = list.is_incomplete();
                for element in list.results {
                    match element {
                        Element::Valid(Object::Page(page)) => {
                            if let Some(created) = page.created_time.as_str() {
                                newest = Some(created.to_owned());
                            }
                            if seen.insert(page.id.clone()) {
                                scan.pages.push(keep(*page));
                            }
                        }
                        // Wikis hold data sources among their pages; they are nobody's row.
                        Element::Valid(_) => {}
                        Element::Invalid(invalid) => {
                            scan.complete = false;
                            scan.reason = Some(invalid.to_string());
                        }
                    }
                }
            }
            if !incomplete {
                return Ok(scan);
            }
            if newest.is_none() || newest == from {
                scan.complete = false;
                scan.reason = Some(
                    "more rows were created in one minute than one query reaches (10,000)".into(),
                );
                return Ok(scan);
            }
            from.clone_from(&newest);
        }
    }
}
