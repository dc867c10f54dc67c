//! How connections end.

use mirubato_conformance::gateway::{Gateway, Kind, Socket, hear_close, hear_text, say, tell};
use mirubato_conformance::until;
use serde_json::json;
use tungstenite::Message;
use tungstenite::protocol::CloseFrame;

use super::stories;

stories![
    shared a_client_closes_and_the_backend_answers,
    shared a_backend_closes_and_hears_the_answer,
    shared a_backend_may_close_at_once,
    shared a_client_that_vanishes_is_told_of,
    shared a_backend_may_drop_its_client,
    shared a_failing_backend_ends_the_connection_and_no_other,
    shared a_message_that_is_too_large_ends_the_connection,
    shared a_client_that_breaks_the_rules_is_told_so: "Pushpin ends the connection without a word",
    shared a_client_that_does_not_answer_a_close_is_let_go: "Pushpin waits for ever",
    own whoever_is_there_when_the_host_stops_is_told: "it is the host that stops",
];

fn close(socket: &mut Socket, code: u16, reason: &'static str) {
    socket.close(Some(CloseFrame { code: code.into(), reason: reason.into() })).unwrap();
}

fn a_client_closes_and_the_backend_answers(gateway: &Gateway) {
    let mut socket = gateway.open("closes");
    close(&mut socket, 4001, "bye");
    assert_eq!(hear_close(&mut socket), Some((4001, "bye".to_owned())));
    assert_eq!(hear_close(&mut socket), None);
    gateway.wait_for("closes", &["OPEN", "CLOSE 4001 bye"]);
    let mut socket = gateway.open("closes bare");
    socket.close(None).unwrap();
    assert_eq!(hear_close(&mut socket), Some((1000, String::new())));
    gateway.wait_for("closes bare", &["OPEN", "CLOSE"]);
}

fn a_backend_closes_and_hears_the_answer(gateway: &Gateway) {
    let mut socket = gateway.open("closed");
    let script = json!({ "events": [["TEXT", "m:bye"]], "close": [4401, "expired"] });
    tell(&mut socket, &script);
    assert_eq!(hear_text(&mut socket), "bye");
    assert_eq!(hear_close(&mut socket), Some((4401, "expired".to_owned())));
    _ = socket.flush();
    assert_eq!(hear_close(&mut socket), None);
    gateway.wait_for("closed", &["OPEN", &format!("TEXT {script}"), "CLOSE 4401 expired"]);
}

fn a_backend_may_close_at_once(gateway: &Gateway) {
    let script = json!({ "headers": [["sec-websocket-extensions", "grip"]], "events": [["OPEN", ""], ["TEXT", "m:no"]], "close": [4409, "too many"] });
    let mut socket = gateway.open_as("at once", &script);
    assert_eq!(hear_text(&mut socket), "no");
    assert_eq!(hear_close(&mut socket), Some((4409, "too many".to_owned())));
}

fn a_client_that_vanishes_is_told_of(gateway: &Gateway) {
    let mut socket = gateway.open("vanishes");
    say(&mut socket, "x");
    assert_eq!(hear_text(&mut socket), "x");
    drop(socket);
    gateway.wait_for("vanishes", &["OPEN", "TEXT x", "DISCONNECT"]);
    // What a client said last before it vanished is not lost here; Pushpin drops it.
    let mut socket = gateway.open("vanishes busy");
    tell(&mut socket, &json!({ "wait": "vanish-go" }));
    until("the backend is at it", || gateway.told("vanishes busy").len() == 2);
    drop(socket);
    gateway.world.let_go("vanish-go");
    until("it is told", || gateway.events("vanishes busy").last().is_some_and(|last| last == "DISCONNECT"));
}

fn a_backend_may_drop_its_client(gateway: &Gateway) {
    let mut socket = gateway.open("dropped");
    tell(&mut socket, &json!({ "events": [["DISCONNECT", ""]] }));
    assert_eq!(hear_close(&mut socket), None);
}

