//! Links that sign in: `/api/auth/magic-link` and `/api/auth/verify`.

use mirubato_support::{App, Options, Reply};
use serde_json::json;

use crate::story::{app, id, sql};

fn address() -> String {
    format!("{}@example.org", id())
}

fn ask(app: &App, email: &str) -> Reply {
    app.post("/api/auth/magic-link").json(&json!({ "email": email })).send()
}

fn verify(app: &App, token: &str) -> Reply {
    app.post("/api/auth/verify").json(&json!({ "token": token })).send()
}

#[test]
fn a_link_makes_an_account_and_signs_in_to_it() {
    let email = address();
    let session = verify(app(), &app().link_token(&email)).expect(200).json();
    let user = &session["user"];
    assert_eq!(user["email"], email);
    assert_eq!(
        (&user["displayName"], &user["primaryInstrument"], &user["role"]),
        (&json!(null), &json!(null), &json!("user"))
    );
    assert!(user["createdAt"].as_str().unwrap().ends_with('Z'));
    assert_eq!(session["expiresIn"], 900);
    let token = session["accessToken"].as_str().unwrap();
    let me = app().get("/api/user/me").header("authorization", format!("Bearer {token}")).send().expect(200).json();
    assert_eq!(me, *user);

    let again = verify(app(), &app().link_token(&email)).expect(200).json();
    assert_eq!(again["user"], *user, "the next link leads to the same account");
}

#[test]
fn a_link_is_used_once() {
    let token = app().link_token(&address());
    let _ = verify(app(), &token).expect(200);
    let _ = verify(app(), &token).expect_problem(400, "invalid-token");
}

#[test]
fn of_several_who_use_a_link_at_once_one_gets_in() {
    let token = app().link_token(&address());
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..6).map(|_| scope.spawn(|| verify(app(), &token).status)).collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400, 400, 400, 400, 400]);
}

#[test]
fn used_expired_and_made_up_links_are_answered_alike() {
    let app = App::start(Options::default());
    let used = app.link_token("used@example.org");
    let _ = verify(&app, &used).expect(200);
    let expired = app.link_token("late@example.org");
    sql(&app, "UPDATE sign_in_links SET expires_at = expires_at - 901000 WHERE email = 'late@example.org'", &[]);
    let made_up = "A".repeat(used.len());
    let answers: Vec<_> = [used.as_str(), &expired, &made_up, "", "'; --", &used[1..], &"x".repeat(5_000)]
        .iter()
        .map(|token| {
            let reply = verify(&app, token).expect_problem(400, "invalid-token");
            assert!(reply.cookies().is_empty());
            let mut problem = reply.json();
            problem["requestId"].take();
            problem
        })
        .collect();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!(
        sql(&app, "UPDATE users SET role = role WHERE email = 'late@example.org'", &[]),
        0,
        "no account was made"
    );
}

#[test]
fn a_mail_scanner_that_follows_the_link_does_not_use_it_up() {
    let token = app().link_token(&address());
    let path = format!("/api/auth/verify?token={token}");
    for accept in
        ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "*/*", "text/html, application/json"]
    {
        let reply = app().get(&path).header("accept", accept).send().expect(303);
        assert_eq!(reply.header("location"), format!("{}/auth/verify?token={token}", app().url()));
        assert!(reply.cookies().is_empty());
    }
    let _ = app().get(&path).send().expect(303);
    let session = app().get(&path).header("accept", "application/json").send().expect(200).json();
    assert!(session["accessToken"].is_string());
    let _ = app().get(&path).header("accept", "application/json").send().expect_problem(400, "invalid-token");
}

