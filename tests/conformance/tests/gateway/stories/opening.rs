//! Opening a WebSocket.

use std::io::Write as _;
use std::net::TcpStream;

use mirubato_conformance::PATIENCE;
use mirubato_conformance::gateway::{Gateway, hear_text, say, set_header, tell};
use mirubato_conformance::world::{GATEWAY_KEY, read_until};
use mirubato_support::client::Call;
use serde_json::{Value, json};

use super::stories;

stories![
    shared a_client_is_let_in_with_what_the_backend_adds,
    shared a_client_is_refused_with_the_backends_own_answer,
    shared an_answer_that_makes_no_sense_lets_nobody_in,
    shared headers_go_along_but_those_of_the_gateway_are_its_own,
    shared the_backend_keeps_notes_with_the_gateway,
    shared plain_requests_pass_signed,
    shared a_client_that_says_it_is_a_gateway_is_not_signed,
    shared a_backend_may_take_its_time_to_decide: "Pushpin gives it less than a minute in all",
    shared what_asks_for_another_protocol_is_refused: "Pushpin lets some of it pass",
    shared without_the_gateway_nothing_is_signed: "it is the host's own paths that are meant",
];

/// Headers of a client that wants a WebSocket.
const USUAL: &str = "host: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n";
const KEY: &str = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// The headers of a request that the backend was told of, those of Spin left out.
fn headers(request: &Value) -> Vec<(String, String)> {
    let pairs: Vec<(String, String)> = serde_json::from_value(request["headers"].clone()).unwrap();
    pairs.into_iter().filter(|(name, _)| !name.starts_with("spin-")).collect()
}

fn all<'a>(headers: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
}

fn is_signed(signature: &str) -> bool {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() * 1_000;
    mirubato_grip::signature::verify(signature, "pushpin", GATEWAY_KEY.as_bytes(), now)
}

fn a_client_is_let_in_with_what_the_backend_adds(gateway: &Gateway) {
    let script = json!({
        "headers": [["sec-websocket-extensions", "grip"], ["x-back", "yes"], ["set-cookie", "a=b"], ["set-meta-x", "y"]],
        "events": [["OPEN", ""], ["TEXT", "m:welcome"]],
    });
    let (mut socket, answer) = gateway.try_open(&gateway.request("in", Some(&script))).unwrap();
    assert_eq!(answer.headers()["x-back"], "yes");
    assert_eq!(answer.headers()["set-cookie"], "a=b");
    for name in ["sec-websocket-extensions", "set-meta-x", "content-type"] {
        assert!(!answer.headers().contains_key(name), "{name}");
    }
    assert_eq!(hear_text(&mut socket), "welcome");
    let told = gateway.told("in");
    assert_eq!((&told[0]["method"], &told[0]["path"]), (&json!("POST"), &json!("/grip/ws")));
    assert_eq!(told[0]["events"], json!(["OPEN"]));
}

fn a_client_is_refused_with_the_backends_own_answer(gateway: &Gateway) {
    for (status, kind, body) in [(403, "application/problem+json", r#"{"no":1}"#), (200, "text/plain", "not you")] {
        let script = json!({ "status": status, "headers": [["content-type", kind], ["x-why", "so"]], "body": body });
        let request = gateway.request("out", Some(&script));
        let path = request.uri().path_and_query().unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", gateway.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\n{USUAL}sec-websocket-version: 13\r\n{KEY}\r\n").unwrap();
        let answer = read_until(&mut stream, body);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
        for part in [format!("content-type: {kind}\r\n"), "x-why: so\r\n".to_owned(), body.to_owned()] {
            assert!(answer.contains(&part), "{answer}");
        }
    }
    let answer = gateway.try_open(&gateway.request("trapped", Some(&json!({ "trap": true })))).unwrap_err();
    assert_eq!(answer.status(), 500);
}

fn an_answer_that_makes_no_sense_lets_nobody_in(gateway: &Gateway) {
    for script in [
        json!({ "body": "nonsense" }),
        json!({ "body": "TEXT ff\r\nshort\r\n" }),
        json!({ "events": [["TEXT", "m:too early"]] }),
        json!({ "events": [] }),
    ] {
        let answer = gateway.try_open(&gateway.request("nonsense", Some(&script))).unwrap_err();
        assert_eq!(answer.status(), 502, "{script}");
    }
}

fn headers_go_along_but_those_of_the_gateway_are_its_own(gateway: &Gateway) {
    let mut request = gateway.request("along", None);
    for (name, value) in [
        ("cookie", "c=d"),
        ("authorization", "Bearer z"),
        ("origin", "http://o"),
        ("x-foo", "bar"),
        ("accept", "text/plain"),
        ("sec-websocket-protocol", "a, b"),
        ("grip-sig", "forged"),
        ("meta-user", "forged"),
        ("connection-id", "forged"),
        ("sec-websocket-extensions", "permessage-deflate"),
    ] {
        set_header(&mut request, name, value);
    }
    let script = json!({ "headers": [["sec-websocket-extensions", "grip"], ["sec-websocket-protocol", "a"]], "events": [["OPEN", ""]] });
    *request.uri_mut() = gateway.request("along", Some(&script)).uri().clone();
    let (mut socket, _) = gateway.try_open(&request).unwrap();
    say(&mut socket, "x");
    assert_eq!(hear_text(&mut socket), "x");
    let told: Vec<_> = gateway.told("along").iter().map(headers).collect();
    assert_eq!(told.len(), 2);
    for headers in &told {
        for (name, value) in [
            ("cookie", "c=d"),
            ("authorization", "Bearer z"),
            ("origin", "http://o"),
            ("x-foo", "bar"),
            ("sec-websocket-protocol", "a, b"),
            ("host", &format!("127.0.0.1:{}", gateway.port)),
            ("content-type", "application/websocket-events"),
            ("accept", "application/websocket-events"),
            ("sec-websocket-extensions", "grip"),
        ] {
            assert_eq!(all(headers, name), [value], "{name}");
        }
        for name in ["connection", "upgrade", "meta-user"] {
            assert_eq!(all(headers, name), [""; 0], "{name}");
        }
        let signatures = all(headers, "grip-sig");
        assert!(signatures.len() == 1 && is_signed(signatures[0]), "{signatures:?}");
    }
    let ids: Vec<_> = told.iter().map(|headers| all(headers, "connection-id")).collect();
    assert!(ids[0].len() == 1 && ids[0] == ids[1] && ids[0][0] != "forged", "{ids:?}");
}

