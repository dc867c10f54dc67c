//! Versions of the API, and what it says of itself.

use serde_json::json;

use crate::story::{app, goal};

#[test]
fn the_current_version_has_two_names() {
    let user = app().somebody();
    let made = user.post("/v2/api/goals").json(&goal("Scales")).send().expect(201);
    assert!(made.header("location").starts_with("/api/goals/"));
    assert_eq!(
        user.get("/v2/api/goals?limit=1").send().expect(200).body,
        user.get("/api/goals?limit=1").send().expect(200).body
    );
}

#[test]
fn the_predecessors_version_is_not_served_and_says_so() {
    for path in ["/v1/api/user/me", "/v1/api/sync/push", "/v1/anything"] {
        let problem = app().get(path).send().expect_problem(404, "not-found").json();
        assert!(problem["detail"].as_str().unwrap().contains("/v2/api"), "{problem}");
    }
}

#[test]
fn it_says_what_it_is_and_how_to_sign_in() {
    let about = app().get("/api/about").send().expect(200).json();
    assert_eq!((&about["service"], &about["environment"]), (&json!("api"), &json!("local")));
    assert_eq!(about["signIn"], json!({ "password": true, "googleClientId": null }));
}

#[test]
fn anybody_can_check_a_token_by_the_public_keys_and_nobody_can_make_one() {
    let reply = app().get("/.well-known/jwks.json").send().expect(200);
    assert_eq!(reply.header("content-type"), "application/jwk-set+json");
    let text = String::from_utf8(reply.body).unwrap();
    let user = app().somebody();
    let verifier = mirubato_identity::access::Verifier::new(&text, &app().url()).unwrap();
    assert_eq!(verifier.verify(user.token(), crate::story::now()).unwrap().sub, user.id());
    assert!(!text.contains("\"d\""), "{text}");
}

#[test]
fn what_is_internal_is_not_there_from_outside() {
    let user = app().somebody();
    for path in ["/internal/changes/push", "/internal/accounts/find", "/internal"] {
        let reply = user.post(path).json(&json!({})).send();
        assert!([404, 405].contains(&reply.status), "{path}: {}", reply.status);
    }
}
