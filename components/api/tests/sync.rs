//! Pushing and pulling against a real database, without HTTP.
#![cfg(test)]

use futures::executor::block_on;
use mirubato_api::routes::sync::{pull_changes, push_changes};
use mirubato_api::{DATABASE, store};
use mirubato_contracts::sync::changes::{PullRequest, PullResponse, PushRequest};
use mirubato_kit::platform;
use mirubato_kit::sql::native::in_memory;
use mirubato_stamp::Stamp;
use serde_json::{Value, json};

const CLARA: &str = "0190b3c2-0000-7000-8000-000000000001";
const FANNY: &str = "0190b3c2-0000-7000-8000-000000000002";
const PHONE: &str = "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a77";

/// Runs a story with two users and nothing else.
fn story<F: Future<Output = ()>>(tell: impl FnOnce() -> F) {
    in_memory(|| {
        block_on(async {
            store::users::create(&DATABASE, CLARA, "clara@example.org", platform::now()).await.unwrap();
            store::users::create(&DATABASE, FANNY, "fanny@example.org", platform::now()).await.unwrap();
            tell().await;
        });
    });
}

fn stamp(ago: u64) -> String {
    Stamp::next(None, platform::now() - ago, PHONE).to_string()
}

fn record(n: u64) -> String {
    format!("0190b3c2-0000-7000-9000-{n:012}")
}

fn goal(n: u64, title: &str, ago: u64) -> Value {
    json!({ "id": n.to_string(), "kind": "goal", "recordId": record(n), "op": "set",
        "fields": { "title": title, "type": "custom" }, "stamp": stamp(ago) })
}

async fn push(user: &str, mutations: &[Value]) -> Value {
    let request = json!({ "deviceId": PHONE, "mutations": mutations }).to_string();
    let request: PushRequest = serde_json::from_str(&request).unwrap();
    let (response, _) = push_changes(&DATABASE, user, request).await.unwrap();
    serde_json::to_value(response).unwrap()
}

async fn pull(user: &str, since: u64) -> PullResponse {
    pull_of(user, json!({ "deviceId": PHONE, "since": since })).await
}

async fn pull_of(user: &str, request: Value) -> PullResponse {
    let request: PullRequest = serde_json::from_value(request).unwrap();
    serde_json::from_str(&pull_changes(&DATABASE, user, &request).await.unwrap()).unwrap()
}

fn statuses(response: &Value) -> Vec<&str> {
    response["results"].as_array().unwrap().iter().map(|result| result["status"].as_str().unwrap()).collect()
}

#[test]
fn what_one_device_pushes_another_pulls() {
    story(|| async {
        let pushed = push(CLARA, &[goal(1, "Scales", 20), goal(2, "Arpeggios", 10)]).await;
        assert_eq!(statuses(&pushed), ["applied", "applied"]);
        assert_eq!(pushed["version"], 2);

        let pulled = pull(CLARA, 0).await;
        assert_eq!((pulled.version, pulled.count, pulled.has_more), (2, 2, false));
        assert_eq!(pulled.changes[0].record_id, record(1));
        assert_eq!(pulled.changes[0].fields["title"].get(), "\"Scales\"");
        assert_eq!(pulled.changes[1].version, 2);
        assert!(pull(CLARA, 2).await.changes.is_empty());
    });
}

#[test]
fn pushing_again_changes_nothing_and_writes_nothing() {
    story(|| async {
        let mutations = [goal(1, "Scales", 20), goal(2, "Arpeggios", 10)];
        push(CLARA, &mutations).await;
        let before = DATABASE.query("SELECT * FROM records", Vec::new()).await.unwrap();
        let again = push(CLARA, &mutations).await;
        assert_eq!(statuses(&again), ["unchanged", "unchanged"]);
        assert_eq!(again["version"], 2);
        let after = DATABASE.query("SELECT * FROM records", Vec::new()).await.unwrap();
        assert_eq!(format!("{before:?}"), format!("{after:?}"));
    });
}

#[test]
fn a_bad_change_is_refused_alone() {
    story(|| async {
        let mut bad = goal(2, "x", 10);
        bad["fields"]["type"] = json!("nap");
        let pushed = push(CLARA, &[goal(1, "Scales", 10), bad, goal(3, "Trills", 10)]).await;
        assert_eq!(statuses(&pushed), ["applied", "rejected", "applied"]);
        let problem = &pushed["results"][1]["problem"];
        assert_eq!(problem["type"], "urn:mirubato:problem:invalid-record");
        assert_eq!(problem["errors"][0]["pointer"], "/type");
        assert_eq!(pull(CLARA, 0).await.count, 2);
    });
}

