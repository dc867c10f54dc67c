//! Items as they are published, in the form they are delivered in.

use std::collections::BTreeMap;

use bytes::Bytes;
use mirubato_grip::publish::{HttpStream, Item, Items, WsMessage};

use super::frame;
use super::outbox::Delivery;

/// An item, made ready once for everybody who gets it.
#[derive(Debug)]
pub(crate) struct Published {
    /// Its channel.
    pub(crate) channel: String,
    /// Its name within the channel.
    pub(crate) id: Option<String>,
    /// What filters know of it.
    pub(crate) meta: BTreeMap<String, String>,
    /// What WebSockets get.
    pub(crate) to_sockets: Option<Delivery>,
    /// What held answers get.
    pub(crate) to_held: Option<Delivery>,
}

/// Reads the body of a publish request.
///
/// # Errors
/// Where it is malformed, in words.
pub(crate) fn read(body: &[u8]) -> Result<Vec<Published>, String> {
    let items: Items = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    items.items.into_iter().map(prepare).collect()
}

fn prepare(item: Item) -> Result<Published, String> {
    let to_sockets = item.formats.ws_message.map(|message| to_sockets(&message)).transpose()?.flatten();
    let to_held = item.formats.http_stream.map(to_held).transpose()?;
    Ok(Published { channel: item.channel, id: item.id, meta: item.meta, to_sockets, to_held })
}

fn to_sockets(message: &WsMessage) -> Result<Option<Delivery>, String> {
    match message.action.as_deref() {
        None | Some("send") => {
            let content = message.content.as_deref().ok_or("ws-message: no content")?;
            Ok(Some(Delivery::Bytes(frame::text(content.as_bytes()))))
        }
        Some("close") => {
            let close = message.code.map(|code| (code, message.reason.as_deref().unwrap_or("")));
            Ok(Some(Delivery::Last(frame::closing(close))))
        }
        Some("hint") => Ok(None),
        Some(other) => Err(format!("ws-message: unknown action {other:?}")),
    }
}

fn to_held(piece: HttpStream) -> Result<Delivery, String> {
    match piece.action.as_deref() {
        None | Some("send") => Ok(Delivery::Bytes(piece.content.ok_or("http-stream: no content")?.into())),
        Some("close") => Ok(Delivery::Last(Bytes::new())),
        Some(other) => Err(format!("http-stream: unknown action {other:?}")),
    }
}
