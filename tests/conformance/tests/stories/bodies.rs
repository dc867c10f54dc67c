//! Bodies that are large, slow or never end.

use std::io::{Read as _, Write as _};

use mirubato_conformance::world::{read_all, read_until, until_body};
use mirubato_conformance::{World, until};
use serde_json::json;

use super::stories;

stories![
    shared events_arrive_when_they_are_sent,
    shared a_component_notices_that_nobody_listens,
    shared a_body_is_answered_while_it_arrives,
    own large_bodies_need_little_memory,
    shared connections_are_kept,
];

fn events_arrive_when_they_are_sent(world: &World) {
    let path = format!("/streams/events?redis={}&key=event-", world.redis_url());
    let mut stream = world.raw(format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").as_bytes());
    let head = read_until(&mut stream, "data: 0\n\n");
    assert!(head.contains("content-type: text/event-stream") && head.contains("data: 0\n\n"), "{head}");
    for number in 1..=2 {
        // The event before has arrived although nothing has been sent after it.
        world.let_go(&format!("event-{number}"));
        let event = format!("data: {number}\n\n");
        assert!(read_until(&mut stream, &event).contains(&event));
    }
    read_all(&mut stream);
}

fn a_component_notices_that_nobody_listens(world: &World) {
    let request = b"GET /streams/endless HTTP/1.1\r\nhost: x\r\n\r\n";
    let mut streams: Vec<_> = (0..5).map(|_| world.raw(request)).collect();
    for stream in &mut streams {
        assert!(read_until(stream, "still here").contains("still here"));
    }
    drop(streams);
    until_body(&world.get("/streams/active"), "0");
}

fn a_body_is_answered_while_it_arrives(world: &World) {
    let head = "POST /streams/echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n";
    let mut stream = world.raw(head.as_bytes());
    for word in ["first", "second", "third"] {
        stream.write_all(format!("{:x}\r\n{word}\r\n", word.len()).as_bytes()).unwrap();
        assert!(read_until(&mut stream, word).contains(word), "{word} comes back before the next is sent");
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    read_all(&mut stream);
}

const LARGE: usize = 300 << 20;

fn large_bodies_need_little_memory() {
    let world = World::start(&[]);
    assert_eq!(world.get("/streams/hello").send().status, 200);
    let before = world.memory();

    let head =
        format!("POST /streams/upload HTTP/1.1\r\nhost: x\r\ncontent-length: {LARGE}\r\nconnection: close\r\n\r\n");
    let mut stream = world.raw(head.as_bytes());
    let block = vec![1; 1 << 20];
    for _ in 0..LARGE / block.len() {
        stream.write_all(&block).unwrap();
    }
    let answer = read_all(&mut stream);
    let expected = json!({ "length": LARGE, "sum": LARGE }).to_string();
    assert!(answer.ends_with(&expected) || answer.contains(&expected), "{answer}");

    let path = format!("/streams/download?bytes={LARGE}");
    let mut stream = world.raw(format!("GET {path} HTTP/1.0\r\nhost: x\r\n\r\n").as_bytes());
    let (mut count, mut buffer) = (0, vec![0; 1 << 20]);
    loop {
        match stream.read(&mut buffer).unwrap() {
            0 => break,
            read => count += read,
        }
    }
    assert!(count > LARGE, "{count}");
    let grown = world.memory().saturating_sub(before);
    assert!(grown < 100 << 10, "{grown} kB more than before");
}

fn connections_are_kept(world: &World) {
    let mut stream = world.raw(b"");
    for _ in 0..3 {
        stream.write_all(b"GET /probe/hello HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        assert!(read_until(&mut stream, "hello\n").contains("200 OK"));
    }
    until("the host still answers others", || world.get("/probe/hello").send().status == 200);
}
