//! One call: through a trivial router, through the emulator in process, and to it over TCP.
//!
//! The router shows what the client itself costs; the difference of the other two is the network's.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use http::{Request, Response};
use recto_api::endpoint::GetSelf;
use recto_client::{Client, Pace, Token, Transport};
use recto_emulator::Emulator;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const ME: &str = r#"{"object":"user","id":"0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111","name":"Index",
    "avatar_url":null,"type":"bot","bot":{}}"#;

fn calls(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let emulator = Emulator::start().expect("an emulator");
    let token = Token::parse(emulator.token()).expect("its token has the form of one");
    let router = tower::service_fn(|_: Request<Bytes>| async {
        Ok::<_, Infallible>(Response::new(Bytes::from_static(ME.as_bytes())))
    });
    let listener = runtime
        .block_on(TcpListener::bind("127.0.0.1:0"))
        .expect("a free port");
    let origin = format!("http://{}", listener.local_addr().expect("its address"));
    runtime.spawn({
        let emulator = emulator.clone();
        async move { emulator.serve(listener, std::future::pending()).await }
    });

    let builder = Client::builder(token).pace(Pace::unlimited());
    let clients = [
        ("router", builder.clone().transport(Transport::new(router))),
        (
            "in_process",
            builder
                .clone()
                .transport(Transport::new(emulator.service())),
        ),
        ("tcp", builder.base_url(origin)),
    ];
    let mut group = criterion.benchmark_group("call");
    group
        .throughput(Throughput::Elements(1))
        .measurement_time(Duration::from_secs(3));
    for (name, builder) in clients {
        let client = builder.build().expect("a client");
        group.bench_function(name, |bencher| {
            bencher
                .to_async(&runtime)
                .iter(|| async { client.send(&GetSelf).await.expect("the bot of the token") });
        });
    }
    group.finish();
}

criterion_group!(benches, calls);
criterion_main!(benches);
