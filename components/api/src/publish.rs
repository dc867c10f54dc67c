//! Telling the user's other devices that there is something to pull, and connections that their session is over.

use mirubato_contracts::sync::events::{Announcement, SessionEnd};
use mirubato_contracts::sync::types::Change;
use mirubato_kit::{log, platform, redis};

use crate::app::App;
use crate::apply::Applied;
use crate::store::records::{Key, Stored};

/// The channel of announcements.
pub const CHANNEL: &str = "mirubato.changes";
/// An announcement larger than this leaves out the changes themselves.
const MAX_BYTES: usize = 64 * 1_024;

/// Announces changes after they were committed. A hint: it is sent when the answer is out, and nobody waits for it.
pub fn announce(app: &App, user: &str, origin: Option<&str>, applied: &Applied) {
    if app.redis_url.is_empty() {
        return;
    }
    if let Some(payload) = announcement(user, origin, applied) {
        say(&app.redis_url, payload);
    }
}

/// What is announced of changes that `origin` made, an [`Announcement`] in JSON. `None` where nothing changed.
#[must_use]
pub fn announcement(user: &str, origin: Option<&str>, applied: &Applied) -> Option<Vec<u8>> {
    if applied.changed.is_empty() {
        return None;
    }
    let changes = applied.changed.iter().filter_map(|(key, stored)| change(key, stored)).collect();
    let mut announcement = Announcement {
        v: 1,
        user_id: user.to_owned(),
        version: applied.version,
        origin: origin.map(ToOwned::to_owned),
        events: Some(changes),
    };
    let payload = serde_json::to_vec(&announcement).ok()?;
    if payload.len() <= MAX_BYTES {
        return Some(payload);
    }
    announcement.events = None;
    serde_json::to_vec(&announcement).ok()
}

/// Announces that sessions of a user have ended, so that their connections are closed.
pub fn ended(redis_url: &str, user: &str, sessions: Vec<String>) {
    if sessions.is_empty() || redis_url.is_empty() {
        return;
    }
    let end = SessionEnd { v: 1, user_id: user.to_owned(), ended: sessions };
    say(redis_url, serde_json::to_vec(&end).unwrap_or_default());
}

fn say(redis_url: &str, payload: Vec<u8>) {
    let url = redis_url.to_owned();
    platform::spawn(async move {
        match redis::publish(&url, CHANNEL, &payload).await {
            // The server is known to be away; saying so once per attempt to reach it is enough.
            Ok(()) | Err(redis::RedisError::Resting) => {}
            Err(error) => log::warn("not announced", &[("cause", error.to_string().into())]),
        }
    });
}

/// A record in the form of the contract. `None` only where a stored value is not JSON, which nothing writes.
#[must_use]
pub fn change(key: &Key, stored: &Stored) -> Option<Change> {
    let record = &stored.record;
    let field = |(name, field): (&String, &mirubato_records::Field)| {
        Some((name.clone(), mirubato_contracts::json(field.value.clone())?))
    };
    Some(Change {
        version: stored.version,
        kind: key.kind.to_owned(),
        record_id: key.id.clone(),
        fields: record.fields.iter().map(field).collect::<Option<_>>()?,
        stamps: record.fields.iter().map(|(name, field)| (name.clone(), field.stamp.clone())).collect(),
        deleted: record.is_deleted(),
        deleted_stamp: record.deleted.clone(),
    })
}
