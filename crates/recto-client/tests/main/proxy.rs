//! The client with its own address of the service, through the emulator's proxy.

use recto_api::endpoint::GetSelf;
use recto_client::{Client, Token};
use recto_emulator::Emulator;
use tokio::net::TcpListener;

#[tokio::test]
async fn the_service_is_reached_by_its_name() {
    let emulator = Emulator::start().unwrap();
    let proxy = emulator.proxy().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let client = Client::builder(Token::parse(emulator.token()).unwrap())
        .proxy(format!("http://{address}"))
        .root_certificates(proxy.certificate_pem())
        .build()
        .unwrap();
    let server = tokio::spawn(async move { proxy.serve(listener, std::future::pending()).await });
    assert!(client.send(&GetSelf).await.unwrap().name.is_value());
    assert_eq!(emulator.requests().requests, 1);
    server.abort();
}
