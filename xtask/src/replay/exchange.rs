//! A conversation held again, exchange by exchange.

use serde_json::Value;

use super::compare;
use super::conversation::{Conversation, Exchange};
use super::ids::Ids;
use super::seeds::Seeds;
use super::server::{Credential, Sent, Server};
use super::tally::Tally;

/// Holds a conversation with a fresh emulator, or with the server of an address and token.
///
/// # Errors
///
/// When the server cannot be started, seeded or reached.
pub(crate) fn hold(
    conversation: &Conversation,
    server: Option<(&str, &str)>,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    let seeds = Seeds::of(conversation);
    let mut server = match server {
        None => Server::start(&seeds, conversation.recorded)?,
        Some((url, token)) => Server::at(url, token, &seeds)?,
    };
    let mut ids = Ids::new(seeds.ids.iter().cloned());
    for (index, exchange) in conversation.exchanges.iter().enumerate() {
        if let Some(time) = exchange.happened() {
            server.set_clock(time);
        }
        let sent = Sent {
            method: exchange.method.clone(),
            target: target(exchange, &ids),
            version: exchange.version.clone(),
            credential: credential(exchange),
            body: exchange.request.as_ref().map(|body| ids.sent_body(body)),
            file: file(exchange),
        };
        let (status, answer) = server.send(&sent)?;
        let differences = compare::differences(&exchange.response, &answer, &mut ids);
        tally.exchange(conversation, index, exchange, status, &answer, differences);
    }
    Ok(())
}

fn target(exchange: &Exchange, ids: &Ids) -> String {
    let path = ids.sent_path(&exchange.path);
    match exchange.query.as_str() {
        "" => path,
        query => format!("{path}?{}", ids.sent_query(query)),
    }
}

/// Which token the recorded refusal was for.
fn credential(exchange: &Exchange) -> Credential {
    let message = exchange.response.get("message").and_then(Value::as_str);
    match (exchange.status, message) {
        (401, Some(text)) if text.contains("Authorization header") => Credential::None,
        (401, _) => Credential::Wrong,
        _ => Credential::Right,
    }
}

/// The file of an upload, which recordings leave out: its name, type and size.
fn file(exchange: &Exchange) -> Option<(String, String, usize)> {
    if exchange.segments().last() != Some(&"send") {
        return None;
    }
    let text = |name: &str| exchange.response.get(name).and_then(Value::as_str);
    let size = exchange
        .response
        .get("content_length")
        .and_then(Value::as_u64)
        .unwrap_or(1);
    Some((
        text("filename").unwrap_or("file").to_owned(),
        text("content_type")
            .unwrap_or("application/octet-stream")
            .to_owned(),
        usize::try_from(size).unwrap_or(1).clamp(1, 1 << 20),
    ))
}
