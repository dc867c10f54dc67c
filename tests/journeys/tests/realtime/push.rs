//! Changes, over a connection.

use mirubato_grip::Event;
use serde_json::{Value, json};

use super::socket::Socket;
use crate::story::{app, delete, entry_with, goal, id, now, set, stamp, standing};

#[test]
fn an_acknowledged_change_is_durable_and_everywhere() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    let record = id();
    let turn = socket
        .push("q1", &[set(&user, "goal", &record, &goal("Scales")), set(&user, "goal", &id(), &json!({ "title": 7 }))]);
    let ack = turn.frame();
    assert_eq!((&ack["type"], &ack["id"], &ack["data"]["version"]), (&json!("ACK"), &json!("q1"), &json!(1)));
    let statuses: Vec<_> =
        ack["data"]["results"].as_array().unwrap().iter().map(|result| result["status"].clone()).collect();
    assert_eq!(statuses, ["applied", "rejected"], "a bad one is refused alone");
    assert!(ack["data"]["serverTime"].is_u64());
    assert_eq!(user.pull(0)["changes"][0]["recordId"], record);
}

#[test]
fn a_repeated_queue_writes_nothing_and_is_acknowledged_again() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    let queue = [set(&user, "goal", &id(), &goal("Scales")), delete(&user, "goal", &id())];
    let first = socket.push("1", &queue);
    let before = standing(&user);
    let mut again = Socket::connect(app(), &user);
    let second = again.push("1", &queue);
    assert_eq!(standing(&user), before);
    assert_eq!(second.frame()["data"]["version"], first.frame()["data"]["version"]);
    assert!(second.frame()["data"]["results"].as_array().unwrap().iter().all(|result| result["status"] == "unchanged"));
}

#[test]
fn a_single_change_may_come_as_an_event() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    let record = id();
    let event = |kind: &str, payload: Value| json!({ "type": "SYNC_EVENT", "id": "e", "data": { "event": { "type": kind, "entity": "goals", "payload": payload }, "timestamp": 1 } });
    let made = stamp(&user, now());
    let payload = json!({ "recordId": record, "fields": goal("Scales"), "stamps": { "title": made, "type": made } });
    let turn = socket.say(&event("ENTRY_CREATED", payload));
    assert_eq!((&turn.frame()["type"], &turn.frame()["id"]), (&json!("ACK"), &json!("e")));
    assert_eq!(turn.frame()["data"]["results"][0]["status"], "applied");
    let turn = socket.say(&event("ENTRY_DELETED", json!({ "recordId": record, "stamp": stamp(&user, now()) })));
    assert_eq!(turn.frame()["data"]["results"][0]["status"], "applied");
    assert_eq!(standing(&user), (2, 0));
}

#[test]
fn a_queue_and_a_question_are_answered_one_after_the_other() {
    let user = app().somebody();
    let _ = user.push(&[set(&user, "goal", &id(), &goal("Scales"))]);
    let tablet = user.on_another_device();
    let mut socket = Socket::connect(app(), &tablet);
    let queue = [set(&tablet, "goal", &id(), &goal("Trills"))];
    let turn = socket.say(&json!({ "type": "BULK_SYNC", "id": "b", "data": { "mutations": queue, "since": 0 } }));
    let types: Vec<_> = turn.frames.iter().map(|frame| frame["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["ACK", "BULK_SYNC"]);
    let told = &turn.frames[1]["data"];
    assert_eq!(told["changes"], user.pull(0)["changes"]);
    assert_eq!((&told["version"], &told["hasMore"], &told["count"]), (&json!(2), &json!(false), &json!(2)));
}

#[test]
fn what_does_not_fit_into_one_answer_is_cut_and_goes_on_from_there() {
    let user = app().somebody();
    for _ in 0..3 {
        let large = |_| set(&user, "logbook_entry", &id(), &entry_with(&json!({ "notes": "x".repeat(5_000) })));
        user.push(&(0..90).map(large).collect::<Vec<_>>());
    }
    let mut socket = Socket::connect(app(), &user);
    let (mut since, mut seen) = (0, 0);
    loop {
        let turn = socket.say(&json!({ "type": "BULK_SYNC", "data": { "since": since } }));
        assert!(turn.reply.body.len() <= 1_000_000, "the gateway takes no more");
        let told = &turn.frame()["data"];
        seen += told["changes"].as_array().unwrap().len();
        since = told["version"].as_u64().unwrap();
        if told["hasMore"] == json!(false) {
            break;
        }
        assert_eq!(since, told["changes"].as_array().unwrap().last().unwrap()["version"].as_u64().unwrap());
    }
    assert_eq!((seen, since), (270, 270));
}

#[test]
fn messages_that_come_together_are_answered_in_their_order() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    let frame = |n: u32| {
        let queue = [set(&user, "goal", &id(), &goal("Scales"))];
        Event::Text(
            json!({ "type": "BULK_SYNC", "id": n.to_string(), "data": { "mutations": queue } })
                .to_string()
                .into_bytes(),
        )
    };
    let turn = socket.happen(&[frame(1), Event::Ping(b"p".to_vec()), frame(2), frame(3)]);
    let answered: Vec<_> =
        turn.frames.iter().map(|frame| (frame["id"].clone(), frame["data"]["version"].clone())).collect();
    assert_eq!(answered, [(json!("1"), json!(1)), (json!("2"), json!(2)), (json!("3"), json!(3))]);
    assert!(turn.reply.body.windows(11).any(|window| window == b"PONG 1\r\np\r\n"));
}

#[test]
fn a_pong_says_where_the_user_stands() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    assert_eq!(socket.ping().frame()["data"]["version"], 0);
    let other = user.on_another_device();
    let _ = other.push(&[set(&other, "goal", &id(), &goal("Scales"))]);
    assert_eq!(socket.ping().frame()["data"]["version"], 1);
}

#[test]
fn a_push_that_api_refuses_as_a_whole_is_told_where_it_is_wrong() {
    let user = app().somebody();
    let mut socket = Socket::connect(app(), &user);
    let turn = socket.say(&json!({ "type": "BULK_SYNC", "id": "1", "data": { "mutations": [{ "id": "1" }] } }));
    assert_eq!(turn.troubles(), (vec!["invalid-input"], None));
    assert_eq!(turn.frames[0]["id"], "1");
    assert_eq!(turn.frames[0]["data"]["errors"][0]["pointer"], "/data/mutations/0");
    let turn = socket.say(&json!({ "type": "BULK_SYNC", "id": "2", "data": { "mutations": 7 } }));
    assert_eq!(turn.troubles(), (vec!["invalid-input"], None));
    let many: Vec<_> = (0..501).map(|_| json!({ "id": "1", "kind": "goal", "recordId": id(), "op": "set" })).collect();
    assert_eq!(socket.push("3", &many).troubles(), (vec!["invalid-input"], None));
    assert_eq!(standing(&user), (0, 0));
}
