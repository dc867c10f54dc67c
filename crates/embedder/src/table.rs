//! The embeddings of pieces.

use crate::layout::{Fault, Floats};
use crate::network::EMBEDDING;

/// The model's table was cut in this many chunks: the number of a piece modulo this is its chunk, and each has a codebook of its own.
pub const CHUNKS: usize = 17;

/// Rows of numbers out of a codebook.
pub(crate) struct Table<'a> {
    rows: &'a [u8],
    codebooks: &'a [u8],
    is_packed: bool,
}

impl<'a> Table<'a> {
    pub(crate) fn read(rows: &'a [u8], codebooks: &'a [u8], count: usize) -> Result<Self, Fault> {
        let is_packed = rows.len() == count * EMBEDDING / 2;
        let codes = if is_packed { 16 } else { 256 };
        let whole = codebooks.len() == CHUNKS * codes * 4 && (is_packed || rows.len() == count * EMBEDDING);
        whole.then_some(Self { rows, codebooks, is_packed }).ok_or(Fault("its table"))
    }

    /// Appends the embedding of a row whose piece has this number.
    pub(crate) fn append(&self, row: u32, number: u32, to: &mut Vec<f32>) {
        let codes = if self.is_packed { 16 } else { 256 };
        let chunk = number as usize % CHUNKS;
        let Some(codebook) = self.codebooks.chunks_exact(codes * 4).nth(chunk) else { return };
        let mut values = [0.0; 256];
        values.iter_mut().zip(Floats::new(codebook).iter()).for_each(|(to, from)| *to = from);
        let length = if self.is_packed { EMBEDDING / 2 } else { EMBEDDING };
        let start = row as usize * length;
        let codes = self.rows.get(start..start + length).unwrap_or_default();
        if self.is_packed {
            to.extend(codes.iter().map(|code| values[usize::from(code & 15)]));
            to.extend(codes.iter().map(|code| values[usize::from(code >> 4)]));
        } else {
            to.extend(codes.iter().map(|code| values[usize::from(*code)]));
        }
    }
}
