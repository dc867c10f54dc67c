//! Control messages: what a backend tells the gateway to do with a connection.

use serde::{Deserialize, Serialize};

/// What to do. Unknown ones are left alone by the gateway, as Pushpin does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Control {
    /// Send what is published on a channel to this connection.
    Subscribe {
        /// The channel.
        channel: String,
        /// Named filters; `skip-self` leaves out what this connection's user published.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        filters: Vec<String>,
    },
    /// No longer.
    Unsubscribe {
        /// The channel.
        channel: String,
    },
    /// Stop asking the backend about this connection; it goes on receiving.
    Detach,
    /// Remember something of the client for filters. What is to come back with every request is said by a header, `Set-Meta-<Name>`.
    SetMeta {
        /// Its name.
        name: String,
        /// Its value; absent forgets it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    /// Send a text whenever nothing was sent for so long.
    KeepAlive {
        /// The text; absent ends it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content: Option<String>,
        /// Seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        timeout: Option<u32>,
    },
}

impl Control {
    /// The text that carries it.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let json = serde_json::to_string(self).unwrap_or_default();
        [super::CONTROL_PREFIX, &json].concat().into_bytes()
    }

    /// Reads a text that begins with the prefix. `None` where it is no control message that is known.
    #[must_use]
    pub fn decode(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text.strip_prefix(super::CONTROL_PREFIX.as_bytes())?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_the_one_on_the_wire() {
        let subscribe = Control::Subscribe { channel: "user:1".to_owned(), filters: Vec::new() };
        assert_eq!(subscribe.encode(), br#"c:{"type":"subscribe","channel":"user:1"}"#);
        assert_eq!(Control::decode(&subscribe.encode()), Some(subscribe));
        let alive = Control::KeepAlive { content: Some("ka".to_owned()), timeout: Some(30) };
        assert_eq!(Control::decode(br#"c:{"type":"keep-alive","content":"ka","timeout":30}"#), Some(alive));
        for unknown in [&b"c:{\"type\":\"fly\"}"[..], b"c:", b"m:{}", b"c:[]", b""] {
            assert_eq!(Control::decode(unknown), None);
        }
    }
}
