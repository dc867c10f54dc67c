//! `/sync/events`: Server-Sent Events, held by a gateway or by the service itself.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use mirubato_support::User;
use serde_json::{Value, json};

use super::socket::signed;
use crate::story::{app, goal, id, set};

/// A stream without a gateway.
struct Stream(BufReader<TcpStream>);

impl Stream {
    fn open(user: &User, last: Option<u64>) -> Self {
        let address = app().url().replace("http://", "");
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let last = last.map_or_else(String::new, |last| format!("last-event-id: {last}\r\n"));
        write!(
            stream,
            "GET /sync/events?device={} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n{last}\r\n",
            user.device,
            user.token()
        )
        .unwrap();
        Self(BufReader::new(stream))
    }

    /// The next event, with its id.
    fn next(&mut self) -> (Option<String>, Value) {
        let mut id = None;
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream has ended");
            if let Some(text) = line.strip_prefix("id: ") {
                id = Some(text.trim().to_owned());
            } else if let Some(text) = line.strip_prefix("data: ") {
                return (id, serde_json::from_str(text).unwrap());
            }
        }
    }
}

#[test]
fn without_a_gateway_the_service_itself_tells_what_is_new() {
    let user = app().somebody();
    let mut stream = Stream::open(&user, None);
    let (at, welcome) = stream.next();
    assert_eq!((at, &welcome["type"], &welcome["data"]["version"]), (None, &json!("WELCOME"), &json!(0)));
    let other = user.on_another_device();
    let record = id();
    let _ = other.push(&[set(&other, "goal", &record, &goal("Scales"))]);
    let (at, told) = stream.next();
    assert_eq!((at.as_deref(), &told["type"]), (Some("1"), &json!("BULK_SYNC")));
    assert_eq!((&told["data"]["version"], &told["data"]["hasMore"]), (&json!(1), &json!(false)));
    assert_eq!(told["data"]["changes"][0]["recordId"], record);
}

#[test]
fn a_stream_goes_on_where_it_broke_off() {
    let user = app().somebody();
    for _ in 0..3 {
        let _ = user.push(&[set(&user, "goal", &id(), &goal("Scales"))]);
    }
    let mut stream = Stream::open(&user, Some(1));
    assert_eq!(stream.next().1["type"], "WELCOME");
    let (at, told) = stream.next();
    let versions: Vec<_> =
        told["data"]["changes"].as_array().unwrap().iter().map(|change| &change["version"]).collect();
    assert_eq!((at.as_deref(), versions), (Some("3"), vec![&json!(2), &json!(3)]));
}

#[test]
fn what_is_too_much_for_a_stream_is_only_hinted_at() {
    let user = app().somebody();
    for _ in 0..2 {
        user.push(&(0..300).map(|_| set(&user, "goal", &id(), &goal("Scales"))).collect::<Vec<_>>());
    }
    let mut stream = Stream::open(&user, Some(0));
    let _ = stream.next();
    let (at, told) = stream.next();
    assert_eq!((at, &told["data"]["hasMore"]), (None, &json!(true)));
    assert_eq!((&told["data"]["version"], &told["data"]["changes"]), (&json!(600), &json!([])));
}

#[test]
fn a_gateway_is_asked_to_hold_it() {
    let user = app().somebody();
    let _ = user.push(&[set(&user, "goal", &id(), &goal("Scales"))]);
    let call = user.get(&format!("/sync/events?device={}", user.device)).header("grip-sig", signed());
    let reply = call.header("last-event-id", "0").send().expect(200);
    assert_eq!((reply.header("grip-hold"), reply.header("content-type")), ("stream", "text/event-stream"));
    let channels: Vec<_> = reply.headers.get_all("grip-channel").iter().map(|value| value.to_str().unwrap()).collect();
    assert_eq!(channels[0], format!("user:{}; filter=skip-self", user.id()));
    assert!(channels[1].starts_with("session:"));
    assert_eq!(reply.header("grip-set-meta"), format!("user=\"{}\"", user.device));
    assert_eq!(reply.header("grip-keep-alive"), ":\\n\\n; format=cstring; timeout=20");
    // It asks in a while how it goes on, and what it is told then says nothing of holding, which ends it.
    assert_eq!(reply.header("grip-link"), "</sync/events/over>; rel=next; timeout=900");
    let over = app().get("/sync/events/over").send().expect(200);
    assert!(over.body.is_empty() && !over.headers.contains_key("grip-hold"), "{over:?}");
    let body = String::from_utf8(reply.body.clone()).unwrap();
    assert!(body.contains("\"WELCOME\"") && body.contains("id: 1\ndata: {\"type\":\"BULK_SYNC\""), "{body}");

    let unsigned = app().get("/sync/events").header("grip-sig", signed()).send();
    let _ = unsigned.expect_problem(401, "not-signed-in");
}
