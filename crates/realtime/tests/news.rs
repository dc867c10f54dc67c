//! What a device is told, and how it gets to the gateway.
#![cfg(test)]

use mirubato_realtime::{news, tell};
use serde_json::{Value, json};

const NOW: u64 = 1_790_000_000_000;

fn change(version: u64, deleted: bool) -> Value {
    json!({ "version": version, "kind": "goal", "recordId": "r", "fields": { "n": 1.0 }, "stamps": { "n": "s" }, "deleted": deleted })
}

fn items(message: &Value) -> Value {
    serde_json::to_value(news::items(message.to_string().as_bytes(), NOW).unwrap()).unwrap()
}

fn frame(item: &Value) -> Value {
    serde_json::from_str(item["formats"]["ws-message"]["content"].as_str().unwrap()).unwrap()
}

#[test]
fn an_announcement_is_one_item_that_its_device_does_not_get() {
    let items = items(&json!({ "v": 1, "userId": "u", "version": 5, "origin": "d", "events": [change(5, false)] }));
    assert_eq!(items.as_array().unwrap().len(), 1);
    let item = &items[0];
    assert_eq!(
        (&item["channel"], &item["id"], &item["meta"]),
        (&json!("user:u"), &json!("u:5"), &json!({ "sender": "d" }))
    );
    let told = json!({ "type": "SYNC_EVENT", "data": {
        "event": { "type": "ENTRY_UPDATED", "entity": "goals", "payload": change(5, false) },
        "version": 5, "deviceId": "d", "timestamp": NOW } });
    assert_eq!(frame(item), told);
    let stream = item["formats"]["http-stream"]["content"].as_str().unwrap();
    let data = stream.strip_prefix("id: 5\ndata: ").and_then(|rest| rest.strip_suffix("\n\n")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(data).unwrap(), told);
    assert!(!data.contains('\n'));
}

#[test]
fn several_changes_are_told_together_and_too_many_are_not_told_but_hinted_at() {
    let several = items(&json!({ "v": 1, "userId": "u", "version": 6, "events": [change(5, false), change(6, true)] }));
    let told = frame(&several[0]);
    assert_eq!(
        (&told["type"], &told["data"]["hasMore"], &told["data"]["changes"][1]),
        (&json!("BULK_SYNC"), &json!(false), &change(6, true))
    );
    assert_eq!((told["data"].get("deviceId"), several[0].get("meta")), (None, None), "who did not say from where");

    for nothing in
        [json!({ "v": 1, "userId": "u", "version": 6 }), json!({ "v": 1, "userId": "u", "version": 6, "events": [] })]
    {
        assert_eq!(
            frame(&items(&nothing)[0])["data"],
            json!({ "changes": [], "version": 6, "hasMore": true, "timestamp": NOW })
        );
    }
    let gone = items(&json!({ "v": 1, "userId": "u", "version": 6, "events": [change(6, true)] }));
    assert_eq!(frame(&gone[0])["data"]["event"]["type"], "ENTRY_DELETED");
}

#[test]
fn a_session_that_ends_closes_its_connections_and_streams() {
    let items = items(&json!({ "v": 1, "userId": "u", "ended": ["s1", "s2"] }));
    let channels: Vec<_> = items.as_array().unwrap().iter().map(|item| item["channel"].as_str().unwrap()).collect();
    assert_eq!(channels, ["session:s1", "session:s2"]);
    let formats = &items[0]["formats"];
    assert_eq!((&formats["ws-message"]["action"], &formats["ws-message"]["code"]), (&json!("close"), &json!(4401)));
    assert_eq!(formats["http-stream"], json!({ "action": "close" }));
}

#[test]
fn presence_is_told_to_all_devices() {
    let device =
        json!({ "deviceId": "d", "name": "Firefox on Linux", "since": "2026-01-01T00:00:00.000Z", "online": true });
    let items = items(&json!({ "v": 1, "id": "p", "userId": "u", "devices": [device] }));
    assert_eq!((&items[0]["channel"], &items[0]["id"]), (&json!("user:u"), &json!("presence:p")));
    assert_eq!(frame(&items[0]), json!({ "type": "PRESENCE", "data": { "devices": [device], "timestamp": NOW } }));
}

#[test]
fn what_is_none_of_ours_becomes_nothing() {
    for text in ["", "{", "[]", "{}", r#"{"v":2,"userId":"u","version":1}"#, r#"{"v":1}"#, r#"{"v":1,"ended":7}"#] {
        assert!(news::items(text.as_bytes(), NOW).is_none(), "{text}");
    }
}

#[test]
fn what_api_answers_is_told_as_it_is() {
    let told: Value = serde_json::from_str(&tell::ack(Some("a\"b"), r#"{"results":[],"version":3}"#, NOW)).unwrap();
    assert_eq!(told, json!({ "type": "ACK", "id": "a\"b", "data": { "results": [], "version": 3, "timestamp": NOW } }));
    let told: Value = serde_json::from_str(&tell::ack(None, "{}", NOW)).unwrap();
    assert_eq!(told, json!({ "type": "ACK", "data": { "timestamp": NOW } }));
}

#[test]
fn a_page_is_cut_to_what_fits() {
    let page = |changes: &[Value], version: u64, more: bool| {
        json!({ "changes": changes, "version": version, "hasMore": more, "count": 9, "serverTime": NOW }).to_string()
    };
    let whole = page(&[change(5, false), change(6, false), change(7, false)], 7, false);
    assert_eq!(tell::cut(&whole, 4, whole.len()).as_deref(), Some(whole.as_str()));
    for budget in 0..whole.len() {
        let cut: Value = serde_json::from_str(&tell::cut(&whole, 4, budget).unwrap()).unwrap();
        let changes = cut["changes"].as_array().unwrap();
        assert_eq!((&cut["version"], &cut["hasMore"]), (&json!(4 + changes.len()), &json!(true)));
        // One at least, or a device that is behind by a large one would never get past it.
        assert!(changes.len() == 1 || cut.to_string().len() <= budget, "{budget}");
    }
    assert_eq!(tell::cut("nonsense", 4, 3), None);
}
