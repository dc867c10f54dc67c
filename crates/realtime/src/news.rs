//! What is said over Redis, as items for the gateway.

use std::collections::BTreeMap;

use mirubato_contracts::sync::events::{Announcement, Presence, SessionEnd};
use mirubato_grip::publish::{Formats, HttpStream, Item, WsMessage};
use serde::Deserialize;

use crate::{Close, session_channel, tell, user_channel};

/// The form of the messages that are understood.
const FORM: u32 = 1;

/// Enough of a message to know which it is.
#[derive(Deserialize)]
struct Peek {
    v: u32,
    #[serde(default)]
    ended: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    devices: Option<serde::de::IgnoredAny>,
}

/// The items that a message becomes. `None` where it is none of ours, or of a form to come.
///
/// An announcement is one item, whose id is the same whoever makes it: a gateway that gets it from several delivers it once.
#[must_use]
pub fn items(payload: &[u8], now: u64) -> Option<Vec<Item>> {
    let peek: Peek = serde_json::from_slice(payload).ok()?;
    if peek.v != FORM {
        return None;
    }
    if peek.ended.is_some() {
        let SessionEnd { ended, .. } = serde_json::from_slice(payload).ok()?;
        return Some(ended.iter().map(|session| end(session)).collect());
    }
    if peek.devices.is_some() {
        return serde_json::from_slice(payload).ok().map(|presence| vec![present(&presence, now)]);
    }
    serde_json::from_slice(payload).ok().map(|announcement| vec![announced(&announcement, now)])
}

fn announced(announcement: &Announcement, now: u64) -> Item {
    let Announcement { user_id, version, origin, events, .. } = announcement;
    let text = tell::changed(events.as_deref(), *version, origin.as_deref(), now);
    let sender = origin.iter().map(|origin| ("sender".to_owned(), origin.clone())).collect();
    // What is only to be pulled has no id: until then its reader has not come that far.
    let stream = event(events.as_ref().map(|_| *version), &text);
    item(user_channel(user_id), format!("{user_id}:{version}"), text, stream, sender)
}

fn present(presence: &Presence, now: u64) -> Item {
    let text = tell::presence(&presence.devices, now);
    let stream = event(None, &text);
    let id = format!("presence:{}", presence.id);
    item(user_channel(&presence.user_id), id, text, stream, BTreeMap::new())
}

fn item(channel: String, id: String, text: String, stream: String, meta: BTreeMap<String, String>) -> Item {
    let formats = Formats {
        ws_message: Some(WsMessage { content: Some(text), ..WsMessage::default() }),
        http_stream: Some(HttpStream { content: Some(stream), action: None }),
    };
    Item { channel, id: Some(id), formats, meta }
}

fn end(session: &str) -> Item {
    let close = || Some("close".to_owned());
    let formats = Formats {
        ws_message: Some(WsMessage {
            content: None,
            action: close(),
            code: Some(Close::Auth.code()),
            reason: Some("the session has ended".to_owned()),
        }),
        http_stream: Some(HttpStream { content: None, action: close() }),
    };
    Item { channel: session_channel(session), id: Some(format!("end:{session}")), formats, meta: BTreeMap::new() }
}

/// A frame as a Server-Sent Event. Its id is the version up to which the device has been told, where it was told of changes.
#[must_use]
pub fn event(version: Option<u64>, text: &str) -> String {
    version.map_or_else(|| format!("data: {text}\n\n"), |version| format!("id: {version}\ndata: {text}\n\n"))
}
