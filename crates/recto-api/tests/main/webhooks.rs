//! Webhooks: what is signed holds, what is not does not, and nothing that comes is lost.

use http::{HeaderMap, HeaderValue, StatusCode};
use proptest::prelude::*;
use recto_api::webhook::{
    Entity, EntityKind, Event, EventKind, Incoming, Receiver, Rejection, SIGNATURE_HEADER, Secret,
    Signature, SignatureError, Subject, UpdatedProperty, parse,
};
use serde_json::{Value, json};

use crate::samples::ID;
use crate::shapes::views::events;

const TOKEN: &str = "secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl";

fn token() -> Secret {
    Secret::from(TOKEN)
}

fn read(value: &Value) -> Event {
    match parse(value.to_string().as_bytes()) {
        Ok(Incoming::Event(event)) => *event,
        other => panic!("{other:?}"),
    }
}

/// HMAC-SHA256, case 2 of RFC 4231.
#[test]
fn signatures_are_those_of_the_standard() {
    let signature = Signature::sign(b"what do ya want for nothing?", &Secret::from("Jefe"));
    let header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(signature.to_string(), header);
    assert_eq!(header.parse(), Ok(signature));
    assert!(Signature::verify(
        b"what do ya want for nothing?",
        &header.to_uppercase().replace("SHA256", "sha256"),
        &Secret::from("Jefe")
    ));
}

#[test]
fn a_malformed_header_is_false_and_says_why() {
    let good = Signature::sign(b"body", &token()).to_string();
    let with = |from: &str, to: &str| good.replacen(from, to, 1);
    for (header, reason) in [
        (String::new(), SignatureError::Prefix),
        ("sha256".to_owned(), SignatureError::Prefix),
        (with("sha256=", ""), SignatureError::Prefix),
        (with("sha256=", "SHA256="), SignatureError::Prefix),
        (format!(" {good}"), SignatureError::Prefix),
        ("sha256=".to_owned(), SignatureError::Length),
        (format!("{good}0"), SignatureError::Length),
        (format!("{good}00"), SignatureError::Length),
        (good[..good.len() - 2].to_owned(), SignatureError::Length),
        (format!("sha256={}", "g".repeat(64)), SignatureError::Digits),
        (format!("sha256={}", "é".repeat(32)), SignatureError::Digits),
        (
            format!("sha256={}", "0".repeat(64)),
            SignatureError::Mismatch,
        ),
    ] {
        assert_eq!(
            Signature::check(b"body", &header, &token()),
            Err(reason),
            "{header}"
        );
        assert!(!Signature::verify(b"body", &header, &token()));
        assert!(!reason.to_string().contains(TOKEN));
    }
    assert_eq!(Signature::check(b"body", &good, &token()), Ok(()));
    assert!(!Signature::verify(
        b"body",
        &good,
        &Secret::from("secret_other")
    ));
}

