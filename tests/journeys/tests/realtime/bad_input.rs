//! What cannot be read, and who is not the gateway.

use mirubato_grip::{Event, signature};
use mirubato_realtime::Connection;
use mirubato_realtime::connection::Who;
use mirubato_support::App;
use serde_json::json;

use super::socket::Socket;
use crate::story::{app, id, now, set, standing};

#[test]
fn what_cannot_be_read_is_answered_and_the_fifth_time_in_a_minute_closes() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    let text = |text: &str| Event::Text(text.as_bytes().to_vec());
    for (event, problem, id) in [
        (text("hello"), "malformed-request", json!(null)),
        (text(r#"{"type":"FLY","id":"7","data":{}}"#), "invalid-input", json!("7")),
        (Event::Binary(vec![0, 159, 146, 150]), "malformed-request", json!(null)),
        (Event::Text(vec![0xff, 0xfe]), "malformed-request", json!(null)),
    ] {
        let turn = socket.happen(&[event]);
        assert_eq!((turn.troubles(), &turn.frames[0]["id"]), ((vec![problem], None), &id));
        assert_eq!(socket.ping().frame()["type"], "PONG");
    }
    let turn = socket.happen(&[text("[]"), text(r#"{"type":"PING"}"#)]);
    assert_eq!((turn.troubles(), turn.frames.len()), ((vec!["malformed-request"], Some(4400)), 1));
}

#[test]
fn only_our_gateway_is_believed() {
    let user = app().somebody();
    let mine = || Socket::of(app(), &user.device).with_token(user.token());
    let key = App::gateway_key();
    let an_hour_ago = signature::sign("pushpin", key.as_bytes(), now() - 3_601_000).unwrap();
    let of_another = signature::sign("somebody", key.as_bytes(), now()).unwrap();
    let forged = signature::sign("pushpin", b"another key of thirty-two characters", now()).unwrap();
    for signature in [an_hour_ago, of_another, forged, String::new(), "x".to_owned(), user.token().to_owned()] {
        let _ = mine().header("grip-sig", signature).post("OPEN\r\n").expect_problem(403, "forbidden");
    }
    let _ = mine().without("grip-sig").post("OPEN\r\n").expect_problem(403, "forbidden");
    let _ = app().get("/sync/ws").send().expect_problem(404, "not-found");
}

#[test]
fn what_the_gateway_brings_must_be_what_it_was_given_for_that_connection() {
    let (user, other) = (app().somebody(), app().somebody());
    let mutation = set(&user, "goal", &id(), &json!({ "title": "Scales", "type": "custom" }));
    let frame = json!({ "type": "BULK_SYNC", "id": "1", "data": { "mutations": [mutation] } }).to_string();
    let body = mirubato_grip::event::encode(&[Event::Text(frame.into_bytes())]);

    let theirs = Socket::connect(app(), &other);
    let mut mine = Socket::connect(app(), &user);
    let own = mine.state().to_owned();
    let mut connection = Connection::new(user.device.clone(), now());
    connection.sign_in(Who { user: other.id().to_owned(), session: id(), expires: now() + 60_000 }, now());
    let made_up = connection.seal(b"another key of thirty-two characters", &mine.connection);
    for state in [None, Some(theirs.state().to_owned()), Some(made_up), Some(own.replacen(user.id(), other.id(), 1))] {
        mine.bring(state);
        let _ = mine.post(body.clone()).expect_problem(403, "forbidden");
    }
    assert_eq!((standing(&user), standing(&other)), ((0, 0), (0, 0)));
    // What a client sends under that name comes before what the gateway adds.
    mine.bring(Some(own));
    let mut mine = mine.header("meta-state", theirs.state());
    assert_eq!(mine.ping().frame()["data"]["version"], 0);
}

#[test]
fn another_users_channel_is_not_to_be_had() {
    let (user, other) = (app().somebody(), app().somebody());
    let mut socket = Socket::connect(app(), &user);
    for frame in [
        json!({ "type": "subscribe", "channel": format!("user:{}", other.id()) }),
        json!({ "type": "PING", "data": { "channel": format!("user:{}", other.id()), "userId": other.id() } }),
        json!({ "type": "BULK_SYNC", "id": "1", "data": { "mutations": [], "userId": other.id() }, "userId": other.id() }),
    ] {
        assert_eq!(socket.say(&frame).controls, []);
    }
    let control = format!("c:{{\"type\":\"subscribe\",\"channel\":\"user:{}\"}}", other.id());
    let turn = socket.happen(&[Event::Text(control.into_bytes())]);
    assert_eq!((turn.troubles().0, turn.controls.len()), (vec!["malformed-request"], 0));
}

#[test]
fn requests_that_are_no_events_are_refused() {
    let user = app().somebody();
    let mine = || Socket::of(app(), &user.device).with_token(user.token());
    for body in ["OPEN", "HELLO\r\n", "TEXT 5\r\nhi\r\n"] {
        let _ = mine().post(body).expect_problem(400, "malformed-request");
    }
    let call = app().post("/sync/ws").header("grip-sig", super::socket::signed());
    let _ = call.clone().bytes("OPEN\r\n").send().expect_problem(415, "wrong-type");
    let call = call.header("content-type", "application/websocket-events").bytes("OPEN\r\n");
    let _ = call.send().expect_problem(400, "malformed-request");
}
