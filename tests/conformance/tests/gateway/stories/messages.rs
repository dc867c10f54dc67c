//! Messages between a client and its backend.

use mirubato_conformance::gateway::{Gateway, Socket, hear, hear_text, say};
use tungstenite::Message;

use super::stories;

stories![
    shared what_is_published_reaches_whoever_listens,
    shared texts_come_back,
];

fn texts_come_back(gateway: &Gateway) {
    let mut socket = gateway.open("echo");
    for text in ["hello", "", "grüße", &"x".repeat(100_000)] {
        say(&mut socket, text);
        assert_eq!(hear_text(&mut socket), text);
    }
    socket.send(Message::binary(vec![0, 1, 255])).unwrap();
    assert_eq!(hear(&mut socket), Message::binary(vec![0, 1, 255]));
}

fn what_is_published_reaches_whoever_listens(gateway: &Gateway) {
    let mut sockets: Vec<Socket> = (0..5).map(|n| gateway.listen(&format!("many {n}"), "many")).collect();
    gateway.say("many", "news");
    for socket in &mut sockets {
        assert_eq!(hear_text(socket), "news");
    }
}
