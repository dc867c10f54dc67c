//! The whole account as JSON, out and in.

use mirubato_support::User;
use serde_json::{Value, json};

use crate::story::{app, delete, entry_with, goal, id, make, standing};

fn export(user: &User) -> Value {
    let reply = user.get("/api/user/export").send().expect(200);
    assert!(reply.header("content-disposition").starts_with("attachment; filename=\"mirubato-"));
    reply.json()
}

fn import(user: &User, export: &Value) -> Value {
    user.post("/api/user/import").json(export).send().expect(200).json()
}

fn somebody_with_everything() -> User {
    let user = app().somebody();
    let _ =
        make(&user, "/api/logbook/entries", &entry_with(&json!({ "notes": "Ünïcode \"quoted\" \\ 🎼", "mood": null })));
    let _ = make(&user, "/api/goals", &goal("Scales"));
    let _ = make(&user, "/api/repertoire", &json!({ "title": "Arabesque", "status": "learning" }));
    let plan = make(&user, "/api/plans", &json!({ "title": "Bach" }));
    let sessions = format!("/api/plans/{}/occurrences", plan["id"].as_str().unwrap());
    let _ = make(&user, &sessions, &json!({ "status": "scheduled" }));
    let _ = make(&user, "/api/templates", &json!({ "title": "Bach", "visibility": "private" }));
    let _ = user.put("/api/user/preferences").json(&json!({ "theme": "dark" })).send().expect(200);
    let gone = make(&user, "/api/goals", &goal("Gone"));
    user.push(&[delete(&user, "goal", gone["id"].as_str().unwrap())]);
    user
}

/// The records of an export by kind and fields, without ids.
fn contents(export: &Value) -> Vec<String> {
    let records = export["records"].as_array().unwrap().iter();
    let mut contents: Vec<_> = records.map(|record| format!("{} {}", record["kind"], record["fields"])).collect();
    contents.sort();
    contents
}

#[test]
fn an_account_moves_with_everything_in_it() {
    let from = somebody_with_everything();
    let exported = export(&from);
    assert_eq!((&exported["format"], &exported["version"]), (&json!("mirubato"), &json!(1)));
    assert_eq!(exported["user"]["email"], from.session["user"]["email"]);
    assert_eq!(exported["records"].as_array().unwrap().len(), 7);

    let to = app().somebody();
    let imported = import(&to, &exported);
    assert_eq!(
        (&imported["imported"], &imported["kept"], &imported["refused"]),
        (&json!(7), &json!(0), &json!(0)),
        "{imported}"
    );
    assert_eq!(contents(&export(&to)), contents(&exported));
    assert_eq!(to.get("/api/user/preferences").send().expect(200).json()["theme"], "dark");
    assert_eq!(to.session["user"]["email"], to.get("/api/user/me").send().json()["email"], "the account itself stays");
}

#[test]
fn importing_again_does_no_harm() {
    let user = somebody_with_everything();
    let exported = export(&user);
    let goal = exported["records"].as_array().unwrap().iter().find(|record| record["kind"] == "goal").unwrap();
    let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
    let _ = user.patch(&path).json(&json!({ "title": "Scales in thirds" })).send().expect(200);
    let before = standing(&user);
    assert_eq!(import(&user, &exported)["kept"], 7);
    assert_eq!(standing(&user), before);
    assert_eq!(user.get(&path).send().json()["title"], "Scales in thirds");

    let _ = user.delete(&path).send().expect(204);
    assert_eq!(import(&user, &exported)["imported"], 1, "what was deleted since comes back");
    assert_eq!(user.get(&path).send().expect(200).json()["title"], "Scales");
}

#[test]
fn a_record_that_is_refused_is_refused_alone() {
    let user = app().somebody();
    let record = |kind: &str, id: &str, fields: Value| json!({ "kind": kind, "id": id, "fields": fields });
    let records = json!([
        record("goal", &id(), goal("Scales")),
        record("goal", &id(), json!({ "title": "No type" })),
        record("song", &id(), goal("Scales")),
        record("goal", "1", goal("Scales")),
        record("goal", &id(), goal("Trills")),
    ]);
    let imported = import(&user, &json!({ "format": "mirubato", "version": 1, "records": records }));
    assert_eq!((&imported["imported"], &imported["refused"]), (&json!(2), &json!(3)));
    let told: Vec<_> = imported["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["index"].clone(), one["problem"]["errors"][0]["pointer"].clone()))
        .collect();
    assert_eq!(told, [(json!(1), json!("/type")), (json!(2), json!("/kind")), (json!(3), json!("/id"))]);
}

#[test]
fn what_is_no_export_is_refused() {
    let user = app().somebody();
    for body in [
        json!({ "format": "other", "version": 1, "records": [] }),
        json!({ "format": "mirubato", "version": 2, "records": [] }),
        json!({}),
        json!([]),
    ] {
        let _ = user.post("/api/user/import").json(&body).send().expect_problem(422, "invalid-input");
    }
    assert_eq!(standing(&user), (0, 0));
}

#[test]
fn an_export_holds_nobody_elses_things() {
    let (clara, fanny) = (app().somebody(), app().somebody());
    let _ = make(&clara, "/api/goals", &goal("Clara's secret"));
    assert_eq!(export(&fanny)["records"], json!([]));
    let _ = app().get("/api/user/export").send().expect_problem(401, "not-signed-in");
}
