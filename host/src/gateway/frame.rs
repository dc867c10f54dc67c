//! WebSocket frames: what a client sends is read, what it gets is made once and shared by all who get it.
//!
//! The connection of tungstenite is not used: it answers pings and closes by itself, which here is the backend's to do, and copies each
//! message for each connection.

use std::io::Cursor;

use bytes::{Buf as _, Bytes, BytesMut};
use mirubato_grip::Event;
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Control, Data, OpCode};

/// The most bytes of a message from a client.
pub(crate) const MAX_MESSAGE: usize = 1_000_000;

/// The most bytes of a header without a mask.
const HEADER: usize = 10;

/// The most bytes of a control frame.
const MAX_CONTROL: u64 = 125;

/// Close codes of RFC 6455.
pub(crate) mod code {
    /// Nothing is wrong.
    pub(crate) const NORMAL: u16 = 1000;
    /// The server is going away.
    pub(crate) const AWAY: u16 = 1001;
    /// A frame that is none.
    pub(crate) const PROTOCOL: u16 = 1002;
    /// A text that is none.
    pub(crate) const NOT_TEXT: u16 = 1007;
    /// A message that is too large.
    pub(crate) const TOO_LARGE: u16 = 1009;
    /// The backend failed.
    pub(crate) const FAILED: u16 = 1011;
}

/// Why a client is cut off: a close code and its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken(pub(crate) u16, pub(crate) &'static str);

/// Puts together what a client sends.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    bytes: BytesMut,
    header: Option<(FrameHeader, usize)>,
    /// The beginning of a message that comes in several frames, and whether it is text.
    begun: Option<(bool, Vec<u8>)>,
}

impl Reader {
    /// Takes what was read.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next event, where it is complete. Never [`Event::Open`] or [`Event::Disconnect`].
    ///
    /// # Errors
    /// Where the client breaks the rules; nothing further can be read then.
    pub(crate) fn next(&mut self) -> Result<Option<Event>, Broken> {
        loop {
            let Some((header, payload)) = self.frame()? else {
                return Ok(None);
            };
            if let Some(event) = self.take(&header, payload)? {
                return Ok(Some(event));
            }
        }
    }

    fn frame(&mut self) -> Result<Option<(FrameHeader, Vec<u8>)>, Broken> {
        if self.header.is_none() {
            let mut cursor = Cursor::new(&self.bytes[..]);
            let parsed = FrameHeader::parse(&mut cursor).map_err(|_| Broken(code::PROTOCOL, "malformed frame"))?;
            let Some((header, length)) = parsed else { return Ok(None) };
            let read = usize::try_from(cursor.position()).unwrap_or(usize::MAX);
            let length = self.check(&header, length)?;
            self.bytes.advance(read);
            self.header = Some((header, length));
        }
        let Some((header, length)) = self.header.take_if(|(_, length)| self.bytes.len() >= *length) else {
            return Ok(None);
        };
        let mut payload = self.bytes.split_to(length).to_vec();
        if self.bytes.is_empty() {
            // An idle connection keeps no buffer.
            self.bytes = BytesMut::new();
        }
        for (byte, mask) in payload.iter_mut().zip(header.mask.iter().flatten().cycle()) {
            *byte ^= mask;
        }
        Ok(Some((header, payload)))
    }

    /// Whether a frame may be as it says it is, and how long it is.
    fn check(&self, header: &FrameHeader, length: u64) -> Result<usize, Broken> {
        if header.mask.is_none() || header.rsv1 || header.rsv2 || header.rsv3 {
            return Err(Broken(code::PROTOCOL, "malformed frame"));
        }
        let room = match header.opcode {
            OpCode::Control(_) if !header.is_final || length > MAX_CONTROL => {
                return Err(Broken(code::PROTOCOL, "malformed control frame"));
            }
            OpCode::Control(_) => MAX_MESSAGE,
            OpCode::Data(_) => MAX_MESSAGE - self.begun.as_ref().map_or(0, |(_, begun)| begun.len()),
        };
        usize::try_from(length)
            .ok()
            .filter(|length| *length <= room)
            .ok_or(Broken(code::TOO_LARGE, "message too large"))
    }

