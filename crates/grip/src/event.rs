//! Events and their encoding.

use std::fmt;

/// What happens on a socket, or is to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It opens.
    Open,
    /// A text message.
    Text(Vec<u8>),
    /// A binary message.
    Binary(Vec<u8>),
    /// A ping.
    Ping(Vec<u8>),
    /// A pong.
    Pong(Vec<u8>),
    /// It closes, with a code and a reason where they were given.
    Close(Option<(u16, String)>),
    /// The client is gone without closing.
    Disconnect,
}

/// Why bytes are no events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// A line does not end, or is no event.
    Line,
    /// A length is no number, or larger than what follows.
    Length,
    /// A close without a whole code, or whose reason is no text.
    Close,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Line => "a line that is no event",
            Self::Length => "a length that does not fit",
            Self::Close => "a malformed close",
        })
    }
}

impl std::error::Error for Malformed {}

impl Event {
    /// A text for the client, with the prefix it needs.
    #[must_use]
    pub fn message(text: &str) -> Self {
        Self::Text([super::MESSAGE_PREFIX, text].concat().into_bytes())
    }
}

/// Writes events one after the other.
#[must_use]
pub fn encode(events: &[Event]) -> Vec<u8> {
    let mut out = Vec::new();
    for event in events {
        match event {
            Event::Open => out.extend_from_slice(b"OPEN\r\n"),
            Event::Text(content) => write(&mut out, "TEXT", content),
            Event::Binary(content) => write(&mut out, "BINARY", content),
            Event::Ping(content) => write(&mut out, "PING", content),
            Event::Pong(content) => write(&mut out, "PONG", content),
            Event::Close(None) => out.extend_from_slice(b"CLOSE\r\n"),
            Event::Close(Some((code, reason))) => {
                write(&mut out, "CLOSE", &[&code.to_be_bytes()[..], reason.as_bytes()].concat());
            }
            Event::Disconnect => out.extend_from_slice(b"DISCONNECT\r\n"),
        }
    }
    out
}

fn write(out: &mut Vec<u8>, name: &str, content: &[u8]) {
    out.extend_from_slice(format!("{name} {:x}\r\n", content.len()).as_bytes());
    out.extend_from_slice(content);
    out.extend_from_slice(b"\r\n");
}

/// Reads events.
///
/// # Errors
/// At the first that is malformed; none before it count.
pub fn decode(mut bytes: &[u8]) -> Result<Vec<Event>, Malformed> {
    let mut events = Vec::new();
    while !bytes.is_empty() {
        // The longest line is the longest name and sixteen digits.
        let end = bytes.iter().take(32).position(|b| *b == b'\r').ok_or(Malformed::Line)?;
        let line = std::str::from_utf8(&bytes[..end]).map_err(|_| Malformed::Line)?;
        bytes = bytes[end..].strip_prefix(b"\r\n").ok_or(Malformed::Line)?;
        let Some((name, length)) = line.split_once(' ') else {
            events.push(bare(line)?);
            continue;
        };
        let length = usize::from_str_radix(length, 16).map_err(|_| Malformed::Length)?;
        let (content, rest) = bytes.split_at_checked(length).ok_or(Malformed::Length)?;
        bytes = rest.strip_prefix(b"\r\n").ok_or(Malformed::Length)?;
        events.push(with_content(name, content)?);
    }
    Ok(events)
}

fn bare(name: &str) -> Result<Event, Malformed> {
    Ok(match name {
        "OPEN" => Event::Open,
        "TEXT" => Event::Text(Vec::new()),
        "BINARY" => Event::Binary(Vec::new()),
        "PING" => Event::Ping(Vec::new()),
        "PONG" => Event::Pong(Vec::new()),
        "CLOSE" => Event::Close(None),
        "DISCONNECT" => Event::Disconnect,
        _ => return Err(Malformed::Line),
    })
}

fn with_content(name: &str, content: &[u8]) -> Result<Event, Malformed> {
    Ok(match name {
        "TEXT" => Event::Text(content.to_vec()),
        "BINARY" => Event::Binary(content.to_vec()),
        "PING" => Event::Ping(content.to_vec()),
        "PONG" => Event::Pong(content.to_vec()),
        "CLOSE" if content.is_empty() => Event::Close(None),
        "CLOSE" => {
            let (code, reason) = content.split_first_chunk::<2>().ok_or(Malformed::Close)?;
            let reason = std::str::from_utf8(reason).map_err(|_| Malformed::Close)?;
            Event::Close(Some((u16::from_be_bytes(*code), reason.to_owned())))
        }
        _ => return bare(name).and(Err(Malformed::Line)),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event() -> impl Strategy<Value = Event> {
        let bytes = || prop::collection::vec(any::<u8>(), 0..40);
        prop_oneof![
            Just(Event::Open),
            bytes().prop_map(Event::Text),
            bytes().prop_map(Event::Binary),
            bytes().prop_map(Event::Ping),
            bytes().prop_map(Event::Pong),
            Just(Event::Close(None)),
            (any::<u16>(), "\\PC{0,20}").prop_map(|(code, reason)| Event::Close(Some((code, reason)))),
            Just(Event::Disconnect),
        ]
    }

    proptest! {
        #[test]
        fn events_are_read_back(events in prop::collection::vec(event(), 0..6)) {
            prop_assert_eq!(decode(&encode(&events)), Ok(events));
        }

        #[test]
        fn hostile_bytes_are_refused_and_nothing_worse(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn a_torn_body_is_refused(events in prop::collection::vec(event(), 1..4), cut: prop::sample::Index) {
            let whole = encode(&events);
            let cut = cut.index(whole.len());
            if let Ok(read) = decode(&whole[..cut]) {
                prop_assert!(read.len() < events.len() && events.starts_with(&read));
            }
        }
    }

    #[test]
    fn the_form_is_the_one_on_the_wire() {
        let events = [Event::Open, Event::message("hello"), Event::Close(Some((4401, "expired".to_owned())))];
        assert_eq!(encode(&events), b"OPEN\r\nTEXT 7\r\nm:hello\r\nCLOSE 9\r\n\x11\x31expired\r\n");
        for bad in [
            "TEXT",
            "TEXT 5\r\nhi\r\n",
            "TEXT g\r\n\r\n",
            "TEXT ffffffffffffffff\r\n",
            "OPEN 1\r\nx\r\n",
            "HELLO\r\n",
            "CLOSE 1\r\nx\r\n",
        ] {
            assert!(decode(bad.as_bytes()).is_err(), "{bad:?}");
        }
    }
}
