//! As much of HTTP/1.1 as a judge needs: one request for each connection, without TLS.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, bail};
use bytes::Bytes;
use http::{Request, Response};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Sends a request to the server of an `http://` address.
pub(super) fn send(url: &str, request: &Request<Bytes>) -> anyhow::Result<Response<Bytes>> {
    let Some(rest) = url.strip_prefix("http://") else {
        bail!("{url} is no http:// address; put a proxy that ends TLS in front of the server");
    };
    let (authority, prefix) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    let address = if authority.contains(':') {
        authority.to_owned()
    } else {
        format!("{authority}:80")
    };
    let mut stream =
        TcpStream::connect(&address).with_context(|| format!("cannot reach {address}"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut head = format!(
        "{} {prefix}{} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n",
        request.method(),
        request.uri()
    );
    for (name, value) in request.headers() {
        head.push_str(&format!(
            "{name}: {}\r\n",
            value.to_str().unwrap_or_default()
        ));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", request.body().len()));
    stream.write_all(head.as_bytes())?;
    stream.write_all(request.body())?;
    answer(BufReader::new(stream)).with_context(|| format!("{address} did not answer in HTTP/1.1"))
}

fn answer(mut from: BufReader<TcpStream>) -> anyhow::Result<Response<Bytes>> {
    let mut line = String::new();
    from.read_line(&mut line)?;
    let status: u16 = line.split(' ').nth(1).context("no status")?.parse()?;
    let (mut length, mut chunked) = (None, false);
    loop {
        line.clear();
        from.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = Some(value.trim().parse::<usize>()?),
            "transfer-encoding" => chunked = value.contains("chunked"),
            _ => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        loop {
            line.clear();
            from.read_line(&mut line)?;
            let size = line.trim().split(';').next().unwrap_or_default();
            let size = usize::from_str_radix(size, 16)?;
            let start = body.len();
            body.resize(start + size, 0);
            from.read_exact(&mut body[start..])?;
            line.clear();
            from.read_line(&mut line)?;
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = length {
        body.resize(length, 0);
        from.read_exact(&mut body)?;
    } else {
        from.read_to_end(&mut body)?;
    }
    Ok(Response::builder().status(status).body(Bytes::from(body))?)
}
