//! Where one is signed in: `/api/auth/sessions` and `/api/auth/logout`.

use mirubato_support::User;
use serde_json::{Value, json};

use crate::story::{app, eventually, id, items};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

fn sign_in_from(email: &str, user_agent: &str, device: &str) -> User {
    let token = app().link_token(email);
    let call = app().post("/api/auth/verify").header("user-agent", user_agent).header("x-device-id", device);
    User::new(app().url(), &call.json(&json!({ "token": token })).send().expect(200).json())
}

fn is_out(user: &User) -> bool {
    user.get("/api/user/me").send().status == 401
}

#[test]
fn one_sees_where_one_is_signed_in() {
    let (email, device) = (format!("{}@example.org", id()), id());
    let laptop = sign_in_from(&email, FIREFOX, &device);
    let phone = sign_in_from(&email, "<script>", "not a device");
    let sessions = items(&laptop, "/api/auth/sessions");
    assert_eq!(sessions.len(), 2);
    let of = |current: bool| sessions.iter().find(|session| session["current"] == current).unwrap();
    let expected =
        |session: &Value| (session["deviceName"].clone(), session["deviceId"].clone(), session["method"].clone());
    assert_eq!(expected(of(true)), (json!("Firefox on Linux"), json!(device), json!("link")));
    assert_eq!(expected(of(false)), (json!(null), json!(null), json!("link")));
    assert_eq!(items(&phone, "/api/auth/sessions").len(), 2);
}

#[test]
fn another_session_is_ended_from_afar() {
    let email = format!("{}@example.org", id());
    let (laptop, phone) = (app().sign_in(&email), app().sign_in(&email));
    let _ = phone.get("/api/user/me").send().expect(200);
    let sessions = items(&laptop, "/api/auth/sessions");
    let lost = sessions.iter().find(|session| session["current"] == false).unwrap()["id"].as_str().unwrap().to_owned();
    let _ = laptop.delete(&format!("/api/auth/sessions/{lost}")).send().expect(204);
    eventually("the phone is signed out", || is_out(&phone));
    let refresh = json!({ "refreshToken": phone.session["refreshToken"] });
    let _ = app().post("/api/auth/refresh").json(&refresh).send().expect_problem(401, "session-ended");
    let _ = laptop.delete(&format!("/api/auth/sessions/{lost}")).send().expect_problem(404, "not-found");
    assert_eq!(items(&laptop, "/api/auth/sessions").len(), 1);
}

#[test]
fn nobody_elses_session_can_be_seen_or_ended() {
    let (clara, fanny) = (app().somebody(), app().somebody());
    let hers = items(&clara, "/api/auth/sessions")[0]["id"].as_str().unwrap().to_owned();
    for id in [hers.as_str(), "x", "%27"] {
        let _ = fanny.delete(&format!("/api/auth/sessions/{id}")).send().expect_problem(404, "not-found");
    }
    assert!(items(&fanny, "/api/auth/sessions").iter().all(|session| session["id"] != hers));
    let _ = clara.get("/api/user/me").send().expect(200);
}

#[test]
fn all_other_sessions_are_ended_at_once() {
    let email = format!("{}@example.org", id());
    let (laptop, phone, tablet) = (app().sign_in(&email), app().sign_in(&email), app().sign_in(&email));
    let _ = laptop.delete("/api/auth/sessions").send().expect(204);
    eventually("the others are signed out", || is_out(&phone) && is_out(&tablet));
    assert_eq!(items(&laptop, "/api/auth/sessions").len(), 1);
}

#[test]
fn signing_out_ends_the_session_and_twice_does_no_harm() {
    let user = app().somebody();
    let _ = user.get("/api/user/me").send().expect(200);
    for _ in 0..2 {
        let _ = user.post("/api/auth/logout").json(&json!({})).send().expect(204);
    }
    eventually("the access token is worth nothing", || is_out(&user));
    let refresh = json!({ "refreshToken": user.session["refreshToken"] });
    let _ = app().post("/api/auth/refresh").json(&refresh).send().expect_problem(401, "session-ended");
}

#[test]
fn who_holds_only_the_refresh_token_can_sign_out_too() {
    let user = app().somebody();
    let body = json!({ "refreshToken": user.session["refreshToken"] });
    let _ = app().post("/api/auth/logout").json(&body).send().expect(204);
    eventually("the session has ended", || is_out(&user));
    let _ = app().post("/api/auth/logout").json(&json!({})).send().expect(204);
}
