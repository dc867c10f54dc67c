//! Items: what is published to everybody who subscribed to a channel.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The body of a POST to the gateway's publish port.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Items {
    /// In the order they are to be delivered.
    pub items: Vec<Item>,
}

/// One message to one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The channel.
    pub channel: String,
    /// Names the message within the channel. A gateway delivers the same id once, however many publish it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The message in each form that connections may take.
    pub formats: Formats,
    /// What filters look at: `skip-self` leaves out connections whose own `user` is this `sender`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub meta: BTreeMap<String, String>,
}

/// A message in each form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formats {
    /// To WebSockets.
    #[serde(default, rename = "ws-message", skip_serializing_if = "Option::is_none")]
    pub ws_message: Option<WsMessage>,
    /// To held responses, such as Server-Sent Events.
    #[serde(default, rename = "http-stream", skip_serializing_if = "Option::is_none")]
    pub http_stream: Option<HttpStream>,
}

/// A message to WebSockets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WsMessage {
    /// The text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// `send`, the default, or `close`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// With `close`: the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    /// With `close`: the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A piece of a held response.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpStream {
    /// The text, as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// `send`, the default, or `close`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
}
