//! Interactive before bulk, as the service sees it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use http::{Method, Request, Response};
use recto_client::{Client, Lane, Pace, Token, Transport, Version};
use tokio::time::{Instant, sleep};

use crate::scripted::TOKEN;

type Log = Arc<Mutex<Vec<(String, Instant)>>>;

/// A service that notes when which path is asked for.
fn client(log: &Log, pace: Pace) -> Client {
    let log = log.clone();
    let service = tower::service_fn(move |request: Request<Bytes>| {
        let path = request.uri().path().to_owned();
        log.lock().unwrap().push((path, Instant::now()));
        async { Ok::<_, std::convert::Infallible>(Response::new(Bytes::from("{}"))) }
    });
    let builder = Client::builder(Token::parse(TOKEN).unwrap());
    builder
        .transport(Transport::new(service))
        .pace(pace)
        .build()
        .unwrap()
}

async fn ask(client: &Client, path: &str) {
    let answer = client.raw(Method::GET, path, Version::NEWEST, None);
    answer.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn somebody_who_waits_goes_before_an_import() {
    let log = Log::default();
    let client = client(&log, Pace::default());
    let bulk = client.with_lane(Lane::Bulk);
    let start = Instant::now();
    let import = tokio::spawn(async move {
        join_all((0..300).map(|_| ask(&bulk, "/v1/bulk"))).await;
    });
    let mut longest = Duration::ZERO;
    for _ in 0..20 {
        sleep(Duration::from_secs(2)).await;
        let asked = Instant::now();
        ask(&client, "/v1/me").await;
        longest = longest.max(asked.elapsed());
    }
    // Never more than one turn, though hundreds wait.
    assert!(longest <= Duration::from_millis(340), "{longest:?}");
    import.await.unwrap();
    // The import takes what is left over, and all of it: 320 requests are two windows less a burst.
    assert!(
        start.elapsed() < Duration::from_secs(108),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn an_import_has_a_fifth_at_least() {
    let log = Log::default();
    let client = client(&log, Pace::default());
    let start = Instant::now();
    let until = start + Duration::from_secs(300);
    let press = |client: Client, path: &'static str| async move {
        while Instant::now() < until {
            ask(&client, path).await;
        }
    };
    let people = (0..10).map(|_| press(client.clone(), "/v1/me"));
    let import = press(client.with_lane(Lane::Bulk), "/v1/bulk");
    futures::join!(join_all(people), import);
    let log = log.lock().unwrap();
    let bulk = log.iter().filter(|(path, _)| path == "/v1/bulk").count();
    let share = bulk as f64 / log.len() as f64;
    assert!((0.19..=0.22).contains(&share), "{share}");
    // And no window holds more than the budget, whoever sent it.
    for pair in log.windows(181) {
        assert!(pair[180].1 - pair[0].1 > Duration::from_secs(60));
    }
}

#[tokio::test(start_paused = true)]
async fn a_repeat_keeps_its_lane_and_a_block_holds_both() {
    let log = Log::default();
    let pace = Pace::default();
    let first = client(&log, pace.clone());
    let answers = Arc::new(Mutex::new(0));
    let refusing = {
        let (log, answers) = (log.clone(), answers.clone());
        let service = tower::service_fn(move |request: Request<Bytes>| {
            let path = request.uri().path().to_owned();
            log.lock().unwrap().push((path, Instant::now()));
            let mut answers = answers.lock().unwrap();
            *answers += 1;
            let mut response = Response::new(Bytes::from("{}"));
            if *answers == 1 {
                *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
                response.headers_mut().insert("retry-after", 10.into());
            }
            async { Ok::<_, std::convert::Infallible>(response) }
        });
        let builder = Client::builder(Token::parse(TOKEN).unwrap());
        let builder = builder
            .transport(Transport::new(service))
            .pace(pace)
            .lane(Lane::Bulk);
        builder.build().unwrap()
    };
    let start = Instant::now();
    futures::join!(ask(&refusing, "/v1/bulk"), async {
        sleep(Duration::from_secs(1)).await;
        join_all((0..3).map(|_| ask(&first, "/v1/me"))).await;
    });
    let log = log.lock().unwrap();
    let paths: Vec<_> = log.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        ["/v1/bulk", "/v1/me", "/v1/me", "/v1/me", "/v1/bulk"]
    );
    assert_eq!((log[1].1 - start).as_secs(), 10);
}
