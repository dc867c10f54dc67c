//! Devices and whether they are connected, health, and being forgotten.

use mirubato_grip::Event;
use serde_json::{Value, json};

use super::socket::Socket;
use crate::story::{app, eventually, goal, id, set, sql_of};

fn devices(user: &mirubato_support::User) -> Vec<Value> {
    user.get("/sync/devices").send().expect(200).json()["items"].as_array().unwrap().clone()
}

#[test]
fn devices_are_listed_with_what_they_are_and_whether_they_are_connected() {
    let phone = app().somebody();
    let (tablet, laptop) = (phone.on_another_device(), phone.on_another_device());
    let _ = laptop.push(&[set(&laptop, "goal", &id(), &goal("Scales"))]);
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let mut socket = Socket::of(app(), &tablet.device).with_token(tablet.token()).header("user-agent", firefox);
    assert_eq!(socket.open().frame()["data"]["devices"][0]["name"], "Firefox on Linux");
    let present = Socket::of(app(), &phone.device).with_token(phone.token()).open();
    let there = present.frame()["data"]["devices"].as_array().unwrap().len();
    assert_eq!(there, 2);

    let find = |device: &str| devices(&phone).into_iter().find(|found| found["deviceId"] == device).unwrap();
    assert_eq!(devices(&phone).len(), 3);
    let found = find(&tablet.device);
    assert_eq!((&found["name"], &found["online"]), (&json!("Firefox on Linux"), &json!(true)));
    assert!(found["lastSeen"].as_str().unwrap().ends_with('Z'));
    assert_eq!(find(&laptop.device)["online"], false);

    let _ = socket.happen(&[Event::Disconnect]);
    assert_eq!(find(&tablet.device)["online"], false);
    let stranger = app().somebody();
    assert_eq!(devices(&stranger), Vec::<Value>::new());
    let _ = app().get("/sync/devices").send().expect_problem(401, "not-signed-in");
}

#[test]
fn how_far_a_device_has_come_is_noted_now_and_then() {
    let user = app().somebody();
    let other = user.on_another_device();
    let _ = other.push(&[set(&other, "goal", &id(), &goal("Scales"))]);
    let mut socket = Socket::connect(app(), &user);
    let _ = socket.say(&json!({ "type": "BULK_SYNC", "data": { "since": 1 } }));
    socket.remember(|connection| connection.looked -= 30_000);
    assert_eq!(socket.ping().frame()["type"], "PONG");
    let found = devices(&user).into_iter().find(|found| found["deviceId"] == user.device.as_str()).unwrap();
    assert_eq!(found["version"], 1);
}

#[test]
fn nothing_is_left_of_somebody_who_leaves() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    let rows = || {
        let sql = "UPDATE devices SET name = name WHERE user_id = ?1";
        let other = "UPDATE connections SET name = name WHERE user_id = ?1";
        sql_of(app(), "sync.db", sql, &[user.id()]) + sql_of(app(), "sync.db", other, &[user.id()])
    };
    assert_eq!(rows(), 2);
    let _ = user.delete("/api/user/me").send().expect(204);
    eventually("sync has forgotten", || rows() == 0);
    let turn = socket.push("1", &[set(&user, "goal", &id(), &goal("Scales"))]);
    assert_eq!(turn.troubles(), (vec!["session-ended"], Some(4401)));
    socket.remember(|connection| connection.looked -= 30_000);
    let _ = socket.happen(&[Event::Disconnect]);
    assert_eq!(rows(), 0, "and is not reminded");
}

#[test]
fn it_says_how_it_is() {
    let health = app().get("/sync/health").send().expect(200).json();
    assert_eq!((&health["service"], &health["checks"]["database"]), (&json!("sync"), &json!("healthy")));
    assert_eq!(health["checks"]["dependencies"]["api"], "healthy");
    assert_eq!(
        (&health["status"], &health["checks"]["redis"]),
        (&json!("degraded"), &json!("unhealthy")),
        "no Redis here"
    );
    let _ = app().get("/sync/livez").send().expect(200);
    let _ = app().get("/sync/readyz").send().expect(200);
    let _ = Socket::connect(app(), &app().somebody());
    let metrics = app().get("/sync/metrics").send().expect(200);
    assert!(String::from_utf8_lossy(&metrics.body).contains("mirubato_connections"));
}
