//! Who is judged: an emulator in this process, or a server.

mod http1;

use anyhow::{Context as _, bail};
use bytes::Bytes;
use http::{Method, Request};
use jiff::Timestamp;
use recto_emulator::{Clock, Emulator};
use serde_json::{Value, json};

use super::seeds::Seeds;

/// A request to be sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) method: Method,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) version: Option<String>,
    pub(crate) credential: Credential,
    pub(crate) body: Option<Value>,
    /// Name, type and size of a file that is sent instead of a body.
    pub(crate) file: Option<(String, String, usize)>,
}

/// Which token a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Credential {
    Right,
    Wrong,
    None,
}

/// Who answers.
pub(crate) enum Server {
    Emulator(Box<Emulator>, Clock),
    Remote { url: String, token: String },
}

const BOUNDARY: &str = "recto-replay-boundary";

impl Server {
    /// A fresh emulator with what a conversation needs, on the day it was recorded.
    pub(crate) fn start(seeds: &Seeds, recorded: Option<Timestamp>) -> anyhow::Result<Self> {
        let now = recorded.unwrap_or(Timestamp::UNIX_EPOCH);
        let clock = Clock::starting_at(now);
        let mut builder = Emulator::builder().clock(clock.clone()).seed_ids(1).bare();
        if recorded.is_some() {
            builder = builder.as_of(now);
        }
        if let Some(id) = &seeds.bot {
            builder = builder.bot_id(id);
        }
        if let Some(name) = &seeds.name {
            builder = builder.integration_name(name);
        }
        if let Some(id) = &seeds.integration {
            builder = builder.integration_id(id);
        }
        if let Some(id) = &seeds.workspace {
            builder = builder.workspace_id(id);
        }
        if let Some(name) = &seeds.workspace_name {
            builder = builder.workspace_name(name);
        }
        if let Some(base) = &seeds.links {
            builder = builder.link_base(base);
        }
        let emulator = builder.start()?;
        emulator.import(&seeds.objects)?;
        Ok(Self::Emulator(Box::new(emulator), clock))
    }

    /// The server of an address, seeded if it is an emulator.
    pub(crate) fn at(url: &str, token: &str, seeds: &Seeds) -> anyhow::Result<Self> {
        let mut server = Self::Remote {
            url: url.trim_end_matches('/').to_owned(),
            token: token.to_owned(),
        };
        let seed = Sent {
            method: Method::POST,
            target: "/_emulator/import".to_owned(),
            version: None,
            credential: Credential::None,
            body: Some(Value::from(seeds.objects.clone())),
            file: None,
        };
        let (status, answer) = server.send(&seed)?;
        // Anything but an emulator has no such path.
        if status == 400 && answer.get("error").is_some() {
            bail!("the emulator at {url} refused the seeds: {answer}");
        }
        Ok(server)
    }

    /// Sets the time; a server has its own.
    pub(crate) fn set_clock(&mut self, time: Timestamp) {
        if let Self::Emulator(_, clock) = self {
            clock.set(time);
        }
    }

    /// Sends a request; answers with status and body, `null` where that is not JSON.
    pub(crate) fn send(&mut self, sent: &Sent) -> anyhow::Result<(u16, Value)> {
        let token = match self {
            Self::Emulator(emulator, _) => emulator.token().to_owned(),
            Self::Remote { token, .. } => token.clone(),
        };
        let mut request = Request::builder().method(&sent.method).uri(&sent.target);
        match sent.credential {
            Credential::Right => {
                request = request.header("authorization", format!("Bearer {token}"));
            }
            Credential::Wrong => request = request.header("authorization", "Bearer ntn_wrong"),
            Credential::None => {}
        }
        if let Some(version) = &sent.version {
            request = request.header("notion-version", version);
        }
        let body = match (&sent.file, &sent.body) {
            (Some((name, kind, size)), _) => {
                request = request.header(
                    "content-type",
                    format!("multipart/form-data; boundary={BOUNDARY}"),
                );
                let head = format!(
                    "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; \
                     filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
                );
                let tail = format!("\r\n--{BOUNDARY}--\r\n");
                [head.as_bytes(), &vec![b'.'; *size], tail.as_bytes()].concat()
            }
            (None, Some(body)) => {
                request = request.header("content-type", "application/json");
                serde_json::to_vec(body)?
            }
            (None, None) => Vec::new(),
        };
        let request = request
            .body(Bytes::from(body))
            .with_context(|| format!("cannot send {} {}", sent.method, sent.target))?;
        let response = match self {
            Self::Emulator(emulator, _) => emulator.handle(request),
            Self::Remote { url, .. } => http1::send(url, &request)?,
        };
        let body = serde_json::from_slice(response.body()).unwrap_or(json!(null));
        Ok((response.status().as_u16(), body))
    }
}
