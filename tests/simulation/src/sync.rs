//! The sync component and its fan-out: what `crates/realtime` decides, and around that what `components/sync` and `components/sync-fanout` do.

use mirubato_contracts::sync::changes::{PushRequest, PushResponse};
use mirubato_contracts::sync::events::Announcement;
use mirubato_realtime::frame::Say;
use mirubato_realtime::{Frame, news, tell, user_channel};
use serde_json::value::RawValue;

use crate::server::Broken;
use crate::values::user_id;

/// An announcement on its way to devices.
#[derive(Debug)]
pub(crate) struct Said {
    /// As `api` made it, to hold what devices make of it against.
    pub(crate) announcement: Announcement,
    /// The gateway's channel.
    pub(crate) channel: String,
    /// Names it within the channel.
    pub(crate) id: String,
    /// The device that needs no telling.
    pub(crate) sender: Option<String>,
    /// The frame.
    pub(crate) text: String,
}

/// What the fan-out hands its gateway.
pub(crate) fn fan_out(payload: &str, now: u64) -> Result<Said, Broken> {
    let announcement = serde_json::from_str(payload).map_err(|error| error.to_string())?;
    let mut items = news::items(payload.as_bytes(), now).ok_or("an announcement that is not understood")?;
    let item = items.pop().filter(|_| items.is_empty()).ok_or("an announcement that is not one item")?;
    let text = item.formats.ws_message.and_then(|message| message.content).ok_or("an item without a frame")?;
    let id = item.id.ok_or("an item without an id")?;
    Ok(Said { announcement, channel: item.channel, id, sender: item.meta.get("sender").cloned(), text })
}

/// The channel that connections of a user are subscribed to.
pub(crate) fn channel(user: usize) -> String {
    user_channel(&user_id(user))
}

/// The greeting of a device.
pub(crate) fn welcome(device: &str, version: u64, now: u64) -> String {
    tell::welcome(None, device, version, &[], now)
}

/// The answer to a ping.
pub(crate) fn pong(version: u64, now: u64) -> String {
    tell::pong(None, Some(version), now)
}

/// The push that a frame of a device stands for, in JSON.
pub(crate) fn push(device: &str, text: &str) -> Result<String, Broken> {
    let frame = Frame::read(text.as_bytes()).map_err(|unreadable| format!("{unreadable:?}"))?;
    let Say::Sync { mutations: Some(mutations), since: None } = frame.say else {
        return Err("a queue that is read as something else".to_owned());
    };
    let mutations = serde_json::from_str(RawValue::get(&mutations)).map_err(|error| error.to_string())?;
    let request = PushRequest { device_id: device.to_owned(), mutations };
    serde_json::to_string(&request).map_err(|error| error.to_string())
}

/// The acknowledgement of a push.
pub(crate) fn ack(answer: &PushResponse, now: u64) -> Result<String, Broken> {
    let answer = serde_json::to_string(answer).map_err(|error| error.to_string())?;
    Ok(tell::ack(Some("1"), &answer, now))
}
