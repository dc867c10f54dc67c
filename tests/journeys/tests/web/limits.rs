//! How much may be asked, and how often.

use mirubato_support::redis::Redis;
use mirubato_support::{App, Host, Options, Reply, User};
use serde_json::json;

use crate::story::{app, eventually, goal, standing};

/// A goal in exactly so many bytes.
fn padded(length: usize) -> Vec<u8> {
    let mut body = goal("Scales").to_string().into_bytes();
    body.resize(length, b' ');
    body
}

#[test]
fn a_megabyte_of_json_is_read_and_not_a_byte_more() {
    let user = app().somebody();
    let call = |length| user.post("/api/goals").header("content-type", "application/json").bytes(padded(length));
    let reply = call(1_000_001).send().expect_problem(413, "too-large");
    assert!(reply.json()["detail"].as_str().unwrap().contains("1000000"));
    assert_eq!(standing(&user), (0, 0));
    let _ = call(1_000_000).send().expect(201);
    assert_eq!(standing(&user), (1, 1));
}

#[test]
fn whoever_sends_too_much_hears_of_it_and_is_not_cut_off() {
    if Host::chosen() == Host::Spin {
        println!("SKIPPED: Spin closes the connection of a client that is still sending when it is answered");
        return;
    }
    let user = app().somebody();
    for _ in 0..5 {
        let goal = || padded(5_000_000);
        let call = user.post("/api/goals").header("content-type", "application/json");
        let _ = call.bytes(goal()).send().expect_problem(413, "too-large");
        let call = app().post("/api/goals").header("content-type", "application/json");
        let _ = call.bytes(goal()).send().expect_problem(401, "not-signed-in");
    }
    assert_eq!(standing(&user), (0, 0));
}

#[test]
fn an_import_may_be_larger_and_has_its_limit_too() {
    let user = app().somebody();
    let body = |length: usize| {
        let record = json!({ "kind": "goal", "id": crate::story::id(), "fields": goal("Scales") });
        let mut body = json!({ "format": "mirubato", "version": 1, "records": [record] }).to_string().into_bytes();
        body.resize(length, b' ');
        body
    };
    let call = |length| user.post("/api/user/import").header("content-type", "application/json").bytes(body(length));
    let imported = call(2_000_000).send().expect(200).json();
    assert_eq!(imported["imported"], 1);
    let _ = call(50_000_001).send().expect_problem(413, "too-large");
    assert_eq!(standing(&user), (1, 1));
}

#[test]
fn five_hundred_changes_are_a_push_and_one_more_is_none() {
    let user = app().somebody();
    let goals = |count: usize| -> Vec<_> {
        (0..count).map(|_| crate::story::set(&user, "goal", &crate::story::id(), &goal("Scales"))).collect()
    };
    let body = json!({ "deviceId": user.device, "mutations": goals(501) });
    let reply = user.post("/api/sync/push").json(&body).send().expect_problem(422, "invalid-input");
    assert_eq!(reply.pointers(), ["/mutations"]);
    assert_eq!(standing(&user), (0, 0));
    assert_eq!(user.push(&goals(500))["version"], 500);
    assert_eq!(standing(&user), (500, 500));
}

fn counted(quota: u32) -> (Redis, App) {
    let redis = Redis::start();
    let variables = vec![("redis_url", redis.url()), ("reads_per_minute", quota.to_string())];
    let app = App::start(Options { variables, ..Options::default() });
    (redis, app)
}

/// Reads until it is refused. Two windows may be begun on the way.
fn read_until_refused(user: &User, path: &str, quota: usize) -> (usize, Reply) {
    for read in 0..=2 * quota {
        let reply = user.get(path).send();
        if reply.status != 200 {
            return (read, reply);
        }
        assert_eq!(reply.header("ratelimit-policy"), format!("\"read\";q={quota};w=60"));
        assert!(reply.header("ratelimit").starts_with("\"read\";r="), "{}", reply.header("ratelimit"));
    }
    panic!("never refused");
}

#[test]
fn whoever_asks_too_often_is_told_when_to_come_back() {
    let (mut redis, app) = counted(10);
    let (clara, fanny) = (app.somebody(), app.somebody());
    let (reads, refused) = read_until_refused(&clara, "/api/goals", 10);
    assert!(reads >= 10, "{reads}");
    let refused = refused.expect_problem(429, "too-many-requests");
    let seconds: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(refused.header("ratelimit"), format!("\"read\";r=0;t={seconds}"));

    let _ = clara.get("/api/plans").send().expect(200);
    let _ = fanny.get("/api/goals").send().expect(200);

    redis.kill();
    eventually("whoever cannot be counted passes", || clara.get("/api/goals").send().status == 200);
}
