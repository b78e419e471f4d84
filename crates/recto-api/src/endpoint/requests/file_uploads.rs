//! Requests about file uploads.

use std::borrow::Cow;

use bytes::Bytes;

use super::{cursor_query, json};
use crate::endpoint::multipart::Form;
use crate::endpoint::{Endpoint, Operation, Paged, Payload};
use crate::file_upload::{FileUpload, FileUploadStatus, NewFileUpload};
use crate::ids::FileUploadId;
use crate::list::List;

/// A new file upload.
#[derive(Debug, Clone, Default)]
pub struct CreateFileUpload {
    /// How the file will come, and what it is.
    pub body: NewFileUpload,
}

impl CreateFileUpload {
    /// Makes this upload.
    pub fn new(body: NewFileUpload) -> Self {
        Self { body }
    }
}

impl Endpoint for CreateFileUpload {
    const OPERATION: Operation = Operation::CreateFileUpload;
    type Output = FileUpload;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// The file uploads of the connection, newest first.
#[derive(Debug, Clone, Default)]
pub struct ListFileUploads {
    /// Only those that stand like this.
    pub status: Option<FileUploadStatus>,
    /// Where to start; the first page without.
    pub start_cursor: Option<String>,
    /// How many, at most 100, which is the default.
    pub page_size: Option<u32>,
}

impl Endpoint for ListFileUploads {
    const OPERATION: Operation = Operation::ListFileUploads;
    type Output = List<FileUpload>;

    fn query(&self) -> Vec<(&'static str, String)> {
        let status = self.status.as_ref();
        let mut query: Vec<_> = status
            .map(|status| ("status", status.to_string()))
            .into_iter()
            .collect();
        query.extend(cursor_query(self.start_cursor.as_ref(), self.page_size));
        query
    }
}

impl Paged for ListFileUploads {
    type Item = FileUpload;

    fn starting_at(mut self, cursor: String) -> Self {
        self.start_cursor = Some(cursor);
        self
    }
}

/// One file upload.
#[derive(Debug, Clone)]
pub struct GetFileUpload {
    /// The upload.
    pub file_upload_id: FileUploadId,
}

impl GetFileUpload {
    /// Asks for this upload.
    pub fn new(file_upload_id: FileUploadId) -> Self {
        Self { file_upload_id }
    }
}

impl Endpoint for GetFileUpload {
    const OPERATION: Operation = Operation::GetFileUpload;
    type Output = FileUpload;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.file_upload_id.as_str().into()]
    }
}

/// The file of an upload, or a part of it: at most 20 MiB, and a part that is not the last at least
/// 5 MiB (documented).
#[derive(Debug, Clone)]
pub struct SendFileUpload {
    /// The upload.
    pub file_upload_id: FileUploadId,
    payload: Payload,
}

impl SendFileUpload {
    /// Sends a whole file. The media type has to be the one the upload was made with (documented).
    pub fn new(
        file_upload_id: FileUploadId,
        filename: &str,
        content_type: &str,
        data: impl Into<Bytes>,
    ) -> Self {
        let payload = Form::new()
            .file("file", filename, content_type, data)
            .encode();
        Self {
            file_upload_id,
            payload,
        }
    }

    /// Sends one part of a file. Parts count from 1.
    pub fn part(
        file_upload_id: FileUploadId,
        number: u32,
        filename: &str,
        content_type: &str,
        data: impl Into<Bytes>,
    ) -> Self {
        let payload = Form::new()
            .text("part_number", number.to_string())
            .file("file", filename, content_type, data)
            .encode();
        Self {
            file_upload_id,
            payload,
        }
    }
}

impl Endpoint for SendFileUpload {
    const OPERATION: Operation = Operation::SendFileUpload;
    type Output = FileUpload;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.file_upload_id.as_str().into()]
    }

    fn payload(&self) -> Option<serde_json::Result<Payload>> {
        Some(Ok(self.payload.clone()))
    }
}

/// Says that all parts of a file were sent.
#[derive(Debug, Clone)]
pub struct CompleteFileUpload {
    /// The upload.
    pub file_upload_id: FileUploadId,
}

impl CompleteFileUpload {
    /// Ends this upload.
    pub fn new(file_upload_id: FileUploadId) -> Self {
        Self { file_upload_id }
    }
}

impl Endpoint for CompleteFileUpload {
    const OPERATION: Operation = Operation::CompleteFileUpload;
    type Output = FileUpload;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.file_upload_id.as_str().into()]
    }
}
