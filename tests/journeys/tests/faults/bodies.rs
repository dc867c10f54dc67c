//! Bodies that are too long, break off, or never come.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use mirubato_support::User;
use serde_json::Value;

use crate::story::{app, goal, standing};

/// What comes back to bytes on a connection of their own.
fn raw(bytes: &[u8]) -> String {
    let mut stream = connected();
    // The host may have said all it wants to say, and closed, before everything is written.
    let _ = stream.write_all(bytes);
    answer(stream)
}

/// What comes back to bytes after which nothing more can come.
fn raw_cut(bytes: &[u8]) -> String {
    let mut stream = connected();
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    answer(stream)
}

fn connected() -> TcpStream {
    let stream = TcpStream::connect(app().url().trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

fn answer(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn head(user: &User, headers: &str) -> String {
    format!(
        "POST /api/goals HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\nauthorization: Bearer {}\r\n{headers}\r\n",
        user.token()
    )
}

fn status(answer: &str) -> Option<u16> {
    answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

/// Fails unless it is a refusal, or no answer at all, which is all that a connection that breaks off can hope for.
#[track_caller]
fn refused(answer: &str) {
    let Some(status) = status(answer) else { return assert_eq!(answer, "") };
    assert!((400..500).contains(&status), "{answer}");
    if let Some(body) = answer.split("\r\n\r\n").nth(1).filter(|body| body.starts_with('{')) {
        let problem: Value = serde_json::from_str(body).unwrap();
        assert_eq!(problem["status"], status, "{answer}");
    }
}

#[test]
fn a_body_that_breaks_off_writes_nothing() {
    let user = app().somebody();
    let body = goal("Scales").to_string();
    let longer = body.len() + 10;
    for request in [
        format!("{}{body}", head(&user, &format!("content-length: {longer}\r\n"))),
        format!("{}{}", head(&user, &format!("content-length: {}\r\n", body.len())), &body[..10]),
        format!("{}{:x}\r\n{body}\r\n", head(&user, "transfer-encoding: chunked\r\n"), body.len()),
        format!("{}{:x}\r\n{body}", head(&user, "transfer-encoding: chunked\r\n"), longer),
        format!("{}zz\r\n{body}\r\n0\r\n\r\n", head(&user, "transfer-encoding: chunked\r\n")),
    ] {
        refused(&raw_cut(request.as_bytes()));
        assert_eq!(standing(&user), (0, 0), "{request}");
    }
}

#[test]
fn chunks_are_a_body_like_any_other() {
    let user = app().somebody();
    let body = goal("Scales").to_string();
    let (first, second) = body.split_at(9);
    let chunks = format!("{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", first.len(), second.len());
    let answer = raw(format!("{}{chunks}", head(&user, "transfer-encoding: chunked\r\n")).as_bytes());
    assert_eq!(status(&answer), Some(201), "{answer}");
    assert_eq!(standing(&user), (1, 1));
}

#[test]
fn a_body_without_an_end_is_not_read_to_the_end() {
    let user = app().somebody();
    let chunk = format!("{:x}\r\n{}\r\n", 100_000, " ".repeat(100_000));
    let endless = head(&user, "transfer-encoding: chunked\r\n") + &chunk.repeat(100);
    let answer = raw(endless.as_bytes());
    assert!(matches!(status(&answer), Some(413) | None), "{answer}");
    assert_eq!(standing(&user), (0, 0));
}

#[test]
fn a_request_that_is_none_ends_nothing() {
    let user = app().somebody();
    for request in [
        "\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}".to_owned(),
        format!("GET /{} HTTP/1.1\r\nhost: localhost\r\n\r\n", "a".repeat(200_000)),
        format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", "a".repeat(2_000_000)),
        head(&user, "content-length: 5\r\ncontent-length: 6\r\n") + "{\"a\":1",
        head(&user, "content-length: -1\r\n"),
        head(&user, "content-length: 99999999999999999999\r\n"),
        head(&user, "transfer-encoding: chunked\r\ncontent-length: 2\r\n") + "2\r\n{}\r\n0\r\n\r\n",
    ] {
        refused(&raw_cut(request.as_bytes()));
    }
    assert_eq!(standing(&user), (0, 0));
    let _ = app().get("/livez").send().expect(200);
}

#[test]
fn json_that_is_nested_without_end_is_refused() {
    let user = app().somebody();
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(50_000), close.repeat(50_000));
        for body in [deep.clone(), format!("{{\"title\":\"a\",\"type\":\"custom\",\"x\":{deep}}}")] {
            let body_is_list = body.starts_with('[');
            let call = user.post("/api/goals").header("content-type", "application/json").bytes(body);
            let slug = if body_is_list { "invalid-input" } else { "invalid-record" };
            let _ = call.send().expect_problem(422, slug);
        }
    }
    assert_eq!(standing(&user), (0, 0));
}
