//! `/api/goals`: what is to be reached.

use serde_json::json;

use crate::story::{app, each, goal, make, merged, place, standing};

const GOALS: &str = "/api/goals";

/// The predecessor answered 500 to the first and refused the second.
#[test]
fn a_goal_is_set_and_paused() {
    let user = app().somebody();
    let path = place(GOALS, &make(&user, GOALS, &goal("An hour a day")));
    let paused = user.patch(&path).json(&json!({ "status": "paused" })).send().expect(200).json();
    assert_eq!(paused["status"], "paused");
    let _ = make(&user, GOALS, &merged(goal("Trills"), &json!({ "status": "abandoned" })));
    let _ = make(&user, GOALS, &goal("Scales"));
    assert_eq!(each(&user, "/api/goals?status=paused", "title"), ["An hour a day"]);
    assert_eq!(each(&user, "/api/goals?status=active", "title"), ["Scales"], "absent is active");
}

#[test]
fn steps_add_up_to_the_target() {
    let user = app().somebody();
    let path =
        place(GOALS, &make(&user, GOALS, &json!({ "title": "Ten hours", "type": "practice_time", "target": 36_000 })));
    let step =
        |value: f64| user.post(&format!("{path}/progress")).json(&json!({ "value": value, "notes": "Well." })).send();
    assert_eq!(step(20_000.0).expect(200).json()["current"], json!(20_000.0));
    assert_eq!(step(-5_000.0).expect(200).json()["status"], json!(null));
    let reached = step(21_000.0).expect(200).json();
    assert_eq!((&reached["status"], reached["progress"].as_array().unwrap().len()), (&json!("completed"), 3));
    let before = standing(&user);
    assert_eq!(step(-90_000.0).expect_problem(422, "invalid-record").pointers(), ["/value"]);
    assert_eq!(step(2e9).expect_problem(422, "invalid-input").pointers(), ["/value"]);
    assert_eq!(standing(&user), before);
}

#[test]
fn steps_taken_at_the_same_time_all_count() {
    let user = app().somebody();
    let path = place(GOALS, &make(&user, GOALS, &goal("Scales")));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let _ = user.post(&format!("{path}/progress")).json(&json!({ "value": 1 })).send().expect(200);
                }
            });
        }
    });
    let shown = user.get(&path).send().expect(200).json();
    assert_eq!((&shown["current"], shown["progress"].as_array().unwrap().len()), (&json!(20), 20));
}

#[test]
fn what_was_done_survives_a_new_description_of_the_goal() {
    let user = app().somebody();
    let path = place(GOALS, &make(&user, GOALS, &goal("Scales")));
    let _ = user.post(&format!("{path}/progress")).json(&json!({ "value": 1 })).send().expect(200);
    let shown = user.put(&path).json(&goal("Scales in thirds")).send().expect(200).json();
    assert_eq!((&shown["title"], shown["progress"].as_array().unwrap().len()), (&json!("Scales in thirds"), 1));
}

#[test]
fn a_step_that_is_none_is_refused() {
    let user = app().somebody();
    let path = format!("{}/progress", place(GOALS, &make(&user, GOALS, &goal("Scales"))));
    for (body, pointer) in [
        (json!({}), ""),
        (json!({ "value": "1" }), "/value"),
        (json!({ "value": null }), "/value"),
        (json!({ "value": 1, "notes": "x".repeat(1_001) }), "/notes"),
        (json!({ "value": 1, "entryId": "not an id" }), "/entryId"),
    ] {
        let reply = user.post(&path).json(&body).send().expect_problem(422, "invalid-input");
        assert_eq!(reply.pointers(), [pointer], "{body}");
    }
}
