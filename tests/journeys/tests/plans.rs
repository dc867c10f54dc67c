//! `/api/plans`: what is to be practised, and when.

use mirubato_support::{App, Options, User};
use serde_json::{Value, json};

use crate::story::{app, goal, id, items, make, place, sql, standing};

const PLANS: &str = "/api/plans";

fn plan(user: &User) -> String {
    let body = json!({
        "title": "Bach", "techniques": ["trills"], "reflectionPrompts": ["What went well?"],
        "pieceRefs": [{ "title": "Invention 1", "composer": "Bach" }],
        "schedule": { "kind": "recurring", "rule": "FREQ=WEEKLY;BYDAY=MO,TH", "startDate": "2026-03-02", "timeOfDay": "18:30", "timeZone": "Europe/Vienna" },
    });
    place(PLANS, &make(user, PLANS, &body))
}

fn session(user: &User, plan: &str) -> String {
    let occurrences = format!("{plan}/occurrences");
    place(
        &occurrences,
        &make(user, &occurrences, &json!({ "scheduledStart": "2026-03-02T18:30:00+01:00", "status": "scheduled" })),
    )
}

fn check_in(user: &User, session: &str, body: &Value) -> mirubato_support::Reply {
    user.post(&format!("{session}/check-in")).json(body).send()
}

#[test]
fn a_plan_has_sessions_of_its_own() {
    let user = app().somebody();
    let (bach, czerny) = (plan(&user), plan(&user));
    let monday = session(&user, &bach);
    let shown = user.get(&monday).send().expect(200).json();
    assert_eq!(
        (&shown["scheduledStart"], &shown["planId"]),
        (&json!("2026-03-02T17:30:00.000Z"), &json!(bach.rsplit('/').next()))
    );
    assert_eq!(items(&user, &format!("{bach}/occurrences")).len(), 1);
    assert_eq!(items(&user, &format!("{czerny}/occurrences")).len(), 0);
    let elsewhere = monday.replace(&bach, &czerny);
    for method in ["GET", "PATCH", "DELETE"] {
        let _ = user.call(method, &elsewhere).json(&json!({ "notes": "x" })).send().expect_problem(404, "not-found");
    }
    let moved = user.patch(&monday).json(&json!({ "planId": id() })).send().expect_problem(422, "invalid-record");
    assert_eq!(moved.pointers(), ["/planId"]);
    let nowhere = format!("{PLANS}/{}/occurrences", id());
    let _ = user.post(&nowhere).json(&json!({ "status": "scheduled" })).send().expect_problem(404, "not-found");
    let _ = user.get(&nowhere).send().expect_problem(404, "not-found");
}

#[test]
fn a_session_is_checked_in_and_taken_back() {
    let user = app().somebody();
    let _ = user.put("/api/user/preferences").json(&json!({ "primaryInstrument": "piano" })).send().expect(200);
    let monday = session(&user, &plan(&user));
    let reply =
        check_in(&user, &monday, &json!({ "duration": 1_800, "responses": { "What went well?": "The trill." } }))
            .expect(201);
    let (entry, occurrence) = (&reply.json()["entry"], &reply.json()["occurrence"]);
    assert_eq!(
        (&entry["duration"], &entry["instrument"], &entry["type"]),
        (&json!(1_800), &json!("piano"), &json!("practice"))
    );
    assert_eq!(entry["pieces"][0]["title"], "Invention 1");
    assert_eq!((&entry["techniques"], &entry["source"]["kind"]), (&json!(["trills"]), &json!("practice_plan")));
    assert_eq!((&occurrence["status"], &occurrence["logEntryId"]), (&json!("completed"), &entry["id"]));
    assert_eq!(occurrence["checkIn"]["responses"]["What went well?"], "The trill.");
    let path = place("/api/logbook/entries", entry);
    assert_eq!(reply.header("location"), path);
    let _ = user.get(&path).send().expect(200);
    let _ = check_in(&user, &monday, &json!({ "duration": 60 })).expect_problem(409, "already-exists");

    let _ = user.delete(&format!("{monday}/check-in")).send().expect(204);
    let _ = user.get(&path).send().expect_problem(404, "not-found");
    let shown = user.get(&monday).send().expect(200).json();
    assert_eq!(
        (&shown["status"], &shown["logEntryId"], &shown["checkIn"]),
        (&json!("scheduled"), &json!(null), &json!(null))
    );
    let _ = user.delete(&format!("{monday}/check-in")).send().expect_problem(404, "not-found");
    let _ = check_in(&user, &monday, &json!({ "duration": 60 })).expect(201);
}

