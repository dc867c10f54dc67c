//! What a device is told: frames as text.

use mirubato_contracts::sync::events::PresentDevice;
use mirubato_contracts::sync::types::{Change, Problem};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::entity;
use crate::frame::EventType;

#[derive(Serialize)]
struct Frame<'a, T> {
    #[serde(rename = "type")]
    kind: &'a str,
    data: Timed<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
}

#[derive(Serialize)]
struct Timed<T> {
    #[serde(flatten)]
    data: T,
    timestamp: u64,
}

fn frame<T: Serialize>(kind: &str, id: Option<&str>, data: T, now: u64) -> String {
    serde_json::to_string(&Frame { kind, data: Timed { data, timestamp: now }, id }).unwrap_or_default()
}

/// The device is connected. `version` is the user's: where the device has another, it pulls.
#[must_use]
pub fn welcome(id: Option<&str>, device: &str, version: u64, devices: &[PresentDevice], now: u64) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Data<'a> {
        device_id: &'a str,
        version: u64,
        server_time: u64,
        devices: &'a [PresentDevice],
    }
    frame("WELCOME", id, Data { device_id: device, version, server_time: now, devices }, now)
}

/// Answers a ping, with the user's version where it is known: news may have been lost, and this is how a device notices.
#[must_use]
pub fn pong(id: Option<&str>, version: Option<u64>, now: u64) -> String {
    #[derive(Serialize)]
    struct Data {
        #[serde(skip_serializing_if = "Option::is_none")]
        version: Option<u64>,
    }
    frame("PONG", id, Data { version }, now)
}

/// Something cannot be done.
#[must_use]
pub fn error(id: Option<&str>, problem: &Problem, now: u64) -> String {
    frame("ERROR", id, problem, now)
}

/// What became of changes. `answer` is the object that a push answers, in JSON.
#[must_use]
pub fn ack(id: Option<&str>, answer: &str, now: u64) -> String {
    spliced("ACK", id, answer, now)
}

/// Changes that a device asked for. `answer` is the object that a pull answers, in JSON.
#[must_use]
pub fn caught_up(id: Option<&str>, answer: &str, now: u64) -> String {
    spliced("BULK_SYNC", id, answer, now)
}

/// Puts an object in JSON, which is not empty, into a frame without taking it apart.
fn spliced(kind: &str, id: Option<&str>, object: &str, now: u64) -> String {
    let members = object.trim().strip_suffix('}').unwrap_or("{");
    let comma = if members.len() > 1 { "," } else { "" };
    let id = id.and_then(|id| serde_json::to_string(id).ok()).map_or_else(String::new, |id| format!(",\"id\":{id}"));
    format!("{{\"type\":\"{kind}\",\"data\":{members}{comma}\"timestamp\":{now}}}{id}}}")
}

/// Who is connected.
#[must_use]
pub fn presence(devices: &[PresentDevice], now: u64) -> String {
    #[derive(Serialize)]
    struct Data<'a> {
        devices: &'a [PresentDevice],
    }
    frame("PRESENCE", None, Data { devices }, now)
}

/// What somebody else changed: one change, several, or, where they were too many to be told, that there is something to pull.
#[must_use]
pub fn changed(changes: Option<&[Change]>, version: u64, origin: Option<&str>, now: u64) -> String {
    match changes {
        Some([change]) => one(change, version, origin, now),
        Some(changes) if !changes.is_empty() => several(changes, version, origin, false, now),
        _ => several(&[], version, origin, true, now),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    event: ToldEvent<'a>,
    version: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_id: Option<&'a str>,
}

#[derive(Serialize)]
struct ToldEvent<'a> {
    #[serde(rename = "type")]
    kind: EventType,
    entity: &'a str,
    payload: &'a Change,
}

fn one(change: &Change, version: u64, origin: Option<&str>, now: u64) -> String {
    // Whether the record was there before is not known here, and no device depends on it.
    let kind = if change.deleted { EventType::EntryDeleted } else { EventType::EntryUpdated };
    let event = ToldEvent { kind, entity: entity::of_kind(&change.kind), payload: change };
    frame("SYNC_EVENT", None, Told { event, version, device_id: origin }, now)
}

fn several(changes: &[Change], version: u64, origin: Option<&str>, has_more: bool, now: u64) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Data<'a> {
        changes: &'a [Change],
        version: u64,
        has_more: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        device_id: Option<&'a str>,
    }
    frame("BULK_SYNC", None, Data { changes, version, has_more, device_id: origin }, now)
}

/// A page of changes cut to what fits: at most `budget` bytes of them, or one. `answer` is what a pull answered, in JSON. `None` where it is no such
/// thing.
#[must_use]
pub fn cut(answer: &str, since: u64, budget: usize) -> Option<String> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Page<'a> {
        #[serde(borrow)]
        changes: Vec<&'a RawValue>,
        count: u64,
        server_time: u64,
    }
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: u64,
    }
    if answer.len() <= budget {
        return Some(answer.to_owned());
    }
    let page: Page<'_> = serde_json::from_str(answer).ok()?;
    let mut room = budget.saturating_sub(200);
    let mut first = true;
    let fitting = page.changes.iter().take_while(|change| {
        // One goes whatever its size, or a device would ask for it for ever.
        let fits = std::mem::take(&mut first) || change.get().len() < room;
        room = room.saturating_sub(change.get().len() + 1);
        fits
    });
    let fitting: Vec<_> = fitting.map(|change| change.get()).collect();
    let version = match fitting.last() {
        Some(change) => serde_json::from_str::<Versioned>(change).ok()?.version,
        None => since,
    };
    let Page { count, server_time, .. } = page;
    let changes = fitting.join(",");
    Some(format!(
        "{{\"changes\":[{changes}],\"version\":{version},\"hasMore\":true,\"count\":{count},\"serverTime\":{server_time}}}"
    ))
}
