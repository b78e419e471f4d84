//! Lists, page by page or element by element.

use std::collections::HashSet;

use futures::stream::{Stream, StreamExt};
use recto_api::endpoint::Paged;
use recto_api::list::{Element, List};

use crate::call::Client;
use crate::error::Error;
use crate::generate::generate;

impl Client {
    /// The pages of a list, each asked for when the stream is polled for it.
    ///
    /// The last page may say that the service cut the list short ([`List::is_incomplete`]). An
    /// error ends the stream; so does a cursor that leads nowhere or back ([`Error::Cursor`]).
    pub fn pages<P: Paged + 'static>(
        &self,
        request: P,
    ) -> impl Stream<Item = Result<List<P::Item>, Error>> + Send + Unpin + use<P> {
        let client = self.clone();
        generate(|mut out| async move {
            let mut request = request;
            let mut seen = HashSet::new();
            let mut items = 0;
            loop {
                let list: List<P::Item> = client.send(&request).await?.into();
                items += list.results.len() as u64;
                let next = next(&list, &mut seen);
                out.put(list).await;
                match next {
                    Ok(Some(cursor)) => request = request.starting_at(cursor),
                    Ok(None) => return Ok(()),
                    Err(reason) => {
                        return Err(Error::Cursor {
                            operation: P::OPERATION,
                            items,
                            reason,
                        });
                    }
                }
            }
        })
    }

    /// The elements of a list, over all its pages.
    ///
    /// Elements that cannot be read come as [`Element::Invalid`]. A list that the service cut short
    /// ends with [`Error::Incomplete`], so that no one takes a part for the whole; another error
    /// ends it too.
    pub fn items<P: Paged + 'static>(
        &self,
        request: P,
    ) -> impl Stream<Item = Result<Element<P::Item>, Error>> + Send + Unpin + use<P> {
        let mut pages = self.pages(request);
        generate(|mut out| async move {
            let mut items = 0;
            while let Some(list) = pages.next().await {
                let list = list?;
                let cut = list.is_incomplete().then(|| reason(&list));
                for element in list.results {
                    items += 1;
                    out.put(element).await;
                }
                if let Some(reason) = cut {
                    return Err(Error::Incomplete {
                        operation: P::OPERATION,
                        items,
                        reason,
                    });
                }
            }
            Ok(())
        })
    }
}

/// The cursor of the next page; `None` at the end.
///
/// `has_more` decides; where it is missing, a cursor counts as one.
pub(crate) fn next<T>(
    list: &List<T>,
    seen: &mut HashSet<String>,
) -> Result<Option<String>, &'static str> {
    let cursor = list.next_cursor.value().filter(|cursor| !cursor.is_empty());
    match (list.has_more.value(), cursor) {
        (Some(false), _) | (None, None) => Ok(None),
        (Some(true), None) => Err("there is more, but no cursor to ask for it"),
        (_, Some(cursor)) if seen.insert(cursor.clone()) => Ok(Some(cursor.clone())),
        (_, Some(_)) => Err("the cursor leads back to a page that was read before"),
    }
}

pub(crate) fn reason<T>(list: &List<T>) -> String {
    let status = list.request_status.value();
    status
        .and_then(|status| status.incomplete_reason.as_str())
        .unwrap_or("no reason given")
        .to_owned()
}
