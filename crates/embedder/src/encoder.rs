//! The encoder: from text to vector.

use crate::layout::{Fault, Sections};
use crate::network::{EMBEDDING, Network};
use crate::normalise::Charsmap;
use crate::pieces::{Pieces, SPECIAL};
use crate::table::Table;

/// The model's name. Vectors of two names must not be compared.
pub const MODEL: &str = "universal-sentence-encoder-multilingual-3";

/// The longest text, in bytes. What an encoding costs grows with it.
pub const LONGEST: usize = 2_000;

/// Why a text has no vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// It is longer than [`LONGEST`].
    #[error("the text is longer than {LONGEST} bytes")]
    TooLong,
    /// There is nothing in it but spaces and what the model does not know, such as other scripts.
    #[error("there is nothing in the text that has a meaning")]
    Empty,
}

/// The encoder over a file of weights, which it reads where they lie.
pub struct Encoder<'a> {
    charsmap: Charsmap<'a>,
    pieces: Pieces<'a>,
    table: Table<'a>,
    network: Network<'a>,
    /// The rows of the pieces without meaning, as in [`SPECIAL`].
    special: [u32; SPECIAL.len()],
}

impl<'a> Encoder<'a> {
    /// Reads a file of weights: looks where its sections are, and no more.
    ///
    /// # Errors
    ///
    /// It is not such a file.
    pub fn read(file: &'a [u8]) -> Result<Self, Fault> {
        let sections = Sections::read(file)?;
        let pieces = Pieces::read(sections.nodes, sections.labels, sections.ranks, sections.pieces)?;
        let special = SPECIAL.map(|piece| pieces.row_of(piece));
        let [Some(unknown), Some(beginning), Some(end), Some(space)] = special else { return Err(Fault("its pieces")) };
        Ok(Self {
            charsmap: Charsmap::read(sections.charsmap)?,
            table: Table::read(&sections, pieces.len())?,
            network: Network::read(sections.matrices, sections.vectors)?,
            pieces,
            special: [unknown, beginning, end, space],
        })
    }

    /// The numbers of a text's pieces in the model, those for its beginning and end included.
    #[must_use]
    pub fn tokens(&self, text: &str) -> Vec<u32> {
        self.rows(&self.charsmap.normalise(text)).into_iter().filter_map(|row| self.pieces.number(row)).collect()
    }

    /// The meaning of a text: 512 numbers, a vector of length 1. The product of two texts' vectors is the greater the closer they are, at most 1.
    ///
    /// # Errors
    ///
    /// See [`TextError`].
    pub fn embed(&self, text: &str) -> Result<Vec<f32>, TextError> {
        if text.len() > LONGEST {
            return Err(TextError::TooLong);
        }
        let rows = self.rows(&self.charsmap.normalise(text));
        if rows.iter().all(|row| self.special.contains(row)) {
            return Err(TextError::Empty);
        }
        let mut embeddings = Vec::with_capacity(rows.len() * EMBEDDING);
        for row in rows {
            self.table.append(row, self.pieces.number(row).unwrap_or_default(), &mut embeddings);
        }
        Ok(self.network.embed(&embeddings))
    }

    /// The rows of normalised text.
    fn rows(&self, text: &[u8]) -> Vec<u32> {
        let [unknown, beginning, end, _] = self.special;
        let mut rows = vec![beginning];
        if text.is_empty() {
            rows.push(unknown);
        }
        rows.extend(self.pieces.split(text).into_iter().map(|row| row.unwrap_or(unknown)));
        rows.push(end);
        rows
    }
}
