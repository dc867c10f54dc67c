//! A browser's session lives in cookies, which it sends whatever site asks it to.

use mirubato_support::Reply;
use serde_json::json;

use crate::story::{app, goal, with_cookies};

fn signed_in() -> Reply {
    let token = app().link_token(&format!("{}@example.org", crate::story::id()));
    app().post("/api/auth/verify").json(&json!({ "token": token })).send().expect(200)
}

#[test]
fn cookies_are_kept_from_scripts_from_other_sites_and_from_the_open_wire() {
    let reply = signed_in();
    let set: Vec<&str> = reply.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert_eq!(set.len(), 2, "{set:?}");
    for (name, path) in [("__Host-access=", "/"), ("__Secure-refresh=", "/api/auth")] {
        let cookie = set.iter().find(|cookie| cookie.starts_with(name)).unwrap();
        let attributes: Vec<_> = cookie.split(';').skip(1).map(|part| part.trim().to_lowercase()).collect();
        for attribute in ["httponly", "secure", "samesite=lax", &format!("path={path}")] {
            assert!(attributes.iter().any(|one| one == attribute), "{attribute} in {cookie}");
        }
        assert!(!attributes.iter().any(|one| one.starts_with("domain")), "{cookie}");
        assert!(attributes.iter().any(|one| one.starts_with("max-age=")), "{cookie}");
    }
}

#[test]
fn the_cookie_is_enough_to_read() {
    let reply = signed_in();
    let me = with_cookies(app().get("/api/user/me"), &reply).send().expect(200).json();
    assert_eq!(me["id"], reply.json()["user"]["id"]);
}

#[test]
fn what_changes_something_must_come_from_the_app_itself() {
    let reply = signed_in();
    let post = || with_cookies(app().post("/api/goals"), &reply).json(&goal("Scales"));
    for refused in [
        post(),
        post().header("origin", "https://evil.example"),
        post().header("origin", "null"),
        post().header("origin", "https://evil.example").header("sec-fetch-site", "same-origin"),
        post().header("sec-fetch-site", "cross-site"),
        post().header("sec-fetch-site", "same-site"),
        post().header("sec-fetch-site", "none"),
    ] {
        let _ = refused.send().expect_problem(403, "cross-site");
    }
    let list = || with_cookies(app().get("/api/goals"), &reply).send().expect(200).json()["items"].clone();
    assert_eq!(list(), json!([]));
    let _ = post().header("sec-fetch-site", "same-origin").send().expect(201);
    let _ = post().header("origin", app().url()).send().expect(201);
    assert_eq!(list().as_array().unwrap().len(), 2);
}

#[test]
fn a_token_in_the_header_goes_before_the_cookie() {
    let reply = signed_in();
    let clara = app().somebody();
    let call = with_cookies(clara.get("/api/user/me"), &reply);
    assert_eq!(call.send().expect(200).json()["id"], clara.id());
    let call = with_cookies(app().get("/api/user/me"), &reply).header("authorization", "Bearer x");
    let _ = call.send().expect_problem(401, "not-signed-in");
}

#[test]
fn signing_out_takes_the_cookies_away() {
    let reply = signed_in();
    let call = with_cookies(app().post("/api/auth/logout"), &reply).header("origin", app().url());
    let out = call.json(&json!({})).send().expect(204);
    let set: Vec<&str> = out.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    for name in ["__Host-access", "__Secure-refresh"] {
        let cookie = set.iter().find(|cookie| cookie.starts_with(&format!("{name}=;"))).unwrap();
        assert!(cookie.to_lowercase().contains("max-age=0"), "{cookie}");
    }
}
