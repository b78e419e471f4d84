//! Files into the workspace: small ones in one request, large ones in parts, those of the web by
//! themselves.

mod error;
mod parts;
mod settle;
mod source;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::{StreamExt, TryStreamExt};
use recto_api::endpoint::{CompleteFileUpload, CreateFileUpload, GetSelf, SendFileUpload};
use recto_api::file_upload::{FileUpload, NewFileUpload, media_type};
use recto_api::limits;
use recto_api::user::UserKind;
use tokio::io::AsyncRead;

pub use self::error::UploadError;
use self::parts::{Part, Plan};
use self::source::Source;
use crate::call::Client;
use crate::error::Error;

/// The size of a part, where there are several: 10 MiB.
const PART_BYTES: u64 = 10 * 1024 * 1024;

/// How long the service may take to fetch a file from the web, or to put one together (assumption).
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// What the service takes anything for that has no better name.
const ANY: &str = "application/octet-stream";

impl Client {
    /// Settings for the upload of a file; [`Uploader::bytes`], [`Uploader::file`],
    /// [`Uploader::reader`] and [`Uploader::url`] carry it out.
    ///
    /// The [`FileUpload`] that comes back turns into a [`recto_api::file::File`], a cover, an
    /// [`recto_api::file::Icon`] or the [`recto_api::file::FileSource`] of a block. It has to be
    /// attached within an hour (documented).
    ///
    /// ```
    /// # use bytes::Bytes;
    /// # use http::{Request, Response};
    /// # use recto_client::{Client, Token, Transport};
    /// use recto_api::file::File;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let service = tower::service_fn(|request: Request<Bytes>| async move {
    /// #     let status = if request.uri().path().ends_with("send") { "uploaded" } else { "pending" };
    /// #     Ok::<_, std::convert::Infallible>(Response::new(Bytes::from(format!(
    /// #         r#"{{"object":"file_upload","id":"3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
    /// #         "status":"{status}","filename":"minutes.txt"}}"#
    /// #     ))))
    /// # });
    /// # let token = Token::parse("ntn_0123456789abcdef")?;
    /// # let client = Client::builder(token).transport(Transport::new(service)).build()?;
    /// let upload = client.upload().bytes("minutes.txt", "We met.").await?;
    /// let file = File::from(&upload);
    /// assert_eq!(file.name.as_str(), Some("minutes.txt"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload(&self) -> Uploader {
        Uploader {
            client: self.clone(),
            content_type: None,
            part_size: PART_BYTES,
            concurrency: 3,
            limit: None,
            patience: PATIENCE,
            progress: None,
        }
    }
}

/// Settings for an upload.
///
/// An upload makes three kinds of requests: one that makes it, one for each part, and one that says
/// it was all (only where there are several parts). Each of them is sent again where it is in doubt
/// whether it arrived: an upload that no one uses goes away by itself; a part sent twice under the
/// same number counts once (assumption); and after the others the service is asked where it stands.
#[derive(Clone)]
#[must_use]
pub struct Uploader {
    client: Client,
    content_type: Option<String>,
    part_size: u64,
    concurrency: usize,
    limit: Option<u64>,
    patience: Duration,
    progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
}

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that the service has.
    pub sent: u64,
    /// Bytes in all.
    pub size: u64,
    /// Parts that the service has.
    pub parts_sent: u32,
    /// Parts in all.
    pub parts: u32,
}

