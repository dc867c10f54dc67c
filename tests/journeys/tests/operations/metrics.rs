//! `/metrics`.

use serde_json::json;

use crate::story::{app, eventually, goal, id, set};

fn value(text: &str, name: &str) -> f64 {
    text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok()).unwrap_or(0.0)
}

fn metrics() -> String {
    let reply = app().get("/metrics").send().expect(200);
    assert_eq!(reply.header("content-type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    String::from_utf8(reply.body).unwrap()
}

#[test]
fn requests_and_changes_are_counted() {
    let names = [
        "mirubato_mutations_total{status=\"applied\"} ",
        "mirubato_mutations_total{status=\"rejected\"} ",
        "mirubato_http_requests_total{method=\"POST\",route=\"/api/sync/push\",status=\"200\"} ",
        "mirubato_http_request_seconds_count{method=\"POST\",route=\"/api/sync/push\"} ",
    ];
    let user = app().somebody();
    let before = metrics();
    user.push(&[set(&user, "goal", &id(), &goal("Scales")), set(&user, "goal", &id(), &json!({ "title": 7 }))]);
    eventually("the push is counted", || {
        let now = metrics();
        names.iter().all(|name| value(&now, name) > value(&before, name))
    });
}

#[test]
fn it_is_open_metrics_and_names_nobody() {
    let user = app().somebody();
    let _ = user.get(&format!("/api/goals/{}", id())).send().expect_problem(404, "not-found");
    let text = metrics();
    assert!(text.ends_with("# EOF\n"));
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, number) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("mirubato_") && number.parse::<f64>().is_ok(), "{line}");
    }
    assert!(value(&text, "mirubato_users ") >= 1.0);
    for secret in [user.id(), user.session["user"]["email"].as_str().unwrap(), "@"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
