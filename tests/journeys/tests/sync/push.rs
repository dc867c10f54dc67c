//! `POST /api/sync/push`.

use serde_json::{Value, json};

use crate::story::{
    DAY, MINUTE, app, delete, delete_at, entry, entry_with, goal, id, merged, now, set, set_at, stamp, standing,
    statuses,
};

#[test]
fn what_a_device_writes_another_has_after_pulling() {
    let phone = app().somebody();
    let tablet = phone.on_another_device();
    let record = id();
    let pushed = phone.push(&[set(&phone, "logbook_entry", &record, &entry_with(&json!({ "notes": "Slow." })))]);
    assert_eq!(statuses(&pushed), ["applied"]);
    let pulled = tablet.pull(0);
    assert_eq!(pulled["changes"][0]["recordId"], record);
    assert_eq!(pulled["changes"][0]["fields"]["notes"], "Slow.");
    assert_eq!(tablet.get(&format!("/api/logbook/entries/{record}")).send().expect(200).json()["notes"], "Slow.");
}

#[test]
fn a_push_repeated_changes_nothing() {
    let user = app().somebody();
    let mutations: Vec<_> = (0..20).map(|_| set(&user, "goal", &id(), &goal("Scales"))).collect();
    assert_eq!(user.push(&mutations)["version"], 20);
    for _ in 0..3 {
        let again = user.push(&mutations);
        assert!(statuses(&again).iter().all(|status| *status == "unchanged"));
        assert_eq!(again["version"], 20, "no number is used up");
    }
    assert_eq!(standing(&user), (20, 20));
}

/// Values that the predecessor's own client wrote, and its server refused together with everything else in the queue.
#[test]
fn what_the_predecessor_refused_is_taken() {
    let user = app().somebody();
    let plan = id();
    let mutations = [
        set(
            &user,
            "logbook_entry",
            &id(),
            &entry_with(&json!({ "pieces": [{ "title": "Arabesque", "composer": null }] })),
        ),
        set(&user, "goal", &id(), &merged(goal("Scales"), &json!({ "status": "paused" }))),
        set(
            &user,
            "practice_plan",
            &plan,
            &json!({ "title": "Bach", "schedule": { "kind": "single", "startDate": "2026-03-01" } }),
        ),
        set(
            &user,
            "plan_occurrence",
            &id(),
            &json!({ "planId": plan, "status": "scheduled", "metrics": { "pendingLog": true, "undone": { "at": 1 } } }),
        ),
        set(
            &user,
            "repertoire_item",
            &id(),
            &json!({ "scoreId": "arabesque", "title": "Arabesque", "status": "dropped" }),
        ),
        set(
            &user,
            "preferences",
            user.id(),
            &json!({ "metronomePresets": [{ "bpm": 60 }], "customInstruments": ["theorbo"] }),
        ),
    ];
    assert_eq!(statuses(&user.push(&mutations)), ["applied"; 6]);
    let pulled = user.pull(0);
    let find = |kind: &str| {
        let changes = pulled["changes"].as_array().unwrap();
        changes.iter().find(|change| change["kind"] == kind).unwrap()["fields"].clone()
    };
    assert_eq!(find("logbook_entry")["pieces"], json!([{ "title": "Arabesque", "composer": null }]));
    assert_eq!(find("goal")["status"], "paused");
    assert_eq!(find("practice_plan")["schedule"]["startDate"], "2026-03-01");
    assert_eq!(find("plan_occurrence")["metrics"]["pendingLog"], true);
    assert_eq!(find("repertoire_item")["status"], "dropped");
    assert_eq!(find("preferences")["customInstruments"], json!(["theorbo"]));
}

#[test]
fn a_bad_change_is_refused_alone_and_says_why() {
    let user = app().somebody();
    let good = || set(&user, "goal", &id(), &goal("Scales"));
    let bad = |change: Value| merged(good(), &change);
    let wrong = [
        (bad(json!({ "fields": { "title": "x", "type": "nap" } })), "invalid-record", "/type"),
        (bad(json!({ "fields": { "title": "Scales" } })), "invalid-record", "/type"),
        (bad(json!({ "fields": {} })), "invalid-record", "/fields"),
        (bad(json!({ "kind": "goals" })), "invalid-record", ""),
        (bad(json!({ "recordId": "1" })), "invalid-record", "/recordId"),
        (bad(json!({ "recordId": id().to_uppercase() })), "invalid-record", "/recordId"),
        (bad(json!({ "stamp": "now" })), "invalid-record", "/stamps/title"),
        (bad(json!({ "op": "delete", "stamp": null })), "invalid-record", "/stamp"),
        (bad(json!({ "fields": merged(goal("a"), &json!({ "version": 7 })) })), "invalid-record", "/version"),
        (bad(json!({ "fields": merged(goal("a"), &json!({ "x": "x".repeat(70_000) })) })), "invalid-record", ""),
    ];
    let mut mutations = vec![good()];
    for (mutation, ..) in &wrong {
        mutations.extend([mutation.clone(), good()]);
    }
    let pushed = user.push(&mutations);
    for (place, result) in pushed["results"].as_array().unwrap().iter().enumerate() {
        assert_eq!(result["id"], mutations[place]["id"]);
        if place % 2 == 0 {
            assert_eq!(result["status"], "applied");
            continue;
        }
        let (mutation, slug, pointer) = &wrong[place / 2];
        assert_eq!(result["status"], "rejected", "{mutation}");
        let problem = &result["problem"];
        assert_eq!(problem["type"], format!("urn:mirubato:problem:{slug}"), "{mutation}");
        assert_eq!(problem["errors"][0]["pointer"], *pointer, "{mutation}: {problem}");
    }
    assert_eq!(standing(&user), (11, 11));
}