impl Uploader {
    /// The media type; guessed from the name without, see [`media_type`].
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The size of a part in bytes, where there are several: 5 to 20 MiB, 10 by default.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes;
        self
    }

    /// How many parts are on their way at once: 1 or more, 3 by default. Memory is needed for as many
    /// parts, and for one more while a part is made ready.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// The largest file the workspace takes, in bytes, where the caller knows it
    /// ([`recto_api::user::WorkspaceLimits`]): larger ones are refused before anything is sent.
    /// Without it, the service is asked before it is sent a file in parts.
    pub fn limit(mut self, bytes: u64) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// How long the service may take to fetch a file from the web, or to put the parts together; 10
    /// minutes by default.
    pub fn patience(mut self, longest: Duration) -> Self {
        self.patience = longest;
        self
    }

    /// Calls this after each part that the service has. It should return quickly.
    pub fn progress(mut self, report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(report));
        self
    }

    /// Uploads what is in memory.
    ///
    /// # Errors
    ///
    /// See [`UploadError`].
    pub async fn bytes(
        &self,
        filename: &str,
        data: impl Into<Bytes>,
    ) -> Result<FileUpload, UploadError> {
        let data = data.into();
        let size = data.len() as u64;
        self.run(filename, Source::Bytes(data), Some(size)).await
    }

    /// Uploads a file of this machine, under its own name.
    ///
    /// # Errors
    ///
    /// See [`UploadError`]; that the file cannot be read is [`UploadError::Read`].
    pub async fn file(&self, path: impl AsRef<Path>) -> Result<FileUpload, UploadError> {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy());
        let file = tokio::fs::File::open(path).await?;
        let about = file.metadata().await?;
        if !about.is_file() {
            return Err(UploadError::Read(std::io::Error::other("it is not a file")));
        }
        let source = Source::reader(file);
        self.run(&name.unwrap_or_default(), source, Some(about.len()))
            .await
    }

    /// Uploads what a reader gives: `size` bytes, or all of it where the size is not known; then it
    /// may be 20 MiB at most, since the service wants to know beforehand how many parts will come.
    ///
    /// # Errors
    ///
    /// See [`UploadError`]. A reader that gives another number of bytes than was said is
    /// [`UploadError::TooShort`] or [`UploadError::TooLong`].
    pub async fn reader(
        &self,
        filename: &str,
        reader: impl AsyncRead + Send + Unpin + 'static,
        size: Option<u64>,
    ) -> Result<FileUpload, UploadError> {
        self.run(filename, Source::reader(reader), size).await
    }

    /// Has the service fetch a file from the web, and waits until it has it.
    ///
    /// The address must be public and `https`, and the other server must say type and length of the
    /// file (documented).
    ///
    /// # Errors
    ///
    /// See [`UploadError`]; that the service could not fetch it is [`UploadError::Failed`].
    pub async fn url(
        &self,
        filename: &str,
        url: impl Into<String>,
    ) -> Result<FileUpload, UploadError> {
        check_name(filename)?;
        let mut new = NewFileUpload::external_url(filename, url);
        if let Some(content_type) = self.media_type(filename) {
            new = new.content_type(content_type);
        }
        let upload = self.create(new).await?;
        self.settled(upload).await
    }

    async fn run(
        &self,
        filename: &str,
        mut source: Source,
        size: Option<u64>,
    ) -> Result<FileUpload, UploadError> {
        check_name(filename)?;
        let size = match size {
            Some(size) => size,
            None => source.measure(limits::UPLOAD_SINGLE_BYTES).await?,
        };
        let plan = Plan::new(size, self.part_size)?;
        self.check_size(size, plan.parts > 1).await?;
        if plan.parts == 1 {
            Box::pin(self.single(filename, source, plan)).await
        } else {
            Box::pin(self.multi(filename, source, plan)).await
        }
    }

    async fn single(
        &self,
        filename: &str,
        mut source: Source,
        plan: Plan,
    ) -> Result<FileUpload, UploadError> {
        // What cannot be read leaves no upload behind.
        let part = source.part(plan, 1).await?;
        source.end(plan).await?;
        let content_type = self.media_type(filename);
        let mut new = NewFileUpload::single_part(filename);
        if let Some(content_type) = &content_type {
            new = new.content_type(content_type);
        }
        let upload = self.create(new).await?;
        let content_type = content_type.as_deref().unwrap_or(ANY);
        let request = SendFileUpload::new(upload.id.clone(), filename, content_type, part.data);
        let upload = self.send_whole(&request).await?;
        self.report(plan, plan.size, 1);
        self.settled(upload).await
    }

    async fn multi(
        &self,
        filename: &str,
        source: Source,
        plan: Plan,
    ) -> Result<FileUpload, UploadError> {
        let content_type = self.media_type(filename);
        let mut new = NewFileUpload::multi_part(filename, plan.parts);
        if let Some(content_type) = &content_type {
            new = new.content_type(content_type);
        }
        let content_type = content_type.as_deref().unwrap_or(ANY);
        let id = self.create(new).await?.id;
        let mut sent = source
            .into_parts(plan)
            .map_ok(|Part { number, data }| {
                let bytes = data.len() as u64;
                let request =
                    SendFileUpload::part(id.clone(), number, filename, content_type, data);
                async move { self.send_part(&request).await.map(|()| bytes) }
            })
            .try_buffer_unordered(self.concurrency)
            .boxed();
        let (mut bytes, mut parts) = (0, 0);
        while let Some(part) = sent.try_next().await? {
            bytes += part;
            parts += 1;
            self.report(plan, bytes, parts);
        }
        let upload = self.complete(&CompleteFileUpload::new(id.clone())).await?;
        self.settled(upload).await
    }

    /// Makes the upload. One that was made without our knowing is not used and expires, so this may
    /// be done again.
    async fn create(&self, new: NewFileUpload) -> Result<FileUpload, UploadError> {
        let request = CreateFileUpload::new(new);
        self.again(|| self.client.send(&request)).await
    }

    fn media_type(&self, filename: &str) -> Option<String> {
        let given = self.content_type.clone();
        given.or_else(|| media_type(filename).map(str::to_owned))
    }

    fn report(&self, plan: Plan, sent: u64, parts_sent: u32) {
        if let Some(report) = &self.progress {
            report(Progress {
                sent,
                size: plan.size,
                parts_sent,
                parts: plan.parts,
            });
        }
    }

    async fn check_size(&self, size: u64, ask: bool) -> Result<(), UploadError> {
        let limit = match self.limit {
            Some(limit) => limit,
            None if ask => self
                .workspace_limit()
                .await?
                .unwrap_or(limits::UPLOAD_BYTES),
            None => limits::UPLOAD_BYTES,
        };
        if size > limit {
            return Err(UploadError::TooLarge { size, limit });
        }
        Ok(())
    }

    /// What the workspace takes; the service says it to connections, and nothing to others.
    async fn workspace_limit(&self) -> Result<Option<u64>, Error> {
        let me = self.client.send(&GetSelf).await?;
        let Some(UserKind::Bot(bot)) = me.kind else {
            return Ok(None);
        };
        let limits = bot.workspace_limits.value();
        Ok(limits.and_then(|limits| limits.max_file_upload_size_in_bytes.value().copied()))
    }
}

/// The service takes names of up to 900 bytes (documented).
fn check_name(filename: &str) -> Result<(), UploadError> {
    if filename.is_empty() || filename.len() > limits::FILENAME_BYTES {
        return Err(UploadError::Name(filename.len()));
    }
    Ok(())
}

impl fmt::Debug for Uploader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uploader")
            .field("content_type", &self.content_type)
            .field("part_size", &self.part_size)
            .field("concurrency", &self.concurrency)
            .field("limit", &self.limit)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
