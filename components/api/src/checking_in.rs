//! What a check-in makes of a session of a plan, and what taking it back makes of it.

use mirubato_kit::platform;
use mirubato_problem::{Failure, catalogue};
use mirubato_records::Record;
use serde_json::{Value, json};

use crate::resource::change::{Extent, live, set};
use crate::resource::{Place, Values};
use crate::store::records::Stored;

/// For how long a check-in can be taken back, in milliseconds: 15 minutes.
pub const UNDO_MILLIS: u64 = 15 * 60_000;

/// The most pieces and techniques of a log entry, as its kind says.
const MAX_PIECES: usize = 10;
const MAX_TECHNIQUES: usize = 20;

fn read(stored: &Stored, name: &str) -> Value {
    stored.record.value(name).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// Completes what a check-in says of the log entry by what the session and its plan say.
pub fn complete_entry(values: &mut Values, place: &Place, session: &Stored, plan: &Stored, now: u64) {
    let seconds = values.get("duration").and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    let plan_id = place.parent.as_ref().map(|parent| parent.id.as_str());
    let source = json!({ "kind": "practice_plan", "planId": plan_id, "occurrenceId": place.id });
    values.insert("source".to_owned(), source.to_string());
    let mut default = |name: &str, value: Value| {
        if !value.is_null() && values.get(name).is_none_or(|text| text == "null") {
            values.insert(name.to_owned(), value.to_string());
        }
    };
    default("timestamp", now.saturating_sub(seconds.saturating_mul(1_000)).into());
    default("type", "practice".into());
    default("pieces", pieces(session, plan));
    default("techniques", techniques(session, plan));
}

/// The pieces of the session's segments, or else of the plan, that have a title.
fn pieces(session: &Stored, plan: &Stored) -> Value {
    let references = within(session, plan, "pieceRefs");
    let mut pieces: Vec<Value> = Vec::new();
    for reference in references.into_iter().filter(|reference| reference["title"].is_string()) {
        if !pieces.contains(&reference) && reference["title"].as_str().is_some_and(|title| !title.trim().is_empty()) {
            pieces.push(reference);
        }
    }
    pieces.truncate(MAX_PIECES);
    pieces.into()
}

fn techniques(session: &Stored, plan: &Stored) -> Value {
    let mut techniques: Vec<Value> = Vec::new();
    for technique in within(session, plan, "techniques") {
        if !techniques.contains(&technique) {
            techniques.push(technique);
        }
    }
    techniques.truncate(MAX_TECHNIQUES);
    techniques.into()
}

/// The items of a list in the session's segments; where there are none, those of the plan.
fn within(session: &Stored, plan: &Stored, name: &str) -> Vec<Value> {
    let items = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let of_segments: Vec<_> =
        items(&read(session, "segments")).iter().flat_map(|segment| items(&segment[name])).collect();
    if of_segments.is_empty() { items(&read(plan, name)) } else { of_segments }
}

/// The session as the check-in leaves it.
///
/// # Errors
/// `already-exists` where it was completed before; `invalid-record`.
pub fn check_in(
    place: &Place,
    session: Option<&Stored>,
    entry: &str,
    responses: Option<&Value>,
    now: u64,
    stamp: &str,
) -> Result<Record, Failure> {
    let session = live(session, place.parent.as_ref())?;
    let before = read(session, "status");
    if before == "completed" {
        return Err(Failure::new(&catalogue::ALREADY_EXISTS).because("This session was checked in before."));
    }
    // What it was before is kept, for taking it back.
    let check_in = json!({ "recordedAt": platform::rfc3339(now), "responses": responses, "previousStatus": before });
    let values = [("status", "completed".into()), ("logEntryId", entry.into()), ("checkIn", check_in)];
    set(place, Some(session), values.map(field).into(), Extent::Part, now, stamp)
}

/// The log entry of a check-in that can still be taken back.
///
/// # Errors
/// `not-found` where there was no check-in; `too-late`.
pub fn entry_to_take_back(place: &Place, session: Option<&Stored>, now: u64) -> Result<String, Failure> {
    let session = live(session, place.parent.as_ref())?;
    let (entry, check_in) = (read(session, "logEntryId"), read(session, "checkIn"));
    let (Some(entry), Some(recorded_at)) = (entry.as_str(), check_in["recordedAt"].as_str()) else {
        return Err((&catalogue::NOT_FOUND).into());
    };
    let recorded_at = recorded_at.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_millisecond);
    if now.saturating_sub(u64::try_from(recorded_at).unwrap_or(0)) > UNDO_MILLIS {
        return Err(Failure::new(&catalogue::TOO_LATE).because("A check-in can be taken back for 15 minutes."));
    }
    Ok(entry.to_owned())
}

/// The session as it was before its check-in.
///
/// # Errors
/// `not-found`.
pub fn take_back(place: &Place, session: Option<&Stored>, now: u64, stamp: &str) -> Result<Record, Failure> {
    let session = live(session, place.parent.as_ref())?;
    let before = match &read(session, "checkIn")["previousStatus"] {
        Value::String(status) => status.clone(),
        _ => "scheduled".to_owned(),
    };
    let values = [("status", before.into()), ("logEntryId", Value::Null), ("checkIn", Value::Null)];
    set(place, Some(session), values.map(field).into(), Extent::Part, now, stamp)
}

fn field((name, value): (&str, Value)) -> (String, String) {
    (name.to_owned(), value.to_string())
}
