//! From Redis to the gateway.

use mirubato_grip::Event;
use mirubato_support::redis::Redis;
use mirubato_support::{App, Options};
use serde_json::{Value, json};

use super::socket::Socket;
use crate::story::{entry_with, eventually, goal, id, set};
use crate::upstream::Upstream;

/// A gateway's publish port, Redis, and the app between them.
struct Fanout {
    gateway: Upstream,
    redis: Redis,
    app: App,
}

impl Fanout {
    fn start() -> Self {
        let (gateway, redis) = (Upstream::start("Published\n"), Redis::start());
        let variables =
            vec![("redis_url", redis.url()), ("changes_redis_url", redis.url()), ("gateway_publish", gateway.url())];
        let fanout = Self { app: App::start(Options { variables, ..Options::default() }), gateway, redis };
        fanout.wait();
        fanout
    }

    /// Until what is published arrives.
    fn wait(&self) {
        let nobody = json!({ "v": 1, "userId": "nobody", "version": 1 }).to_string();
        let client = ::redis::Client::open(self.redis.url()).unwrap();
        eventually("the fan-out listens", || {
            let Ok(mut connection) = client.get_connection() else { return false };
            let _ = ::redis::cmd("PUBLISH").arg("mirubato.changes").arg(&nobody).query::<i64>(&mut connection);
            !self.items("user:nobody").is_empty()
        });
    }

    /// What was published to a channel so far.
    fn items(&self, channel: &str) -> Vec<Value> {
        let asked = self.gateway.asked();
        let bodies = asked.iter().map(|asked| {
            assert_eq!(asked.line, "POST /publish/");
            serde_json::from_slice::<Value>(&asked.body).unwrap()
        });
        bodies
            .flat_map(|body| body["items"].as_array().unwrap().clone())
            .filter(|item| item["channel"] == channel)
            .collect()
    }

    /// The changes that were published to a user.
    fn news(&self, user: &str) -> Vec<Value> {
        let mut items = self.items(&format!("user:{user}"));
        items.retain(|item| item["id"].as_str().unwrap().starts_with(user));
        items
    }

    /// Who was connected, as told to a user last.
    fn present(&self, user: &str) -> Vec<Value> {
        let mut items = self.items(&format!("user:{user}"));
        items.retain(|item| item["id"].as_str().unwrap().starts_with("presence:"));
        let told = items.last().map(|item| frame(item)["data"]["devices"].clone()).unwrap_or_default();
        told.as_array().into_iter().flatten().map(|device| device["deviceId"].clone()).collect()
    }
}

fn frame(item: &Value) -> Value {
    serde_json::from_str(item["formats"]["ws-message"]["content"].as_str().unwrap()).unwrap()
}

#[test]
fn every_change_is_published_once_wherever_it_was_made() {
    let fanout = Fanout::start();
    let user = fanout.app.somebody();
    let mut socket = Socket::connect(&fanout.app, &user);
    let record = id();
    let ack = socket.push("1", &[set(&user, "goal", &record, &goal("Scales"))]);
    eventually("it is published", || !fanout.news(user.id()).is_empty());
    let item = &fanout.news(user.id())[0];
    assert_eq!(item["id"], format!("{}:{}", user.id(), ack.frame()["data"]["version"]));
    assert_eq!(item["meta"]["sender"], user.device, "so that the gateway leaves it out");
    let told = frame(item);
    assert_eq!((&told["type"], &told["data"]["deviceId"]), (&json!("SYNC_EVENT"), &json!(user.device)));
    assert_eq!(told["data"]["event"]["payload"], user.pull(0)["changes"][0]);

    let _ = user.push(&[set(&user, "goal", &id(), &goal("A")), set(&user, "goal", &id(), &goal("B"))]);
    let _ = user.post("/api/goals").json(&goal("C")).send().expect(201);
    let large = |_| set(&user, "logbook_entry", &id(), &entry_with(&json!({ "notes": "x".repeat(5_000) })));
    let _ = user.push(&(0..20).map(large).collect::<Vec<_>>());
    eventually("all are published", || fanout.news(user.id()).len() >= 4);
    let told: Vec<_> = fanout.news(user.id()).iter().map(frame).collect();
    let kinds: Vec<_> =
        told.iter().map(|frame| (frame["type"].as_str().unwrap(), frame["data"]["version"].as_u64())).collect();
    assert_eq!(
        kinds,
        [("SYNC_EVENT", Some(1)), ("BULK_SYNC", Some(3)), ("SYNC_EVENT", Some(4)), ("BULK_SYNC", Some(24))]
    );
    assert_eq!((&told[1]["data"]["hasMore"], &told[3]["data"]["hasMore"]), (&json!(false), &json!(true)));
    assert_eq!(told[3]["data"]["changes"], json!([]));
}

