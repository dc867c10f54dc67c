//! `Idempotency-Key`: what is sent twice is done once.

use mirubato_support::{Reply, User};
use serde_json::{Value, json};

use crate::story::{app, each, goal, id, make, place, standing};

fn post(user: &User, path: &str, key: &str, body: &Value) -> Reply {
    user.post(path).header("idempotency-key", key).json(body).send()
}

#[test]
fn a_post_sent_again_is_answered_as_it_was_and_does_nothing() {
    let user = app().somebody();
    let key = id();
    let first = post(&user, "/api/goals", &key, &goal("Scales")).expect(201);
    assert_eq!(first.header("idempotency-replayed"), "");
    let again = post(&user, "/api/goals", &key, &goal("Scales")).expect(201);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.body, first.body);
    for name in ["content-type", "location"] {
        assert_eq!(again.header(name), first.header(name));
    }
    assert_eq!(standing(&user), (1, 1));
}

#[test]
fn what_adds_up_is_added_once() {
    let user = app().somebody();
    let path = place("/api/goals", &make(&user, "/api/goals", &goal("Scales")));
    let key = id();
    for _ in 0..3 {
        let step = post(&user, &format!("{path}/progress"), &key, &json!({ "value": 5 })).expect(200);
        assert_eq!(step.json()["current"], 5);
    }
    assert_eq!(user.get(&path).send().json()["progress"].as_array().unwrap().len(), 1);
}

#[test]
fn a_key_is_not_used_for_something_else() {
    let user = app().somebody();
    let key = id();
    let _ = post(&user, "/api/goals", &key, &goal("Scales")).expect(201);
    let _ = post(&user, "/api/goals", &key, &goal("Trills")).expect_problem(422, "idempotency-mismatch");
    let _ = post(&user, "/api/plans", &key, &goal("Scales")).expect_problem(422, "idempotency-mismatch");
    assert_eq!(each(&user, "/api/goals", "title"), ["Scales"]);
}

#[test]
fn a_key_belongs_to_its_user() {
    let (clara, fanny) = (app().somebody(), app().somebody());
    let key = id();
    let hers = post(&clara, "/api/goals", &key, &goal("Scales")).expect(201);
    let other = post(&fanny, "/api/goals", &key, &goal("Scales")).expect(201);
    assert_eq!(other.header("idempotency-replayed"), "");
    assert_ne!(hers.json()["id"], other.json()["id"]);
    let path = place("/api/goals", &hers.json());
    let _ = post(&fanny, &format!("{path}/progress"), &id(), &json!({ "value": 1 })).expect_problem(404, "not-found");
    let _ = app()
        .post("/api/goals")
        .header("idempotency-key", key)
        .json(&goal("Scales"))
        .send()
        .expect_problem(401, "not-signed-in");
}

#[test]
fn a_refusal_leaves_the_key_free_for_what_was_mended() {
    let user = app().somebody();
    let key = id();
    let _ = post(&user, "/api/goals", &key, &json!({ "title": "Scales" })).expect_problem(422, "invalid-record");
    let mended = post(&user, "/api/goals", &key, &goal("Scales")).expect(201);
    assert_eq!(mended.header("idempotency-replayed"), "");
}

#[test]
fn a_key_that_is_none_is_refused() {
    let user = app().somebody();
    for key in ["", &"k".repeat(256), "\"\""] {
        let _ = post(&user, "/api/goals", key, &goal("Scales")).expect_problem(400, "malformed-request");
    }
    assert_eq!(standing(&user), (0, 0));
    let _ = post(&user, "/api/goals", &"k".repeat(255), &goal("Scales")).expect(201);
}

#[test]
fn of_several_at_once_one_is_carried_out() {
    let user = app().somebody();
    let key = id();
    let replies: Vec<Reply> = std::thread::scope(|scope| {
        let sent: Vec<_> = (0..8).map(|_| scope.spawn(|| post(&user, "/api/goals", &key, &goal("Scales")))).collect();
        sent.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let made: Vec<_> = replies.iter().filter(|reply| reply.status == 201).collect();
    assert_eq!(made.iter().filter(|reply| reply.header("idempotency-replayed").is_empty()).count(), 1);
    for reply in &replies {
        match reply.status {
            201 => assert_eq!(reply.body, made[0].body),
            _ => assert_eq!(reply.clone().expect_problem(409, "conflict").header("retry-after"), "1"),
        }
    }
    assert_eq!(standing(&user), (1, 1));
}
