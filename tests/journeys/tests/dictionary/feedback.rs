//! What people say of terms.

use serde_json::{Value, json};

use crate::story::app;

fn feedback(term: &str) -> String {
    format!("/dictionary/api/terms/{term}/feedback")
}

fn report(term: &str) -> String {
    format!("/dictionary/api/terms/{term}/report")
}

#[test]
fn an_opinion_is_kept_once_for_each_user_and_term() {
    let user = app().somebody();
    let first = user.post(&feedback("allegro")).json(&json!({ "rating": 4 })).send().expect(201).json();
    assert_eq!(first["term"], "allegro");
    let again = json!({ "helpful": false, "kind": "accuracy", "text": "Two lines\nof it." });
    assert_eq!(user.post(&feedback("Allegro")).json(&again).send().expect(201).json()["id"], first["id"]);
    assert_ne!(app().somebody().post(&feedback("allegro")).json(&again).send().expect(201).json()["id"], first["id"]);
}

#[test]
fn somebody_says_it_and_says_something() {
    let user = app().somebody();
    let said = json!({ "rating": 3 });
    let _ = app().post(&feedback("allegro")).json(&said).send().expect_problem(401, "not-signed-in");
    let _ = app().post(&report("allegro")).json(&said).send().expect_problem(401, "not-signed-in");
    let _ = user.post(&feedback("no-such-term")).json(&said).send().expect_problem(404, "not-found");
    let refused =
        |path: &str, body: Value| user.post(path).json(&body).send().expect_problem(422, "invalid-input").pointers();
    let path = feedback("allegro");
    assert_eq!(refused(&path, json!({})), [""]);
    assert_eq!(refused(&path, json!({ "kind": "other", "text": "  " })), [""]);
    assert_eq!(
        refused(&path, json!({ "rating": 6, "kind": "spam", "text": "a\u{0}b" })),
        ["/kind", "/rating", "/text"]
    );
    assert_eq!(refused(&path, json!({ "rating": "5" })), ["/rating"]);
    assert_eq!(refused(&path, json!({ "text": "x".repeat(1_001) })), ["/text"]);
    let _ = user.post(&path).json(&json!({ "text": "é".repeat(1_000) })).send().expect(201);

    let path = report("allegro");
    assert_eq!(refused(&path, json!({ "kind": "rude", "text": "short" })), ["/kind", "/text"]);
    assert_eq!(refused(&path, json!({ "kind": "spam", "text": "x".repeat(501) })), ["/text"]);
    for kind in ["incorrect", "offensive", "spam", "copyright", "other"] {
        let said = json!({ "kind": kind, "text": "This is why I say so." });
        let _ = user.post(&path).json(&said).send().expect(201);
    }
}

#[test]
fn nobody_floods_the_administrators() {
    let user = app().somebody();
    let said = json!({ "kind": "other", "text": "This is why I say so." });
    let terms = ["allegro", "presto", "largo", "andante", "adagio", "lento"];
    for term in &terms[..5] {
        let _ = user.post(&report(term)).json(&said).send().expect(201);
    }
    let refused = user.post(&report(terms[5])).json(&said).send().expect_problem(429, "too-many-requests");
    assert_eq!(refused.header("retry-after"), "3600");
    for term in ["allegro", "presto", "largo", "andante", "adagio", "lento", "vivace", "grave", "moderato", "forte"] {
        let _ = user.post(&feedback(term)).json(&json!({ "rating": 1 })).send().expect(201);
    }
    let _ = user.post(&feedback("piano")).json(&json!({ "rating": 1 })).send().expect_problem(429, "too-many-requests");
    let _ = app().somebody().post(&feedback("piano")).json(&json!({ "rating": 5 })).send().expect(201);
}
