//! Laws that hold for any bytes. The property tests beside this file and the fuzz targets in
//! `fuzz/` break them with what they make up.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use recto_api::endpoint::GetSelf;
use recto_client::{Client, Pace, Retry, Token, Transport};

/// Reads a refusal: the first line is `Retry-After`, the second `Date`, the rest a body. Whatever
/// they hold, the wait is bounded, and the error can be shown.
pub fn retry_after(data: &[u8]) {
    let mut parts = data.splitn(3, |byte| *byte == b'\n');
    let mut header = || HeaderValue::from_bytes(parts.next().unwrap_or_default()).ok();
    let (wait, date) = (header(), header());
    let body = Bytes::copy_from_slice(parts.next().unwrap_or_default());
    let seconds = wait.as_ref().and_then(|wait| {
        let text = wait.to_str().ok()?.trim();
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    });

    let error = refused(429, wait, date, body);
    let told = error.retry_after();
    if let Some(told) = told {
        assert!(told <= Duration::from_secs(24 * 60 * 60), "{told:?}");
    }
    if let Some(seconds) = seconds {
        assert_eq!(told, Some(Duration::from_secs(seconds.min(24 * 60 * 60))));
    }
    assert!(error.is_rate_limited() && !error.may_have_taken_effect());
    let shown = format!("{error} {error:?} {:?}", error.advice());
    assert!(!shown.contains(TOKEN));
}

const TOKEN: &str = "ntn_topsecret0123456789";

type Answer = Arc<Mutex<Option<Response<Bytes>>>>;

thread_local! {
    /// A client whose next answer can be chosen, and a runtime for it.
    static CLIENT: Rc<RefCell<(Client, Answer, tokio::runtime::Runtime)>> = {
        let answer = Answer::default();
        let next = answer.clone();
        let transport = Transport::new(tower::service_fn(move |_: Request<Bytes>| {
            let answer = next.lock().ok().and_then(|mut answer| answer.take());
            async move { Ok::<_, Infallible>(answer.unwrap_or_default()) }
        }));
        let client = Client::builder(Token::parse(TOKEN).expect("a token"))
            .transport(transport)
            .pace(Pace::unlimited())
            .retry(Retry::never())
            .build()
            .expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        Rc::new(RefCell::new((client, answer, runtime)))
    };
}

/// The error of one answer.
fn refused(
    status: u16,
    wait: Option<HeaderValue>,
    date: Option<HeaderValue>,
    body: Bytes,
) -> recto_client::Error {
    let mut response = Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    for (name, value) in [("retry-after", wait), ("date", date)] {
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    CLIENT.with(|client| {
        let (client, answer, runtime) = &*client.borrow();
        *answer.lock().expect("nobody panicked") = Some(response);
        runtime.block_on(async {
            // The blocks of earlier refusals end before.
            tokio::time::sleep(Duration::from_secs(48 * 60 * 60)).await;
            client.send(&GetSelf).await.expect_err("a refusal")
        })
    })
}
