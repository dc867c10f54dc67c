//! What the stories have in common.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};

use mirubato_support::{App, Call, Reply, User};
use rusqlite::Connection;
use serde_json::{Value, json};

pub(crate) const MINUTE: u64 = 60_000;
pub(crate) const DAY: u64 = 24 * 60 * MINUTE;

/// The app that most stories share.
pub(crate) fn app() -> &'static App {
    App::shared()
}

/// A new id for a record or a device.
pub(crate) fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Unix milliseconds, later at every call, so that no two changes have one stamp.
pub(crate) fn now() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let now = u64::try_from(UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap();
    let _ = LAST.fetch_max(now, Ordering::Relaxed);
    LAST.fetch_add(1, Ordering::Relaxed)
}

/// The stamp of the user's device at a time in Unix milliseconds.
pub(crate) fn stamp(user: &User, at: u64) -> String {
    format!("{at:013}-0000-{}", user.device)
}

/// A mutation that sets fields now.
pub(crate) fn set(user: &User, kind: &str, record: &str, fields: &Value) -> Value {
    set_at(user, kind, record, fields, now())
}

/// A mutation that set fields at a time in Unix milliseconds.
pub(crate) fn set_at(user: &User, kind: &str, record: &str, fields: &Value, at: u64) -> Value {
    json!({ "id": id(), "kind": kind, "recordId": record, "op": "set", "fields": fields, "stamp": stamp(user, at) })
}

/// A mutation that deletes now.
pub(crate) fn delete(user: &User, kind: &str, record: &str) -> Value {
    delete_at(user, kind, record, now())
}

/// A mutation that deleted at a time in Unix milliseconds.
pub(crate) fn delete_at(user: &User, kind: &str, record: &str, at: u64) -> Value {
    json!({ "id": id(), "kind": kind, "recordId": record, "op": "delete", "stamp": stamp(user, at) })
}

/// What became of each mutation of a push.
pub(crate) fn statuses(pushed: &Value) -> Vec<&str> {
    pushed["results"].as_array().unwrap().iter().map(|result| result["status"].as_str().unwrap()).collect()
}

/// A log entry with everything it needs.
pub(crate) fn entry() -> Value {
    json!({ "timestamp": now() - 3_600_000, "duration": 1_800, "type": "practice", "instrument": "piano" })
}

/// A log entry with some fields besides, or in place of, what it needs.
pub(crate) fn entry_with(fields: &Value) -> Value {
    merged(entry(), fields)
}

/// A goal with everything it needs.
pub(crate) fn goal(title: &str) -> Value {
    json!({ "title": title, "type": "custom" })
}

/// The members of both, those of `over` before those of `under`.
pub(crate) fn merged(mut under: Value, over: &Value) -> Value {
    for (name, value) in over.as_object().unwrap() {
        under[name] = value.clone();
    }
    under
}

/// A resource made by POST.
#[track_caller]
pub(crate) fn make(user: &User, collection: &str, fields: &Value) -> Value {
    user.post(collection).json(fields).send().expect(201).json()
}

/// Where a resource is.
pub(crate) fn place(collection: &str, resource: &Value) -> String {
    format!("{collection}/{}", resource["id"].as_str().unwrap())
}

/// The user's version and number of records. The same before and after means that nothing was written.
#[track_caller]
pub(crate) fn standing(user: &User) -> (u64, u64) {
    let status = user.get("/api/sync/status").send().expect(200).json();
    (status["version"].as_u64().unwrap(), status["count"].as_u64().unwrap())
}

/// The `items` of a list.
#[track_caller]
pub(crate) fn items(user: &User, path: &str) -> Vec<Value> {
    let list = user.get(path).send().expect(200).json();
    list["items"].as_array().unwrap_or_else(|| panic!("{path} is no list: {list}")).clone()
}

/// One member of each of the `items` of a list.
#[track_caller]
pub(crate) fn each(user: &User, path: &str, member: &str) -> Vec<Value> {
    items(user, path).iter().map(|item| item[member].clone()).collect()
}

/// A request with the cookies of an answer, as the app's own page sends it.
pub(crate) fn with_cookies(call: Call, signed_in: &Reply) -> Call {
    call.header("cookie", signed_in.cookies().join("; "))
}

/// Waits until something holds.
#[track_caller]
pub(crate) fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(15);
    while !holds() {
        assert!(Instant::now() < patience, "in vain: {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// Runs a statement on the database of an app behind its back: time is made to pass by it, and nothing else.
pub(crate) fn sql(app: &App, statement: &str, values: &[&str]) -> usize {
    sql_of(app, "api.db", statement, values)
}

/// The same on the database of another service.
pub(crate) fn sql_of(app: &App, database: &str, statement: &str, values: &[&str]) -> usize {
    let connection = open(&app.folder().join(database));
    connection.execute(statement, rusqlite::params_from_iter(values)).unwrap()
}

fn open(database: &Path) -> Connection {
    let connection = Connection::open(database).unwrap();
    connection.busy_timeout(Duration::from_secs(10)).unwrap();
    connection
}
