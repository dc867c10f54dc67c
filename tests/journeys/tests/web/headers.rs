//! Headers of every answer.

use crate::story::{app, goal, make, place};

#[test]
fn what_is_said_to_one_person_is_kept_by_no_cache() {
    let user = app().somebody();
    let path = place("/api/goals", &make(&user, "/api/goals", &goal("Scales")));
    for (path, expected) in [
        (path.as_str(), "private, no-cache"),
        ("/api/goals", "private, no-cache"),
        ("/api/sync/status", "private, no-store"),
        ("/api/user/me", "private, no-cache"),
        ("/api/user/export", "private, no-store"),
        ("/api/nowhere", "private, no-store"),
    ] {
        assert_eq!(user.get(path).send().header("cache-control"), expected, "{path}");
    }
}

#[test]
fn every_answer_says_what_it_is_and_how_long() {
    let user = app().somebody();
    for path in ["/api/goals", "/api/nowhere", "/api/about", "/health", "/openapi.json", "/metrics"] {
        let reply = user.get(path).send();
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("content-length"), reply.body.len().to_string(), "{path}");
        assert!(!reply.header("content-type").is_empty(), "{path}");
        assert!(!reply.header("x-request-id").is_empty(), "{path}");
    }
}

#[test]
fn another_site_is_not_invited() {
    let user = app().somebody();
    for method in ["GET", "OPTIONS"] {
        let call = user.call(method, "/api/goals").header("origin", "https://evil.example");
        let reply = call.header("access-control-request-method", "POST").send();
        assert!(reply.headers.keys().all(|name| !name.as_str().starts_with("access-control")), "{method}");
    }
}

#[test]
fn asking_for_the_headers_alone_sends_them_alone() {
    let user = app().somebody();
    let reply = user.call("HEAD", "/api/goals").send().expect(200);
    assert!(reply.body.is_empty());
    assert_eq!(reply.header("etag"), user.get("/api/goals").send().header("etag"));
}
