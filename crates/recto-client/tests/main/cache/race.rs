//! Reads and writes at once: what a write has changed is never hidden by an older answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use http::{Method, Request, Response, StatusCode};
use recto_client::{Cache, Client, Pace, Retry, Token, Transport, Version};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::{children, get, id, in_page, pages, send};

/// A page with one block, each with a number that grows with every write.
#[derive(Clone)]
struct Service(Arc<Mutex<State>>);

struct State {
    random: fastrand::Rng,
    /// Of the page and of the block.
    numbers: [u64; 2],
    /// What every later read must show: the numbers of the writes that nobody waits for any more.
    settled: [u64; 2],
    writes: HashMap<u64, Write>,
}

#[derive(Default)]
struct Write {
    effect: Option<u64>,
    is_over: bool,
}

impl State {
    /// Notes that a write took effect, or that its caller has gone on.
    fn note(&mut self, write: u64, which: usize, change: impl FnOnce(&mut Write)) {
        let write = self.writes.entry(write).or_default();
        change(write);
        if let Write {
            effect: Some(number),
            is_over: true,
        } = *write
        {
            self.settled[which] = self.settled[which].max(number);
        }
    }
}

impl Service {
    fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            random: fastrand::Rng::with_seed(seed),
            numbers: [0; 2],
            settled: [0; 2],
            writes: HashMap::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn pause(&self) -> Duration {
        Duration::from_millis(self.state().random.u64(0..400))
    }

    fn chance(&self, one_in: u32) -> bool {
        self.state().random.u32(0..one_in) == 0
    }

    /// A request takes effect at some time between its arrival and its answer.
    async fn answer(self, request: Request<Bytes>) -> Response<Bytes> {
        let which = usize::from(request.uri().path().contains("/blocks/"));
        sleep(self.pause()).await;
        let number = {
            let mut state = self.state();
            if request.method() != Method::GET {
                state.numbers[which] += 1;
                let number = state.numbers[which];
                let body: Value = serde_json::from_slice(request.body()).unwrap();
                let write = body["write"].as_u64().unwrap();
                state.note(write, which, |write| write.effect = Some(number));
            }
            state.numbers[which]
        };
        sleep(self.pause()).await;
        let object = json!({"id": id(which as u32 + 1), "number": number, "parent": in_page(1)});
        let is_list = which == 1 && request.method() == Method::GET;
        let answer = if is_list {
            json!({"results": [object]})
        } else {
            object
        };
        let mut response = Response::new(Bytes::from(answer.to_string()));
        if self.chance(40) {
            *response.status_mut() = StatusCode::BAD_GATEWAY;
        }
        response
    }
}

/// Reads and writes for a while; checks every read against the writes that were settled before it.
async fn worker(client: Client, service: Service, name: u64) -> usize {
    let reads = [pages(1), children(1)];
    let writes = [pages(1), format!("/v1/blocks/{}", id(2))];
    let mut checked = 0;
    for step in 0..200 {
        let which = usize::from(service.chance(2));
        if service.chance(20) {
            let write = name * 1_000 + step;
            let path = &writes[which];
            let change = send(&client, Method::PATCH, path, json!({"write": write}));
            if service.chance(4) {
                let _ = timeout(service.pause(), change).await;
            } else {
                let _ = change.await;
            }
            let mut state = service.state();
            state.note(write, which, |write| write.is_over = true);
        } else {
            let least = service.state().settled[which];
            let read = client.raw(Method::GET, &reads[which], Version::NEWEST, None);
            if let Ok(answer) = read.await {
                let one = answer.pointer("/results/0/number").or(answer.get("number"));
                let found = one.and_then(Value::as_u64).unwrap();
                assert!(found >= least, "{found} is older than {least}");
                checked += 1;
            }
        }
        sleep(service.pause() * 40).await;
    }
    checked
}

#[tokio::test(start_paused = true)]
async fn no_read_is_older_than_a_write_that_ended_before_it() {
    let (mut checked, mut hits, mut overtaken) = (0, 0, 0);
    for seed in 0..30 {
        let service = Service::new(seed);
        let carried = service.clone();
        let transport = Transport::new(tower::service_fn(move |request| {
            // Whether anyone still waits makes no difference to the service.
            tokio::spawn(carried.clone().answer(request))
        }));
        let client = Client::builder(Token::parse("ntn_one").unwrap())
            .transport(transport)
            .pace(Pace::unlimited())
            .retry(Retry::never())
            .cache(Cache::default())
            .build()
            .unwrap();
        let workers = (0..6).map(|name| worker(client.clone(), service.clone(), name));
        checked += join_all(workers).await.into_iter().sum::<usize>();
        let stats = client.cache().unwrap().stats();
        hits += stats.hits;
        overtaken += stats.overtaken;
    }
    // It has been seen to be of use, and to be in the way where it must.
    assert!(
        checked > 20_000 && hits > 5_000 && overtaken > 500,
        "{checked} {hits} {overtaken}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_was_under_way_during_a_write_is_not_stored() {
    let world = super::world();
    let client = world.client(Cache::default());
    let path = pages(1);
    // The read has seen the old page when the write begins, and arrives when that is over.
    world.slow(&Method::GET, &path, Duration::from_secs(2));
    world.on(&Method::PATCH, &path, 200, json!({"id": id(1)}));
    let (old, _) = futures::join!(get(&client, &path), async {
        sleep(Duration::from_secs(1)).await;
        send(&client, Method::PATCH, &path, json!({}))
            .await
            .unwrap();
        world.put(&path, json!({"object": "page", "id": id(1), "new": true}));
    });
    assert_eq!(old.get("new"), None);
    assert_eq!(client.cache().unwrap().stats().overtaken, 1);
    assert_eq!(get(&client, &path).await["new"], true);
    assert_eq!(get(&client, &path).await["new"], true);
    assert_eq!(world.count(), 3);
}
