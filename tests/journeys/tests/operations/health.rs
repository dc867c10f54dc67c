//! `/health`, `/livez`, `/readyz`.

use mirubato_support::redis::Redis;
use mirubato_support::{App, Options};
use serde_json::json;

use crate::story::{app, eventually};

#[test]
fn it_says_that_it_runs_and_can_work() {
    for path in ["/livez", "/readyz"] {
        let reply = app().get(path).send().expect(200);
        assert_eq!(reply.body, b"ok");
    }
}

#[test]
fn without_redis_it_is_degraded_and_says_what_is_missing() {
    let health = app().get("/health").send().expect(200).json();
    assert_eq!((&health["service"], &health["status"]), (&json!("api"), &json!("degraded")));
    assert!(health["version"].is_string() && health["timestamp"].as_str().unwrap().ends_with('Z'));
    let expected = json!({ "database": "healthy", "cache": "healthy", "redis": "unhealthy", "dependencies": {} });
    assert_eq!(health["checks"], expected);
}

#[test]
fn it_is_healthy_while_redis_answers_and_degraded_when_it_goes() {
    let mut redis = Redis::start();
    let app = App::start(Options { variables: vec![("redis_url", redis.url())], ..Options::default() });
    let status = || app.get("/health").send().expect(200).json()["status"].clone();
    assert_eq!(status(), "healthy");
    redis.kill();
    eventually("degraded", || status() == "degraded");
    let _again = Redis::start_at(redis.port());
    eventually("healthy again", || status() == "healthy");
}

#[test]
fn a_redis_that_takes_connections_and_says_nothing_delays_health_by_a_second_at_most() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}", silent.local_addr().unwrap());
    let app = App::start(Options { variables: vec![("redis_url", url)], ..Options::default() });
    let began = std::time::Instant::now();
    assert_eq!(app.get("/health").send().expect(200).json()["status"], "degraded");
    assert!(began.elapsed().as_millis() < 2_000, "{:?}", began.elapsed());
    let _ = app.somebody();
}
