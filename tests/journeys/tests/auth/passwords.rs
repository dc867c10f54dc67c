//! Passwords: `/api/auth/login` and `/api/user/password`.

use mirubato_support::{App, Options, Reply, User};
use serde_json::{Value, json};

use crate::story::{app, eventually};

fn log_in(app: &App, email: &str, password: &str) -> Reply {
    app.post("/api/auth/login").json(&json!({ "email": email, "password": password })).send()
}

fn set(user: &User, change: &Value) -> Reply {
    user.put("/api/user/password").json(change).send()
}

fn email(user: &User) -> &str {
    user.session["user"]["email"].as_str().unwrap()
}

fn without_request_id(reply: &Reply) -> Value {
    let mut problem = reply.json();
    problem["requestId"].take();
    problem
}

#[test]
fn a_password_signs_in() {
    let user = app().somebody();
    let _ = set(&user, &json!({ "password": "nine bars rest" })).expect(204);
    let session = log_in(app(), &email(&user).to_uppercase(), "nine bars rest").expect(200).json();
    assert_eq!(session["user"]["id"], user.id());
    assert!(session["refreshToken"].is_string());
    assert!(!app().log().contains("nine bars rest"));
}

#[test]
fn a_wrong_address_and_a_wrong_password_are_answered_alike() {
    let (with, without) = (app().somebody(), app().somebody());
    let _ = set(&with, &json!({ "password": "nine bars rest" })).expect(204);
    let long = "x".repeat(1_000);
    let tries = [
        (email(&with), "nine bars rests"),
        (email(&with), ""),
        (email(&with), long.as_str()),
        (email(&without), "nine bars rest"),
        ("nobody-at-all@example.org", "nine bars rest"),
    ];
    let answers: Vec<_> = tries
        .map(|(email, password)| log_in(app(), email, password).expect_problem(401, "wrong-credentials"))
        .iter()
        .map(without_request_id)
        .collect();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

#[test]
fn a_password_that_anybody_would_try_is_refused() {
    let user = app().somebody();
    for weak in ["", "short", "Password123!", "aaaaaaaaaaaa", "9876543210", email(&user), &"x".repeat(257)] {
        let reply = set(&user, &json!({ "password": weak })).expect_problem(422, "invalid-input");
        assert_eq!(reply.pointers(), ["/password"], "{weak}");
    }
    let _ = log_in(app(), email(&user), "Password123!").expect_problem(401, "wrong-credentials");
}

#[test]
fn the_present_password_is_needed_to_change_it() {
    let user = app().somebody();
    let _ = set(&user, &json!({ "password": "nine bars rest" })).expect(204);
    for change in [
        json!({ "password": "ten bars rest" }),
        json!({ "password": null }),
        json!({ "password": "ten bars rest", "currentPassword": "eight bars rest" }),
    ] {
        let reply = set(&user, &change).expect_problem(422, "invalid-input");
        assert_eq!(reply.pointers(), ["/currentPassword"], "{change}");
    }
    let misspelt = json!({ "pasword": "ten bars rest", "currentPassword": "nine bars rest" });
    let _ = set(&user, &misspelt).expect_problem(422, "invalid-input");
    let _ = log_in(app(), email(&user), "nine bars rest").expect(200);
    let _ = set(&user, &json!({ "password": "ten bars rest", "currentPassword": "nine bars rest" })).expect(204);
    let _ = log_in(app(), email(&user), "nine bars rest").expect_problem(401, "wrong-credentials");
    let _ = log_in(app(), email(&user), "ten bars rest").expect(200);
    let _ = set(&user, &json!({ "password": null, "currentPassword": "ten bars rest" })).expect(204);
    let _ = log_in(app(), email(&user), "ten bars rest").expect_problem(401, "wrong-credentials");
}

#[test]
fn a_new_password_ends_all_other_sessions() {
    let user = app().somebody();
    let other = app().sign_in(email(&user));
    let _ = set(&user, &json!({ "password": "nine bars rest" })).expect(204);
    let _ = user.get("/api/user/me").send().expect(200);
    eventually("the other session has ended", || other.get("/api/user/me").send().status == 401);
    let refresh = json!({ "refreshToken": other.session["refreshToken"] });
    let _ = app().post("/api/auth/refresh").json(&refresh).send().expect_problem(401, "session-ended");
}

#[test]
fn guesses_are_counted_and_successes_are_not() {
    let app = App::start(Options { variables: vec![("sign_in_per_address", "4".to_owned())], ..Options::default() });
    let user = app.sign_in("clara@example.org");
    let _ = set(&user, &json!({ "password": "nine bars rest" })).expect(204);
    for _ in 0..6 {
        let _ = log_in(&app, "clara@example.org", "nine bars rest").expect(200);
    }
    for _ in 0..4 {
        let _ = log_in(&app, "clara@example.org", "guess guess").expect_problem(401, "wrong-credentials");
    }
    let refused = log_in(&app, "clara@example.org", "nine bars rest").expect_problem(429, "too-many-requests");
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
    // Links are counted apart: the user is not locked out.
    let _ = app.sign_in("clara@example.org");
    for _ in 0..4 {
        let _ = log_in(&app, "nobody@example.org", "guess guess").expect_problem(401, "wrong-credentials");
    }
    let _ = log_in(&app, "nobody@example.org", "guess guess").expect_problem(429, "too-many-requests");
}
