//! What travels over a connection, as the app reads and writes it: `frontend/src/live/frames.ts`.

use mirubato_contracts::sync::changes::{PushRequest, PushResponse};
use mirubato_contracts::sync::types::{Change, Mutation};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Changes told of without being asked for.
#[derive(Clone, Debug)]
pub(crate) struct News {
    /// In the order of their versions.
    pub(crate) changes: Vec<Change>,
    /// The user's version after them.
    pub(crate) version: u64,
}

/// What the server says.
#[derive(Clone, Debug)]
pub(crate) enum Heard {
    /// The connection stands. The user's version.
    Welcome(u64),
    /// What others changed.
    News(News),
    /// There is something to pull.
    Doubt,
    /// What became of the queue.
    Ack(PushResponse),
    /// An answer to a ping, with the user's version.
    Pong(u64),
    /// Something else.
    Alive,
}

#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(borrow)]
    data: &'a RawValue,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Data {
    version: Option<u64>,
    changes: Vec<Change>,
    has_more: bool,
    event: Option<Event>,
}

#[derive(Deserialize)]
struct Event {
    payload: Change,
}

impl Heard {
    /// Reads a frame.
    pub(crate) fn read(text: &str) -> Self {
        Self::try_read(text).unwrap_or(Self::Alive)
    }

    fn try_read(text: &str) -> Option<Self> {
        let Frame { kind, data } = serde_json::from_str(text).ok()?;
        if kind == "ACK" {
            return serde_json::from_str(data.get()).ok().map(Self::Ack);
        }
        let Data { version, changes, has_more, event } = serde_json::from_str(data.get()).ok()?;
        match (kind, version, event) {
            ("WELCOME", Some(version), _) => Some(Self::Welcome(version)),
            ("PONG", Some(version), _) => Some(Self::Pong(version)),
            ("SYNC_EVENT", Some(version), Some(event)) => {
                Some(Self::News(News { changes: vec![event.payload], version }))
            }
            ("BULK_SYNC", Some(version), _) if !has_more => Some(Self::News(News { changes, version })),
            ("SYNC_EVENT" | "BULK_SYNC", ..) => Some(Self::Doubt),
            _ => None,
        }
    }
}

/// A push as a frame.
pub(crate) fn queue(id: u64, push: &PushRequest, timestamp: u64) -> String {
    #[derive(Serialize)]
    struct Said<'a> {
        r#type: &'a str,
        id: String,
        data: Queue<'a>,
    }
    #[derive(Serialize)]
    struct Queue<'a> {
        mutations: &'a [Mutation],
        timestamp: u64,
    }
    let data = Queue { mutations: &push.mutations, timestamp };
    serde_json::to_string(&Said { r#type: "BULK_SYNC", id: id.to_string(), data }).unwrap_or_default()
}
