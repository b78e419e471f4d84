//! From a new connection to one that speaks TLS.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::Secured;

/// How long a client may take to say where it wants to, and to greet by TLS.
const WITHIN: Duration = Duration::from_secs(10);

/// Bytes of what a client says before its tunnel is open.
const HEAD_BYTES: u64 = 16 * 1024;

/// Where TLS is spoken.
const PORT: &str = "443";

/// Opens the tunnel that a client asks for, if it leads to one of the hosts.
pub(super) async fn open(
    stream: TcpStream,
    acceptor: &TlsAcceptor,
    hosts: &[&str],
) -> io::Result<Secured> {
    let mut stream = BufReader::new(stream);
    let request = timeout(WITHIN, head(&mut stream)).await??;
    match refusal(&request, hosts) {
        None => {
            stream
                .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
                .await?;
            stream.flush().await?;
            timeout(WITHIN, acceptor.accept(stream)).await?
        }
        Some((status, why)) => {
            let body = format!("recto emulator: {why}\n");
            // In the first line, too: many clients show no more of a refused CONNECT than that.
            let answer = format!(
                "HTTP/1.1 {status} recto emulator: {why}\r\nContent-Type: text/plain\r\n\
                 Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            timeout(WITHIN, stream.write_all(answer.as_bytes())).await??;
            stream.shutdown().await?;
            Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
        }
    }
}

/// The first line of a request; its headers are read and not looked at.
async fn head(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut limited = stream.take(HEAD_BYTES);
    let mut first = None;
    loop {
        let mut line = Vec::new();
        limited.read_until(b'\n', &mut line).await?;
        if line.pop() != Some(b'\n') {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches('\r');
        match first {
            Some(first) if line.is_empty() => return Ok(first),
            Some(_) => {}
            None => first = Some(line.to_owned()),
        }
    }
}

/// Why a request is not let through, with the status that says so.
fn refusal(request: &str, hosts: &[&str]) -> Option<(u16, String)> {
    let mut words = request.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Some((400, "this is a proxy, and that is no request".to_owned()));
    };
    if method != "CONNECT" {
        let only = "this is a proxy that only takes CONNECT (HTTPS); \
                    the emulator itself is at its base URL";
        return Some((405, only.to_owned()));
    }
    let (host, port) = target.rsplit_once(':').unwrap_or((target, PORT));
    let known = hosts.iter().any(|known| known.eq_ignore_ascii_case(host));
    if known && port == PORT {
        return None;
    }
    let shown: String = target
        .chars()
        .filter(char::is_ascii_graphic)
        .take(100)
        .collect();
    let only = hosts.join(" and ");
    Some((
        403,
        format!("{shown} is refused; this proxy answers for {only} and forwards nothing"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hosts_are_let_through() {
        let told = |request| refusal(request, &["api.notion.com"]);
        assert_eq!(told("CONNECT api.notion.com:443 HTTP/1.1"), None);
        assert_eq!(told("CONNECT API.notion.com:443 HTTP/1.1"), None);
        for request in [
            "CONNECT api.notion.com:80 HTTP/1.1",
            "CONNECT example.com:443 HTTP/1.1",
            "CONNECT api.notion.com.example.com:443 HTTP/1.1",
            "CONNECT 127.0.0.1:443 HTTP/1.1",
        ] {
            let (status, why) = told(request).unwrap();
            assert_eq!(status, 403, "{request}");
            assert!(why.contains("forwards nothing"), "{why}");
        }
        assert_eq!(told("GET http://api.notion.com/ HTTP/1.1").unwrap().0, 405);
        assert_eq!(told("").unwrap().0, 400);
    }

    #[test]
    fn a_refusal_stays_on_its_line() {
        let (_, why) = refusal("CONNECT a\u{7}b\u{e9}:1\r:443 HTTP/1.1", &["x"]).unwrap();
        assert!(why.starts_with("ab:1:443 is refused"), "{why}");
    }
}
