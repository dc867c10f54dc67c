//! Answers that are held.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use mirubato_conformance::gateway::Gateway;
use mirubato_conformance::{PATIENCE, until};
use serde_json::{Value, json};

use super::stories;

stories![
    shared a_held_answer_goes_on_with_what_is_published,
    shared a_held_answer_leaves_out_what_its_client_sent,
    shared a_silent_held_answer_is_kept_alive,
    shared a_client_that_leaves_is_forgotten,
    shared the_backend_is_asked_how_an_answer_goes_on,
    shared an_answer_ends_where_the_backend_says_nothing_of_holding_it,
];

/// An answer in chunks, as it comes.
struct Held {
    stream: TcpStream,
    bytes: Vec<u8>,
}

impl Held {
    fn open(gateway: &Gateway, name: &str, script: &Value) -> Self {
        let mut url = url::Url::parse("http://x/grip/events").unwrap();
        url.query_pairs_mut().append_pair("as", name).append_pair("answer", &script.to_string());
        let mut stream = TcpStream::connect(("127.0.0.1", gateway.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let path = &url[url::Position::BeforePath..];
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).unwrap();
        Self { stream, bytes: Vec::new() }
    }

    /// What has come once `end` has; the sizes of chunks left out.
    fn until(&mut self, end: &str) -> String {
        loop {
            let text = String::from_utf8_lossy(&self.bytes);
            let body: String = text
                .split_once("\r\n\r\n")
                .map(|(_, body)| body.split("\r\n").skip(1).step_by(2).collect())
                .unwrap_or_default();
            if body.ends_with(end) && !end.is_empty() || text.ends_with("\r\n0\r\n\r\n") {
                return body;
            }
            let mut buffer = [0; 4096];
            let count = self.stream.read(&mut buffer).unwrap();
            assert!(count > 0, "it ended: {text}");
            self.bytes.extend_from_slice(&buffer[..count]);
        }
    }
}

fn script(channel: &str, further: &[[&str; 2]]) -> Value {
    let mut headers = vec![["content-type", "text/event-stream"], ["grip-hold", "stream"], ["grip-channel", channel]];
    headers.extend_from_slice(further);
    json!({ "headers": headers, "body": "data: caught up\n\n" })
}

fn piece(channel: &str, content: &str) -> Value {
    json!({ "channel": channel, "formats": { "http-stream": { "content": content } } })
}

/// Publishes until it arrives: Pushpin begins to hold a little later than it passes the beginning on.
fn wait_until_held(gateway: &Gateway, held: &mut Held, channel: &str) {
    held.until("data: caught up\n\n");
    let before = held.bytes.len();
    held.stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    until("it is held", || {
        gateway.publish(&json!([piece(channel, ":ready\n\n")]));
        let mut buffer = [0; 4096];
        let count = held.stream.read(&mut buffer).unwrap_or(0);
        held.bytes.extend_from_slice(&buffer[..count]);
        held.bytes.len() > before
    });
    held.stream.set_read_timeout(Some(PATIENCE)).unwrap();
}

fn a_held_answer_goes_on_with_what_is_published(gateway: &Gateway) {
    let mut held = Held::open(gateway, "held", &script("held", &[["grip-channel", "held too"]]));
    wait_until_held(gateway, &mut held, "held");
    let head = String::from_utf8_lossy(&held.bytes).to_lowercase();
    assert!(head.contains("content-type: text/event-stream") && !head.contains("grip-"), "{head}");
    let mut once = piece("held", "data: a\n\n");
    once["id"] = json!("held 1");
    gateway.publish(&json!([once, once, piece("held too", "data: b\n\n")]));
    gateway.publish(&json!([{ "channel": "held", "formats": { "ws-message": { "content": "not for it" } } }]));
    gateway.publish(&json!([piece("held", "data: c\n\n")]));
    let body = held.until("data: c\n\n").replace(":ready\n\n", "");
    assert_eq!(body, "data: caught up\n\ndata: a\n\ndata: b\n\ndata: c\n\n");
    gateway.publish(&json!([{ "channel": "held", "formats": { "http-stream": { "action": "close" } } }]));
    held.until("");
}

fn a_held_answer_leaves_out_what_its_client_sent(gateway: &Gateway) {
    let script = script("own; filter=skip-self", &[["grip-set-meta", "user=\"u1\""]]);
    let mut held = Held::open(gateway, "own", &script);
    wait_until_held(gateway, &mut held, "own");
    let sent = |content, sender: &str| {
        let mut item = piece("own", content);
        item["meta"] = json!({ "sender": sender });
        item
    };
    gateway.publish(&json!([sent("data: mine\n\n", "u1"), sent("data: yours\n\n", "u2")]));
    let body = held.until("data: yours\n\n");
    assert!(!body.contains("mine"), "{body}");
}

/// Pushpin is up to a second early.
fn a_silent_held_answer_is_kept_alive(gateway: &Gateway) {
    let script = script("silent", &[["grip-keep-alive", ":alive\\n\\n; format=cstring; timeout=2"]]);
    let mut held = Held::open(gateway, "silent", &script);
    held.until("data: caught up\n\n");
    let since = Instant::now();
    held.until(":alive\n\n:alive\n\n");
    assert!(since.elapsed() > Duration::from_millis(1_500), "{:?}", since.elapsed());
}

fn a_client_that_leaves_is_forgotten(gateway: &Gateway) {
    for _ in 0..20 {
        let mut held = Held::open(gateway, "leaving", &script("leaving", &[]));
        held.until("data: caught up\n\n");
    }
    gateway.publish(&json!([piece("leaving", "data: x\n\n")]));
    let mut held = Held::open(gateway, "staying", &script("leaving", &[]));
    wait_until_held(gateway, &mut held, "leaving");
}

/// Where the gateway asks `name`'s backend how it goes on, after `seconds`, and what the backend says then.
fn link(name: &str, script: &Value, seconds: u32) -> String {
    let mut url = url::Url::parse("http://x/grip/further").unwrap();
    url.query_pairs_mut().append_pair("as", name).append_pair("answer", &script.to_string());
    format!("<{}>; rel=next; timeout={seconds}", &url[url::Position::BeforePath..])
}

fn the_backend_is_asked_how_an_answer_goes_on(gateway: &Gateway) {
    let over = json!({ "headers": [["content-type", "text/event-stream"]], "body": "data: over\n\n" });
    let over = link("further 2", &over, 1);
    let further = json!({
        "headers": [["grip-hold", "stream"], ["grip-channel", "further 2"], ["grip-link", over]],
        "body": "data: further\n\n",
    });
    let mut held =
        Held::open(gateway, "further", &script("further 1", &[["grip-link", &link("further 1", &further, 1)]]));
    let body = held.until("");
    assert_eq!(body, "data: caught up\n\ndata: further\n\ndata: over\n\n");
    // It asks for itself: nothing of what the client sent goes along, but what proves that it is the gateway.
    for name in ["further 1", "further 2"] {
        let told = &gateway.told(name)[0];
        assert_eq!((&told["method"], &told["path"]), (&json!("GET"), &json!("/grip/further")));
        let headers: Vec<(String, String)> = serde_json::from_value(told["headers"].clone()).unwrap();
        assert!(headers.iter().any(|(name, _)| name == "grip-sig"), "{headers:?}");
    }
}

fn an_answer_ends_where_the_backend_says_nothing_of_holding_it(gateway: &Gateway) {
    let further = link("ending", &json!({ "body": "" }), 1);
    let mut held = Held::open(gateway, "ending", &script("ending", &[["grip-link", &further]]));
    assert_eq!(held.until(""), "data: caught up\n\n");
}
