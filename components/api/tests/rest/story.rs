//! Two users with a database of their own, and how to change their records.

use std::cell::RefCell;

use futures::executor::block_on;
use mirubato_api::routes::sync::{pull_changes, push_changes};
use mirubato_api::{DATABASE, store};
use mirubato_contracts::sync::changes::{PullRequest, PushRequest};
use mirubato_kit::platform;
use mirubato_kit::sql::native::in_memory;
use mirubato_kit::sql::{Row, Value as Sql};
use mirubato_stamp::Stamp;
use serde_json::{Value, json};

pub(crate) const CLARA: &str = "0190b3c2-0000-7000-8000-000000000001";
pub(crate) const FANNY: &str = "0190b3c2-0000-7000-8000-000000000002";
pub(crate) const PHONE: &str = "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a77";

/// Runs a story with two users and nothing else.
pub(crate) fn story<F: Future<Output = ()>>(tell: impl FnOnce() -> F) {
    in_memory(|| {
        block_on(async {
            for (user, email) in [(CLARA, "clara@example.org"), (FANNY, "fanny@example.org")] {
                store::users::create(&DATABASE, user, email, platform::now()).await.unwrap();
            }
            tell().await;
        });
    });
}

/// The id of the `n`th record.
pub(crate) fn id(n: u64) -> String {
    format!("0190b3c2-0000-7000-9000-{n:012}")
}

/// A mutation that sets fields now.
pub(crate) fn set(kind: &str, n: u64, fields: &Value) -> Value {
    json!({ "id": n.to_string(), "kind": kind, "recordId": id(n), "op": "set", "fields": fields, "stamp": stamp() })
}

pub(crate) fn delete(kind: &str, n: u64) -> Value {
    json!({ "id": n.to_string(), "kind": kind, "recordId": id(n), "op": "delete", "stamp": stamp() })
}

/// Later than every stamp before, as a device's stamps are.
fn stamp() -> String {
    thread_local!(static LAST: RefCell<Option<Stamp>> = const { RefCell::new(None) });
    LAST.with_borrow_mut(|last| {
        let next = Stamp::next(last.as_ref(), platform::now(), PHONE);
        last.insert(next).to_string()
    })
}

/// Pushes, and insists that everything is applied.
pub(crate) async fn push(user: &str, mutations: &[Value]) {
    for mutations in mutations.chunks(500) {
        let request: PushRequest = parse(&json!({ "deviceId": PHONE, "mutations": mutations }));
        let (response, _) = push_changes(&DATABASE, user, request).await.unwrap();
        for result in response.results {
            assert!(result.problem.is_none(), "{result:?}");
        }
    }
}

pub(crate) async fn pull(user: &str, since: u64) -> mirubato_kit::Result<Value> {
    let request: PullRequest = parse(&json!({ "deviceId": PHONE, "since": since }));
    Ok(serde_json::from_str(&pull_changes(&DATABASE, user, &request).await?).unwrap())
}

fn parse<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_str(&value.to_string()).unwrap()
}

/// Runs a statement of the test's own.
pub(crate) async fn sql(text: &str, values: Vec<Sql>) -> Vec<Row> {
    DATABASE.query(text, values).await.unwrap()
}
