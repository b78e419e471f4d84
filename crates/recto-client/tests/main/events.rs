//! The event stream of a session: against pieces in process, and over TCP.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures::stream::{self, StreamExt, TryStreamExt};
use http::{Request, Response};
use recto_api::session::{SessionFrame, SessionUpdate};
use recto_client::transport::Body;
use recto_client::{BoxError, Client, Error, Pace, Token, Transport, TransportError};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::scripted::{Script, TOKEN};

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

fn said(kind: &str, id: &str, text: &str) -> String {
    let event = json!({
        "object": "session_event", "id": id, "session_id": ID, "type": "agent.message",
        "content": [{"type": "text", "text": text}],
    });
    sse(&json!({"type": kind, "event": event}))
}

fn end() -> String {
    sse(&json!({"type": "stream.end", "session_id": ID, "status": "completed", "last_sequence": 2}))
}

fn sse(frame: &Value) -> String {
    format!(
        "event: {}\ndata: {frame}\n\n",
        frame["type"].as_str().unwrap()
    )
}

/// A client whose every answer is an event stream of these pieces; an error is a lost connection.
fn client(pieces: Vec<Result<String, &'static str>>) -> Client {
    streaming(move || {
        let pieces = pieces.clone();
        Body::new(stream::iter(
            pieces.into_iter().map(|piece| piece.map(Bytes::from)),
        ))
    })
}

fn streaming(body: impl Fn() -> Body + Clone + Send + Sync + 'static) -> Client {
    let service = tower::service_fn(move |_: Request<Bytes>| {
        let body = body();
        async move {
            let answer =
                Response::builder().header("content-type", "text/event-stream; charset=utf-8");
            Ok::<_, Infallible>(answer.body(body).unwrap())
        }
    });
    Client::builder(Token::parse(TOKEN).unwrap())
        .transport(Transport::streaming(service))
        .pace(Pace::unlimited())
        .build()
        .unwrap()
}

fn hello() -> SessionUpdate {
    SessionUpdate::message("Hello")
}

