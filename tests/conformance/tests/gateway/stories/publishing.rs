//! What is published, and to whom it goes.

use std::time::Duration;

use mirubato_conformance::gateway::{Gateway, Socket, hear, hear_close, hear_text, is_quiet, tell};
use mirubato_conformance::until;
use serde_json::{Value, json};
use tungstenite::Message;

use super::stories;

stories![
    shared what_is_published_reaches_whoever_listens,
    shared an_id_is_delivered_once,
    shared nobody_hears_what_they_sent_themselves,
    shared whoever_unsubscribes_hears_no_more,
    shared messages_have_kinds,
    shared a_channel_can_be_closed,
    shared many_items_arrive_in_order,
    shared what_is_no_item_is_refused,
    shared what_is_too_large_is_refused,
];

fn item(channel: &str, content: &str) -> Value {
    json!({ "channel": channel, "formats": { "ws-message": { "content": content } } })
}

fn with(mut item: Value, name: &str, value: Value) -> Value {
    item[name] = value;
    item
}

fn what_is_published_reaches_whoever_listens(gateway: &Gateway) {
    let mut sockets: Vec<Socket> = (0..20).map(|n| gateway.listen(&format!("many {n}"), "many")).collect();
    let mut other = gateway.listen("other", "other");
    gateway.publish(&json!([item("many", "news"), item("nobody", "lost"), item("many", "more")]));
    for socket in &mut sockets {
        assert_eq!(hear_text(socket), "news");
        assert_eq!(hear_text(socket), "more");
    }
    gateway.say("other", "else");
    assert_eq!(hear_text(&mut other), "else");
}

fn an_id_is_delivered_once(gateway: &Gateway) {
    let channels = ["once", "twice"].map(|channel| json!({ "type": "subscribe", "channel": channel }));
    let mut socket = gateway.listen_as("ids", &channels.iter().collect::<Vec<_>>());
    let named = |channel, content, id: &str| with(item(channel, content), "id", json!(id));
    gateway.publish(&json!([named("once", "a", "1"), named("once", "b", "1"), named("once", "c", "2")]));
    gateway.publish(&json!([named("once", "d", "1"), named("twice", "e", "1"), item("once", "f"), item("once", "f")]));
    let heard: Vec<_> = (0..5).map(|_| hear_text(&mut socket)).collect();
    assert_eq!(heard, ["a", "c", "e", "f", "f"]);
}

fn nobody_hears_what_they_sent_themselves(gateway: &Gateway) {
    let subscribe = json!({ "type": "subscribe", "channel": "self", "filters": ["skip-self"] });
    let known = json!({ "type": "set-meta", "name": "user", "value": "u1" });
    let mut named = gateway.listen_as("named", &[&known, &subscribe]);
    let mut late = gateway.listen_as("late", &[&subscribe, &known]);
    let mut unnamed = gateway.listen_as("unnamed", &[&subscribe]);
    let mut unfiltered = gateway.listen_as("unfiltered", &[&known, &json!({ "type": "subscribe", "channel": "self" })]);
    let sent = |content, sender: &str| with(item("self", content), "meta", json!({ "sender": sender }));
    gateway.publish(&json!([sent("mine", "u1"), sent("yours", "u2"), item("self", "whose")]));
    for socket in [&mut named, &mut late] {
        assert_eq!([hear_text(socket), hear_text(socket)], ["yours", "whose"]);
    }
    for socket in [&mut unnamed, &mut unfiltered] {
        assert_eq!([hear_text(socket), hear_text(socket), hear_text(socket)], ["mine", "yours", "whose"]);
    }
}

fn whoever_unsubscribes_hears_no_more(gateway: &Gateway) {
    let mut socket = gateway.listen("leaves", "left");
    gateway.say("left", "before");
    assert_eq!(hear_text(&mut socket), "before");
    let leave = format!("c:{}", json!({ "type": "unsubscribe", "channel": "left" }));
    tell(&mut socket, &json!({ "events": [["TEXT", leave], ["TEXT", "m:gone"]] }));
    assert_eq!(hear_text(&mut socket), "gone");
    // Pushpin follows it a little later.
    assert!(is_quiet(&mut socket, Duration::from_millis(300)));
    gateway.say("left", "after");
    assert!(is_quiet(&mut socket, Duration::from_millis(300)));
}

