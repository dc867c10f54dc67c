//! `/dictionary/api/curation`: what administrators change by themselves stands.

use mirubato_support::{App, Call, Options, User};
use serde_json::{Value, json};

use super::written::{ADMIN, place};
use crate::story::sql_of;

fn app() -> App {
    App::start(Options { variables: vec![("admin_emails", ADMIN.to_owned())], ..Options::default() })
}

fn desk(slug: &str) -> String {
    format!("/dictionary/api/curation/terms/{slug}")
}

fn read(admin: &User, slug: &str) -> (Value, String) {
    let reply = admin.get(&desk(slug)).send().expect(200);
    (reply.json(), reply.header("etag").to_owned())
}

/// Has the content of `terms/` loaded anew, as after a new version of it.
fn load_again(app: &mut App) {
    sql_of(app, "dictionary.db", "UPDATE loaded SET hash = 'other'", &[]);
    app.crash_and_restart();
    let _ = app.get("/dictionary/readyz").send().expect(200);
}

#[test]
fn a_term_that_was_changed_is_reviewed_and_new_content_leaves_it_alone() {
    let mut app = app();
    let admin = app.sign_in(ADMIN);
    let (mut term, tag) = read(&admin, "allegro");
    assert_eq!(term["provenance"], "curated");
    term["definitions"]["en"]["brief"] = json!("Quick and cheerful.");
    term["synonyms"] = json!(["allegrissimamente"]);
    let changed = admin.put(&desk("allegro")).header("if-match", &tag).json(&term).send().expect(200);
    assert_ne!(changed.header("etag"), tag);
    assert_eq!(changed.json()["provenance"], "reviewed");
    let _ = admin
        .put(&desk("allegro"))
        .header("if-match", &tag)
        .json(&term)
        .send()
        .expect_problem(412, "precondition-failed");
    let _ = admin.put(&desk("allegro")).json(&term).send().expect_problem(412, "precondition-failed");
    // It is found by its new names, and no more by those it had.
    assert_eq!(app.get(&place("allegrissimamente")).send().expect(200).json()["id"], "allegro");

    load_again(&mut app);
    let now = app.get(&place("allegro")).send().expect(200).json();
    assert_eq!(
        (&now["definitions"]["en"]["brief"], &now["provenance"]),
        (&json!("Quick and cheerful."), &json!("reviewed"))
    );
}

#[test]
fn a_term_that_was_taken_away_stays_away_until_it_is_written_again() {
    let mut app = app();
    let admin = app.sign_in(ADMIN);
    let (term, tag) = read(&admin, "allegro");
    let stale = admin.delete(&desk("allegro")).header("if-match", "\"allegro.999\"").send();
    let _ = stale.expect_problem(412, "precondition-failed");
    let _ = admin.delete(&desk("allegro")).header("if-match", &tag).send().expect(204);
    let related = |app: &App| app.get(&place("presto")).send().expect(200).json()["related"].to_string();
    for round in 0..2 {
        // Other terms that are called so as well are found in its place.
        assert_ne!(app.get(&place("allegro")).send().json()["id"], "allegro");
        let _ = admin.delete(&desk("allegro")).send().expect_problem(404, "not-found");
        assert!(!related(&app).contains("\"allegro\""), "{}", related(&app));
        if round == 0 {
            load_again(&mut app);
        }
    }
    let mut term = term;
    term["version"] = json!(0);
    let _ = admin.put(&desk("allegro")).header("if-none-match", "*").json(&term).send().expect(201);
    let _ = admin
        .put(&desk("allegro"))
        .header("if-none-match", "*")
        .json(&term)
        .send()
        .expect_problem(412, "precondition-failed");
    assert_eq!(app.get(&place("allegro")).send().expect(200).json()["id"], "allegro");
}

#[test]
fn a_new_term_has_everything_and_nothing_that_harms() {
    let app = app();
    let admin = app.sign_in(ADMIN);
    let (mut term, _) = read(&admin, "hairpin");
    term["version"] = json!(0);
    // A sign that no model may write: it is on the page.
    assert!(term["abbreviations"].to_string().contains('<'));
    let _ = admin.put(&desk("little-hairpin")).json(&term).send().expect(201);

    let mut bad = term.clone();
    bad["term"] = json!("hair\u{202e}pin");
    bad["difficulty"] = json!(9);
    bad["related"] = json!([{ "id": "no-such-term", "term": "" }, { "id": "bad-term", "term": "" }]);
    bad["definitions"]["fr"]["usage"] = json!("Voir www.example.com");
    bad["definitions"].as_object_mut().unwrap().remove("es");
    let refused = admin.put(&desk("bad-term")).json(&bad).send().expect_problem(422, "invalid-input");
    assert_eq!(
        refused.pointers(),
        ["/definitions/es", "/definitions/fr/usage", "/difficulty", "/related/0/id", "/related/1/id", "/term"]
    );
    let _ = admin.get(&desk("bad-term")).send().expect_problem(404, "not-found");

    for body in [json!([]), json!("x"), json!({}), json!({ "term": 5 })] {
        let _ = admin.put(&desk("bad-term")).json(&body).send().expect_problem(422, "invalid-input");
    }
    for slug in ["Bad", "a--b", "%3Cb%3E", "a%00b", "a%E2%80%AEb"] {
        let _ = admin.put(&desk(slug)).json(&term).send().expect_problem(400, "malformed-request");
    }
}

#[test]
fn only_administrators_change_anything() {
    let app = app();
    let user = app.somebody();
    let term = app.get(&place("allegro")).send().expect(200).json();
    for method in ["GET", "PUT", "DELETE"] {
        let with_body = |call: Call| if method == "PUT" { call.json(&term) } else { call };
        let _ = with_body(app.call(method, &desk("allegro"))).send().expect_problem(401, "not-signed-in");
        let _ = with_body(user.call(method, &desk("allegro"))).send().expect_problem(403, "forbidden");
    }
    assert_eq!(app.get(&place("allegro")).send().expect(200).json(), term);
}