#[test]
fn a_link_never_leads_elsewhere() {
    let reply = app().get("/api/auth/verify?token=//evil.example/%0d%0aSet-Cookie:a=b").send().expect(303);
    assert_eq!(reply.header("location"), format!("{}/auth/verify?token=", app().url()));

    let email = address();
    let call = app().post("/api/auth/magic-link").header("origin", "https://evil.example");
    let call = call.header("x-forwarded-host", "evil.example").header("referer", "https://evil.example/");
    let _ = call.json(&json!({ "email": email })).send().expect(202);
    let outbox = app().get("/api/dev/outbox").send().expect(200).json();
    let mail = outbox["items"].as_array().unwrap().iter().find(|mail| mail["to"] == email).unwrap().clone();
    assert!(mail["link"].as_str().unwrap().starts_with(&format!("{}/auth/verify?token=", app().url())), "{mail}");
    assert!(!mail.to_string().contains("evil"), "{mail}");
    assert!(mail["text"].as_str().unwrap().contains(mail["link"].as_str().unwrap()));
}

#[test]
fn asking_for_a_link_tells_nothing_of_who_has_an_account() {
    let known = app().somebody();
    let known = ask(app(), known.session["user"]["email"].as_str().unwrap()).expect(202);
    let unknown = ask(app(), &address()).expect(202);
    assert_eq!(known.body, unknown.body);
    let names = |reply: &Reply| {
        let mut names: Vec<_> = reply.headers.keys().map(|name| name.as_str().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&known), names(&unknown));
}

#[test]
fn one_person_is_one_account_however_the_address_is_written() {
    let email = address();
    let id = app().sign_in(&email).id().to_owned();
    let _ = ask(app(), &format!("  {} ", email.to_uppercase())).expect(202);
    assert_eq!(app().sign_in(&email).id(), id);
}

#[test]
fn what_is_no_address_is_refused() {
    for email in [
        "",
        "clara",
        "clara@",
        "@example.org",
        "a@b",
        "a b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a@ex\u{0}ample.org",
    ] {
        let reply = ask(app(), email).expect_problem(422, "invalid-input");
        assert_eq!(reply.pointers(), ["/email"], "{email:?}");
    }
    for body in
        [json!({}), json!({ "email": null }), json!({ "email": 7 }), json!({ "email": ["a@example.org"] }), json!([])]
    {
        let _ = app().post("/api/auth/magic-link").json(&body).send().expect_problem(422, "invalid-input");
    }
}

#[test]
fn an_address_gets_five_links_an_hour() {
    let (email, other) = (address(), address());
    for left in (0..5).rev() {
        let reply = ask(app(), &email).expect(202);
        let limits: Vec<_> = reply.headers.get_all("ratelimit").iter().map(|value| value.to_str().unwrap()).collect();
        assert!(limits.iter().any(|limit| limit.starts_with(&format!("\"address\";r={left};t="))), "{limits:?}");
    }
    let refused = ask(app(), &email).expect_problem(429, "too-many-requests");
    assert!((1..=3_600).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
    let _ = ask(app(), &email.to_uppercase()).expect_problem(429, "too-many-requests");
    let _ = ask(app(), &other).expect(202);
}

#[test]
fn a_client_gets_so_many_links_an_hour_whatever_the_addresses() {
    let variables = vec![("sign_in_per_client", "3".to_owned())];
    let app = App::start(Options { variables, ..Options::default() });
    for _ in 0..3 {
        let _ = ask(&app, &address()).expect(202);
    }
    let email = address();
    let _ = ask(&app, &email).expect_problem(429, "too-many-requests");
    // Nobody is believed who says that they are somebody else.
    for header in ["x-forwarded-for", "forwarded", "x-real-ip", "spin-client-addr"] {
        let call = app.post("/api/auth/magic-link").header(header, "203.0.113.7:99");
        let _ = call.json(&json!({ "email": email })).send().expect_problem(429, "too-many-requests");
    }
    let outbox = app.get("/api/dev/outbox").send().expect(200).json();
    assert!(outbox["items"].as_array().unwrap().iter().all(|mail| mail["to"] != email), "nothing was sent");
}
