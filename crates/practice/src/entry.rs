//! What comes in: log entries as they are stored.

use serde::{Deserialize, Deserializer};

/// The type of an entry that is no practice.
const STATUS_CHANGE: &str = "status_change";

/// A log entry. Reads from the JSON of a `logbook_entry` record with its id; other fields are passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Entry {
    /// The id of the record.
    pub id: String,
    /// When it began, in milliseconds since the Unix epoch.
    #[serde(rename = "timestamp")]
    pub timestamp_ms: i64,
    /// How long it took, in seconds.
    #[serde(rename = "duration")]
    pub duration_s: u32,
    /// `practice`, `performance`, `lesson`, `rehearsal`, `technique` or `status_change`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The instrument, in lower case.
    pub instrument: String,
    /// What was played.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub pieces: Vec<Piece>,
    /// What was worked on.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub techniques: Vec<String>,
    /// How it felt.
    #[serde(default)]
    pub mood: Option<String>,
}

/// A piece within an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Piece {
    /// The identity of the piece. Where it is missing it is made of title and composer.
    #[serde(default)]
    pub score_id: Option<String>,
    /// The title as typed.
    pub title: String,
    /// The composer as typed.
    #[serde(default)]
    pub composer: Option<String>,
    /// How long this piece took, in seconds, if it says so.
    #[serde(default)]
    pub duration: Option<u32>,
}

impl Entry {
    /// Whether it counts as practice.
    pub(crate) fn is_practice(&self) -> bool {
        self.kind != STATUS_CHANGE
    }
}

fn null_is_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
