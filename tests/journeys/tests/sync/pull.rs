//! `POST /api/sync/pull`.

use mirubato_support::{App, Host, Options, User};
use serde_json::{Value, json};

use crate::story::{app, delete, entry, goal, id, set, sql};

fn goals(user: &User, count: usize) -> Vec<String> {
    let ids: Vec<String> = (0..count).map(|_| id()).collect();
    for some in ids.chunks(500) {
        user.push(&some.iter().map(|id| set(user, "goal", id, &goal("Scales"))).collect::<Vec<_>>());
    }
    ids
}

fn pull(user: &User, request: &Value) -> Value {
    let mut body = json!({ "deviceId": user.device, "since": 0 });
    body.as_object_mut().unwrap().extend(request.as_object().unwrap().clone());
    user.post("/api/sync/pull").json(&body).send().expect(200).json()
}

#[test]
fn pages_follow_each_other_to_the_end_without_a_gap() {
    let user = app().somebody();
    let ids = goals(&user, 25);
    let (mut since, mut seen, mut pages) = (0, Vec::new(), 0);
    loop {
        let page = pull(&user, &json!({ "since": since, "limit": 10 }));
        let changes = page["changes"].as_array().unwrap();
        seen.extend(changes.iter().map(|change| change["recordId"].as_str().unwrap().to_owned()));
        assert!(changes.iter().all(|change| change["version"].as_u64().unwrap() > since));
        assert_eq!(page["count"], 25);
        since = page["version"].as_u64().unwrap();
        pages += 1;
        if page["hasMore"] == false {
            break;
        }
    }
    assert_eq!((seen, pages), (ids, 3));
    let nothing = pull(&user, &json!({ "since": since }));
    assert_eq!(
        (&nothing["changes"], &nothing["version"], &nothing["hasMore"]),
        (&json!([]), &json!(since), &json!(false))
    );
}

#[test]
fn what_is_gone_is_told_to_those_who_had_it_alone() {
    let user = app().somebody();
    let ids = goals(&user, 3);
    user.push(&[delete(&user, "goal", &ids[1])]);
    let later = user.pull(3);
    assert_eq!(later["changes"].as_array().unwrap().len(), 1);
    assert_eq!((&later["changes"][0]["deleted"], &later["changes"][0]["version"]), (&json!(true), &json!(4)));
    let new = user.pull(0);
    assert_eq!(new["changes"].as_array().unwrap().len(), 2);
    assert_eq!(new["count"], 2);
}

#[test]
fn some_kinds_can_be_asked_for() {
    let user = app().somebody();
    goals(&user, 2);
    user.push(&[set(&user, "logbook_entry", &id(), &entry())]);
    let page = pull(&user, &json!({ "kinds": ["logbook_entry", "practice_plan"] }));
    assert_eq!((page["changes"].as_array().unwrap().len(), &page["count"]), (1, &json!(1)));
    let body = json!({ "deviceId": user.device, "since": 0, "kinds": ["goal", "song"] });
    let reply = user.post("/api/sync/pull").json(&body).send().expect_problem(422, "invalid-input");
    assert_eq!(reply.pointers(), ["/kinds/1"]);
}

#[test]
fn a_page_has_its_limits() {
    let user = app().somebody();
    for limit in [0, 1_001] {
        let body = json!({ "deviceId": user.device, "since": 0, "limit": limit });
        let reply = user.post("/api/sync/pull").json(&body).send().expect_problem(422, "invalid-input");
        assert_eq!(reply.pointers(), ["/limit"]);
    }
    for limit in [1, 1_000] {
        let _ = pull(&user, &json!({ "limit": limit }));
    }
}

#[test]
fn a_version_that_was_never_given_brings_nothing() {
    let user = app().somebody();
    goals(&user, 1);
    for since in [2, u64::from(u32::MAX), i64::MAX as u64, u64::MAX] {
        assert_eq!(pull(&user, &json!({ "since": since }))["changes"], json!([]), "{since}");
    }
}

#[test]
fn after_half_a_year_a_device_begins_anew() {
    let app = App::start(Options { host: Some(Host::chosen()), ..Options::default() });
    let user = app.somebody();
    let ids = goals(&user, 3);
    user.push(&[delete(&user, "goal", &ids[1])]);
    sql(&app, "UPDATE records SET updated_on = '2020-01-01T00:00:00.000Z' WHERE deleted = 1", &[]);
    sql(&app, "UPDATE users SET purged_at = 0", &[]);
    user.push(&[set(&user, "goal", &id(), &goal("Trills"))]);

    let body = json!({ "deviceId": user.device, "since": 2 });
    let _ = user.post("/api/sync/pull").json(&body).send().expect_problem(410, "cursor-expired");
    let anew = user.pull(0);
    assert_eq!((anew["changes"].as_array().unwrap().len(), &anew["count"]), (3, &json!(3)));
    assert_eq!(user.pull(4)["changes"].as_array().unwrap().len(), 1, "who has seen the deletion goes on");
}
