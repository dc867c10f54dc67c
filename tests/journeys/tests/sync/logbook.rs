//! `POST /api/logbook/sync`: the log alone, in and out in one call.

use serde_json::{Value, json};

use crate::story::{app, entry, entry_with, goal, id, now, set, stamp};

fn change(user: &mirubato_support::User, record: &str, fields: &Value) -> Value {
    json!({ "id": id(), "recordId": record, "op": "set", "fields": fields, "stamp": stamp(user, now()) })
}

#[test]
fn a_device_sends_what_it_has_and_gets_what_it_lacks() {
    let phone = app().somebody();
    let tablet = phone.on_another_device();
    tablet.push(&[set(&tablet, "logbook_entry", &id(), &entry()), set(&tablet, "goal", &id(), &goal("Scales"))]);
    let record = id();
    let changes = [change(&phone, &record, &entry()), change(&phone, &id(), &entry_with(&json!({ "type": "nap" })))];
    let body = json!({ "deviceId": phone.device, "since": 0, "entries": changes });
    let answer = phone.post("/api/logbook/sync").json(&body).send().expect(200).json();
    assert_eq!(answer["results"][0]["status"], "applied");
    assert_eq!(answer["results"][1]["status"], "rejected");
    let kinds: Vec<_> = answer["changes"].as_array().unwrap().iter().map(|change| &change["kind"]).collect();
    assert_eq!(kinds, ["logbook_entry", "logbook_entry"]);
    assert_eq!((&answer["count"], &answer["hasMore"], &answer["version"]), (&json!(2), &json!(false), &json!(3)));
}

#[test]
fn it_has_the_limits_of_a_push_and_of_a_pull() {
    let user = app().somebody();
    let changes: Vec<_> = (0..501).map(|_| change(&user, &id(), &entry())).collect();
    for (body, status) in [
        (json!({ "deviceId": user.device, "entries": changes }), 422),
        (json!({ "deviceId": user.device, "limit": 0 }), 422),
        (json!({ "deviceId": "phone" }), 422),
        (json!({ "deviceId": user.device, "entries": [{}] }), 422),
    ] {
        let _ = user.post("/api/logbook/sync").json(&body).send().expect_problem(status, "invalid-input");
    }
    assert_eq!(crate::story::standing(&user), (0, 0));
}
