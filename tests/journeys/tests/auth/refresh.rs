//! `POST /api/auth/refresh`.

use mirubato_support::{App, Options, Reply, User};
use serde_json::{Value, json};

use crate::story::{DAY, app, sql, with_cookies};

fn refresh(app: &App, token: &Value) -> Reply {
    app.post("/api/auth/refresh").json(&json!({ "refreshToken": token })).send()
}

fn token(session: &Value) -> Value {
    assert!(session["refreshToken"].is_string(), "{session}");
    session["refreshToken"].clone()
}

#[test]
fn a_session_goes_on_from_token_to_token() {
    let user = app().somebody();
    let mut session = user.session.clone();
    let mut seen = Vec::new();
    for _ in 0..5 {
        let next = refresh(app(), &token(&session)).expect(200).json();
        assert_eq!(next["user"], session["user"]);
        assert!(!seen.contains(&token(&next)));
        seen.push(token(&next));
        let user = User::new(app().url(), &next);
        let _ = user.get("/api/user/me").send().expect(200);
        session = next;
    }
    assert_eq!(user.get("/api/auth/sessions").send().expect(200).json()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_refresh_token_is_no_access_token() {
    let user = app().somebody();
    let refresh = user.session["refreshToken"].as_str().unwrap();
    for path in ["/api/user/me", "/api/goals", "/api/sync/status"] {
        let call = app().get(path).header("authorization", format!("Bearer {refresh}"));
        let _ = call.send().expect_problem(401, "not-signed-in");
        let call = app().get(path).header("cookie", format!("__Host-access={refresh}"));
        let _ = call.send().expect_problem(401, "not-signed-in");
    }
}

#[test]
fn an_access_token_is_no_refresh_token() {
    let user = app().somebody();
    let _ = refresh(app(), &json!(user.token())).expect_problem(401, "session-ended");
    let _ = user.get("/api/user/me").send().expect(200);
}

#[test]
fn two_tabs_at_once_get_the_same_successor() {
    let user = app().somebody();
    let replies: Vec<Reply> = std::thread::scope(|scope| {
        let tabs: Vec<_> = (0..6).map(|_| scope.spawn(|| refresh(app(), &user.session["refreshToken"]))).collect();
        tabs.into_iter().map(|tab| tab.join().unwrap()).collect()
    });
    let tokens: Vec<_> = replies.into_iter().map(|reply| token(&reply.expect(200).json())).collect();
    assert!(tokens.windows(2).all(|pair| pair[0] == pair[1]));
    let _ = refresh(app(), &tokens[0]).expect(200);
}

#[test]
fn a_token_used_after_its_successor_has_been_copied_and_ends_the_session() {
    let app = App::start(Options::default());
    let user = app.somebody();
    let next = refresh(&app, &user.session["refreshToken"]).expect(200).json();
    sql(&app, "UPDATE sessions SET rotated_at = rotated_at - 21000 WHERE user_id = ?1", &[user.id()]);
    let _ = refresh(&app, &user.session["refreshToken"]).expect_problem(401, "session-ended");
    let _ = refresh(&app, &token(&next)).expect_problem(401, "session-ended");
    let next = User::new(app.url(), &next);
    crate::story::eventually("its access token is worth nothing", || next.get("/api/user/me").send().status == 401);

    // A token two steps back is a copy however quick the thief is.
    let other = app.somebody();
    let second = refresh(&app, &other.session["refreshToken"]).expect(200).json();
    let third = refresh(&app, &token(&second)).expect(200).json();
    let _ = refresh(&app, &other.session["refreshToken"]).expect_problem(401, "session-ended");
    let _ = refresh(&app, &token(&third)).expect_problem(401, "session-ended");
}

#[test]
fn a_session_unused_for_a_month_or_begun_a_quarter_ago_is_over() {
    let app = App::start(Options::default());
    for (column, days, goes_on) in
        [("last_used_at", 29, true), ("last_used_at", 31, false), ("began_at", 89, true), ("began_at", 91, false)]
    {
        let user = app.somebody();
        let back = (days * DAY).to_string();
        let statement = format!("UPDATE sessions SET {column} = {column} - CAST(?1 AS INTEGER) WHERE user_id = ?2");
        assert_eq!(sql(&app, &statement, &[&back, user.id()]), 1);
        let reply = refresh(&app, &user.session["refreshToken"]);
        assert_eq!(reply.status, if goes_on { 200 } else { 401 }, "{column} {days} days ago");
    }
}

#[test]
fn what_is_no_token_ends_nothing() {
    let user = app().somebody();
    let good = user.session["refreshToken"].as_str().unwrap();
    let mut other = good.to_owned();
    other.replace_range(good.len() - 1.., if good.ends_with('A') { "B" } else { "A" });
    for bad in ["", "x", &good[1..], &"A".repeat(good.len()), "é"] {
        let _ = refresh(app(), &json!(bad)).expect_problem(401, "session-ended");
    }
    let _ = app().post("/api/auth/refresh").json(&json!({})).send().expect_problem(401, "not-signed-in");
    let _ = app().post("/api/auth/refresh").send().expect_problem(401, "not-signed-in");
    let _ =
        app().post("/api/auth/refresh").json(&json!({ "refreshToken": 7 })).send().expect_problem(422, "invalid-input");
    let _ = refresh(app(), &json!(good)).expect(200);
}

#[test]
fn a_browser_refreshes_by_its_cookie_and_never_shows_it_to_scripts() {
    let link = app().link_token(&format!("{}@example.org", crate::story::id()));
    let signed_in = app().post("/api/auth/verify").json(&json!({ "token": link })).send().expect(200);
    let call = || with_cookies(app().post("/api/auth/refresh"), &signed_in);
    let _ = call().json(&json!({})).send().expect_problem(403, "cross-site");
    let _ = call().header("origin", "https://evil.example").json(&json!({})).send().expect_problem(403, "cross-site");

    let refreshed = call().header("origin", app().url()).json(&json!({})).send().expect(200);
    assert_eq!(refreshed.json()["refreshToken"], json!(null));
    let me = with_cookies(app().get("/api/user/me"), &refreshed).send().expect(200).json();
    assert_eq!(me["id"], signed_in.json()["user"]["id"]);
    let _ = with_cookies(app().post("/api/auth/refresh"), &refreshed)
        .header("sec-fetch-site", "same-origin")
        .send()
        .expect(200);
}
