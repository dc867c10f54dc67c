//! `GET /api/sync/status`.

use serde_json::json;

use crate::story::{MINUTE, app, delete, goal, id, make, now, set};

#[test]
fn it_says_how_much_there_is_and_who_wrote() {
    let phone = app().somebody();
    let tablet = phone.on_another_device();
    let record = id();
    phone.push(&[set(&phone, "goal", &record, &goal("Scales")), set(&phone, "goal", &id(), &goal("Trills"))]);
    tablet.push(&[delete(&tablet, "goal", &record)]);
    let _ = make(&phone, "/api/goals", &goal("Arpeggios"));

    let status = phone.get("/api/sync/status").send().expect(200).json();
    assert_eq!((&status["version"], &status["count"]), (&json!(4), &json!(2)));
    assert!(status["serverTime"].as_u64().unwrap().abs_diff(now()) < MINUTE);
    let mut devices: Vec<_> =
        status["devices"].as_array().unwrap().iter().map(|device| device["deviceId"].clone()).collect();
    devices.sort_by_key(ToString::to_string);
    let mut expected = [json!(phone.device), json!(tablet.device)];
    expected.sort_by_key(ToString::to_string);
    assert_eq!(devices, expected, "{status}");
}

#[test]
fn somebody_new_has_nothing() {
    let status = app().somebody().get("/api/sync/status").send().expect(200).json();
    assert_eq!((&status["version"], &status["count"], &status["devices"]), (&json!(0), &json!(0), &json!([])));
}

#[test]
fn nobody_is_told_nothing() {
    for (method, path) in [("GET", "/api/sync/status"), ("POST", "/api/sync/pull"), ("POST", "/api/sync/push")] {
        let _ = app().call(method, path).json(&json!({})).send().expect_problem(401, "not-signed-in");
    }
}
