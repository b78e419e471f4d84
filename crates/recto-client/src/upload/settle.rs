//! Requests of an upload that are repeated until it is known where it stands.

use std::time::Duration;

use recto_api::endpoint::{CompleteFileUpload, GetFileUpload, SendFileUpload};
use recto_api::file_upload::{FileUpload, FileUploadStatus};
use recto_api::ids::FileUploadId;
use tokio::time::Instant;

use super::{UploadError, Uploader};
use crate::error::Error;

/// How long to wait before an upload is asked after again: twice as long each time, up to this.
const LONGEST_POLL: Duration = Duration::from_secs(10);

impl Uploader {
    /// Sends a part until it is there. A part sent twice under one number counts once (assumption),
    /// so it is sent again whenever it is not known whether it arrived.
    pub(super) async fn send_part(&self, request: &SendFileUpload) -> Result<(), UploadError> {
        let sent = self.again(|| self.client.send(request)).await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) => Err(self.explained(&request.file_upload_id, error).await),
        }
    }

    /// Sends a whole file. The service takes it once, so where it is not known whether it arrived,
    /// the service is asked.
    pub(super) async fn send_whole(
        &self,
        request: &SendFileUpload,
    ) -> Result<FileUpload, UploadError> {
        let id = &request.file_upload_id;
        self.until_known(id, || self.client.send(request)).await
    }

    /// Says that all parts were sent.
    pub(super) async fn complete(
        &self,
        request: &CompleteFileUpload,
    ) -> Result<FileUpload, UploadError> {
        let id = &request.file_upload_id;
        self.until_known(id, || self.client.send(request)).await
    }

    /// Waits until an upload is neither pending nor failed.
    pub(super) async fn settled(&self, upload: FileUpload) -> Result<FileUpload, UploadError> {
        let begun = Instant::now();
        let mut upload = upload;
        let mut pause = Duration::from_secs(1);
        loop {
            match upload.status.value() {
                Some(FileUploadStatus::Uploaded) => return Ok(upload),
                Some(FileUploadStatus::Expired | FileUploadStatus::Failed) => {
                    return Err(ended(&upload));
                }
                // A state of tomorrow is waited for like any other that is not final.
                _ => {}
            }
            let waited = begun.elapsed();
            if waited >= self.patience {
                let id = upload.id;
                return Err(UploadError::Pending { id, waited });
            }
            tokio::time::sleep(pause.min(self.patience - waited)).await;
            pause = (pause * 2).min(LONGEST_POLL);
            upload = self.look(&upload.id).await?;
        }
    }

    async fn look(&self, id: &FileUploadId) -> Result<FileUpload, Error> {
        self.client.send(&GetFileUpload::new(id.clone())).await
    }

    /// Sends a request, and again while it is in doubt or the file storage is not there. The
    /// client's own rules say how often, and how long to wait between.
    pub(super) async fn again<T, F>(&self, send: impl Fn() -> F) -> Result<T, UploadError>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let begun = Instant::now();
        let mut attempt = 1;
        loop {
            match send().await {
                Err(error) if is_passing(&error) && self.may_try(attempt, begun) => {}
                other => return other.map_err(UploadError::from),
            }
            tokio::time::sleep(self.client.backoff(attempt)).await;
            attempt += 1;
        }
    }

    /// Sends a request whose repetition the service would refuse: before each repetition it is asked
    /// whether the first one worked.
    async fn until_known<F>(
        &self,
        id: &FileUploadId,
        send: impl Fn() -> F,
    ) -> Result<FileUpload, UploadError>
    where
        F: Future<Output = Result<FileUpload, Error>>,
    {
        let begun = Instant::now();
        let mut attempt = 1;
        loop {
            let error = match send().await {
                Ok(upload) => return Ok(upload),
                Err(error) => error,
            };
            if !is_passing(&error) || !self.may_try(attempt, begun) {
                let error = error.into();
                return match self.stands(id, &error).await {
                    Some(upload) if upload.is_uploaded() && attempt > 1 => Ok(upload),
                    Some(upload) if is_over(&upload) => Err(ended(&upload)),
                    _ => Err(error),
                };
            }
            tokio::time::sleep(self.client.backoff(attempt)).await;
            attempt += 1;
            let upload = self.look(id).await?;
            match upload.status.value() {
                Some(FileUploadStatus::Uploaded) => return Ok(upload),
                Some(FileUploadStatus::Expired | FileUploadStatus::Failed) => {
                    return Err(ended(&upload));
                }
                _ => {}
            }
        }
    }

    fn may_try(&self, attempt: u32, begun: Instant) -> bool {
        let retry = &self.client.inner.retry;
        attempt < retry.max_attempts && begun.elapsed() < retry.max_elapsed
    }

    /// A refusal in the words of the upload's own state, where that says more.
    async fn explained(&self, id: &FileUploadId, error: UploadError) -> UploadError {
        match self.stands(id, &error).await {
            Some(upload) if is_over(&upload) => ended(&upload),
            _ => error,
        }
    }

    /// Where the upload stands that a request was refused for: the service refuses what is sent to
    /// one that is expired, or already there, as it refuses any other bad request.
    async fn stands(&self, id: &FileUploadId, error: &UploadError) -> Option<FileUpload> {
        match error {
            UploadError::Client(refusal) if refusal.is_validation() => self.look(id).await.ok(),
            _ => None,
        }
    }
}

/// Whether the same request may fare better: it may have arrived, or the file storage was not there
/// for a moment (409, documented).
fn is_passing(error: &Error) -> bool {
    error.may_have_taken_effect() || error.is_conflict()
}

fn is_over(upload: &FileUpload) -> bool {
    matches!(
        upload.status.value(),
        Some(FileUploadStatus::Expired | FileUploadStatus::Failed)
    )
}

/// The error of an upload that expired or failed.
fn ended(upload: &FileUpload) -> UploadError {
    let id = upload.id.clone();
    if upload.status.value() == Some(&FileUploadStatus::Expired) {
        return UploadError::Expired { id };
    }
    UploadError::Failed {
        id,
        error: upload.import_error().cloned().map(Box::new),
    }
}
