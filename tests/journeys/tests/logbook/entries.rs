//! Log entries, one by one.

use mirubato_support::User;
use serde_json::{Value, json};

use crate::story::{DAY, app, entry, entry_with, id, make, merged, now, place, standing};

const ENTRIES: &str = "/api/logbook/entries";

fn log(user: &User, fields: &Value) -> Value {
    make(user, ENTRIES, &entry_with(fields))
}

#[test]
fn a_practice_is_logged_shown_changed_and_deleted() {
    let user = app().somebody();
    let body = entry_with(
        &json!({ "pieces": [{ "title": "Arabesque", "composer": "Debussy", "measures": "1-16" }], "mood": "satisfied" }),
    );
    let made = user.post(ENTRIES).json(&body).send().expect(201);
    let shown = made.json();
    let path = place(ENTRIES, &shown);
    assert_eq!(made.header("location"), path);
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(shown[name], *value, "{name}");
    }
    assert_eq!(user.get(&path).send().expect(200).json(), shown);
    assert_eq!((&shown["version"], &shown["createdAt"]), (&json!(1), &shown["updatedAt"]));

    let patched = user.patch(&path).json(&json!({ "notes": "Slower.", "mood": null })).send().expect(200).json();
    assert_eq!(
        (&patched["notes"], &patched["mood"], &patched["duration"]),
        (&json!("Slower."), &json!(null), &body["duration"])
    );
    let replaced = user.put(&path).json(&entry()).send().expect(200).json();
    assert_eq!((&replaced["notes"], &replaced["pieces"]), (&json!(null), &json!(null)));

    let _ = user.delete(&path).send().expect(204);
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        let _ = user.call(method, &path).json(&entry()).send().expect_problem(404, "not-found");
    }
    assert_eq!(standing(&user).1, 0);
}

#[test]
fn what_is_sent_back_as_it_was_shown_changes_nothing() {
    let user = app().somebody();
    let shown = log(&user, &json!({ "tags": ["a"] }));
    let path = place(ENTRIES, &shown);
    let before = standing(&user);
    assert_eq!(user.put(&path).json(&shown).send().expect(200).json(), shown);
    assert_eq!(user.patch(&path).json(&shown).send().expect(200).json(), shown);
    assert_eq!(standing(&user), before);
}

#[test]
fn the_client_makes_the_id_and_may_send_it_twice() {
    let user = app().somebody();
    let body = entry_with(&json!({ "id": id() }));
    let _ = user.post(ENTRIES).json(&body).send().expect(201);
    let _ = user.post(ENTRIES).json(&body).send().expect(200);
    let other = merged(body.clone(), &json!({ "duration": 7 }));
    let _ = user.post(ENTRIES).json(&other).send().expect_problem(409, "already-exists");
    assert_eq!(standing(&user), (1, 1));
    for bad in [json!("1"), json!(1), json!(id().to_uppercase()), json!("")] {
        let reply = user.post(ENTRIES).json(&merged(entry(), &json!({ "id": bad }))).send();
        assert_eq!(reply.expect_problem(422, "invalid-record").pointers(), ["/id"]);
    }
    let _ = user
        .put(&place(ENTRIES, &body))
        .json(&entry_with(&json!({ "id": id() })))
        .send()
        .expect_problem(422, "invalid-record");
}

#[test]
fn times_are_taken_in_both_forms_and_kept_in_one() {
    let user = app().somebody();
    let shown =
        log(&user, &json!({ "timestamp": "2026-03-29T02:30:00.5+02:00", "duration": 600.0, "instrument": " Piano " }));
    assert_eq!(
        (&shown["timestamp"], &shown["duration"], &shown["instrument"]),
        (&json!(1_774_744_200_500_u64), &json!(600), &json!("piano"))
    );
}

#[test]
fn nobody_practises_tomorrow_and_yet_zones_differ() {
    let user = app().somebody();
    let _ = log(&user, &json!({ "timestamp": now() + DAY - 60_000 }));
    let late = entry_with(&json!({ "timestamp": now() + DAY + 60_000 }));
    let reply = user.post(ENTRIES).json(&late).send().expect_problem(422, "invalid-record");
    assert_eq!(reply.json()["errors"][0]["code"], "too_far_ahead");
    for timestamp in [json!(-1), json!(1e300), json!("2026-02-30T00:00:00Z"), json!(null), json!({}), json!(u64::MAX)] {
        let reply = user.post(ENTRIES).json(&entry_with(&json!({ "timestamp": timestamp }))).send();
        assert_eq!(reply.expect_problem(422, "invalid-record").pointers(), ["/timestamp"], "{timestamp}");
    }
}

