//! Many clients, and those that do not read.

use std::time::Instant;

use mirubato_conformance::gateway::{Gateway, Kind, Socket, hear_text, say};
use mirubato_conformance::until;

use super::stories;

stories![
    own a_client_that_never_reads_harms_nobody,
    own two_thousand_clients_fit: "it is the memory of the host that is meant",
    own there_is_an_end_to_clients: "it is a flag of the host",
];

fn a_client_that_never_reads_harms_nobody(kind: Kind) {
    let gateway = Gateway::start(kind);
    let before = gateway.world.memory();
    let _deaf = gateway.listen("deaf", "flood");
    let mut socket = gateway.listen("reads", "flood");
    let large = "x".repeat(500_000);
    for _ in 0..40 {
        gateway.say("flood", &large);
        assert_eq!(hear_text(&mut socket).len(), large.len());
    }
    say(&mut socket, "hello");
    assert_eq!(hear_text(&mut socket), "hello");
    if kind == Kind::BuiltIn {
        gateway.wait_for("deaf", &["OPEN", "DISCONNECT"]);
        let grown = gateway.world.memory().saturating_sub(before);
        assert!(grown < 60_000, "{grown} kB");
    }
}

fn two_thousand_clients_fit(kind: Kind) {
    let gateway = Gateway::start(kind);
    let before = gateway.world.memory();
    let since = Instant::now();
    let script =
        mirubato_conformance::gateway::opened(&[&serde_json::json!({ "type": "subscribe", "channel": "all" })]);
    let mut sockets: Vec<Socket> = (0..2_000).map(|_| gateway.open_as("one of many", &script)).collect();
    let opened = since.elapsed();
    let with = gateway.world.memory();
    let since = Instant::now();
    gateway.say("all", "news");
    for socket in &mut sockets {
        assert_eq!(hear_text(socket), "news");
    }
    println!(
        "2000 clients opened in {opened:?}, {} kB of memory before, {with} with them; a message reached all in {:?}",
        before,
        since.elapsed()
    );
    assert!(with < 300_000, "{with} kB");
    drop(sockets);
    until("all are told of", || gateway.world.ask::<usize>(redis::cmd("LLEN").arg("told one of many")) == 4_000);
}

fn there_is_an_end_to_clients(kind: Kind) {
    let gateway = Gateway::start_with(kind, &["--gateway-connections", "3"]);
    let mut sockets: Vec<_> = (0..3).map(|_| gateway.open("few")).collect();
    let answer = gateway.try_open(&gateway.request("few", None)).unwrap_err();
    assert_eq!(answer.status(), 503);
    sockets.pop();
    until("there is room again", || gateway.try_open(&gateway.request("few", None)).is_ok());
}