/// The client of ours is told by a close with code 1011; Pushpin's finds its connection ended.
fn a_failing_backend_ends_the_connection_and_no_other(gateway: &Gateway) {
    let mut other = gateway.listen("other survivor", "survivors");
    for script in [
        json!({ "status": 500 }),
        json!({ "trap": true }),
        json!({ "body": "TEXT zz\r\n" }),
        json!({ "headers": [["content-type", "text/plain"]], "body": "x" }),
        json!({ "events": [["TEXT", format!("m:{}", "x".repeat(1_100_000))]] }),
    ] {
        let mut socket = gateway.open("fails");
        // The large one does not fit into what a client may say to Pushpin, which ends the connection as well.
        _ = socket.send(Message::text(script.to_string()));
        match hear_close(&mut socket) {
            None => assert_eq!(gateway.kind, Kind::Pushpin),
            Some((code, _)) => assert!([1011, 1009].contains(&code), "{code}"),
        }
    }
    gateway.say("survivors", "still here");
    assert_eq!(hear_text(&mut other), "still here");
    say(&mut other, "and heard");
    assert_eq!(hear_text(&mut other), "and heard");
}

fn a_message_that_is_too_large_ends_the_connection(gateway: &Gateway) {
    let mut socket = gateway.open("too large");
    // Pushpin may end the connection while it is being sent.
    _ = socket.send(Message::text("x".repeat(1_000_001)));
    match hear_close(&mut socket) {
        None => assert_eq!(gateway.kind, Kind::Pushpin),
        Some(close) => assert_eq!(close, (1009, "message too large".to_owned())),
    }
    let mut socket = gateway.open("large enough");
    say(&mut socket, &"x".repeat(150_000));
    gateway.wait_for("large enough", &["OPEN", "TEXT of 150000 bytes"]);
}

fn a_client_that_breaks_the_rules_is_told_so(gateway: &Gateway) {
    use std::io::Write as _;
    for (bytes, code) in [
        (&b"\x81\x01x"[..], 1002),
        (b"\xc1\x81\0\0\0\0x", 1002),
        (b"\x83\x81\0\0\0\0x", 1002),
        (b"\x80\x81\0\0\0\0x", 1002),
        (b"\x09\x81\0\0\0\0x", 1002),
        (b"\x88\x81\0\0\0\0x", 1002),
        (b"\x81\x81\0\0\0\0\xff", 1007),
        (b"\x81\xff\0\0\0\0\0\x10\0\0\0\0\0\0", 1009),
    ] {
        let mut socket = gateway.open("rude");
        socket.get_mut().write_all(bytes).unwrap();
        assert_eq!(hear_close(&mut socket).unwrap().0, code, "{bytes:?}");
    }
}

fn a_client_that_does_not_answer_a_close_is_let_go(gateway: &Gateway) {
    use std::io::Read as _;
    let mut socket = gateway.open("mute");
    tell(&mut socket, &json!({ "close": [4401, "expired"] }));
    let mut bytes = Vec::new();
    socket.get_mut().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"\x88\x09\x11\x31expired");
    until("the backend is told", || gateway.events("mute").last().is_some_and(|last| last == "DISCONNECT"));
}

fn whoever_is_there_when_the_host_stops_is_told(kind: Kind) {
    let gateway = Gateway::start(kind);
    let mut sockets: Vec<_> = (0..50).map(|_| gateway.listen("there", "there")).collect();
    let answer = json!({ "headers": [["grip-hold", "stream"], ["grip-channel", "there"]], "body": "held" });
    std::thread::scope(|scope| {
        let held = scope.spawn(|| gateway.get("held", &answer).send());
        until("it is held", || gateway.told("held").len() == 1);
        gateway.world.ask_to_stop();
        for socket in &mut sockets {
            assert_eq!(hear_close(socket), Some((1001, String::new())));
        }
        assert_eq!(held.join().unwrap().body, b"held");
    });
    until("the host has ended", || !gateway.world.is_running());
    let ends = gateway.events("there").iter().filter(|event| *event == "DISCONNECT").count();
    assert_eq!(ends, 50);
    assert!(!gateway.log().contains("cut off"), "{}", gateway.log());
}