proptest! {
    #[test]
    fn any_body_verifies_and_no_flipped_bit_does(
        body in prop::collection::vec(any::<u8>(), 0..300),
        key in ".{0,100}",
        flip in any::<prop::sample::Index>(),
    ) {
        let token = Secret::from(key);
        let header = Signature::sign(&body, &token).to_string();
        prop_assert!(Signature::verify(&body, &header, &token));
        if !body.is_empty() {
            let mut other = body.clone();
            let bit = flip.index(body.len() * 8);
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!Signature::verify(&other, &header, &token));
        }
        let mut bytes: [u8; 32] = std::array::from_fn(|at| {
            u8::from_str_radix(&header[7 + 2 * at..9 + 2 * at], 16).unwrap()
        });
        let bit = flip.index(256);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        prop_assert_eq!(
            Signature::check(&body, &format!("sha256={digits}"), &token),
            Err(SignatureError::Mismatch)
        );
        let longer = Secret::from(format!("{}x", token.expose()));
        prop_assert!(!Signature::verify(&body, &header, &longer));
    }

    #[test]
    fn nothing_that_comes_makes_it_panic(
        body in prop::collection::vec(any::<u8>(), 0..200),
        header in prop::option::of(prop::collection::vec(any::<u8>(), 0..90)),
    ) {
        let _ = parse(&body);
        for receiver in [Receiver::new(TOKEN), Receiver::awaiting_handshake()] {
            let taken = receiver.accept_signed(header.as_deref(), &body);
            prop_assert!(!matches!(taken, Ok(Incoming::Event(_))));
        }
    }

    #[test]
    fn nothing_like_json_makes_it_panic(body in r#"[\[\]{}",:0-9a-z\\ ]{0,60}"#) {
        let _ = parse(body.as_bytes());
        let _ = parse(format!(r#"{{"type": "page.created", "entity": {body}"#).as_bytes());
        let _ = parse(format!(r#"{{"type": "view.updated", "data": {{{body}}}}}"#).as_bytes());
    }
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    let deep = format!(r#"{{"type": "x", "a": {}"#, "[".repeat(200_000));
    assert!(parse(deep.as_bytes()).is_err());
}

#[test]
fn every_event_has_a_name_and_is_written_as_it_came() {
    for event in events() {
        let typed = read(&event);
        assert!(!matches!(typed.sent_as, EventKind::Unknown(_)), "{event}");
        assert_eq!(serde_json::to_value(&typed).unwrap(), event);
        let object = event["type"].as_str().unwrap().split('.').next().unwrap();
        assert_eq!(typed.sent_as.object().as_str(), object);
        assert_ne!(typed.subject(), Subject::Unknown, "{event}");
    }
}

#[test]
fn an_event_of_tomorrow_is_kept() {
    for event in [
        json!({"type": "dream.remembered", "entity": {"id": ID, "type": "dream"}, "data": {"x": 1}}),
        json!({"type": "page.painted", "entity": {"id": ID, "type": "page", "colour": "red"}}),
        json!({"type": "page.created", "entity": "of another form", "data": [1]}),
        json!({"type": "page.created", "attempt_number": "first", "authors": {"all": true}}),
    ] {
        assert_eq!(serde_json::to_value(read(&event)).unwrap(), event);
    }
    let painted = read(&json!({"type": "page.painted", "entity": {"id": ID, "type": "page"}}));
    assert_eq!(
        painted.kind(),
        EventKind::Unknown("page.painted".to_owned())
    );
    assert_eq!(painted.sent_as.object(), EntityKind::Page);
    assert_eq!(painted.page_id().unwrap().as_str(), ID);
}

#[test]
fn what_older_versions_say_is_raised_and_kept() {
    let sent = json!({"id": ID, "type": "database.content_updated",
        "entity": {"id": ID, "type": "database"}, "data": {"parent": {"id": ID, "type": "page"},
            "updated_blocks": [{"id": ID, "type": "page"}]}});
    let event = read(&sent);
    assert_eq!(event.kind(), EventKind::DataSourceContentUpdated);
    assert_eq!(event.sent_as, EventKind::DatabaseContentUpdated);
    assert_eq!(event.database_id().unwrap().as_str(), ID);
    assert_eq!(event.data_source_id(), None, "the data do not say which");
    assert_eq!(serde_json::to_value(&event).unwrap(), sent);
    // What still exists in the newest version is not another thing there.
    let moved = read(&json!({"type": "database.moved", "entity": {"id": ID, "type": "database"}}));
    assert_eq!(moved.kind(), EventKind::DatabaseMoved);
}

#[test]
fn an_event_says_what_it_is_about() {
    let other = "4d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";
    let row = read(
        &json!({"type": "page.properties_updated", "attempt_number": 3,
        "entity": {"id": ID, "type": "page"}, "data": {"updated_properties": ["title", "%3Fab"],
            "parent": {"id": other, "type": "database", "data_source_id": ID}}}),
    );
    assert_eq!(row.page_id().unwrap().as_str(), ID);
    assert_eq!(row.database_id().unwrap().as_str(), other);
    assert_eq!(row.data_source_id().unwrap().as_str(), ID);
    assert_eq!(row.attempt(), 3);
    let names: Vec<_> = row
        .updated_properties()
        .map(|id| id.decoded().into_owned())
        .collect();
    assert_eq!(names, ["title", "?ab"]);
    assert_eq!(row.stale_ids().collect::<Vec<_>>(), [ID, other, ID]);

    let comment = read(
        &json!({"type": "comment.created", "entity": {"id": other, "type": "comment"},
        "data": {"page_id": ID, "parent": {"id": other, "type": "block"}}}),
    );
    assert_eq!(comment.page_id().unwrap().as_str(), ID);
    assert!(matches!(comment.subject(), Subject::Comment(_)));

    let schema = read(&json!({"type": "data_source.schema_updated",
        "entity": {"id": ID, "type": "data_source"}, "data": {"updated_properties": [
            {"id": "a", "name": "Due", "action": "created"}, 7, "b"]}}));
    let updated = schema
        .data
        .value()
        .unwrap()
        .updated_properties
        .value()
        .unwrap();
    assert!(matches!(&updated[1], UpdatedProperty::Unknown(value) if *value == 7));
    assert_eq!(schema.updated_properties().count(), 2);

    let content = read(
        &json!({"type": "page.content_updated", "entity": {"id": ID, "type": "page"},
        "data": {"updated_blocks": [{"id": other, "type": "block"}, {"id": "no id", "type": "page"}]}}),
    );
    let blocks: Vec<_> = content.updated_blocks().collect();
    assert!(matches!(&blocks[0], Subject::Block(id) if id.as_str() == other));
    assert_eq!(blocks[1], Subject::Unknown);
    assert_eq!(read(&json!({"type": "x"})).subject(), Subject::Unknown);
}

fn signed(body: &[u8], token: &Secret) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let signature = Signature::sign(body, token).to_string();
    headers.insert(SIGNATURE_HEADER, HeaderValue::from_str(&signature).unwrap());
    headers
}

fn event_body() -> Vec<u8> {
    let event = Event::new(EventKind::PageCreated, Entity::new(EntityKind::Page, ID));
    serde_json::to_vec(&event).unwrap()
}

#[test]
fn a_receiver_takes_what_is_signed_and_nothing_else() {
    let body = event_body();
    let receiver = Receiver::new(TOKEN).and("secret_second");
    for token in [TOKEN, "secret_second"] {
        let taken = receiver.accept(&signed(&body, &Secret::from(token)), &body);
        assert!(matches!(taken, Ok(Incoming::Event(_))), "{taken:?}");
    }
    let foreign = receiver.accept(&signed(&body, &Secret::from("secret_third")), &body);
    assert_eq!(foreign, Err(Rejection::Signature(SignatureError::Mismatch)));
    let bare = receiver.accept(&HeaderMap::new(), &body);
    assert_eq!(bare, Err(Rejection::Unsigned));
    let mut tampered = body.clone();
    tampered.push(b' ');
    let tampered = receiver.accept(&signed(&body, &token()), &tampered);
    assert_eq!(
        tampered,
        Err(Rejection::Signature(SignatureError::Mismatch))
    );
    for rejection in [foreign, bare, tampered] {
        assert_eq!(rejection.unwrap_err().status(), StatusCode::UNAUTHORIZED);
    }
    let header = receiver.accept_signed(Some(b"\xff"), &body);
    assert_eq!(header, Err(Rejection::Signature(SignatureError::Digits)));
}

#[test]
fn what_is_signed_and_cannot_be_read_is_a_bad_request() {
    let receiver = Receiver::new(TOKEN);
    for (body, reason) in [
        (&b"<html>"[..], "it is not JSON"),
        (b"", "it is not JSON"),
        (b"{\"type\":", "it is not JSON"),
        (b"{} {}", "it is not JSON"),
        (b"[]", "it has neither"),
        (b"{}", "it has neither"),
        (b"{\"type\": 7}", "it has neither"),
        (b"{\"verification_token\": 7}", "it has neither"),
    ] {
        let rejection = receiver.accept(&signed(body, &token()), body).unwrap_err();
        assert!(rejection.to_string().contains(reason), "{rejection}");
        assert_eq!(rejection.status(), StatusCode::BAD_REQUEST);
    }
}

#[test]
fn a_handshake_is_taken_only_where_it_is_awaited() {
    let body = json!({"verification_token": TOKEN}).to_string();
    let body = body.as_bytes();
    let Ok(Incoming::Handshake(handshake)) =
        Receiver::awaiting_handshake().accept(&HeaderMap::new(), body)
    else {
        panic!("a handshake")
    };
    assert_eq!(handshake.verification_token.expose(), TOKEN);
    assert_eq!(
        serde_json::to_value(&handshake).unwrap(),
        json!({"verification_token": TOKEN})
    );
    assert!(!format!("{handshake:?}").contains(TOKEN));
    assert!(!format!("{:?}", Receiver::new(TOKEN)).contains(TOKEN));

    // Until the token is known, events are to come again.
    let early = Receiver::awaiting_handshake()
        .accept(&signed(&event_body(), &token()), &event_body())
        .unwrap_err();
    assert_eq!(early, Rejection::NoToken);
    assert_eq!(early.status(), StatusCode::SERVICE_UNAVAILABLE);

    // Sent again, it says what is known already.
    let again = Receiver::new(TOKEN).accept(&HeaderMap::new(), body);
    assert!(matches!(again, Ok(Incoming::Handshake(_))));
    // But no one can slip in a token of their own.
    let foreign = Receiver::new("secret_mine");
    for headers in [HeaderMap::new(), signed(body, &token())] {
        let rejection = foreign.accept(&headers, body).unwrap_err();
        assert_eq!(rejection, Rejection::UnexpectedHandshake);
        assert!(!rejection.to_string().contains(TOKEN));
    }
}
