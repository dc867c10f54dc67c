//! Text as the model was taught: SentencePiece's `nmt_nfkc`, which is Unicode's NFKC with spaces and control characters put right.

use crate::layout::{Fault, word};

/// What stands for a space.
const SPACE: &[u8] = "▁".as_bytes();

/// Replacements of characters and of sequences of them, in a double-array trie as the library "darts-clone" lays it out.
pub(crate) struct Charsmap<'a> {
    units: &'a [u8],
    replacements: &'a [u8],
}

impl<'a> Charsmap<'a> {
    pub(crate) fn read(section: &'a [u8]) -> Result<Self, Fault> {
        let fault = Fault("its replacements of characters");
        let (length, rest) = section.split_first_chunk::<4>().ok_or(fault)?;
        let (units, replacements) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(fault)?;
        Ok(Self { units, replacements })
    }

    /// The text as pieces are looked for in it: a `▁` at its beginning and one for any number of spaces. Empty where nothing is left.
    pub(crate) fn normalise(&self, text: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() + text.len() / 2 + SPACE.len());
        let mut rest = text.as_bytes();
        let mut after_space = true;
        while let Some((mut replacement, length)) = self.prefix(rest) {
            rest = rest.get(length..).unwrap_or_default();
            while after_space && let Some(shorter) = replacement.strip_prefix(b" ") {
                replacement = shorter;
            }
            let Some(last) = replacement.last() else { continue };
            after_space = *last == b' ';
            if out.is_empty() {
                out.extend(SPACE);
            }
            for byte in replacement {
                match byte {
                    b' ' => out.extend(SPACE),
                    _ => out.push(*byte),
                }
            }
        }
        while out.ends_with(SPACE) {
            out.truncate(out.len() - SPACE.len());
        }
        out
    }

    /// What the longest beginning of `bytes` that has a replacement becomes, and its length; without one, the first character as it is.
    fn prefix<'b>(&'b self, bytes: &'b [u8]) -> Option<(&'b [u8], usize)> {
        let first = *bytes.first()?;
        let found = self.longest(bytes).and_then(|(start, length)| {
            let replacement = self.replacements.get(start as usize..)?;
            let end = replacement.iter().position(|byte| *byte == 0)?;
            Some((replacement.get(..end)?, length))
        });
        Some(found.unwrap_or_else(|| {
            let length = character_length(first).min(bytes.len());
            (bytes.get(..length).unwrap_or_default(), length)
        }))
    }

    /// Where the replacement of the longest beginning of `bytes` is, and the length of that beginning.
    fn longest(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let mut place = offset(word(self.units, 0)?);
        let mut found = None;
        for (index, byte) in bytes.iter().enumerate() {
            place ^= u32::from(*byte);
            let Some(unit) = word(self.units, place as usize) else { break };
            if unit & 0x8000_00FF != u32::from(*byte) {
                break;
            }
            place ^= offset(unit);
            if unit & 0x100 != 0 {
                found = word(self.units, place as usize).map(|leaf| (leaf & 0x7FFF_FFFF, index + 1));
            }
        }
        found
    }
}

/// How far the children of a node are.
fn offset(unit: u32) -> u32 {
    (unit >> 10) << ((unit & 0x200) >> 6)
}

/// The length of a character in UTF-8 by its first byte.
pub(crate) fn character_length(first: u8) -> usize {
    match first {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xFF => 4,
        _ => 1,
    }
}
