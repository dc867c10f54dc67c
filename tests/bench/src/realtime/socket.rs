//! A WebSocket as far as measuring needs it: whole text messages, in and out.
//!
//! Two thousand of them share one thread with what they measure, so each does as little as it can.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a gateway answers that has no time.
const BUSY: &str = "refused: HTTP/1.1 502 ";
/// How often a device comes, and how much later.
const TRIES: u32 = 20;
const AGAIN: Duration = Duration::from_millis(100);

/// An open connection.
pub(crate) struct Socket {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// How much of the buffer has been heard.
    heard: usize,
}

impl Socket {
    /// Connects a device, and waits until it is made welcome. As a device does, it comes again where the gateway has no time for it: Pushpin passes
    /// no more than a hundred requests on at once, and refuses who comes in the moment in which more connections than that end.
    pub(crate) async fn open(address: &str, device: &str, token: &str) -> Result<Self> {
        for _ in 0..TRIES {
            match Self::open_once(address, device, token).await {
                Err(error) if error.to_string().starts_with(BUSY) => tokio::time::sleep(AGAIN).await,
                outcome => return outcome,
            }
        }
        bail!("refused {TRIES} times");
    }

    async fn open_once(address: &str, device: &str, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("cannot reach {address}"))?;
        stream.set_nodelay(true)?;
        let mut socket = Self { stream, buffer: Vec::with_capacity(2_048), heard: 0 };
        let head = format!(
            "GET /sync/ws?device={device} HTTP/1.1\r\nhost: {address}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-protocol: bearer.{token}\r\n\r\n"
        );
        socket.stream.write_all(head.as_bytes()).await?;
        loop {
            let end = socket.buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n");
            if let Some(end) = end {
                if !socket.buffer.starts_with(b"HTTP/1.1 101 ") {
                    bail!("refused: {}", String::from_utf8_lossy(&socket.buffer));
                }
                socket.heard = end + 4;
                break;
            }
            socket.read().await?;
        }
        socket.hear_of("\"WELCOME\"").await?;
        Ok(socket)
    }

    /// Sends a text. A mask of zeros is a mask, and leaves the text as it is.
    pub(crate) async fn say(&mut self, text: &str) -> Result<()> {
        let mut frame = vec![0x81];
        match text.len() {
            short @ 0..126 => frame.push(0x80 | u8::try_from(short)?),
            middle @ 126..0x1_0000 => {
                frame.push(0xfe);
                frame.extend(u16::try_from(middle)?.to_be_bytes());
            }
            long => {
                frame.push(0xff);
                frame.extend(u64::try_from(long)?.to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(text.as_bytes());
        self.stream.write_all(&frame).await?;
        Ok(())
    }

    /// The next message that contains `what`. Others are passed over.
    pub(crate) async fn hear_of(&mut self, what: &str) -> Result<Vec<u8>> {
        loop {
            let message = self.hear().await?;
            if message.windows(what.len()).any(|bytes| bytes == what.as_bytes()) {
                return Ok(message);
            }
        }
    }

    async fn hear(&mut self) -> Result<Vec<u8>> {
        loop {
            let Some((kind, start, end)) = frame(&self.buffer[self.heard..]) else {
                self.read().await?;
                continue;
            };
            let message = self.buffer[self.heard + start..self.heard + end].to_vec();
            self.heard += end;
            match kind {
                0x81 => return Ok(message),
                0x88 => bail!("closed: {:?}", String::from_utf8_lossy(&message)),
                0x89 | 0x8a => {}
                other => bail!("a frame of the kind {other:#x}"),
            }
        }
    }

    async fn read(&mut self) -> Result<()> {
        if self.heard == self.buffer.len() {
            self.buffer.clear();
        } else {
            self.buffer.drain(..self.heard);
        }
        self.heard = 0;
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the connection was closed");
        }
        Ok(())
    }
}

/// The first byte of a frame, and where its content begins and ends. `None` where it is not all there.
fn frame(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let (start, length) = match bytes.get(1)? & 0x7f {
        126 => (4, u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?).into()),
        127 => (10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?),
        short => (2, short.into()),
    };
    let end = start + length;
    (bytes.len() >= end).then(|| (bytes[0], start, end))
}
