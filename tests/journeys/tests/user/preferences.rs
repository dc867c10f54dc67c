//! `/api/user/preferences`.

use serde_json::json;

use crate::story::{app, set, statuses};

const PREFERENCES: &str = "/api/user/preferences";

#[test]
fn nothing_is_set_at_first() {
    let user = app().somebody();
    let first = user.get(PREFERENCES).send().expect(200).json();
    assert_eq!(first, json!({ "id": user.id(), "version": 0 }));
}

/// The predecessor lost both when it saved.
#[test]
fn presets_and_instruments_of_ones_own_stay() {
    let user = app().somebody();
    let body = json!({ "theme": "dark", "language": "zh-CN", "weekStart": "sunday", "timeZone": "Europe/Vienna",
        "customInstruments": ["theorbo"], "metronomePresets": [{ "bpm": 72, "accent": [1, 0, 0] }], "later": { "x": 1 } });
    let _ = user.put(PREFERENCES).json(&body).send().expect(200);
    let shown = user.get(PREFERENCES).send().expect(200).json();
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(shown[name], *value, "{name}");
    }
}

#[test]
fn a_device_and_the_api_write_the_same_preferences() {
    let user = app().somebody();
    let pushed = user.push(&[set(&user, "preferences", user.id(), &json!({ "theme": "dark" }))]);
    assert_eq!(statuses(&pushed), ["applied"]);
    assert_eq!(user.get(PREFERENCES).send().expect(200).json()["theme"], "dark");
    let _ = user.put(PREFERENCES).json(&json!({ "theme": "light" })).send().expect(200);
    let pulled = user.pull(0);
    assert_eq!(pulled["changes"].as_array().unwrap().len(), 1);
    assert_eq!(pulled["changes"][0]["fields"]["theme"], "light");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let user = app().somebody();
    let body = json!({ "theme": "pink", "language": "zh-cn", "timeZone": "x".repeat(65), "primaryInstrument": "" });
    let reply = user.put(PREFERENCES).json(&body).send().expect_problem(422, "invalid-record");
    assert_eq!(reply.pointers(), ["/language", "/primaryInstrument", "/theme", "/timeZone"]);
}
