//! The file of weights: sections one after another, read where they lie.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | `mirub-e2` |
//! | 12 × 4 | the length of every section, little-endian like every number here |
//! | … | the sections, in the order of [`Sections`] |

use crate::dense::Matrix;

const MAGIC: &[u8; 8] = b"mirub-e2";
const SECTIONS: usize = 12;

/// How many numbers a dimension of a row can be: in the model, and in 4 bits.
pub const LEVELS: usize = 64;
/// See [`LEVELS`].
pub const CODES: usize = 16;
/// The model's table was cut in this many chunks: the number of a piece modulo this is its chunk.
pub const CHUNKS: usize = 17;

/// Why bytes are not a file of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a file of weights, or damaged: {0}")]
pub struct Fault(pub &'static str);

/// The sections of the file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sections<'a> {
    /// Replacements of characters, as SentencePiece keeps them: the length of a double-array trie, the trie, and the replacements, each ended by a zero.
    pub charsmap: &'a [u8],
    /// The trie of pieces: for each node the number of its first child, and in the highest bit whether a piece ends there. Nodes are in the
    /// order of their depth, so that the children of one stand together, up to the next one's first. One number more than nodes.
    pub nodes: &'a [u8],
    /// The byte on the way to each node.
    pub labels: &'a [u8],
    /// For every 64 nodes how many pieces end in nodes before them.
    pub ranks: &'a [u8],
    /// The pieces' numbers in the model and then their scores, in the order of the nodes they end in; at last the unknown piece's score.
    pub pieces: &'a [u8],
    /// The rows that have the model's own precision, in order.
    pub whole: &'a [u8],
    /// What a byte of such a row stands for: [`LEVELS`] numbers for each chunk of the table.
    pub levels: &'a [u8],
    /// Those rows, a dimension a byte.
    pub whole_rows: &'a [u8],
    /// What 4 bits of any other row stand for: [`CODES`] numbers for each chunk.
    pub codebooks: &'a [u8],
    /// The other rows. Of two dimensions in a byte the one in the lower bits is of the row's first half.
    pub rows: &'a [u8],
    /// [`crate::MATRICES`]: each its scale and then the weights of its first output, its second, and so on.
    pub matrices: &'a [u8],
    /// [`crate::VECTORS`].
    pub vectors: &'a [u8],
}

impl<'a> Sections<'a> {
    fn list(self) -> [&'a [u8]; SECTIONS] {
        [
            self.charsmap,
            self.nodes,
            self.labels,
            self.ranks,
            self.pieces,
            self.whole,
            self.levels,
            self.whole_rows,
            self.codebooks,
            self.rows,
            self.matrices,
            self.vectors,
        ]
    }

    /// Finds the sections of a file.
    ///
    /// # Errors
    ///
    /// The file is of another kind, or shorter or longer than it says.
    pub fn read(file: &'a [u8]) -> Result<Self, Fault> {
        let rest = file.strip_prefix(MAGIC).ok_or(Fault("its beginning"))?;
        let (lengths, mut rest) = rest.split_at_checked(SECTIONS * 4).ok_or(Fault("its length"))?;
        let mut sections = [&[][..]; SECTIONS];
        for (section, length) in sections.iter_mut().zip(words(lengths)) {
            (*section, rest) = rest.split_at_checked(length as usize).ok_or(Fault("its length"))?;
        }
        if !rest.is_empty() {
            return Err(Fault("its length"));
        }
        let [charsmap, nodes, labels, ranks, pieces, whole, levels, whole_rows, codebooks, rows, matrices, vectors] =
            sections;
        Ok(Self {
            charsmap,
            nodes,
            labels,
            ranks,
            pieces,
            whole,
            levels,
            whole_rows,
            codebooks,
            rows,
            matrices,
            vectors,
        })
    }

    /// The file of these sections.
    #[must_use]
    pub fn write(self) -> Vec<u8> {
        let sections = self.list();
        let mut file = MAGIC.to_vec();
        sections.iter().for_each(|section| file.extend((section.len() as u32).to_le_bytes()));
        sections.iter().for_each(|section| file.extend(*section));
        file
    }
}

/// The whole numbers in `bytes`.
pub(crate) fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The whole number at a place among others.
pub(crate) fn word(bytes: &[u8], index: usize) -> Option<u32> {
    bytes.as_chunks::<4>().0.get(index).map(|bytes| u32::from_le_bytes(*bytes))
}

/// Fractions, wherever they lie.
#[derive(Clone, Copy, Default)]
pub(crate) struct Floats<'a>(&'a [[u8; 4]]);

impl<'a> Floats<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks::<4>().0)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = f32> {
        self.0.iter().map(|bytes| f32::from_le_bytes(*bytes))
    }

    pub(crate) fn get(self, index: usize) -> Option<f32> {
        self.0.get(index).map(|bytes| f32::from_le_bytes(*bytes))
    }

    pub(crate) fn len(self) -> usize {
        self.0.len()
    }
}

/// Matrices of these inputs and outputs.
pub(crate) fn matrices<const N: usize>(
    mut bytes: &[u8],
    shapes: [(usize, usize); N],
) -> Result<[Matrix<'_>; N], Fault> {
    let mut matrices = [Matrix { weights: &[], inputs: 1, scale: 0.0 }; N];
    for (matrix, (inputs, outputs)) in matrices.iter_mut().zip(shapes) {
        let (scale, rest) = bytes.split_first_chunk::<4>().ok_or(Fault("its matrices"))?;
        let (weights, rest) = rest.split_at_checked(inputs * outputs).ok_or(Fault("its matrices"))?;
        *matrix = Matrix { weights, inputs, scale: f32::from_le_bytes(*scale) };
        bytes = rest;
    }
    Ok(matrices)
}

/// Vectors of these lengths.
pub(crate) fn vectors<const N: usize>(mut bytes: &[u8], lengths: [usize; N]) -> Result<[Floats<'_>; N], Fault> {
    let mut vectors = [Floats::default(); N];
    for (vector, length) in vectors.iter_mut().zip(lengths) {
        let (values, rest) = bytes.split_at_checked(length * 4).ok_or(Fault("its vectors"))?;
        *vector = Floats::new(values);
        bytes = rest;
    }
    Ok(vectors)
}
