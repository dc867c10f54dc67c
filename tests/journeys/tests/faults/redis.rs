//! Redis: hints for other devices, and nothing that anybody depends on.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use mirubato_support::redis::Redis;
use mirubato_support::{App, Options};
use serde_json::{Value, json};

use crate::contracts::Package;
use crate::story::{delete, entry_with, eventually, goal, id, make, place, set};

/// What is published on the channel from now on.
fn listen(redis: &Redis) -> Receiver<Value> {
    let (heard, hear) = channel();
    let mut connection = ::redis::Client::open(redis.url()).unwrap().get_connection().unwrap();
    let (ready, begun) = channel();
    std::thread::spawn(move || {
        let mut listener = connection.as_pubsub();
        listener.subscribe("mirubato.changes").unwrap();
        ready.send(()).unwrap();
        // Until Redis goes away.
        while let Ok(message) = listener.get_message() {
            let payload: Vec<u8> = message.get_payload().unwrap();
            let _ = heard.send(serde_json::from_slice(&payload).unwrap());
        }
    });
    begun.recv().unwrap();
    hear
}

fn next(hear: &Receiver<Value>) -> Value {
    let announcement = hear.recv_timeout(Duration::from_secs(10)).expect("an announcement");
    Package::read("sync").check_record("announcement", &announcement);
    announcement
}

fn with_redis() -> (Redis, App) {
    let redis = Redis::start();
    let app = App::start(Options { variables: vec![("redis_url", redis.url())], ..Options::default() });
    (redis, app)
}

#[test]
fn every_change_is_announced_after_its_commit_in_the_form_of_the_contract() {
    let (redis, app) = with_redis();
    let user = app.somebody();
    let hear = listen(&redis);

    let record = id();
    user.push(&[set(&user, "goal", &record, &goal("Scales")), set(&user, "goal", &id(), &json!({ "title": 7 }))]);
    let heard = next(&hear);
    assert_eq!(
        (&heard["v"], &heard["userId"], &heard["version"], &heard["origin"]),
        (&json!(1), &json!(user.id()), &json!(1), &json!(user.device))
    );
    assert_eq!(heard["events"], user.pull(0)["changes"], "what is announced can be pulled");

    let path = place("/api/logbook/entries", &make(&user, "/api/logbook/entries", &entry_with(&json!({}))));
    assert_eq!(next(&hear)["events"][0]["kind"], "logbook_entry");
    let _ = user.delete(&path).send().expect(204);
    let gone = next(&hear);
    assert_eq!((&gone["version"], &gone["events"][0]["deleted"]), (&json!(3), &json!(true)));

    let call =
        app.call("PATCH", &format!("/api/goals/{record}")).header("authorization", format!("Bearer {}", user.token()));
    let _ = call.json(&json!({ "current": 1 })).send().expect(200);
    assert_eq!(next(&hear)["origin"], Value::Null, "who did not say from where");
}

#[test]
fn what_changes_nothing_is_not_announced_and_what_is_large_is_left_out() {
    let (redis, app) = with_redis();
    let user = app.somebody();
    let hear = listen(&redis);
    let mutations = [set(&user, "goal", &id(), &goal("Scales"))];
    user.push(&mutations);
    assert_eq!(next(&hear)["version"], 1);
    user.push(&mutations);
    user.push(&[set(&user, "goal", &id(), &json!({ "title": 7 }))]);

    let large: Vec<_> = (0..20)
        .map(|_| set(&user, "logbook_entry", &id(), &entry_with(&json!({ "notes": "x".repeat(5_000) }))))
        .collect();
    user.push(&large);
    let heard = next(&hear);
    assert_eq!((&heard["version"], heard.get("events")), (&json!(21), None));
}

#[test]
fn without_redis_everything_works() {
    let (mut redis, app) = with_redis();
    let user = app.somebody();
    redis.kill();
    let other = app.somebody();
    let record = id();
    for user in [&user, &other] {
        user.push(&[set(user, "goal", &record, &goal("Scales"))]);
        assert_eq!(user.pull(0)["count"], 1);
        user.push(&[delete(user, "goal", &record)]);
        let _ = make(user, "/api/goals", &goal("Trills"));
        assert_eq!(user.get("/api/sync/status").send().expect(200).json()["count"], 1);
    }
    assert_eq!(app.get("/health").send().expect(200).json()["status"], "degraded");

    let redis = Redis::start_at(redis.port());
    let hear = listen(&redis);
    eventually("announcements go on", || {
        let _ = make(&user, "/api/goals", &goal("Turns"));
        hear.try_recv().is_ok()
    });
}