#[test]
fn a_stale_write_does_not_overwrite_a_newer_one() {
    let phone = app().somebody();
    let tablet = phone.on_another_device();
    let record = id();
    let start = now() - MINUTE;
    phone.push(&[set_at(&phone, "goal", &record, &merged(goal("Scales"), &json!({ "current": 1 })), start)]);
    tablet.push(&[set_at(&tablet, "goal", &record, &json!({ "title": "Scales in thirds" }), start + 2_000)]);
    // Written offline before the tablet's, sent after it: the title is stale, the description is not.
    let late = set_at(&phone, "goal", &record, &json!({ "title": "Skales", "description": "Daily." }), start + 1_000);
    assert_eq!(statuses(&phone.push(&[late])), ["applied"]);
    let stale = set_at(&phone, "goal", &record, &json!({ "title": "Scalez" }), start + 500);
    assert_eq!(statuses(&phone.push(&[stale])), ["unchanged"]);
    let shown = phone.get(&format!("/api/goals/{record}")).send().expect(200).json();
    assert_eq!((&shown["title"], &shown["description"]), (&json!("Scales in thirds"), &json!("Daily.")));
    assert_eq!(shown["current"], 1);
}

#[test]
fn the_order_in_which_changes_arrive_does_not_matter() {
    let user = app().somebody();
    let tablet = user.on_another_device();
    let start = now() - MINUTE;
    let changes = |record: &str| {
        vec![
            set_at(&user, "goal", record, &goal("Scales"), start),
            set_at(&tablet, "goal", record, &json!({ "title": "Thirds", "current": 3 }), start + 10),
            delete_at(&user, "goal", record, start + 20),
            set_at(&tablet, "goal", record, &json!({ "current": 4 }), start + 30),
        ]
    };
    let (forwards, backwards) = (id(), id());
    user.push(&changes(&forwards));
    // The first to arrive lacks what the kind requires, and is refused until the rest is there; a device sends it again.
    let mut reversed = changes(&backwards);
    reversed.reverse();
    user.push(&reversed);
    user.push(&reversed);
    let fields = |record: &str| {
        let mut shown = user.get(&format!("/api/goals/{record}")).send().expect(200).json();
        let _ = ["id", "version", "createdAt", "updatedAt"].map(|name| shown.as_object_mut().unwrap().remove(name));
        shown
    };
    assert_eq!(fields(&forwards), fields(&backwards));
}

#[test]
fn what_was_deleted_offline_stays_deleted() {
    let phone = app().somebody();
    let tablet = phone.on_another_device();
    let record = id();
    let start = now() - DAY;
    phone.push(&[set_at(&phone, "logbook_entry", &record, &entry(), start)]);
    let seen = tablet.pull(0)["version"].as_u64().unwrap();

    // The phone deletes it offline, the tablet still has it and, having crashed, sends its old copy once more.
    let deletion = delete_at(&phone, "logbook_entry", &record, start + MINUTE);
    assert_eq!(statuses(&phone.push(&[deletion])), ["applied"]);
    tablet.push(&[set_at(&tablet, "logbook_entry", &record, &entry(), start + MINUTE / 2)]);

    let gone = tablet.pull(seen);
    assert_eq!(gone["changes"][0]["deleted"], true);
    assert_eq!(gone["count"], 0);
    let _ = phone.get(&format!("/api/logbook/entries/{record}")).send().expect_problem(404, "not-found");
    assert!(tablet.pull(0)["changes"].as_array().unwrap().is_empty());
}

#[test]
fn an_edit_after_a_deletion_brings_everything_back() {
    let phone = app().somebody();
    let tablet = phone.on_another_device();
    let record = id();
    phone.push(&[set(&phone, "goal", &record, &merged(goal("Scales"), &json!({ "description": "All keys." })))]);
    phone.push(&[delete(&phone, "goal", &record)]);
    assert_eq!(
        statuses(&tablet.push(&[set(&tablet, "goal", &record, &json!({ "title": "Scales again" }))])),
        ["applied"]
    );
    let back = phone.get(&format!("/api/goals/{record}")).send().expect(200).json();
    assert_eq!((&back["title"], &back["description"]), (&json!("Scales again"), &json!("All keys.")));
    assert_eq!(standing(&phone).1, 1);
}