fn the_backend_keeps_notes_with_the_gateway(gateway: &Gateway) {
    let script = json!({
        "headers": [["sec-websocket-extensions", "grip"], ["set-meta-user", "u1"], ["set-meta-other", "x"]],
        "events": [["OPEN", ""]],
    });
    let mut socket = gateway.open_as("notes", &script);
    tell(
        &mut socket,
        &json!({ "headers": [["Set-Meta-Other", ""], ["Set-Meta-User", "u2"]], "events": [["TEXT", "m:ok"]] }),
    );
    assert_eq!(hear_text(&mut socket), "ok");
    // What filters know is another matter, and is not sent.
    let filters = format!("c:{}", json!({ "type": "set-meta", "name": "sender", "value": "z" }));
    tell(&mut socket, &json!({ "events": [["TEXT", filters], ["TEXT", "m:ok"]] }));
    assert_eq!(hear_text(&mut socket), "ok");
    say(&mut socket, "x");
    assert_eq!(hear_text(&mut socket), "x");
    let meta = |request: &Value| {
        let mut notes: Vec<_> = headers(request).into_iter().filter(|(name, _)| name.starts_with("meta-")).collect();
        notes.sort();
        notes.into_iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>()
    };
    let told: Vec<_> = gateway.told("notes").iter().map(meta).collect();
    assert_eq!(
        told,
        [
            vec![],
            vec!["meta-other: x".to_owned(), "meta-user: u1".to_owned()],
            vec!["meta-user: u2".to_owned()],
            vec!["meta-user: u2".to_owned()]
        ]
    );
}

fn plain_requests_pass_signed(gateway: &Gateway) {
    let script = json!({ "status": 418, "headers": [["x-a", "b"]], "body": "short" });
    let reply = gateway.get("plain", &script).header("grip-sig", "forged").header("x-foo", "bar").send();
    assert_eq!((reply.status, reply.header("x-a"), &*reply.body), (418, "b", &b"short"[..]));
    let headers = headers(&gateway.told("plain")[0]);
    assert_eq!(all(&headers, "x-foo"), ["bar"]);
    let signatures = all(&headers, "grip-sig");
    assert!(signatures.len() == 1 && is_signed(signatures[0]), "{signatures:?}");
}

fn a_client_that_says_it_is_a_gateway_is_not_signed(gateway: &Gateway) {
    let mut url = url::Url::parse(&format!("http://127.0.0.1:{}/grip/ws", gateway.port)).unwrap();
    url.query_pairs_mut().append_pair("as", "forged");
    let call = Call::new("POST", url.to_string()).header("connection-id", "another's").header("grip-sig", "forged");
    let _ = call.header("content-type", "application/websocket-events").bytes("OPEN\r\n").send();
    let headers = headers(&gateway.told("forged")[0]);
    assert!(all(&headers, "grip-sig").iter().all(|signature| !is_signed(signature)), "{headers:?}");
}

/// Takes twenty seconds: no shorter interval is kept.
fn a_backend_may_take_its_time_to_decide(gateway: &Gateway) {
    let script =
        json!({ "headers": [["sec-websocket-extensions", "grip"], ["keep-alive-interval", "20"]], "events": [] });
    let request = gateway.request("undecided", Some(&script));
    let stream = TcpStream::connect(("127.0.0.1", gateway.port)).unwrap();
    // Nothing further is scripted, so the second answer makes no sense, and that is what the client hears.
    stream.set_read_timeout(Some(std::time::Duration::from_secs(60))).unwrap();
    match tungstenite::client(request, stream) {
        Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(answer))) => assert_eq!(answer.status(), 502),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        gateway.told("undecided").iter().map(|told| told["events"].clone()).collect::<Vec<_>>(),
        [json!(["OPEN"]), json!([])]
    );
}

fn what_asks_for_another_protocol_is_refused(gateway: &Gateway) {
    for (rest, status) in [
        (format!("sec-websocket-version: 8\r\n{KEY}"), "426"),
        ("sec-websocket-version: 13\r\n".to_owned(), "400"),
        (KEY.to_owned(), "426"),
    ] {
        let mut stream = TcpStream::connect(("127.0.0.1", gateway.port)).unwrap();
        write!(stream, "GET /grip/ws HTTP/1.1\r\n{USUAL}{rest}\r\n").unwrap();
        let answer = read_until(&mut stream, "\r\n\r\n");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
    }
}

fn without_the_gateway_nothing_is_signed(gateway: &Gateway) {
    let told = gateway.world.get("/probe/told").header("grip-sig", "mine").send().expect(200).json();
    let headers: Vec<(String, String)> = serde_json::from_value(told["headers"].clone()).unwrap();
    assert_eq!(all(&headers, "grip-sig"), ["mine"]);
}
