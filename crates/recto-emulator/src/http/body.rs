//! Bodies that come slowly or not to their end.

use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures::stream;
use http::{HeaderValue, Response, header};

use crate::faults::Exchange;

/// Pieces in which a slow body comes.
const PIECES: u32 = 20;

/// How long what was written before a cut has to leave.
const FLUSH: Duration = Duration::from_millis(20);

/// An answer as it goes over the wire. It says how long it is, whatever becomes of it.
pub(super) fn of(exchange: Exchange) -> Response<Body> {
    let (slow, cut) = (exchange.slow, exchange.cut);
    if slow.is_zero() && cut.is_none() {
        return exchange.response.map(Body::from);
    }
    let (mut head, body) = exchange.response.into_parts();
    head.headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let body = match cut {
        Some(at) => cut_off(body, at),
        None => slowed(body, slow),
    };
    Response::from_parts(head, body)
}

/// The beginning of a body, then the end of the connection.
fn cut_off(body: Bytes, at: usize) -> Body {
    let rest = vec![Some(body.slice(..at.min(body.len()))), None];
    Body::from_stream(stream::unfold(rest.into_iter(), |mut rest| async move {
        match rest.next()? {
            Some(beginning) => Some((Ok(beginning), rest)),
            None => {
                tokio::time::sleep(FLUSH).await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionReset)), rest))
            }
        }
    }))
}

/// A body in pieces, over a time.
fn slowed(body: Bytes, over: Duration) -> Body {
    let pause = over / PIECES;
    let size = body.len().div_ceil(PIECES as usize).max(1);
    let next = move |left: (Bytes, u32)| async move {
        let (mut left, pieces) = left;
        if pieces == 0 && left.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        let piece = left.split_to(size.min(left.len()));
        Some((Ok::<_, io::Error>(piece), (left, pieces.saturating_sub(1))))
    };
    Body::from_stream(stream::unfold((body, PIECES), next))
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_slow_body_is_whole_in_the_end() {
        let begun = tokio::time::Instant::now();
        let sent = Bytes::from("x".repeat(1_001));
        let body = slowed(sent.clone(), Duration::from_secs(40));
        assert_eq!(body.collect().await.unwrap().to_bytes(), sent);
        assert!(begun.elapsed() >= Duration::from_secs(39));
        let empty = slowed(Bytes::new(), Duration::from_secs(1));
        assert!(empty.collect().await.unwrap().to_bytes().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_cut_body_ends_with_an_error() {
        let mut body = cut_off(Bytes::from_static(b"0123456789"), 4);
        let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(&first[..], b"0123");
        assert!(body.frame().await.unwrap().is_err());
    }
}
