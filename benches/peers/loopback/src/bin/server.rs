//! Replays a query of 10,000 rows to whoever asks, and does nothing else: so that a client's time
//! is its own.
//!
//! Prints its address, then serves until it is ended.

#[expect(dead_code, reason = "the other measures use the rest")]
#[path = "../../../src/fixture.rs"]
mod fixture;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// Pages of 100 rows.
const PAGES: usize = 100;

fn main() -> std::io::Result<()> {
    let pages: Arc<Vec<Vec<u8>>> = Arc::new((0..PAGES).map(page).collect());
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let pages = pages.clone();
        std::thread::spawn(move || serve(stream?, &pages));
    }
    Ok(())
}

/// One answer, head and body.
fn page(number: usize) -> Vec<u8> {
    let next = (number + 1 < PAGES).then(|| fixture::cursor(number + 1));
    let body = fixture::rows_from(number * 100, next.as_deref());
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn serve(mut stream: TcpStream, pages: &[Vec<u8>]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = Vec::new();
    loop {
        request.clear();
        let mut piece = [0; 4096];
        loop {
            let length = stream.read(&mut piece)?;
            if length == 0 {
                return Ok(());
            }
            request.extend_from_slice(&piece[..length]);
            if whole(&request) {
                break;
            }
        }
        // The cursor of a page is the only id in a body, and the pages are few.
        let text = String::from_utf8_lossy(&request);
        let number = (1..PAGES).find(|number| text.contains(&fixture::cursor(*number)));
        stream.write_all(&pages[number.unwrap_or(0)])?;
    }
}

/// Whether a request is there with all of its body.
fn whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
        .unwrap_or(0);
    request.len() >= end + 4 + length
}
