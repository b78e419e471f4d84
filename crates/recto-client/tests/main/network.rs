//! The default transport over TLS. The certificates in this folder are good for nothing else: the key
//! of the authority that signed them is gone, and the server is named `localhost`.

use std::sync::Arc;
use std::time::Duration;

use recto_api::endpoint::GetSelf;
use recto_client::{Builder, Client, Error, Retry, Token};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::scripted::{TOKEN, user};

const AUTHORITY: &str = include_str!("network/ca.pem");
const CERTIFICATE: &[u8] = include_bytes!("network/server.pem");
const KEY: &[u8] = include_bytes!("network/server.key");

/// Answers every request with a user whose name is the protocol that was agreed on.
async fn server() -> String {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let mut config = config.with_single_cert(vec![certificate], key).unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let protocol = stream.get_ref().1.alpn_protocol().unwrap_or_default();
            let body = user(&String::from_utf8_lossy(protocol)).to_string();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                if stream.read_buf(&mut request).await.unwrap_or(0) == 0 {
                    break;
                }
            }
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(body.as_bytes()).await.unwrap();
            stream.flush().await.unwrap();
        }
    });
    origin
}

fn builder(origin: &str) -> Builder {
    Client::builder(Token::parse(TOKEN).unwrap())
        .base_url(origin)
        .connect_timeout(Duration::from_secs(5))
        .idle_connections(0)
        .retry(Retry::never())
}

#[tokio::test]
async fn a_server_is_trusted_by_its_authority_and_not_without() {
    let origin = server().await;
    let client = builder(&origin)
        .root_certificates(AUTHORITY)
        .build()
        .unwrap();
    for _ in 0..2 {
        let me = client.send(&GetSelf).await.unwrap();
        // One connection for each request under way: a lost one leaves one write in doubt.
        assert_eq!(me.name.value().map(String::as_str), Some("http/1.1"));
    }

    // A machine without any certificates says so before.
    if let Ok(client) = builder(&origin).build() {
        let error = client.send(&GetSelf).await.unwrap_err();
        assert!(
            error.is_network() && !error.may_have_taken_effect(),
            "{error:?}"
        );
        assert!(format!("{error:?}").contains("UnknownIssuer"), "{error:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_is_none_is_refused() {
    let text = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    let error = builder("https://localhost")
        .root_certificates(text)
        .build()
        .unwrap_err();
    assert!(
        matches!(&error, Error::Setting(text) if text.contains("root certificate")),
        "{error}"
    );
    for text in ["", "hello"] {
        let error = builder("https://localhost")
            .root_certificates(text)
            .build()
            .unwrap_err();
        assert!(
            error.to_string().contains("no certificate in it"),
            "{error}"
        );
    }
}