#[test]
fn comings_and_goings_are_told_to_the_users_devices() {
    let fanout = Fanout::start();
    let phone = fanout.app.somebody();
    let tablet = phone.on_another_device();
    let mut first = Socket::connect(&fanout.app, &phone);
    let _second = Socket::connect(&fanout.app, &tablet);
    eventually("both are there", || fanout.present(phone.id()) == [json!(phone.device), json!(tablet.device)]);
    let _ = first.happen(&[Event::Disconnect]);
    eventually("one is gone", || fanout.present(phone.id()) == [json!(tablet.device)]);
}

#[test]
fn a_session_that_ends_is_told_to_its_connections() {
    let fanout = Fanout::start();
    let user = fanout.app.somebody();
    let email = user.session["user"]["email"].as_str().unwrap();
    let others: Vec<_> = (0..3).map(|_| fanout.app.sign_in(email)).collect();
    let ids = |user: &mirubato_support::User| {
        let sessions = user.get("/api/auth/sessions").send().expect(200).json();
        sessions["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|session| session["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let is_closed = |session: &String| {
        let items = fanout.items(&format!("session:{session}"));
        items.iter().any(|item| {
            let socket = &item["formats"]["ws-message"];
            (&socket["action"], &socket["code"]) == (&json!("close"), &json!(4401))
                && item["formats"]["http-stream"]["action"] == "close"
        })
    };
    let all = ids(&user);
    assert_eq!(all.len(), 4);
    let _ = others[0].post("/api/auth/logout").json(&json!({})).send().expect(204);
    eventually("signing out is told", || all.iter().filter(|id| is_closed(id)).count() == 1);
    let refresh = json!({ "refreshToken": others[1].session["refreshToken"] });
    let call = fanout.app.post("/api/auth/logout").json(&refresh);
    let _ = call.send().expect(204);
    eventually("by the refresh token as well", || all.iter().filter(|id| is_closed(id)).count() == 2);
    let _ = user.put("/api/user/password").json(&json!({ "password": "nine bars rest" })).send().expect(204);
    eventually("a new password ends the others", || all.iter().filter(|id| is_closed(id)).count() == 3);
    let _ = user.delete("/api/user/me").send().expect(204);
    eventually("leaving ends them all", || all.iter().all(is_closed));
}

#[test]
fn a_gateway_or_a_redis_that_is_away_takes_nothing_with_it() {
    let mut fanout = Fanout::start();
    let user = fanout.app.somebody();
    let mut socket = Socket::connect(&fanout.app, &user);
    fanout.gateway.answer(500, "no");
    assert_eq!(socket.push("1", &[set(&user, "goal", &id(), &goal("Scales"))]).frame()["type"], "ACK");
    eventually("it was tried", || fanout.news(user.id()).len() == 1);
    fanout.gateway.answer(200, "Published\n");
    let _ = socket.push("2", &[set(&user, "goal", &id(), &goal("Trills"))]);
    eventually("the next is published", || fanout.news(user.id()).len() == 2);

    let port = fanout.redis.port();
    fanout.redis.kill();
    assert_eq!(socket.push("3", &[set(&user, "goal", &id(), &goal("Turns"))]).frame()["type"], "ACK");
    let tablet = user.on_another_device();
    let welcome = Socket::of(&fanout.app, &tablet.device).with_token(tablet.token()).open();
    assert_eq!(welcome.frame()["data"]["version"], 3, "whoever connects knows that there is something to pull");
    assert_eq!(socket.ping().frame()["data"]["version"], 3, "and so does whoever is connected");
    fanout.redis = Redis::start_at(port);
    fanout.wait();
    eventually("news go on", || {
        let _ = socket.push("4", &[set(&user, "goal", &id(), &goal("Mordents"))]);
        fanout.news(user.id()).len() > 2
    });
}