    fn take(&mut self, header: &FrameHeader, payload: Vec<u8>) -> Result<Option<Event>, Broken> {
        let out_of_order = Err(Broken(code::PROTOCOL, "frame out of order"));
        let (text, whole) = match header.opcode {
            OpCode::Control(Control::Ping) => return Ok(Some(Event::Ping(payload))),
            OpCode::Control(Control::Pong) => return Ok(Some(Event::Pong(payload))),
            OpCode::Control(Control::Close) => return close(&payload).map(Some),
            OpCode::Data(Data::Continue) => match self.begun.take() {
                Some((text, mut begun)) => {
                    begun.extend_from_slice(&payload);
                    (text, begun)
                }
                None => return out_of_order,
            },
            OpCode::Data(Data::Text | Data::Binary) if self.begun.is_some() => return out_of_order,
            OpCode::Data(Data::Text) => (true, payload),
            OpCode::Data(Data::Binary) => (false, payload),
            OpCode::Data(Data::Reserved(_)) | OpCode::Control(Control::Reserved(_)) => {
                return Err(Broken(code::PROTOCOL, "unknown frame"));
            }
        };
        if !header.is_final {
            self.begun = Some((text, whole));
            return Ok(None);
        }
        if text && std::str::from_utf8(&whole).is_err() {
            return Err(Broken(code::NOT_TEXT, "text is not UTF-8"));
        }
        Ok(Some(if text { Event::Text(whole) } else { Event::Binary(whole) }))
    }
}

fn close(payload: &[u8]) -> Result<Event, Broken> {
    if payload.is_empty() {
        return Ok(Event::Close(None));
    }
    let (code, reason) = payload.split_first_chunk::<2>().ok_or(Broken(code::PROTOCOL, "malformed close"))?;
    let reason = std::str::from_utf8(reason).map_err(|_| Broken(code::NOT_TEXT, "reason is not UTF-8"))?;
    Ok(Event::Close(Some((u16::from_be_bytes(*code), reason.to_owned()))))
}

/// The frame of a text.
#[must_use]
pub(crate) fn text(content: &[u8]) -> Bytes {
    frame(OpCode::Data(Data::Text), content)
}

/// The frame of a binary message.
#[must_use]
pub(crate) fn binary(content: &[u8]) -> Bytes {
    frame(OpCode::Data(Data::Binary), content)
}

/// The frame of a ping; what is too long is cut.
#[must_use]
pub(crate) fn ping(content: &[u8]) -> Bytes {
    frame(OpCode::Control(Control::Ping), &content[..content.len().min(125)])
}

/// The frame of a pong; what is too long is cut.
#[must_use]
pub(crate) fn pong(content: &[u8]) -> Bytes {
    frame(OpCode::Control(Control::Pong), &content[..content.len().min(125)])
}

/// The frame of a close. A reason that is too long is cut.
#[must_use]
pub(crate) fn closing(close: Option<(u16, &str)>) -> Bytes {
    let mut content = Vec::new();
    if let Some((code, reason)) = close {
        content.extend_from_slice(&code.to_be_bytes());
        content.extend_from_slice(&reason.as_bytes()[..reason.floor_char_boundary(123)]);
    }
    frame(OpCode::Control(Control::Close), &content)
}

fn frame(opcode: OpCode, content: &[u8]) -> Bytes {
    let header = FrameHeader { opcode, ..FrameHeader::default() };
    let mut out = Vec::with_capacity(content.len() + HEADER);
    // Writing to memory does not fail.
    _ = header.format(content.len() as u64, &mut out);
    out.extend_from_slice(content);
    out.into()
}
