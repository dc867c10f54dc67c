//! Clients that do too little, or too much.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};

use mirubato_conformance::World;
use mirubato_conformance::world::{read_all, read_until};

use super::stories;

stories![
    own a_client_that_sends_no_request_is_let_go: "Spin waits for ever",
    own a_client_that_does_not_finish_its_body_is_let_go: "Spin waits for ever",
    own a_sender_who_is_slow_holds_no_instance: "Spin gives a component each body as it comes",
    shared a_body_that_breaks_off_is_an_error,
    shared a_head_may_be_large,
    shared a_head_that_is_too_large_is_refused,
    shared what_is_no_request_is_refused,
];

/// Whether the host closes the connection.
fn is_closed(stream: &mut TcpStream) -> bool {
    match stream.read_to_end(&mut Vec::new()) {
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

fn a_client_that_sends_no_request_is_let_go() {
    let world = World::start(&["--header-timeout", "300ms"]);
    for beginning in ["", "PRI * HT", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /probe/hello HTTP/1.1\r\nhost: x\r\nx-"]
    {
        assert!(is_closed(&mut world.raw(beginning.as_bytes())), "{beginning:?}");
    }
    // One whose answer takes longer is not meant.
    let path = format!("/probe/wait?redis={}&key=slow-go&arrived=slow-arrived", world.redis_url());
    let mut waiting = world.raw(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes());
    assert!(is_closed(&mut world.raw(b"")));
    assert!(is_closed(&mut world.raw(b"")));
    world.let_go("slow-go");
    assert!(read_until(&mut waiting, "done\n").contains("200 OK"));
    assert!(is_closed(&mut waiting), "it has no further request");
}

fn a_client_that_does_not_finish_its_body_is_let_go() {
    let world = World::start(&["--body-timeout", "300ms"]);
    let head = "POST /streams/upload HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n12345";
    let mut stream = world.raw(head.as_bytes());
    let answer = read_all(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
    let mut stream = world.raw(head.as_bytes());
    stream.write_all(b"67890").unwrap();
    assert!(read_until(&mut stream, "}").contains("200 OK"));
}

fn a_sender_who_is_slow_holds_no_instance() {
    let world = World::start(&["--max-instances", "2", "--max-instance-concurrent-reuse-count", "1"]);
    let head = b"POST /streams/upload HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n12345";
    let mut slow: Vec<_> = (0..8).map(|_| world.raw(head)).collect();
    let _ = world.get("/probe/hello").send().expect(200);
    for stream in &mut slow {
        stream.write_all(b"67890").unwrap();
        assert!(read_until(stream, "}").contains("200 OK"));
    }
}

fn a_body_that_breaks_off_is_an_error(world: &World) {
    for head in ["content-length: 100\r\n\r\n", "transfer-encoding: chunked\r\n\r\n64\r\n"] {
        let mut stream = world.raw(format!("POST /streams/upload HTTP/1.1\r\nhost: x\r\n{head}too little").as_bytes());
        stream.shutdown(Shutdown::Write).unwrap();
        let answer = read_all(&mut stream);
        assert!(!answer.contains("200 OK"), "{answer}");
    }
    assert_eq!(world.get("/streams/hello").send().status, 200);
}

fn a_head_may_be_large(world: &World) {
    let value = "x".repeat(60_000);
    let request = world.get("/probe/told").header("x-large", &value).send().expect(200).json();
    let headers = request["headers"].as_array().unwrap();
    assert!(headers.iter().any(|pair| pair[0] == "x-large" && pair[1] == value));
}

fn a_head_that_is_too_large_is_refused(world: &World) {
    let large = format!("x-large: {}\r\n", "x".repeat(1_000_000));
    let many: String = (0..2000).map(|number| format!("x-{number}: x\r\n")).collect();
    for (path, headers) in [("", large), ("", many), (&*"x".repeat(100_000), String::new())] {
        let head = format!("GET /probe/told{path} HTTP/1.1\r\nhost: x\r\n{headers}\r\n");
        // The host may close the connection before it has read all of it.
        let mut stream = world.raw(b"");
        let sent = stream.write_all(head.as_bytes());
        let answer = read_all(&mut stream);
        assert!(answer.starts_with("HTTP/1.1 4") || (answer.is_empty() && sent.is_err()), "{answer}");
    }
    assert_eq!(world.get("/probe/hello").send().status, 200);
}

fn what_is_no_request_is_refused(world: &World) {
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"HELLO\r\n\r\n",
        b"GET /probe/told HTTP/1.1\r\nhost: x\r\nx y: z\r\n\r\n",
        b"POST /probe/told HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        b"POST /probe/told HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
    ] {
        let mut stream = world.raw(bytes);
        stream.shutdown(Shutdown::Write).unwrap();
        let answer = read_all(&mut stream);
        assert!(!answer.contains("200 OK"), "{}: {answer}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(world.get("/probe/hello").send().status, 200);
}
