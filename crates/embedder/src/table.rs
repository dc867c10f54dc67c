//! The embeddings of pieces.

use crate::layout::{CHUNKS, CODES, Fault, Floats, LEVELS, Sections};
use crate::network::EMBEDDING;

/// Rows of numbers out of codebooks: most in 4 bits a dimension, some as the model has them.
pub(crate) struct Table<'a> {
    packed: Rows<'a>,
    whole: Rows<'a>,
    /// The numbers of the rows in `whole`.
    which: &'a [[u8; 4]],
}

/// Rows of one kind and what each chunk's codes stand for.
struct Rows<'a> {
    rows: &'a [u8],
    length: usize,
    codebooks: &'a [u8],
    codes: usize,
}

impl<'a> Table<'a> {
    pub(crate) fn read(sections: &Sections<'a>, count: usize) -> Result<Self, Fault> {
        let which = sections.whole.as_chunks::<4>().0;
        let packed = count.checked_sub(which.len()).ok_or(Fault("its table"))?;
        Ok(Self {
            packed: Rows::read(sections.rows, EMBEDDING / 2, packed, sections.codebooks, CODES)?,
            whole: Rows::read(sections.whole_rows, EMBEDDING, which.len(), sections.levels, LEVELS)?,
            which,
        })
    }

    /// Appends the embedding of a row whose piece has this number.
    pub(crate) fn append(&self, row: u32, number: u32, to: &mut Vec<f32>) {
        match self.which.binary_search_by_key(&row, |bytes| u32::from_le_bytes(*bytes)) {
            Ok(place) => {
                let (codes, values) = self.whole.get(place, number);
                to.extend(codes.iter().map(|code| values[usize::from(*code) % LEVELS]));
            }
            Err(before) => {
                let (codes, values) = self.packed.get(row as usize - before, number);
                to.extend(codes.iter().map(|code| values[usize::from(code & 15)]));
                to.extend(codes.iter().map(|code| values[usize::from(code >> 4)]));
            }
        }
    }
}

impl<'a> Rows<'a> {
    fn read(rows: &'a [u8], length: usize, count: usize, codebooks: &'a [u8], codes: usize) -> Result<Self, Fault> {
        let fits = rows.len() == count * length && codebooks.len() == CHUNKS * codes * 4;
        fits.then_some(Self { rows, length, codebooks, codes }).ok_or(Fault("its table"))
    }

    /// A row's codes and what they stand for.
    fn get(&self, row: usize, number: u32) -> (&'a [u8], [f32; LEVELS]) {
        let codebook = self.codebooks.chunks_exact(self.codes * 4).nth(number as usize % CHUNKS).unwrap_or_default();
        let mut values = [0.0; LEVELS];
        values.iter_mut().zip(Floats::new(codebook).iter()).for_each(|(to, from)| *to = from);
        let start = row * self.length;
        (self.rows.get(start..start + self.length).unwrap_or_default(), values)
    }
}
