//! `GET /api/analytics/practice`.

use mirubato_support::User;
use serde_json::{Value, json};

use crate::story::{app, entry_with, make, now};

fn log(user: &User, at: &Value, minutes: u64, fields: &Value) {
    let mut body = entry_with(fields);
    (body["timestamp"], body["duration"]) = (at.clone(), (minutes * 60).into());
    let _ = make(user, "/api/logbook/entries", &body);
}

fn summary(user: &User, query: &str) -> Value {
    user.get(&format!("/api/analytics/practice?{query}")).send().expect(200).json()
}

#[test]
fn somebody_new_gets_zeros_and_no_failure() {
    let found = summary(&app().somebody(), "");
    assert_eq!(
        (&found["totals"]["seconds"], &found["streak"]["current"], &found["heatMap"]),
        (&json!(0), &json!(0), &json!([]))
    );
}

#[test]
fn practice_adds_up_by_what_was_played() {
    let user = app().somebody();
    let day = json!("2026-03-02T10:00:00Z");
    log(
        &user,
        &day,
        30,
        &json!({ "pieces": [{ "title": "Arabesque", "composer": "C. Debussy" }, { "title": "Clair de lune", "composer": "Claude Debussy" }] }),
    );
    log(&user, &day, 20, &json!({ "instrument": "violin", "mood": "excited", "techniques": ["scales"] }));
    log(&user, &json!("2026-03-03T10:00:00Z"), 10, &json!({ "type": "performance" }));
    log(&user, &day, 1, &json!({ "type": "status_change" }));
    let found = summary(&user, "from=2026-03-01&to=2026-03-31");
    assert_eq!(
        (&found["totals"]["seconds"], &found["totals"]["sessions"], &found["totals"]["daysPractised"]),
        (&json!(3_600), &json!(3), &json!(2))
    );
    let group = |by: &str, label: &str| {
        let groups = found[by].as_array().unwrap().iter();
        groups.clone().find(|group| group["label"] == label).unwrap_or_else(|| panic!("{label} in {}", found[by]))["seconds"].clone()
    };
    assert_eq!(group("byComposer", "Claude Debussy"), 1_800);
    assert_eq!(group("byPiece", "Arabesque"), 900);
    assert_eq!((group("byInstrument", "piano"), group("byInstrument", "violin")), (json!(2_400), json!(1_200)));
    assert_eq!(found["heatMap"].as_array().unwrap().len(), 2);
    assert_eq!(summary(&user, "from=2026-03-03")["totals"]["seconds"], 600);
}

#[test]
fn a_day_is_the_users_own() {
    let user = app().somebody();
    // Half past eleven at night in Vienna, in winter; in Auckland noon of the next day.
    log(&user, &json!("2026-01-31T22:30:00Z"), 30, &json!({}));
    let day = |query: &str| summary(&user, query)["heatMap"][0]["date"].clone();
    assert_eq!(day(""), "2026-01-31");
    assert_eq!(day("timeZone=Pacific/Auckland"), "2026-02-01");
    let _ = user.put("/api/user/preferences").json(&json!({ "timeZone": "Pacific/Auckland" })).send().expect(200);
    assert_eq!(day(""), "2026-02-01");
    assert_eq!(summary(&user, "to=2026-01-31")["totals"]["sessions"], 0);
}

#[test]
fn a_streak_reaches_until_today() {
    let user = app().somebody();
    let minute = 60_000;
    for days in 0..3 {
        log(&user, &json!(now() - days * crate::story::DAY - minute), 10, &json!({}));
    }
    let streak = summary(&user, "")["streak"].clone();
    assert!(streak["current"].as_u64().unwrap() >= 3, "{streak}");
}

#[test]
fn questions_that_make_no_sense_are_refused() {
    let user = app().somebody();
    let path = "/api/analytics/practice?from=yesterday&to=2026-02-30&timeZone=Mars/Olympus";
    let reply = user.get(path).send().expect_problem(422, "invalid-input");
    assert_eq!(reply.pointers(), ["/from", "/timeZone", "/to"]);
}
