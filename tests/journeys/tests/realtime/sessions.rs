//! Sessions that run out, end, or go on with a new token.

use mirubato_grip::{Control, Event};
use mirubato_identity::Role;
use mirubato_identity::access::{Issuer, LIFETIME};
use mirubato_support::{App, User};
use serde_json::json;

use super::socket::Socket;
use crate::story::{app, goal, id, now, set, standing};

fn session(user: &User) -> String {
    let sessions = user.get("/api/auth/sessions").send().expect(200).json();
    let current = sessions["items"].as_array().unwrap().iter().find(|session| session["current"] == true).unwrap();
    current["id"].as_str().unwrap().to_owned()
}

/// An access token of the user's session that ended a second ago.
fn expired_token(user: &User) -> String {
    let issuer = Issuer::new(&App::signing_key(), &app().url()).unwrap();
    issuer.issue(user.id(), &session(user), Role::User, now() - LIFETIME * 1_000 - 1_000).unwrap()
}

#[test]
fn a_token_that_expires_is_told_of_once_and_its_connection_closed_a_minute_later() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    socket.remember(|connection| connection.who.as_mut().unwrap().expires = now() - 10_000);
    let turn = socket.ping();
    assert_eq!((turn.troubles(), turn.frames.len()), ((vec!["auth-expired"], None), 2));
    let turn = socket.push("1", &[set(&user, "goal", &id(), &goal("Scales"))]);
    assert_eq!(turn.frame()["type"], "ACK", "there is a minute, and nothing is told twice");
    socket.remember(|connection| connection.warned -= 60_000);
    let turn = socket.push("2", &[set(&user, "goal", &id(), &goal("Trills"))]);
    assert_eq!(turn.troubles(), (vec![], Some(4401)));
    assert_eq!(standing(&user), (1, 1));

    let turn = Socket::of(app(), &user.device).with_token(&expired_token(&user)).open();
    assert_eq!((turn.troubles(), turn.controls.len()), ((vec!["not-signed-in"], Some(4401)), 0));
}

#[test]
fn a_new_token_lets_it_go_on() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    socket.remember(|connection| {
        connection.warned = now() - 59_000;
        connection.who.as_mut().unwrap().expires = now() - 59_000;
    });
    let turn = socket.say(&json!({ "type": "AUTH", "id": "a", "data": { "token": user.token() } }));
    assert_eq!((&turn.frame()["type"], turn.controls.len()), (&json!("WELCOME"), 0), "it hears already what it may");
    socket.remember(|connection| assert_eq!(connection.warned, 0));
    assert_eq!(socket.ping().frame()["type"], "PONG");
}

#[test]
fn going_on_in_another_session_of_the_same_user_moves_to_its_channel() {
    let user = app().somebody();
    let again = app().sign_in(user.session["user"]["email"].as_str().unwrap());
    let mut socket = Socket::connect(app(), &user);
    let turn = socket.say(&json!({ "type": "AUTH", "data": { "token": again.token() } }));
    let expected = [
        Control::Unsubscribe { channel: format!("session:{}", session(&user)) },
        Control::Subscribe { channel: format!("session:{}", session(&again)), filters: Vec::new() },
    ];
    assert_eq!((turn.frame()["type"].as_str(), turn.controls.as_slice()), (Some("WELCOME"), &expected[..]));
}

#[test]
fn a_session_that_has_ended_is_not_opened_again_however_fresh_its_token() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    let _ = user.post("/api/auth/logout").json(&json!({})).send().expect(204);
    let turn = Socket::of(app(), &user.device).with_token(user.token()).open();
    assert_eq!((turn.troubles(), turn.controls.len()), ((vec!["session-ended"], Some(4401)), 0));
    // A connection that was not told finds out when it is next looked after.
    socket.remember(|connection| connection.looked -= 30_000);
    let turn = socket.push("1", &[set(&user, "goal", &id(), &goal("Scales"))]);
    assert_eq!(turn.troubles(), (vec!["session-ended"], Some(4401)));
    let again = app().sign_in(user.session["user"]["email"].as_str().unwrap());
    assert_eq!(standing(&again), (0, 0));
}

#[test]
fn silence_ends_a_connection_and_a_ping_keeps_it() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    assert_eq!(socket.happen(&[]).closed, None, "the gateway asked too early");
    socket.remember(|connection| connection.heard -= 59_500);
    assert_eq!(socket.happen(&[Event::Ping(Vec::new())]).closed, None);
    assert_eq!(socket.happen(&[]).closed, None);
    socket.remember(|connection| connection.heard -= 60_000);
    assert_eq!(socket.happen(&[]).troubles(), (vec![], Some(4408)));
}