/// The predecessor's next push was refused after this.
#[test]
fn what_a_check_in_leaves_can_be_pushed_back() {
    let user = app().somebody();
    let monday = session(&user, &plan(&user));
    let _ = check_in(&user, &monday, &json!({ "duration": 60, "instrument": "piano" })).expect(201);
    let _ = user.delete(&format!("{monday}/check-in")).send().expect(204);
    let mutations: Vec<_> = user.pull(0)["changes"].as_array().unwrap().iter().map(|change| {
        json!({ "id": id(), "kind": change["kind"], "recordId": change["recordId"], "op": "set", "fields": change["fields"], "stamps": change["stamps"] })
    }).collect();
    let pushed = user.push(&mutations);
    assert!(crate::story::statuses(&pushed).iter().all(|status| *status == "unchanged"), "{pushed}");
}

#[test]
fn a_check_in_that_cannot_be_logged_completes_nothing() {
    let user = app().somebody();
    let monday = session(&user, &plan(&user));
    let before = standing(&user);
    for (body, pointer) in [
        (json!({ "instrument": "piano" }), "/duration"),
        (json!({ "duration": 60 }), "/instrument"),
        (json!({ "duration": -1, "instrument": "piano" }), "/duration"),
        (json!({ "duration": 60, "instrument": "piano", "id": "x" }), "/id"),
        (json!({ "duration": 60, "instrument": "piano", "type": "nap" }), "/type"),
    ] {
        let reply = check_in(&user, &monday, &body).expect_problem(422, "invalid-record");
        assert_eq!(reply.pointers(), [pointer], "{body}");
    }
    assert_eq!(standing(&user), before);
    assert_eq!(user.get(&monday).send().json()["status"], "scheduled");
}

#[test]
fn after_a_quarter_of_an_hour_a_check_in_stands() {
    let app = App::start(Options::default());
    let user = app.somebody();
    let monday = session(&user, &plan(&user));
    let _ = check_in(&user, &monday, &json!({ "duration": 60, "instrument": "piano" })).expect(201);
    let statement = "UPDATE records SET fields = json_set(fields, '$.checkIn.recordedAt', '2026-01-01T00:00:00.000Z') WHERE kind = 'plan_occurrence'";
    assert_eq!(sql(&app, statement, &[]), 1);
    let _ = user.delete(&format!("{monday}/check-in")).send().expect_problem(409, "too-late");
    assert_eq!(user.get(&monday).send().json()["status"], "completed");
    assert_eq!(items(&user, "/api/logbook/entries").len(), 1);
}

#[test]
fn a_plan_goes_with_its_sessions_and_the_log_stays() {
    let user = app().somebody();
    let bach = plan(&user);
    let (monday, thursday) = (session(&user, &bach), session(&user, &bach));
    let _ = check_in(&user, &monday, &json!({ "duration": 60, "instrument": "piano" })).expect(201);
    let _ = user.delete(&bach).send().expect(204);
    for path in [&bach, &monday, &thursday] {
        let _ = user.get(path).send().expect_problem(404, "not-found");
    }
    assert_eq!(standing(&user).1, 1);
    assert_eq!(items(&user, "/api/logbook/entries").len(), 1);
}

#[test]
fn a_schedule_that_makes_no_sense_is_refused() {
    let user = app().somebody();
    let schedule = json!({ "kind": "sometimes", "rule": "EVERY DAY", "durationMinutes": 0, "timeOfDay": "25:00", "startDate": "soon" });
    let reply = user.post(PLANS).json(&json!({ "title": "Bach", "schedule": schedule })).send();
    let expected =
        ["durationMinutes", "kind", "rule", "startDate", "timeOfDay"].map(|name| format!("/schedule/{name}"));
    assert_eq!(reply.expect_problem(422, "invalid-record").pointers(), expected);
    for start in ["2026-03-02", "2026-03-02T18:30:00Z"] {
        let body = json!({ "title": "Bach", "schedule": { "kind": "single", "startDate": start } });
        let _ = user.post(PLANS).json(&body).send().expect(201);
    }
}

#[test]
fn others_can_do_nothing_to_it() {
    let (clara, fanny) = (app().somebody(), app().somebody());
    let bach = plan(&clara);
    let monday = session(&clara, &bach);
    let before = standing(&clara);
    for (method, path) in [
        ("GET", bach.clone()),
        ("PUT", bach.clone()),
        ("DELETE", bach.clone()),
        ("GET", format!("{bach}/occurrences")),
        ("POST", format!("{bach}/occurrences")),
        ("GET", monday.clone()),
        ("DELETE", monday.clone()),
        ("POST", format!("{monday}/check-in")),
        ("DELETE", format!("{monday}/check-in")),
    ] {
        let _ = fanny.call(method, &path).json(&goal("Mine")).send().expect_problem(404, "not-found");
    }
    assert_eq!(standing(&clara), before);
    assert_eq!(standing(&fanny), (0, 0));
}
