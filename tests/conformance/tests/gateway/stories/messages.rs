//! Messages between a client and its backend.

use std::time::{Duration, Instant};

use mirubato_conformance::gateway::{Gateway, Socket, hear, hear_text, is_quiet, opened, say, tell};
use mirubato_conformance::until;
use serde_json::json;
use tungstenite::Message;
use tungstenite::protocol::frame::Frame;
use tungstenite::protocol::frame::coding::{Data, OpCode};

use super::stories;

stories![
    shared texts_come_back,
    shared large_texts_come_back: "Pushpin 1.36 stops in the middle of an answer's message of more than 32 kB; what is published may be larger",
    shared binary_messages_pings_and_fragments_come_through,
    shared a_ping_may_come_between_fragments: "Pushpin 1.36 ends the connection",
    shared one_request_is_in_hand_and_the_order_is_kept,
    shared only_what_has_the_prefix_is_for_the_client,
    shared a_backend_may_choose_its_prefix,
    shared a_backend_that_knows_no_grip_sends_everything,
    shared a_silent_connection_is_asked_about,
    shared a_silent_client_is_sent_something,
    shared a_detached_client_goes_on_listening,
];

fn texts_come_back(gateway: &Gateway) {
    let mut socket = gateway.open("echo");
    for text in ["hello", "", "grüße", &"x".repeat(20_000)] {
        say(&mut socket, text);
        assert_eq!(hear_text(&mut socket), text);
    }
    assert_eq!(gateway.events("echo"), ["OPEN", "TEXT hello", "TEXT ", "TEXT grüße", "TEXT of 20000 bytes"]);
}

fn large_texts_come_back(gateway: &Gateway) {
    let mut socket = gateway.open("large echo");
    for size in [100_000, 900_000] {
        say(&mut socket, &"x".repeat(size));
        assert_eq!(hear_text(&mut socket).len(), size);
    }
}

fn binary_messages_pings_and_fragments_come_through(gateway: &Gateway) {
    let mut socket = gateway.open("forms");
    socket.send(Message::binary(vec![0, 1, 255])).unwrap();
    assert_eq!(hear(&mut socket), Message::binary(vec![0, 1, 255]));
    socket.send(Message::Ping("p".into())).unwrap();
    assert_eq!(hear(&mut socket), Message::Pong("p".into()));
    socket.send(Message::Pong("unasked".into())).unwrap();
    send_parts(&mut socket, None);
    assert_eq!(hear_text(&mut socket), "a whole message");
    tell(&mut socket, &json!({ "events": [["PING", "are you there"], ["TEXT", "m:done"]] }));
    assert_eq!(hear(&mut socket), Message::Ping("are you there".into()));
    assert_eq!(hear_text(&mut socket), "done");
}

fn send_parts(socket: &mut Socket, between: Option<Message>) {
    let part = |data: &'static str, kind, last| Message::Frame(Frame::message(data, OpCode::Data(kind), last));
    socket.send(part("a whole", Data::Text, false)).unwrap();
    if let Some(message) = between {
        socket.send(message).unwrap();
    }
    socket.send(part(" message", Data::Continue, true)).unwrap();
}

fn a_ping_may_come_between_fragments(gateway: &Gateway) {
    let mut socket = gateway.open("between");
    send_parts(&mut socket, Some(Message::Ping("between".into())));
    assert_eq!(hear(&mut socket), Message::Pong("between".into()));
    assert_eq!(hear_text(&mut socket), "a whole message");
}

fn one_request_is_in_hand_and_the_order_is_kept(gateway: &Gateway) {
    let mut socket = gateway.open("order");
    tell(&mut socket, &json!({ "wait": "order-go", "events": [["TEXT", "m:first"]] }));
    until("the backend is at it", || gateway.told("order").len() == 2);
    for number in 0..50 {
        say(&mut socket, &format!("text {number}"));
    }
    assert!(is_quiet(&mut socket, Duration::from_millis(200)));
    assert_eq!(gateway.told("order").len(), 2);
    gateway.world.let_go("order-go");
    assert_eq!(hear_text(&mut socket), "first");
    for number in 0..50 {
        assert_eq!(hear_text(&mut socket), format!("text {number}"));
    }
    // They wait together, not each for a request of its own.
    assert!(gateway.told("order").len() < 10);
}

