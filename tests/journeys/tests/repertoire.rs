//! `/api/repertoire`: what is played.

use mirubato_support::User;
use serde_json::{Value, json};

use crate::story::{app, each, entry, entry_with, id, items, make, place, standing};

const REPERTOIRE: &str = "/api/repertoire";

fn arabesque(user: &User) -> Value {
    make(
        user,
        REPERTOIRE,
        &json!({ "title": "Arabesque No. 1", "composer": "C. Debussy", "status": "learning", "difficulty": 3 }),
    )
}

/// Practises a piece for some minutes.
fn practise(user: &User, minutes: u64, pieces: &Value) -> Value {
    make(user, "/api/logbook/entries", &entry_with(&json!({ "duration": minutes * 60, "pieces": pieces })))
}

#[test]
fn a_piece_is_known_however_its_name_is_written() {
    let user = app().somebody();
    let item = arabesque(&user);
    let identity = item["scoreId"].as_str().unwrap();
    assert!(!identity.is_empty());
    let other = make(
        &user,
        REPERTOIRE,
        &json!({ "title": "ARABESQUE  no. 1", "composer": "Debussy, Claude", "status": "planned" }),
    );
    assert_eq!(other["scoreId"], identity);
}

#[test]
fn every_status_there_is_can_be_set_and_the_way_there_is_kept() {
    let user = app().somebody();
    let path = place(REPERTOIRE, &arabesque(&user));
    let statuses = ["working", "polished", "performance_ready", "dropped", "archived", "planned"];
    for status in statuses {
        let shown = user.patch(&path).json(&json!({ "status": status })).send().expect(200).json();
        assert_eq!(shown["status"], status);
    }
    let history = user.get(&path).send().json()["history"].clone();
    let kept: Vec<_> = history.as_array().unwrap().iter().map(|change| change["status"].as_str().unwrap()).collect();
    assert_eq!(kept, statuses);
    let reply = user.patch(&path).json(&json!({ "status": "forgotten" })).send().expect_problem(422, "invalid-record");
    assert_eq!(reply.pointers(), ["/status"]);
    assert!(items(&user, "/api/logbook/entries").is_empty(), "a change of status is no practice");
    assert_eq!(each(&user, "/api/repertoire?status=planned", "title"), ["Arabesque No. 1"]);
}

/// The predecessor's figures stayed 0.
#[test]
fn the_figures_of_a_piece_are_those_of_the_log() {
    let user = app().somebody();
    let item = arabesque(&user);
    let path = place(REPERTOIRE, &item);
    let stats = || user.get(&format!("{path}/stats")).send().expect(200).json();
    assert_eq!(
        (&stats()["practiceCount"], &stats()["totalPracticeTime"], &stats()["lastPracticed"]),
        (&json!(0), &json!(0), &json!(null))
    );

    let piece = json!({ "scoreId": item["scoreId"], "title": "Arabesque", "composer": null });
    let _ = practise(&user, 10, &json!([piece]));
    let _ = practise(&user, 30, &json!([piece, { "title": "Scales" }]));
    let _ = practise(&user, 60, &json!([{ "title": "Scales" }]));
    let change = json!({ "type": "status_change", "duration": 60, "pieces": [piece] });
    let _ = make(&user, "/api/logbook/entries", &entry_with(&change));
    let found = stats();
    assert_eq!((&found["practiceCount"], &found["totalPracticeTime"]), (&json!(2), &json!((10 + 15) * 60)));
    assert_eq!(found["recentSessions"].as_array().unwrap().len(), 2);
    assert!(found["firstPracticed"].is_string() && found["lastPracticed"].is_string());
}

/// The predecessor answered 500.
#[test]
fn a_piece_is_taken_out_and_its_log_is_kept() {
    let user = app().somebody();
    let item = arabesque(&user);
    let path = place(REPERTOIRE, &item);
    let entry = practise(&user, 10, &json!([{ "scoreId": item["scoreId"], "title": "A." }, { "title": "Scales" }]));
    let gone = user.post(&format!("{path}/dissociate")).json(&json!({})).send().expect(200).json();
    assert_eq!(
        (&gone["keptEntries"], &gone["title"], &gone["composer"]),
        (&json!(1), &json!("Arabesque No. 1"), &json!("C. Debussy"))
    );
    let _ = user.get(&path).send().expect_problem(404, "not-found");
    let kept = user.get(&place("/api/logbook/entries", &entry)).send().expect(200).json();
    assert_eq!(
        kept["pieces"],
        json!([{ "title": "Arabesque No. 1", "composer": "C. Debussy" }, { "title": "Scales" }])
    );
}

#[test]
fn what_is_wrong_is_refused() {
    let user = app().somebody();
    let body = json!({ "title": "", "status": "learning", "difficulty": 6, "links": ["javascript:alert(1)"], "targetTempo": 0,
        "sections": [{ "measures": "1-8" }] });
    let reply = user.post(REPERTOIRE).json(&body).send().expect_problem(422, "invalid-record");
    let pointers = reply.pointers();
    for pointer in ["/difficulty", "/links/0", "/sections/0/name", "/targetTempo", "/title"] {
        assert!(pointers.iter().any(|found| found == pointer), "{pointer} in {pointers:?}");
    }
    assert_eq!(standing(&user), (0, 0));
}

#[test]
fn others_can_do_nothing_to_it() {
    let (clara, fanny) = (app().somebody(), app().somebody());
    let path = place(REPERTOIRE, &arabesque(&clara));
    let before = standing(&clara);
    for (method, path) in [
        ("GET", path.clone()),
        ("DELETE", path.clone()),
        ("GET", format!("{path}/stats")),
        ("POST", format!("{path}/dissociate")),
        ("GET", format!("{REPERTOIRE}/{}", id())),
    ] {
        let _ = fanny.call(method, &path).json(&entry()).send().expect_problem(404, "not-found");
    }
    assert_eq!(standing(&clara), before);
}
