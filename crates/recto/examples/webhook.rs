//! A webhook's receiver: any web framework gives it headers and body.
//!
//! `cargo run --example webhook`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use recto::api::webhook::{Incoming, Receiver, SIGNATURE_HEADER, Secret, Signature};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What Notion gave when the subscription was verified; from a file or the environment.
    let token = Secret::from("secret_0123456789");
    let receiver = Receiver::new(token.clone());

    // A delivery as it would come in.
    let body = br#"{"id": "1", "type": "page.content_updated", "attempt_number": 1,
        "entity": {"id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111", "type": "page"}}"#;
    let mut headers = http::HeaderMap::new();
    let signature = Signature::sign(body, &token).to_string();
    headers.insert(SIGNATURE_HEADER, signature.parse()?);

    match receiver.accept(&headers, body) {
        Ok(Incoming::Event(event)) => println!("{:?} of {:?}", event.kind(), event.page_id()),
        Ok(Incoming::Handshake(_)) => println!("paste the token into Notion"),
        Err(rejection) => println!("answer {}: {rejection}", rejection.status()),
    }
    // One changed byte, and it is not Notion's any more.
    let mut forged = body.to_vec();
    forged[8] = b'2';
    if let Err(rejection) = receiver.accept(&headers, &forged) {
        println!("answer {}: {rejection}", rejection.status());
    }
    Ok(())
}
