//! The same over TCP: what goes over the wire is read by parsers that are not ours.

use bytes::Bytes;
use http::Request;
use recto_client::{Client, Pace, Token};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::desk::{Desk, MIB, hash};
use super::noise;
use crate::scripted::TOKEN;

/// Reads requests from a connection, as plainly as HTTP allows, and has the desk answer them.
async fn serve(mut stream: TcpStream, desk: Desk) {
    let mut buffer = Vec::new();
    loop {
        let head = loop {
            if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            if stream.read_buf(&mut buffer).await.unwrap() == 0 {
                return;
            }
        };
        let text = String::from_utf8(buffer[..head].to_vec()).unwrap();
        let mut lines = text.lines();
        let mut first = lines.next().unwrap().split(' ');
        let mut request = Request::builder()
            .method(first.next().unwrap())
            .uri(first.next().unwrap());
        let mut length = 0;
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().unwrap();
            }
            assert!(!name.eq_ignore_ascii_case("transfer-encoding"), "{text}");
            request = request.header(name, value);
        }
        let mut body = buffer.split_off(head);
        while body.len() < length {
            assert!(stream.read_buf(&mut body).await.unwrap() > 0);
        }
        buffer = body.split_off(length);
        let answer = desk
            .handle(request.body(Bytes::from(body)).unwrap())
            .await
            .unwrap();
        let head = format!(
            "HTTP/1.1 {} x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            answer.status().as_u16(),
            answer.body().len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(answer.body()).await.unwrap();
    }
}

#[tokio::test]
async fn a_file_in_parts_crosses_the_network() {
    let desk = Desk::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let answering = desk.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, answering.clone()));
        }
    });
    let client = Client::builder(Token::parse(TOKEN).unwrap())
        .base_url(origin)
        .pace(Pace::unlimited())
        .build()
        .unwrap();

    let data = noise(21 * MIB);
    let upload = client
        .upload()
        .bytes("film.mp4", data.clone())
        .await
        .unwrap();
    assert!(upload.is_uploaded());
    let kept = desk.upload();
    for (number, chunk) in (1..).zip(data.chunks(10 * MIB)) {
        assert_eq!(kept.parts[&number], (chunk.len(), hash(chunk)));
    }
    let small = client.upload().bytes("a.txt", "Hello").await.unwrap();
    assert!(small.is_uploaded());
}
