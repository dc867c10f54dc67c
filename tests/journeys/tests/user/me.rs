//! `GET/PUT /api/user/me`.

use mirubato_support::{App, Options};
use serde_json::json;

use crate::story::app;

const ME: &str = "/api/user/me";

#[test]
fn one_says_who_one_is_and_what_one_plays() {
    let user = app().somebody();
    let body = json!({ "displayName": "  Clara ", "primaryInstrument": "Piano" });
    let changed = user.put(ME).json(&body).send().expect(200).json();
    assert_eq!((&changed["displayName"], &changed["primaryInstrument"]), (&json!("Clara"), &json!("piano")));
    assert_eq!(user.get(ME).send().expect(200).json(), changed);
    let cleared = user.put(ME).json(&json!({ "displayName": "" })).send().expect(200).json();
    assert_eq!((&cleared["displayName"], &cleared["primaryInstrument"]), (&json!(null), &json!(null)));
}

#[test]
fn nobody_makes_themselves_somebody_else() {
    let (user, other) = (app().somebody(), app().somebody());
    let before = user.get(ME).send().expect(200).json();
    let body = json!({ "id": other.id(), "email": "admin@example.org", "role": "admin", "createdAt": "2000-01-01T00:00:00.000Z" });
    let _ = user.put(ME).json(&body).send().expect(200);
    assert_eq!(user.get(ME).send().expect(200).json(), before);
}

#[test]
fn what_is_too_long_or_no_line_of_text_is_refused_and_changes_nothing() {
    let user = app().somebody();
    let before = user.get(ME).send().expect(200).json();
    let body = json!({ "displayName": "x".repeat(101), "primaryInstrument": "vio\u{0}la" });
    let reply = user.put(ME).json(&body).send().expect_problem(422, "invalid-input");
    assert_eq!(reply.pointers(), ["/displayName", "/primaryInstrument"]);
    let _ = user.put(ME).json(&json!({ "displayName": 7 })).send().expect_problem(422, "invalid-input");
    assert_eq!(user.get(ME).send().expect(200).json(), before);
    let most = json!({ "displayName": "é".repeat(100), "primaryInstrument": "é".repeat(50) });
    let _ = user.put(ME).json(&most).send().expect(200);
}

#[test]
fn two_devices_do_not_undo_each_other() {
    let user = app().somebody();
    let tag = user.get(ME).send().expect(200).header("etag").to_owned();
    let write = |name: &str| user.put(ME).header("if-match", tag.clone()).json(&json!({ "displayName": name })).send();
    let first = write("Clara").expect(200);
    assert_ne!(first.header("etag"), tag);
    let _ = write("Fanny").expect_problem(412, "precondition-failed");
    let _ = user.get(ME).header("if-none-match", first.header("etag")).send().expect(304);
}

#[test]
fn who_runs_the_app_names_those_who_curate_it() {
    let variables = vec![("admin_emails", "someone@example.org, Clara@Example.org".to_owned())];
    let app = App::start(Options { variables, ..Options::default() });
    assert_eq!(app.sign_in("clara@example.org").session["user"]["role"], "admin");
    assert_eq!(app.sign_in("fanny@example.org").session["user"]["role"], "user");
}
