//! What a device says, as it is read.
#![cfg(test)]

use mirubato_realtime::Frame;
use mirubato_realtime::frame::Say;
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(frame: &Value) -> Frame {
    Frame::read(frame.to_string().as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}"))
}

/// The problem of a frame, with the place, and the frame's id.
fn refused(frame: &str) -> (&'static str, Option<String>, Option<String>) {
    let unreadable = Frame::read(frame.as_bytes()).unwrap_err();
    let pointer = unreadable.failure.errors.first().map(|error| error.pointer.clone());
    (unreadable.failure.problem.slug, pointer, unreadable.id)
}

fn mutations(frame: &Value) -> Value {
    match read(frame).say {
        Say::Sync { mutations: Some(mutations), since: None } => serde_json::from_str(mutations.get()).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_event_is_a_mutation() {
    let payload = json!({ "recordId": "r", "fields": { "title": "Scales" }, "stamps": { "title": "s" }, "deleted": false, "version": 3 });
    let event = json!({ "type": "ENTRY_CREATED", "entity": "goals", "payload": payload });
    assert_eq!(
        mutations(&json!({ "type": "SYNC_EVENT", "id": "7", "data": { "event": event, "timestamp": 1 } })),
        json!([{ "id": "7", "kind": "goal", "recordId": "r", "op": "set", "fields": { "title": "Scales" }, "stamps": { "title": "s" } }])
    );
    let event = json!({ "type": "ENTRY_DELETED", "entity": "plans", "payload": { "recordId": "r", "kind": "plan_occurrence", "fields": {}, "stamp": "s" } });
    assert_eq!(
        mutations(&json!({ "type": "SYNC_EVENT", "data": { "event": event } })),
        json!([{ "id": "1", "kind": "plan_occurrence", "recordId": "r", "op": "delete", "stamp": "s" }])
    );
}

#[test]
fn mutations_are_passed_on_as_they_came() {
    let sent = r#"{"type":"BULK_SYNC","data":{"mutations":[{"x": 1.0}, null]}}"#;
    let Say::Sync { mutations: Some(mutations), .. } = Frame::read(sent.as_bytes()).unwrap().say else { panic!() };
    assert_eq!(mutations.get(), r#"[{"x": 1.0}, null]"#);
    assert!(matches!(
        read(&json!({ "type": "BULK_SYNC", "data": { "since": 4 } })).say,
        Say::Sync { mutations: None, since: Some(4) }
    ));
}

#[test]
fn a_ping_needs_nothing_and_a_token_is_a_text() {
    assert!(matches!(read(&json!({ "type": "PING" })).say, Say::Ping));
    assert!(matches!(read(&json!({ "type": "AUTH", "data": { "token": "t" } })).say, Say::Auth(token) if token == "t"));
    assert_eq!(read(&json!({ "type": "PING", "id": "p", "data": {} })).id.as_deref(), Some("p"));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_id_where_there_is_one() {
    let id = || Some("7".to_owned());
    let at = |pointer: &str| Some(pointer.to_owned());
    assert_eq!(refused("{"), ("malformed-request", None, None));
    assert_eq!(refused(""), ("malformed-request", None, None));
    assert_eq!(refused("[]"), ("malformed-request", None, None));
    assert_eq!(refused("7"), ("malformed-request", None, None));
    assert_eq!(refused(r#"{"id":"7"}"#), ("malformed-request", None, id()));
    assert_eq!(refused(r#"{"id":"7","type":"FLY","data":{}}"#), ("invalid-input", at("/type"), id()));
    assert_eq!(refused(r#"{"id":"7","type":"WELCOME","data":{}}"#), ("invalid-input", at("/type"), id()));
    assert_eq!(refused(r#"{"id":"7","type":"AUTH"}"#), ("invalid-input", at("/data"), id()));
    assert_eq!(refused(r#"{"id":"7","type":"AUTH","data":{"token":1}}"#), ("invalid-input", at("/data"), id()));
    assert_eq!(refused(r#"{"id":"7","type":"BULK_SYNC","data":{}}"#), ("invalid-input", at("/data"), id()));
    assert_eq!(refused(r#"{"id":"7","type":"BULK_SYNC","data":{"since":-1}}"#), ("invalid-input", at("/data"), id()));
    let event = json!({ "type": "ENTRY_UPDATED", "entity": "scores", "payload": { "recordId": "r" } });
    let frame = json!({ "id": "7", "type": "SYNC_EVENT", "data": { "event": event } }).to_string();
    assert_eq!(refused(&frame), ("invalid-input", at("/data/event/entity"), id()));
    let long = json!({ "id": "7".repeat(65), "type": "PING" }).to_string();
    assert_eq!(refused(&long), ("invalid-input", at("/id"), None));
    assert_eq!(
        Frame::read(b"{\"type\":\"PING\",\"id\":\"\xff\"}").unwrap_err().failure.problem.slug,
        "malformed-request"
    );
}

proptest! {
    #[test]
    fn hostile_bytes_are_refused_and_nothing_worse(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Frame::read(&bytes);
    }

    #[test]
    fn hostile_text_is_refused_and_nothing_worse(text in r#"[\[\]{}",:a-zA-Z0-9_ -]{0,80}"#) {
        let _ = Frame::read(text.as_bytes());
    }
}