#[tokio::test]
async fn frames_come_in_order_and_end_with_the_turn() {
    let snapshot = json!({
        "type": "session.snapshot",
        "session": {"object": "session", "id": ID, "status": "in_progress"},
    });
    let tomorrow = json!({"type": "event.of_tomorrow", "x": [1]});
    let odd = json!({"type": "event.committed", "event": "gone"});
    let text = [
        ": a comment\n\n".to_owned(),
        sse(&snapshot),
        said("event.provisional", "e1", "Thr"),
        sse(&tomorrow),
        sse(&odd),
        said("event.committed", "e1", "Three pages."),
        end(),
        said("event.committed", "e2", "never read"),
    ];
    // In pieces that end anywhere.
    let all = text.concat().into_bytes();
    let pieces = all
        .chunks(7)
        .map(|piece| Ok(String::from_utf8(piece.to_vec()).unwrap()));
    let mut frames = client(pieces.collect())
        .session_stream(hello())
        .await
        .unwrap();
    assert!(frames.session_id().is_none());
    let mut seen = Vec::new();
    while let Some(frame) = frames.try_next().await.unwrap() {
        seen.push(frame);
        assert_eq!(frames.session_id().unwrap().as_str(), ID);
    }
    assert!(
        matches!(&seen[0], SessionFrame::Snapshot(frame) if frame.session.value().unwrap().id.as_str() == ID)
    );
    assert!(matches!(&seen[1], SessionFrame::Provisional(frame) if frame.text() == "Thr"));
    assert_eq!(seen[2], SessionFrame::Unknown(tomorrow));
    assert_eq!(serde_json::to_value(&seen[3]).unwrap(), odd);
    let SessionFrame::Committed(frame) = &seen[4] else {
        panic!("{seen:?}");
    };
    assert_eq!(frame.text(), "Three pages.");
    assert!(matches!(&seen[5], SessionFrame::End(_)));
    assert_eq!(seen.len(), 6);
    assert!(frames.next().await.is_none());
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_no_end_and_can_be_continued() {
    let frame = said("event.committed", "e1", "One.");
    for pieces in [
        vec![Ok(frame.clone())],
        vec![Ok(frame.clone()), Err("reset")],
    ] {
        let mut frames = client(pieces).session_stream(hello()).await.unwrap();
        assert!(frames.continuation().is_none());
        frames.try_next().await.unwrap().unwrap();
        let error = frames.try_next().await.unwrap_err();
        let lost = matches!(
            &error,
            Error::Transport {
                source: TransportError::Broken(_),
                ..
            }
        );
        assert!(lost && error.may_have_taken_effect(), "{error}");
        assert!(frames.next().await.is_none());
        let more = frames.continuation().unwrap();
        let expected = json!({"session_id": ID, "continue_from": "e1"});
        assert_eq!(serde_json::to_value(more).unwrap(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_is_given_up_and_a_slow_one_is_not() {
    let slow = |pause: u64| {
        streaming(move || {
            let pieces = vec![said("event.committed", "e1", "One."), end()];
            let pieces = stream::iter(pieces).then(move |piece| async move {
                tokio::time::sleep(Duration::from_secs(pause)).await;
                Ok::<_, BoxError>(Bytes::from(piece))
            });
            Body::new(pieces)
        })
    };
    let frames = slow(299).session_stream(hello()).await.unwrap();
    assert_eq!(frames.try_collect::<Vec<_>>().await.unwrap().len(), 2);
    let mut frames = slow(301).session_stream(hello()).await.unwrap();
    let error = frames.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    assert!(frames.next().await.is_none());
    let frames = slow(11).session_stream(hello()).await.unwrap();
    let mut frames = frames.silence(Duration::from_secs(10));
    assert!(frames.try_next().await.is_err());
    let frames = slow(11).session_stream(hello()).await.unwrap();
    assert!(
        frames
            .silence(Duration::MAX)
            .try_collect::<Vec<_>>()
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn what_is_not_read_is_not_fetched_and_no_event_is_endless() {
    let fetched = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&fetched);
    let endless = streaming(move || {
        let count = Arc::clone(&count);
        let piece = Bytes::from(vec![b'x'; 1024 * 1024]);
        Body::new(stream::repeat_with(move || {
            count.fetch_add(piece.len(), Ordering::Relaxed);
            Ok::<_, BoxError>(piece.clone())
        }))
    });
    let mut frames = endless.session_stream(hello()).await.unwrap();
    assert_eq!(fetched.load(Ordering::Relaxed), 0);
    let error = frames.try_next().await.unwrap_err();
    assert!(error.to_string().contains("longer than"), "{error}");
    assert!(frames.next().await.is_none());
    let fetched = fetched.load(Ordering::Relaxed) / 1024 / 1024;
    assert!((8..=10).contains(&fetched), "{fetched} MiB");
}

#[tokio::test]
async fn an_event_that_is_no_json_is_told_and_the_stream_goes_on() {
    let pieces = vec![Ok("data: {\n\n".to_owned()), Ok(end())];
    let mut frames = client(pieces).session_stream(hello()).await.unwrap();
    let error = frames.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    assert!(matches!(
        frames.try_next().await,
        Ok(Some(SessionFrame::End(_)))
    ));
}

#[tokio::test(start_paused = true)]
async fn the_request_asks_for_events_and_only_the_beginning_is_repeated() {
    let stream = end();
    let script = Script::new()
        .refuse(429, "rate_limited", json!({"retry_after": "1"}))
        .answer(200, &[("content-type", "text/event-stream")], &stream)
        .json(200, &json!({"object": "session", "id": ID}))
        .refuse(502, "bad_gateway", Value::Null);
    let client = script.client();
    let frames = client.session_stream(hello()).await.unwrap();
    assert_eq!(frames.try_collect::<Vec<_>>().await.unwrap().len(), 1);
    let request = script.request(1);
    assert_eq!(request.uri().path(), "/v1/sessions");
    assert_eq!(request.headers()["accept"], "text/event-stream");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body(), r#"{"message":"Hello"}"#);
    // A session where a stream was asked for: the message was taken all the same.
    let error = client.session_stream(hello()).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    assert!(error.may_have_taken_effect());
    let error = client.session_stream(hello()).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 502);
    assert_eq!(script.left(), 0);
}

#[tokio::test]
async fn over_the_network_a_frame_is_there_before_the_next_one_is_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (read, was_read) = oneshot::channel::<()>();
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&requests);
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(br#"{"message":"Hello"}"#) {
            stream.read_buf(&mut request).await.unwrap();
        }
        *seen.lock().unwrap() = request;
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\
                    transfer-encoding: chunked\r\n\r\n";
        let chunk = |text: String| format!("{:x}\r\n{text}\r\n", text.len());
        let first = chunk(said("event.committed", "e1", "One."));
        stream
            .write_all(format!("{head}{first}").as_bytes())
            .await
            .unwrap();
        was_read.await.unwrap();
        let rest = format!("{}0\r\n\r\n", chunk(end()));
        stream.write_all(rest.as_bytes()).await.unwrap();
    });
    let client = Client::builder(Token::parse(TOKEN).unwrap())
        .base_url(origin)
        .pace(Pace::unlimited())
        .build()
        .unwrap();
    let mut frames = client.session_stream(hello()).await.unwrap();
    let frame = frames.try_next().await.unwrap().unwrap();
    assert!(matches!(frame, SessionFrame::Committed(_)));
    read.send(()).unwrap();
    assert!(frames.try_next().await.unwrap().unwrap().is_last());
    assert!(frames.try_next().await.unwrap().is_none());
    let request = String::from_utf8(requests.lock().unwrap().clone()).unwrap();
    assert!(request.contains("accept: text/event-stream"), "{request}");
}

#[tokio::test]
async fn an_answer_that_is_wanted_whole_is_put_together() {
    let me = crate::scripted::user("Ada").to_string();
    let (first, second) = me.split_at(20);
    let client = client(vec![
        Ok(first.to_owned()),
        Ok(second.to_owned()),
        Ok(String::new()),
    ]);
    let me = client.send(&recto_api::endpoint::GetSelf).await.unwrap();
    assert_eq!(me.name.as_str(), Some("Ada"));
}