fn messages_have_kinds(gateway: &Gateway) {
    let mut socket = gateway.listen("kinds", "kinds");
    let formats = [
        json!({ "content-bin": "AAH/" }),
        json!({ "content-bin": "AAH/", "type": "binary" }),
        json!({ "content": "x", "type": "binary" }),
        json!({ "content": "x", "type": "ping" }),
        json!({ "content": "x" }),
        json!({ "action": "hint" }),
        json!({ "action": "send", "content": "last" }),
    ];
    let items: Vec<_> =
        formats.iter().map(|format| json!({ "channel": "kinds", "formats": { "ws-message": format } })).collect();
    gateway.publish(&json!(items));
    let bytes = || Message::binary(vec![0, 1, 255]);
    let expected = [
        bytes(),
        bytes(),
        Message::binary(&b"x"[..]),
        Message::Ping("x".into()),
        Message::text("x"),
        Message::text("last"),
    ];
    for message in expected {
        assert_eq!(hear(&mut socket), message);
    }
}

fn a_channel_can_be_closed(gateway: &Gateway) {
    let mut socket = gateway.listen("session closed", "session");
    let close = json!({ "action": "close", "code": 4401, "reason": "over" });
    gateway.publish(&json!([{ "channel": "session", "formats": { "ws-message": close } }]));
    assert_eq!(hear_close(&mut socket), Some((4401, "over".to_owned())));
    _ = socket.flush();
    // Pushpin leaves the code out here.
    until("the backend hears of it", || {
        gateway.events("session closed").last().is_some_and(|last| last.starts_with("CLOSE"))
    });
}

fn many_items_arrive_in_order(gateway: &Gateway) {
    let mut socket = gateway.listen("orderly", "orderly");
    for number in 0..20 {
        let items: Vec<_> = (0..10).map(|part| item("orderly", &format!("{number} {part}"))).collect();
        gateway.publish(&json!(items));
    }
    for number in 0..20 {
        for part in 0..10 {
            assert_eq!(hear_text(&mut socket), format!("{number} {part}"));
        }
    }
}

fn what_is_no_item_is_refused(gateway: &Gateway) {
    let mut socket = gateway.listen("strict", "strict");
    for body in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"items":5}"#,
        r#"{"items":[{"formats":{"ws-message":{"content":"x"}}}]}"#,
        r#"{"items":[{"channel":"strict"}]}"#,
        r#"{"items":[{"channel":"strict","formats":{"ws-message":{}}}]}"#,
        r#"{"items":[{"channel":"strict","formats":{"ws-message":{"action":"fly","content":"x"}}}]}"#,
        r#"{"items":[{"channel":"strict","id":5,"formats":{"ws-message":{"content":"x"}}}]}"#,
        r#"{"items":[{"channel":"strict","meta":{"a":5},"formats":{"ws-message":{"content":"x"}}}]}"#,
    ] {
        assert_eq!(gateway.try_publish(body.as_bytes().to_vec()).status, 400, "{body}");
    }
    gateway.publish(&json!([{ "channel": "strict", "formats": { "unknown": {} } }]));
    gateway.say("strict", "fine");
    assert_eq!(hear_text(&mut socket), "fine");
}

fn what_is_too_large_is_refused(gateway: &Gateway) {
    let mut socket = gateway.listen("large", "large");
    let body = |size: usize| json!({ "items": [item("large", &"x".repeat(size))] }).to_string().into_bytes();
    // Pushpin does not read to the end, so the answer may get lost.
    assert!(gateway.publishing(body(1_000_000)).attempt().is_none_or(|reply| reply.status == 400));
    assert_eq!(gateway.try_publish(body(900_000)).status, 200);
    assert_eq!(hear_text(&mut socket).len(), 900_000);
}
