//! What a device says.

use std::collections::BTreeMap;

use mirubato_problem::{Failure, catalogue};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::entity;

/// The most bytes in a message.
pub const MAX_BYTES: usize = 1_000_000;
/// The longest id of a frame in bytes. It is echoed.
const MAX_ID: usize = 64;

/// A frame with the id that its answer will have.
#[derive(Debug)]
pub struct Frame {
    /// The frame's id.
    pub id: Option<String>,
    /// What it says.
    pub say: Say,
}

/// What a frame says.
#[derive(Debug)]
pub enum Say {
    /// That the device is there.
    Ping,
    /// An access token.
    Auth(String),
    /// Changes to make and a version after which to tell what changed.
    Sync {
        /// A list of mutations in JSON, as a push takes them.
        mutations: Option<Box<RawValue>>,
        /// The version.
        since: Option<u64>,
    },
}

/// A frame that cannot be answered, with its id where that much could be read.
#[derive(Debug)]
pub struct Unreadable {
    /// The frame's id.
    pub id: Option<String>,
    /// What the device is told.
    pub failure: Failure,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

/// Only the id, for frames that are otherwise of the wrong form.
#[derive(Deserialize)]
struct Named {
    id: Option<String>,
}

#[derive(Deserialize)]
struct AuthData {
    token: String,
}

#[derive(Deserialize)]
struct BulkData {
    mutations: Option<Box<RawValue>>,
    since: Option<u64>,
}

#[derive(Deserialize)]
struct EventData {
    event: Event,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: EventType,
    entity: String,
    payload: Payload,
}

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventType {
    /// It was made.
    EntryCreated,
    /// It was changed.
    EntryUpdated,
    /// It was deleted.
    EntryDeleted,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    record_id: String,
    kind: Option<String>,
    fields: Option<BTreeMap<String, Box<RawValue>>>,
    stamps: Option<BTreeMap<String, String>>,
    stamp: Option<String>,
    deleted_stamp: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Mutation<'a> {
    id: &'a str,
    kind: &'a str,
    record_id: String,
    op: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<BTreeMap<String, Box<RawValue>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stamps: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stamp: Option<String>,
}

impl Frame {
    /// Reads a text message.
    ///
    /// # Errors
    /// What is not JSON, no frame, of an unknown type, or of another form than its type.
    pub fn read(text: &[u8]) -> Result<Self, Box<Unreadable>> {
        let refuse = |failure: Failure| Box::new(Unreadable { id: None, failure });
        let malformed = |detail: &str| Failure::new(&catalogue::MALFORMED_REQUEST).because(detail);
        let Ok(text) = std::str::from_utf8(text) else { return Err(refuse(malformed("This is not UTF-8."))) };
        let id = match serde_json::from_str::<Named>(text) {
            Ok(named) if named.id.as_ref().is_some_and(|id| id.len() > MAX_ID) => {
                return Err(refuse(invalid("/id", "too_long", &format!("An id is at most {MAX_ID} bytes."))));
            }
            Ok(named) => named.id,
            Err(error) if error.is_data() => None,
            Err(_) => return Err(refuse(malformed("This is not JSON."))),
        };
        let read = serde_json::from_str::<Envelope<'_>>(text)
            .map_err(|_| malformed("A frame is an object with `type` and `data`."))
            .and_then(|envelope| say(&envelope, id.as_deref().unwrap_or("1")));
        match read {
            Ok(say) => Ok(Self { id, say }),
            Err(failure) => Err(Box::new(Unreadable { id, failure })),
        }
    }
}

fn say(envelope: &Envelope<'_>, id: &str) -> Result<Say, Failure> {
    match envelope.kind.as_str() {
        "PING" => Ok(Say::Ping),
        "AUTH" => data::<AuthData>(envelope).map(|data| Say::Auth(data.token)),
        "BULK_SYNC" => {
            let BulkData { mutations, since } = data(envelope)?;
            if mutations.is_none() && since.is_none() {
                return Err(invalid("/data", "required", "This has `mutations`, `since` or both."));
            }
            Ok(Say::Sync { mutations, since })
        }
        "SYNC_EVENT" => {
            let EventData { event } = data(envelope)?;
            Ok(Say::Sync { mutations: Some(mutation(event, id)?), since: None })
        }
        _ => Err(invalid("/type", "unknown_type", "There is no such type of frame.")),
    }
}

fn data<'a, T: Deserialize<'a>>(envelope: &Envelope<'a>) -> Result<T, Failure> {
    let data = envelope.data.ok_or_else(|| invalid("/data", "required", "This is required."))?;
    serde_json::from_str(data.get()).map_err(|error| {
        // The place within the frame would be wrong: only what does not fit is of use.
        let said = error.to_string();
        invalid(
            "/data",
            "wrong_type",
            &format!("This does not fit: {}.", said.split(" at line ").next().unwrap_or_default()),
        )
    })
}

/// The list of one mutation that an event stands for.
fn mutation(event: Event, id: &str) -> Result<Box<RawValue>, Failure> {
    let Event { kind, entity, payload } = event;
    let kind_of_record = entity::kind(&entity, payload.kind.as_deref())
        .ok_or_else(|| invalid("/data/event/entity", "unknown_kind", "There is no such kind of record."))?;
    let deletes = kind == EventType::EntryDeleted;
    let stamp = if deletes { payload.stamp.or(payload.deleted_stamp) } else { payload.stamp };
    let (fields, stamps) = if deletes { (None, None) } else { (payload.fields, payload.stamps) };
    let mutation = Mutation {
        id,
        kind: kind_of_record,
        record_id: payload.record_id,
        op: if deletes { "delete" } else { "set" },
        fields,
        stamps,
        stamp,
    };
    serde_json::value::to_raw_value(&[mutation])
        .map_err(|_| invalid("/data/event/payload", "wrong_type", "This does not fit."))
}

fn invalid(pointer: &str, code: &str, detail: &str) -> Failure {
    Failure::new(&catalogue::INVALID_INPUT).at(pointer, code, detail)
}
