//! Items as they are published, in the form they are delivered in.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Deserialize;

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

/// The body of a publish request, with all that publishers may say.
#[derive(Deserialize)]
struct Items {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    channel: String,
    id: Option<String>,
    #[serde(default)]
    meta: BTreeMap<String, String>,
    formats: Formats,
}

#[derive(Deserialize)]
struct Formats {
    #[serde(rename = "ws-message")]
    ws_message: Option<Format>,
    #[serde(rename = "http-stream")]
    http_stream: Option<Format>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Format {
    content: Option<String>,
    content_bin: Option<String>,
    #[serde(default)]
    action: Action,
    #[serde(rename = "type")]
    kind: Option<Kind>,
    code: Option<u16>,
    reason: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Action {
    #[default]
    Send,
    /// Look for news by yourself, which only backends can.
    Hint,
    Close,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Text,
    Binary,
    Ping,
    Pong,
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
    let to_sockets = item.formats.ws_message.map(to_sockets).transpose()?.flatten();
    let to_held = item.formats.http_stream.map(to_held).transpose()?.flatten();
    Ok(Published { channel: item.channel, id: item.id, meta: item.meta, to_sockets, to_held })
}

fn to_sockets(message: Format) -> Result<Option<Delivery>, String> {
    match message.action {
        Action::Hint => Ok(None),
        Action::Close => {
            let (code, reason) = (message.code.unwrap_or(frame::code::NORMAL), message.reason.unwrap_or_default());
            Ok(Some(Delivery::Last(frame::closing(Some((code, &reason))))))
        }
        Action::Send => {
            let usual = if message.content_bin.is_some() { Kind::Binary } else { Kind::Text };
            let kind = message.kind.unwrap_or(usual);
            let content = content("ws-message", message.content, message.content_bin)?;
            let frame = match kind {
                Kind::Text => frame::text(&content),
                Kind::Binary => frame::binary(&content),
                Kind::Ping => frame::ping(&content),
                Kind::Pong => frame::pong(&content),
            };
            Ok(Some(Delivery::Bytes(frame)))
        }
    }
}

fn to_held(piece: Format) -> Result<Option<Delivery>, String> {
    match piece.action {
        Action::Hint => Ok(None),
        Action::Close => Ok(Some(Delivery::Last(Bytes::new()))),
        Action::Send => {
            let content = content("http-stream", piece.content, piece.content_bin)?;
            // An empty piece would end the answer.
            Ok((!content.is_empty()).then_some(Delivery::Bytes(content)))
        }
    }
}

fn content(format: &str, text: Option<String>, binary: Option<String>) -> Result<Bytes, String> {
    match (text, binary) {
        (_, Some(binary)) => {
            STANDARD.decode(binary).map(Bytes::from).map_err(|_| format!("{format}: `content-bin` is not base64"))
        }
        (Some(text), None) => Ok(text.into()),
        (None, None) => Err(format!("{format}: neither `content` nor `content-bin`")),
    }
}