#[test]
fn a_patch_merges_objects_and_replaces_lists() {
    let user = app().somebody();
    let path =
        place(ENTRIES, &log(&user, &json!({ "source": { "kind": "timer", "planId": "p" }, "tags": ["a", "b"] })));
    let patch = json!({ "source": { "kind": "form", "planId": null }, "tags": ["c"] });
    let shown = user.patch(&path).json(&patch).send().expect(200).json();
    assert_eq!((&shown["source"], &shown["tags"]), (&json!({ "kind": "form" }), &json!(["c"])));
    let reply = user.patch(&path).json(&json!({ "type": null })).send().expect_problem(422, "invalid-record");
    assert_eq!(reply.pointers(), ["/type"]);
}

#[test]
fn others_see_nothing_of_it_and_can_do_nothing_to_it() {
    let (clara, fanny) = (app().somebody(), app().somebody());
    let path = place(ENTRIES, &log(&clara, &json!({ "notes": "Secret." })));
    let before = standing(&clara);
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        let hers = fanny.call(method, &path).json(&entry()).send().expect_problem(404, "not-found");
        let nobodys =
            fanny.call(method, &format!("{ENTRIES}/{}", id())).json(&entry()).send().expect_problem(404, "not-found");
        let text = |reply: mirubato_support::Reply| {
            let mut problem = reply.json();
            problem["requestId"].take();
            problem
        };
        assert_eq!(text(hers), text(nobodys), "not even that it exists");
    }
    assert_eq!(standing(&clara), before);
    assert_eq!(fanny.get("/api/logbook/entries?q=secret").send().expect(200).json()["items"], json!([]));
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        let _ = app().call(method, &path).json(&entry()).send().expect_problem(401, "not-signed-in");
    }
}

#[test]
fn an_id_that_is_none_is_not_there() {
    let user = app().somebody();
    for bad in ["1", "%27%20OR%201=1", "..%2f..%2fetc%2fpasswd", &"a".repeat(4_000), "%F0%9F%8E%BC", "%0d%0ax:y"] {
        let _ = user.get(&format!("{ENTRIES}/{bad}")).send().expect_problem(404, "not-found");
        let _ = user.put(&format!("{ENTRIES}/{bad}")).json(&entry()).send().expect_problem(404, "not-found");
    }
}

#[test]
fn text_comes_back_as_it_went_in() {
    let user = app().somebody();
    for notes in [
        "Für \"Elise\" \\ 🎼",
        "\u{7}\u{1b}[31m",
        "\u{202e}reversed",
        "a\u{301}",
        "<script>alert(1)</script>",
        "'; DROP TABLE records; --",
        "\r\n\t",
        "",
    ] {
        let shown = log(&user, &json!({ "notes": notes }));
        let again = user.get(&place(ENTRIES, &shown)).send().expect(200).json();
        assert_eq!(again["notes"], notes);
    }
    let _ = user
        .post(ENTRIES)
        .json(&entry_with(&json!({ "notes": "a\u{0}b" })))
        .send()
        .expect_problem(422, "invalid-record");
}

#[test]
fn a_device_hears_of_what_was_done_over_rest_and_the_other_way_round() {
    let user = app().somebody();
    let path = place(ENTRIES, &log(&user, &json!({ "notes": "a" })));
    let seen = user.pull(0)["version"].as_u64().unwrap();
    let _ = user.patch(&path).json(&json!({ "notes": "b" })).send().expect(200);
    let pulled = user.pull(seen);
    assert_eq!(pulled["changes"][0]["fields"]["notes"], "b");
    // An edit on the device, later than that of the server, wins.
    let record = pulled["changes"][0]["recordId"].as_str().unwrap();
    user.push(&[crate::story::set_at(&user, "logbook_entry", record, &json!({ "notes": "c" }), now() + 5_000)]);
    assert_eq!(user.get(&path).send().expect(200).json()["notes"], "c");
    // And a later one over REST wins over it, though the device's clock is ahead.
    let _ = user.patch(&path).json(&json!({ "notes": "d" })).send().expect(200);
    assert_eq!(user.get(&path).send().expect(200).json()["notes"], "d");
}
