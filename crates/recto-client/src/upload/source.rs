//! Where the bytes of a file come from.

use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use futures::stream::{self, Stream};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::UploadError;
use super::parts::{Part, Plan};

/// Where the bytes of a file come from.
pub(super) enum Source {
    /// From memory.
    Bytes(Bytes),
    /// From a reader, behind what was read of it already.
    Reader(BytesMut, Pin<Box<dyn AsyncRead + Send>>),
}

impl Source {
    pub(super) fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::Reader(BytesMut::new(), Box::pin(reader))
    }

    /// How much there is, as far as `most` bytes. They are read for it, and kept.
    pub(super) async fn measure(&mut self, most: u64) -> Result<u64, UploadError> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
            Self::Reader(kept, reader) => {
                let mut reader = reader.take(most + 1);
                while reader.read_buf(kept).await? > 0 {}
                let size = kept.len() as u64;
                if size > most {
                    return Err(UploadError::SizeUnknown);
                }
                Ok(size)
            }
        }
    }

    /// The next part.
    pub(super) async fn part(&mut self, plan: Plan, number: u32) -> Result<Part, UploadError> {
        let bytes = usize::try_from(plan.bytes_of(number)).unwrap_or(usize::MAX);
        let data = match self {
            Self::Bytes(rest) => rest.split_to(bytes.min(rest.len())),
            Self::Reader(kept, reader) => {
                let mut data = kept.split_to(bytes.min(kept.len()));
                data.reserve(bytes - data.len());
                let mut reader = reader.take((bytes - data.len()) as u64);
                while data.len() < bytes && reader.read_buf(&mut data).await? > 0 {}
                data.freeze()
            }
        };
        if data.len() < bytes {
            let before = plan.part_size * u64::from(number - 1);
            return Err(UploadError::TooShort {
                said: plan.size,
                found: before + data.len() as u64,
            });
        }
        Ok(Part { number, data })
    }

    /// Makes sure that nothing is left.
    pub(super) async fn end(&mut self, plan: Plan) -> Result<(), UploadError> {
        let more = match self {
            Self::Bytes(rest) => !rest.is_empty(),
            Self::Reader(kept, reader) => !kept.is_empty() || reader.read(&mut [0]).await? > 0,
        };
        if more {
            return Err(UploadError::TooLong { said: plan.size });
        }
        Ok(())
    }

    /// All parts in order, each read when it is asked for.
    pub(super) fn into_parts(
        self,
        plan: Plan,
    ) -> impl Stream<Item = Result<Part, UploadError>> + Send {
        stream::try_unfold((self, 1), move |(mut source, number)| async move {
            if number > plan.parts {
                source.end(plan).await?;
                return Ok(None);
            }
            let part = source.part(plan, number).await?;
            Ok(Some((part, (source, number + 1))))
        })
    }
}
