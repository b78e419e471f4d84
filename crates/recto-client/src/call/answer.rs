//! The body of a success, from the service or from the cache.

use bytes::Bytes;
use recto_api::wire::DecodeError;

use super::{Client, Outgoing};
use crate::cache::{self, Found, Reading};
use crate::error::{Call, Error};
use crate::trace;

/// The body of a success.
struct Answer {
    /// `None` where the cache had it.
    call: Option<Call>,
    bytes: Bytes,
    /// Where it is to be kept, once it is known to be readable.
    reading: Option<Reading>,
}

impl Client {
    /// Sends a request and reads its answer, or reads the answer that the cache has.
    pub(crate) async fn fetch<T>(
        &self,
        mut outgoing: Outgoing,
        read: impl Fn(&[u8]) -> Result<T, DecodeError>,
    ) -> Result<T, Error> {
        // The same for all types, so that it is compiled once: only reading differs.
        outgoing.deadline = outgoing.deadline.or_from_now(self.inner.total_timeout);
        let mut fresh = self.fresh;
        loop {
            let answer = self.answer(&outgoing, fresh).await?;
            match (read(&answer.bytes), answer.call) {
                (Ok(value), _) => {
                    if let Some(reading) = answer.reading {
                        reading.store(&answer.bytes);
                    }
                    return Ok(value);
                }
                (Err(source), Some(call)) => {
                    return Err(Error::Decode {
                        call: Box::new(call),
                        source: Box::new(source),
                    });
                }
                // It was kept as something else: `raw` takes any JSON.
                (Err(_), None) => fresh = true,
            }
        }
    }

    async fn answer(&self, outgoing: &Outgoing, fresh: bool) -> Result<Answer, Error> {
        let mut reading = None;
        if let Some(kept) = &self.inner.cache {
            if let Some(writing) = kept.cache.write(outgoing) {
                let outcome = self.exchange(outgoing).await;
                writing.ended(outcome.as_ref().map(|(_, bytes)| bytes));
                let (call, bytes) = outcome?;
                return Ok(Answer {
                    call: Some(call),
                    bytes,
                    reading,
                });
            }
            let request = cache::Request {
                outgoing,
                scope: kept.scope,
                lane: self.lane,
                fresh,
            };
            match kept.cache.read(&request).await {
                Some(Found::Hit(bytes)) => {
                    trace::kept(outgoing);
                    return Ok(Answer {
                        call: None,
                        bytes,
                        reading,
                    });
                }
                Some(Found::Miss(begun)) => reading = Some(begun),
                None => {}
            }
        }
        let (call, bytes) = self.exchange(outgoing).await?;
        Ok(Answer {
            call: Some(call),
            bytes,
            reading,
        })
    }
}
