//! Any path, any version, any JSON: the way to what the endpoint table does not hold.

use http::Method;
use recto_api::endpoint::Payload;
use recto_api::version::Version;
use recto_api::wire::DecodeError;
use serde_json::Value;

use crate::call::{Client, Outgoing};
use crate::error::Error;

impl Client {
    /// Sends a request that is written out by hand, at any published version.
    ///
    /// Pace and repeats are those of [`Client::send`]. A `POST` or `PATCH` counts as a write unless
    /// the table knows its path as a search or query. A success without a body is `null`.
    ///
    /// # Errors
    ///
    /// See [`Error`]; a path with `..` in it is refused before anything is sent.
    ///
    /// ```no_run
    /// # async fn example(client: recto_client::Client) -> Result<(), recto_client::Error> {
    /// use recto_client::{Method, Version};
    ///
    /// let path = "/v1/comments?block_id=3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
    /// let comments = client.raw(Method::GET, path, Version::V2022_06_28, None).await?;
    /// # let _ = comments;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// What an older version answers is raised to the newest, for which the types are:
    ///
    /// ```no_run
    /// # async fn example(client: recto_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use recto_api::data_source::DataSource;
    /// use recto_api::endpoint::Operation;
    /// use recto_api::version::raise_response;
    /// use recto_api::wire::Decode as _;
    /// use recto_client::{Method, Version};
    ///
    /// let (path, version) = ("/v1/databases/3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111", Version::V2022_06_28);
    /// let mut database = client.raw(Method::GET, path, version, None).await?;
    /// let raised = raise_response(version, Operation::GetDatabase, &mut database);
    /// if let Some(source) = raised.data_source {
    ///     let source = DataSource::decode_value(&source)?;
    ///     println!("{} properties", source.properties.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn raw(
        &self,
        method: Method,
        path_and_query: &str,
        version: Version,
        body: Option<Value>,
    ) -> Result<Value, Error> {
        let payload = body.map(|body| Payload::json(body.to_string()));
        let outgoing = Outgoing::raw(method, path_and_query.to_owned(), version, payload);
        self.fetch(outgoing, |bytes| {
            if bytes.is_empty() {
                return Ok(Value::Null);
            }
            serde_json::from_slice(bytes).map_err(|source| DecodeError {
                what: "JSON",
                path: ".".to_owned(),
                source,
            })
        })
        .await
    }
}