#[test]
fn an_older_change_does_not_overwrite_a_newer_one() {
    story(|| async {
        push(CLARA, &[goal(1, "New", 10)]).await;
        let stale = push(CLARA, &[goal(1, "Old", 1_000)]).await;
        assert_eq!(statuses(&stale), ["unchanged"]);
        assert_eq!(pull(CLARA, 0).await.changes[0].fields["title"].get(), "\"New\"");
    });
}

#[test]
fn a_deletion_is_a_change_like_any_other() {
    story(|| async {
        push(CLARA, &[goal(1, "Scales", 100)]).await;
        let deletion = json!({ "id": "2", "kind": "goal", "recordId": record(1), "op": "delete", "stamp": stamp(50) });
        assert_eq!(push(CLARA, std::slice::from_ref(&deletion)).await["version"], 2);
        let pulled = pull(CLARA, 1).await;
        assert!(pulled.changes[0].deleted);
        assert_eq!((pulled.count, pulled.version), (0, 2));
        assert!(pull(CLARA, 0).await.changes.is_empty(), "a new device hears nothing of it");

        assert_eq!(statuses(&push(CLARA, &[goal(1, "Old copy", 75)]).await), ["applied"], "merged");
        assert!(pull(CLARA, 2).await.changes[0].deleted, "and yet deleted");
        assert_eq!(statuses(&push(CLARA, &[goal(1, "Back", 10)]).await), ["applied"]);
        let back = pull(CLARA, 3).await;
        assert!(!back.changes[0].deleted);
        assert_eq!(back.count, 1);
    });
}

#[test]
fn several_changes_of_one_record_in_one_push_happen_in_order() {
    story(|| async {
        let rename = json!({ "id": "2", "kind": "goal", "recordId": record(1), "op": "set",
            "fields": { "current": 3 }, "stamp": stamp(5) });
        let pushed = push(CLARA, &[goal(1, "Scales", 10), rename, goal(1, "Scales", 10)]).await;
        assert_eq!(statuses(&pushed), ["applied", "applied", "unchanged"]);
        let pulled = pull(CLARA, 0).await;
        assert_eq!(pulled.changes.len(), 1);
        assert_eq!(pulled.changes[0].version, 2);
        assert_eq!(pulled.changes[0].fields["current"].get(), "3");
    });
}

#[test]
fn users_share_nothing_even_with_the_same_record_id() {
    story(|| async {
        push(CLARA, &[goal(1, "Clara's", 10)]).await;
        push(FANNY, &[goal(1, "Fanny's", 5)]).await;
        assert_eq!(pull(CLARA, 0).await.changes[0].fields["title"].get(), "\"Clara's\"");
        assert_eq!(pull(FANNY, 0).await.changes[0].fields["title"].get(), "\"Fanny's\"");
    });
}

#[test]
fn pages_follow_each_other_to_the_end() {
    story(|| async {
        let mutations: Vec<_> = (0..25).map(|n| goal(n, "A", 10)).collect();
        push(CLARA, &mutations).await;
        let (mut since, mut seen) = (0, Vec::new());
        loop {
            let page = pull_of(CLARA, json!({ "deviceId": PHONE, "since": since, "limit": 10 })).await;
            seen.extend(page.changes.iter().map(|change| change.version));
            since = page.version;
            if !page.has_more {
                break;
            }
        }
        assert_eq!(seen, (1..=25).collect::<Vec<_>>());
    });
}

#[test]
fn some_kinds_only() {
    story(|| async {
        let piece = json!({ "id": "9", "kind": "repertoire_item", "recordId": record(9), "op": "set", "stamp": stamp(1),
            "fields": { "scoreId": "a-b", "title": "A", "composer": null, "status": "dropped" } });
        push(CLARA, &[goal(1, "A", 10), piece, goal(2, "B", 10)]).await;
        let pulled = pull_of(CLARA, json!({ "deviceId": PHONE, "since": 0, "kinds": ["repertoire_item"] })).await;
        assert_eq!(pulled.changes.len(), 1);
        assert_eq!(pulled.count, 1);
    });
}

#[test]
fn text_comes_back_as_it_went_in() {
    story(|| async {
        let title = "Für \"Elise\" \\ \u{1F3BC}\n\u{0007} 练习 \u{202E}x";
        push(CLARA, &[goal(1, title, 10)]).await;
        let pulled = pull(CLARA, 0).await;
        assert_eq!(serde_json::from_str::<String>(pulled.changes[0].fields["title"].get()).unwrap(), title);
    });
}
