//! The rows of a view.

use futures::stream::{Stream, StreamExt};
use recto_api::endpoint::{CreateViewQuery, Endpoint, GetViewQuery, Paged};
use recto_api::ids::ViewId;
use recto_api::list::{Element, List};
use recto_api::view::PageReference;

use crate::call::Client;
use crate::cursor::reason;
use crate::error::Error;
use crate::generate::generate;

impl Client {
    /// The rows of a view, by their ids: those its filter lets through, in its order.
    ///
    /// The service takes a snapshot when the stream is first polled and keeps it for 15 minutes; a
    /// stream read more slowly than that ends with an error that [`Error::is_not_found`]. A view
    /// that the service cut short, at 10,000 rows, ends with [`Error::Incomplete`].
    ///
    /// ```
    /// # use bytes::Bytes;
    /// # use futures::{TryStreamExt, pin_mut};
    /// # use http::{Request, Response};
    /// # use recto_api::ids::ViewId;
    /// # use recto_api::list::Element;
    /// # use recto_client::{Client, Token, Transport};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let router = tower::service_fn(|_: Request<Bytes>| async {
    /// #     let rows = r#"{"object":"view_query","id":"3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
    /// #         "results":[{"object":"page","id":"4d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222"}],
    /// #         "next_cursor":null,"has_more":false}"#;
    /// #     Ok::<_, std::convert::Infallible>(Response::new(Bytes::from(rows)))
    /// # });
    /// # let token = Token::parse("ntn_0123456789abcdef")?;
    /// # let client = Client::builder(token).transport(Transport::new(router)).build()?;
    /// let view = ViewId::parse("https://app.notion.com/p/3c0a5f4e0f5b81aa9d54d3a3c2a0e111\
    ///                           ?v=5d0a5f4e0f5b81aa9d54d3a3c2a0e333")?;
    /// let rows = client.view_rows(view);
    /// pin_mut!(rows);
    /// while let Some(row) = rows.try_next().await? {
    ///     if let Element::Valid(page) = row {
    ///         println!("{}", page.id);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn view_rows(
        &self,
        view_id: ViewId,
    ) -> impl Stream<Item = Result<Element<PageReference>, Error>> + Send + Unpin + use<> {
        let client = self.clone();
        generate(|mut out| async move {
            let query = client.send(&CreateViewQuery::new(view_id.clone())).await?;
            let query_id = query.id.clone();
            let first = List::from(query);
            let next = first.next().map(str::to_owned);
            // Said once, of all of the snapshot.
            let cut = first.is_incomplete().then(|| reason(&first));
            let mut items = 0;
            for row in first.results {
                items += 1;
                out.put(row).await;
            }
            if let Some(cursor) = next {
                let rest = GetViewQuery::new(view_id, query_id).starting_at(cursor);
                let mut rest = client.items(rest);
                while let Some(row) = rest.next().await {
                    items += 1;
                    out.put(row?).await;
                }
            }
            if let Some(reason) = cut {
                let operation = CreateViewQuery::OPERATION;
                return Err(Error::Incomplete {
                    operation,
                    items,
                    reason,
                });
            }
            Ok(())
        })
    }
}