#[test]
fn deleting_what_was_never_there_is_no_failure() {
    let user = app().somebody();
    let record = id();
    let pushed = user.push(&[delete(&user, "goal", &record)]);
    assert_eq!(statuses(&pushed), ["applied"]);
    assert_eq!(standing(&user).1, 0);
    // Whoever has an older copy does not bring it to life.
    user.push(&[set_at(&user, "goal", &record, &goal("Scales"), now() - DAY)]);
    let _ = user.get(&format!("/api/goals/{record}")).send().expect_problem(404, "not-found");
}

#[test]
fn a_clock_a_day_ahead_is_told_the_time_and_loses_nothing() {
    let user = app().somebody();
    let record = id();
    let ahead = set_at(&user, "logbook_entry", &record, &entry(), now() + DAY);
    let good = set(&user, "goal", &id(), &goal("Scales"));
    let pushed = user.push(&[ahead.clone(), good]);
    assert_eq!(statuses(&pushed), ["rejected", "applied"]);
    let problem = &pushed["results"][0]["problem"];
    assert_eq!(problem["type"], "urn:mirubato:problem:stamp-in-future");
    let server = problem["serverTime"].as_u64().unwrap();
    assert!(server.abs_diff(now()) < MINUTE);
    assert_eq!(standing(&user), (1, 1));

    // The device stamps it again by the server's clock.
    let again = merged(ahead, &json!({ "stamp": stamp(&user, server) }));
    assert_eq!(statuses(&user.push(&[again])), ["applied"]);
    assert_eq!(standing(&user), (2, 2));
}

#[test]
fn five_minutes_ahead_are_forgiven() {
    let user = app().somebody();
    let ahead = |by: u64| set_at(&user, "goal", &id(), &goal("Scales"), now() + by);
    assert_eq!(statuses(&user.push(&[ahead(4 * MINUTE), ahead(6 * MINUTE)])), ["applied", "rejected"]);
    let deletion = delete_at(&user, "goal", &id(), now() + DAY);
    let pushed = user.push(&[deletion]);
    assert_eq!(pushed["results"][0]["problem"]["type"], "urn:mirubato:problem:stamp-in-future");
}

#[test]
fn a_clock_a_day_behind_works() {
    let user = app().somebody();
    let record = id();
    let behind = set_at(&user, "goal", &record, &goal("Scales"), now() - DAY);
    assert_eq!(statuses(&user.push(&[behind])), ["applied"]);
    let _ = user.get(&format!("/api/goals/{record}")).send().expect(200);
}

#[test]
fn the_id_of_somebody_elses_record_names_one_of_ones_own() {
    let (clara, fanny) = (app().somebody(), app().somebody());
    let record = id();
    clara.push(&[set(&clara, "goal", &record, &goal("Clara's"))]);
    assert_eq!(statuses(&fanny.push(&[delete(&fanny, "goal", &record)]))[0], "applied");
    fanny.push(&[set(&fanny, "goal", &record, &goal("Fanny's"))]);
    for (user, title) in [(&clara, "Clara's"), (&fanny, "Fanny's")] {
        assert_eq!(user.get(&format!("/api/goals/{record}")).send().expect(200).json()["title"], title);
        assert_eq!(user.pull(0)["changes"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn fields_that_nobody_defined_are_kept() {
    let user = app().somebody();
    let record = id();
    let fields = entry_with(&json!({ "fingering": { "bars": [1, 2, 3.5e-7], "deep": [[[null]]] }, "x_1": "ö" }));
    user.push(&[set(&user, "logbook_entry", &record, &fields)]);
    let pulled = user.pull(0);
    for name in ["fingering", "x_1"] {
        assert_eq!(pulled["changes"][0]["fields"][name], fields[name]);
    }
    let path = format!("/api/logbook/entries/{record}");
    let _ = user.patch(&path).json(&json!({ "mood": "satisfied" })).send().expect(200);
    assert_eq!(user.get(&path).send().json()["fingering"], fields["fingering"]);
}

#[test]
fn a_device_that_is_none_is_refused() {
    let user = app().somebody();
    for device in ["", "phone", "0190B3C2-0000-7000-8000-000000000001", "0190b3c2"] {
        let body = json!({ "deviceId": device, "mutations": [set(&user, "goal", &id(), &goal("Scales"))] });
        let reply = user.post("/api/sync/push").json(&body).send().expect_problem(422, "invalid-input");
        assert_eq!(reply.pointers(), ["/deviceId"]);
    }
    assert_eq!(standing(&user), (0, 0));
}