fn only_what_has_the_prefix_is_for_the_client(gateway: &Gateway) {
    let mut socket = gateway.open("prefix");
    tell(
        &mut socket,
        &json!({ "events": [
        ["TEXT", "m:one"], ["TEXT", "none"], ["BINARY", "m:two"], ["BINARY", "none"],
        ["TEXT", "c:{\"type\":\"fly\"}"], ["TEXT", "c:no json"], ["TEXT", "c:{}"], ["TEXT", "m:"], ["TEXT", "m:last"],
    ] }),
    );
    assert_eq!(hear_text(&mut socket), "one");
    assert_eq!(hear(&mut socket), Message::binary(&b"two"[..]));
    assert_eq!(hear_text(&mut socket), "");
    assert_eq!(hear_text(&mut socket), "last");
}

fn a_backend_may_choose_its_prefix(gateway: &Gateway) {
    let headers = json!([["sec-websocket-extensions", "grip; message-prefix=\"p-\""]]);
    let mut socket = gateway.open_as(
        "own prefix",
        &json!({ "headers": headers, "events": [["OPEN", ""], ["TEXT", "m:none"], ["TEXT", "p-one"], ["TEXT", "c:{}"], ["TEXT", "p-two"]] }),
    );
    assert_eq!(hear_text(&mut socket), "one");
    assert_eq!(hear_text(&mut socket), "two");
}

fn a_backend_that_knows_no_grip_sends_everything(gateway: &Gateway) {
    let mut socket =
        gateway.open_as("no grip", &json!({ "events": [["OPEN", ""], ["TEXT", "m:one"], ["TEXT", "c:{}"]] }));
    assert_eq!(hear_text(&mut socket), "m:one");
    assert_eq!(hear_text(&mut socket), "c:{}");
}

/// Takes twenty seconds: no shorter interval is kept.
fn a_silent_connection_is_asked_about(gateway: &Gateway) {
    let script = json!({
        "headers": [["sec-websocket-extensions", "grip"], ["keep-alive-interval", "5"]], "events": [["OPEN", ""]],
    });
    let _socket = gateway.open_as("asked", &script);
    let since = Instant::now();
    while gateway.told("asked").len() < 2 {
        assert!(since.elapsed() < Duration::from_secs(40), "nobody asked");
        std::thread::park_timeout(Duration::from_millis(20));
    }
    assert!(since.elapsed() > Duration::from_secs(18), "{:?}", since.elapsed());
    assert_eq!(gateway.told("asked")[1]["events"], json!([]));
}

/// Pushpin is up to a second early.
fn a_silent_client_is_sent_something(gateway: &Gateway) {
    let mut socket =
        gateway.open_as("alive", &opened(&[&json!({ "type": "keep-alive", "content": "still here", "timeout": 2 })]));
    let since = Instant::now();
    for _ in 0..2 {
        assert_eq!(hear_text(&mut socket), "still here");
    }
    assert!(since.elapsed() > Duration::from_millis(1_900), "{:?}", since.elapsed());
    tell(&mut socket, &json!({ "events": [["TEXT", "c:{\"type\":\"keep-alive\"}"], ["TEXT", "m:off"]] }));
    while hear_text(&mut socket) != "off" {}
    assert!(is_quiet(&mut socket, Duration::from_secs(3)));
}

fn a_detached_client_goes_on_listening(gateway: &Gateway) {
    let controls = [&json!({ "type": "subscribe", "channel": "detached" }), &json!({ "type": "detach" })];
    let mut socket = gateway.listen_as("detached", &controls);
    say(&mut socket, "nobody hears this");
    gateway.say("detached", "news");
    assert_eq!(hear_text(&mut socket), "news");
    socket.close(None).unwrap();
    until("the backend hears of the end", || {
        gateway.events("detached").last().is_some_and(|last| last.starts_with("CLOSE"))
    });
    assert!(!gateway.events("detached").iter().any(|event| event.starts_with("TEXT")));
}
