//! SentencePiece's model: a message of Protocol Buffers in an early layout of theirs.

use anyhow::{Context, Result};
use mirubato_embedder::Piece;

/// The pieces and the replacements of characters.
pub(super) struct SentencePiece {
    pub(super) pieces: Vec<Piece>,
    pub(super) charsmap: Vec<u8>,
}

impl SentencePiece {
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let (mut pieces, mut charsmap) = (Vec::new(), Vec::new());
        let mut message = Message(bytes);
        while let Some((field, value)) = message.next()? {
            match field {
                1 => {
                    let number = u32::try_from(pieces.len())?;
                    pieces.push(piece(value, number)?);
                }
                3 => charsmap = Message(value).field(2)?.context("no replacements of characters")?.to_vec(),
                _ => {}
            }
        }
        Ok(Self { pieces, charsmap })
    }
}

fn piece(message: &[u8], number: u32) -> Result<Piece> {
    let text = Message(message).field(1)?.context("a piece without text")?.to_vec();
    let score = Message(message).field(2)?.map_or(Ok([0; 4]), <[u8; 4]>::try_from)?;
    Ok(Piece { text, number, score: f32::from_le_bytes(score) })
}

/// A message's bytes, as far as they have not been read.
struct Message<'a>(&'a [u8]);

impl<'a> Message<'a> {
    /// The bytes of the next field and its number.
    fn next(&mut self) -> Result<Option<(u64, &'a [u8])>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let tag = self.number()?;
        let value = match tag & 7 {
            0 => {
                self.number()?;
                &[]
            }
            1 => self.take(8)?,
            2 => {
                let length = self.number()?;
                self.take(usize::try_from(length)?)?
            }
            5 => self.take(4)?,
            other => anyhow::bail!("a field of an unknown kind, {other}"),
        };
        Ok(Some((tag >> 3, value)))
    }

    fn field(mut self, wanted: u64) -> Result<Option<&'a [u8]>> {
        while let Some((field, value)) = self.next()? {
            if field == wanted {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (value, rest) = self.0.split_at_checked(length).context("a message is cut short")?;
        self.0 = rest;
        Ok(value)
    }

    fn number(&mut self) -> Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(number)
    }
}
