//! Who a connection belongs to.

use mirubato_grip::Control;
use serde_json::json;

use super::socket::Socket;
use crate::story::{app, goal, id, make, now};

/// What signing in by a link answers.
fn signed_in() -> mirubato_support::Reply {
    let token = app().link_token(&format!("{}@example.org", id()));
    app().post("/api/auth/verify").json(&json!({ "token": token })).send().expect(200)
}

#[test]
fn a_device_is_welcomed_with_where_its_user_stands_and_hears_of_that_user_alone() {
    let user = app().somebody();
    let _ = make(&user, "/api/goals", &goal("Scales"));
    let mut socket = Socket::of(app(), &user.device).with_token(user.token());
    let turn = socket.open();
    assert_eq!(turn.reply.header("sec-websocket-protocol"), "mirubato");
    assert_eq!(turn.reply.header("keep-alive-interval"), "60");
    let welcome = turn.frame();
    assert_eq!((&welcome["type"], &welcome["data"]["deviceId"]), (&json!("WELCOME"), &json!(user.device)));
    assert_eq!(welcome["data"]["version"], 1);
    assert!(welcome["data"]["serverTime"].as_u64().unwrap().abs_diff(now()) < 60_000);
    let devices = welcome["data"]["devices"].as_array().unwrap();
    assert_eq!((devices.len(), &devices[0]["deviceId"], &devices[0]["online"]), (1, &json!(user.device), &json!(true)));

    let sessions = user.get("/api/auth/sessions").send().expect(200).json();
    let session = sessions["items"][0]["id"].as_str().unwrap();
    assert_eq!(turn.channels(), [format!("user:{}", user.id()), format!("session:{session}")]);
    let filters = vec!["skip-self".to_owned()];
    assert!(turn.controls.contains(&Control::SetMeta { name: "user".to_owned(), value: Some(user.device.clone()) }));
    assert!(turn.controls.contains(&Control::Subscribe { channel: format!("user:{}", user.id()), filters }));
}

#[test]
fn the_session_may_come_in_a_cookie_from_the_app_itself_and_from_no_other_site() {
    let reply = signed_in();
    let device = id();
    let with_cookie = || Socket::of(app(), &device).header("cookie", reply.cookies().join("; "));
    let turn = with_cookie().header("origin", app().url()).open();
    assert_eq!(turn.frame()["type"], "WELCOME");
    for origin in ["https://evil.example", "null"] {
        let refused = with_cookie().header("origin", origin).post("OPEN\r\n");
        let _ = refused.expect_problem(403, "cross-site");
    }
    let _ = with_cookie().post("OPEN\r\n").expect_problem(403, "cross-site");
}

#[test]
fn a_device_that_brings_nothing_signs_in_by_its_first_message() {
    let user = app().somebody();
    let mut socket = Socket::of(app(), &user.device);
    let turn = socket.open();
    assert_eq!((turn.frames.len(), turn.controls.len(), turn.closed), (0, 0, None));
    assert_eq!(turn.reply.header("keep-alive-interval"), "20");
    let refused = socket.push("1", &[]);
    assert_eq!((refused.troubles(), &refused.frames[0]["id"]), ((vec!["not-signed-in"], None), &json!("1")));
    assert_eq!(socket.ping().frame()["type"], "PONG");

    let turn = socket.say(&json!({ "type": "AUTH", "id": "a", "data": { "token": user.token() } }));
    assert_eq!((&turn.frame()["type"], &turn.frame()["id"]), (&json!("WELCOME"), &json!("a")));
    assert_eq!(turn.channels().len(), 2);
    assert_eq!(turn.reply.header("keep-alive-interval"), "60");
    assert_eq!(socket.push("2", &[]).frame()["type"], "ACK");
}

#[test]
fn whoever_does_not_sign_in_in_time_is_sent_away() {
    let mut socket = Socket::of(app(), &id());
    let _ = socket.open();
    socket.remember(|connection| connection.since -= 10_000);
    assert_eq!(socket.happen(&[]).troubles(), (vec!["not-signed-in"], Some(4401)));
}

#[test]
fn a_token_that_does_not_hold_closes_and_leaves_nothing_subscribed() {
    let (user, other) = (app().somebody(), app().somebody());
    let forged = format!("{}x", user.token());
    for token in ["nonsense", &forged] {
        let turn = Socket::of(app(), &user.device).with_token(token).open();
        assert_eq!((turn.troubles(), turn.controls.len()), ((vec!["not-signed-in"], Some(4401)), 0));
    }
    let mut socket = Socket::of(app(), &user.device);
    let _ = socket.open();
    let turn = socket.say(&json!({ "type": "AUTH", "data": { "token": forged } }));
    assert_eq!((turn.troubles(), turn.controls.len()), ((vec!["not-signed-in"], Some(4401)), 0));

    // Nobody becomes somebody else half way.
    let mut socket = Socket::connect(app(), &user);
    let turn = socket.say(&json!({ "type": "AUTH", "data": { "token": other.token() } }));
    assert_eq!((turn.troubles(), turn.controls.len()), ((vec!["forbidden"], Some(4401)), 0));
}

#[test]
fn a_device_without_a_name_gets_one_and_a_malformed_one_is_refused() {
    let user = app().somebody();
    let turn = Socket::of(app(), "").with_token(user.token()).open();
    let made = turn.frame()["data"]["deviceId"].as_str().unwrap().to_owned();
    assert_eq!(uuid::Uuid::parse_str(&made).unwrap().get_version_num(), 7);
    let refused = Socket::of(app(), "phone").with_token(user.token()).post("OPEN\r\n");
    let _ = refused.expect_problem(400, "malformed-request");
}
