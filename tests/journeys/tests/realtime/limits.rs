//! Too much of anything.

use mirubato_grip::Event;
use serde_json::json;

use super::socket::Socket;
use crate::story::{app, eventually, sql_of};

#[test]
fn the_eleventh_connection_is_told_why_and_closed_and_nobody_else_notices() {
    let user = app().somebody();
    let mut open: Vec<_> = (0..10).map(|_| Socket::connect(app(), &user.on_another_device())).collect();
    let turn = Socket::of(app(), &user.device).with_token(user.token()).open();
    assert_eq!((turn.troubles(), turn.controls.len()), ((vec!["too-many-connections"], Some(4409)), 0));
    let _ = Socket::connect(app(), &app().somebody());
    assert!(open.iter_mut().all(|socket| socket.ping().frame()["type"] == "PONG"));

    let closed = open[0].happen(&[Event::Close(Some((1_000, String::new())))]);
    assert_eq!(closed.closed, Some(1_000), "echoed");
    let _ = Socket::connect(app(), &user);
    let _ = open[1].happen(&[Event::Disconnect]);
    let _ = Socket::connect(app(), &user);
}

#[test]
fn a_device_that_comes_again_takes_its_own_place() {
    let user = app().somebody();
    // As after a gateway that was killed over and over: it says nothing of the connections that ended.
    let mut all: Vec<_> = (0..30).map(|_| Socket::connect(app(), &user)).collect();
    let mut look = |place: usize| {
        all[place].remember(|connection| connection.looked -= 30_000);
        all[place].ping()
    };
    assert_eq!(look(0).closed, Some(4409), "whoever it was, it is not the device any more");
    assert_eq!(look(28).frame()["type"], "PONG", "while one replaces the other there are two");
    assert_eq!(look(29).frame()["type"], "PONG");
}

#[test]
fn connections_that_nobody_has_seen_for_long_make_room() {
    let user = app().somebody();
    for _ in 0..10 {
        let _ = Socket::connect(app(), &user.on_another_device());
    }
    let passed =
        sql_of(app(), "sync.db", "UPDATE connections SET seen = seen - 75001 WHERE user_id = ?1", &[user.id()]);
    assert_eq!(passed, 10);
    let _ = Socket::connect(app(), &user);
}

#[test]
fn whoever_says_too_much_is_refused_then_cut_off() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    let pings = |count: usize| vec![Event::Text(json!({ "type": "PING", "id": "p" }).to_string().into_bytes()); count];
    let turn = socket.happen(&pings(101));
    assert_eq!((turn.frames.len(), turn.troubles()), (101, (vec!["too-many-requests"], None)));
    assert_eq!(turn.frames[100]["id"], "p");
    let turn = socket.happen(&pings(110));
    assert_eq!((turn.frames.len(), turn.closed), (99, Some(4429)), "what comes after it counts for nothing");
    assert_eq!(Socket::connect(app(), &user).ping().frame()["type"], "PONG");
}

#[test]
fn a_message_over_a_megabyte_closes() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    let turn = socket.happen(&[Event::Text(vec![b' '; 1_000_001])]);
    assert_eq!(turn.troubles(), (vec!["too-large"], Some(1009)));
    let refused = Socket::of(app(), &user.device).with_token(user.token()).post(vec![b'x'; 2_000_001]);
    let _ = refused.expect_problem(413, "too-large");
    eventually("the service goes on", || app().get("/sync/livez").send().status == 200);
}
