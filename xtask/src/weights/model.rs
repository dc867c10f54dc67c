//! The model as the package has it, and the two files made of it.

use std::path::Path;

use anyhow::{Result, ensure};
use mirubato_embedder::{CHUNKS, MATRICES, Piece, Sections, Trie, VECTORS};

use super::codebook::{self, CODES, LEVELS};
use super::numpy;
use super::sentencepiece::SentencePiece;

const WIDTH: usize = 512;
/// The package's names of the matrices and vectors, in the order of our file. Those of the three branches' projections are one vector.
const MATRIX_NAMES: [&str; MATRICES.len()] = [
    "proj2", "proj3", "proj5", "w1_2", "w1_3", "w1_5", "w2_2", "w2_3", "w2_5", "cnn_W", "d0", "p1", "d1", "d2", "p3",
    "d3",
];
const VECTOR_NAMES: [&[&str]; VECTORS.len()] = [
    &["proj_b2", "proj_b3", "proj_b5"],
    &["ln_g2", "ln_g3", "ln_g5"],
    &["ln_b2", "ln_b3", "ln_b5"],
    &["b1_2"],
    &["b1_3"],
    &["b1_5"],
    &["b2_2"],
    &["b2_3"],
    &["b2_5"],
    &["ln_g"],
    &["ln_b"],
    &["cnn_b"],
];

/// The package's numbers.
pub(super) struct Model {
    sentencepiece: SentencePiece,
    /// For each chunk its rows' levels, the value of the lowest level and the distance between two.
    chunks: Vec<(Vec<u8>, f32, f32)>,
    matrices: Vec<u8>,
    vectors: Vec<u8>,
}

impl Model {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let floats = |name: &str| numpy::floats(&folder.join(format!("{name}.npy")));
        let (lowest, distance) = (floats("lo")?, floats("scale")?);
        ensure!(lowest.len() == CHUNKS && distance.len() == CHUNKS, "the table has another number of chunks");
        let mut chunks = Vec::new();
        for (index, (lowest, distance)) in lowest.into_iter().zip(distance).enumerate() {
            let levels = numpy::bytes(&folder.join(format!("q{}.npy", index + 1)))?;
            ensure!(levels.iter().all(|level| usize::from(*level) < LEVELS), "the table has other levels");
            chunks.push((levels, lowest, distance));
        }
        let mut matrices = Vec::new();
        for (name, (inputs, outputs)) in MATRIX_NAMES.into_iter().zip(MATRICES) {
            matrices.extend(matrix(&floats(name)?, inputs, outputs)?);
        }
        let mut vectors = Vec::new();
        for (names, length) in VECTOR_NAMES.into_iter().zip(VECTORS) {
            let parts = names.iter().map(|name| floats(name)).collect::<Result<Vec<_>>>()?.concat();
            ensure!(parts.len() == length, "{names:?} have another length");
            vectors.extend(parts.into_iter().flat_map(f32::to_le_bytes));
        }
        let sentencepiece = SentencePiece::read(&std::fs::read(folder.join("sp.model"))?)?;
        Ok(Self { sentencepiece, chunks, matrices, vectors })
    }

    /// All pieces, with the levels that the package has.
    pub(super) fn exact(&self) -> Vec<u8> {
        let trie = self.trie(|_| true);
        let values = self.chunks.iter().flat_map(|(_, lowest, distance)| {
            (0..256_u16).map(move |level| lowest + distance * f32::from(level.min(LEVELS as u16 - 1)))
        });
        let rows = trie.order.iter().flat_map(|number| self.levels(*number)).copied().collect();
        self.write(&trie, values.flat_map(f32::to_le_bytes).collect(), rows)
    }

    /// The pieces of the scripts that the dictionary is written in, with 16 levels.
    pub(super) fn reduced(&self) -> Vec<u8> {
        let trie = self.trie(|piece| String::from_utf8_lossy(&piece.text).chars().all(is_ours));
        let mut counts = vec![[0; LEVELS]; CHUNKS];
        for number in &trie.order {
            let counts = &mut counts[*number as usize % CHUNKS];
            self.levels(*number).iter().for_each(|level| counts[usize::from(*level)] += 1);
        }
        let codebooks: Vec<_> = counts.iter().map(codebook::best).collect();
        let values = codebooks.iter().zip(&self.chunks).flat_map(|(codebook, (_, lowest, distance))| {
            codebook.values.map(|level| (f64::from(*lowest) + f64::from(*distance) * level) as f32)
        });
        let mut rows = Vec::with_capacity(trie.order.len() * WIDTH / 2);
        for number in &trie.order {
            let code = &codebooks[*number as usize % CHUNKS].code;
            let (low, high) = self.levels(*number).split_at(WIDTH / 2);
            rows.extend(
                low.iter().zip(high).map(|(low, high)| code[usize::from(*low)] | code[usize::from(*high)] << 4),
            );
        }
        debug_assert_eq!(codebooks.len() * CODES, CHUNKS * 16);
        self.write(&trie, values.flat_map(f32::to_le_bytes).collect(), rows)
    }

    fn trie(&self, keep: impl Fn(&Piece) -> bool) -> Trie {
        let pieces = &self.sentencepiece.pieces;
        let lowest = pieces.iter().map(|piece| piece.score).fold(f32::INFINITY, f32::min);
        // SentencePiece's own penalty for what is in no piece.
        Trie::write(pieces.iter().filter(|piece| keep(piece)).cloned().collect(), lowest - 10.0)
    }

    fn levels(&self, number: u32) -> &[u8] {
        let (chunk, row) = (number as usize % CHUNKS, number as usize / CHUNKS);
        &self.chunks[chunk].0[row * WIDTH..(row + 1) * WIDTH]
    }

    fn write(&self, trie: &Trie, codebooks: Vec<u8>, rows: Vec<u8>) -> Vec<u8> {
        Sections {
            charsmap: &self.sentencepiece.charsmap,
            nodes: &trie.nodes,
            labels: &trie.labels,
            ranks: &trie.ranks,
            pieces: &trie.pieces,
            codebooks: &codebooks,
            rows: &rows,
            matrices: &self.matrices,
            vectors: &self.vectors,
        }
        .write()
    }
}

/// A matrix in our form: its scale, then each output's weights. The package has it as fractions, but made of signed bytes: nothing is lost.
fn matrix(values: &[f32], inputs: usize, outputs: usize) -> Result<Vec<u8>> {
    ensure!(values.len() == inputs * outputs, "a matrix has another shape");
    let scale = values.iter().fold(0.0_f32, |largest, value| largest.max(value.abs())) / 127.0;
    let mut bytes = scale.to_le_bytes().to_vec();
    for output in 0..outputs {
        for value in values.iter().skip(output).step_by(outputs) {
            let weight = (value / scale).round();
            ensure!((weight * scale - value).abs() < scale * 0.01, "a matrix is not made of bytes");
            bytes.push((weight as i8).cast_unsigned());
        }
    }
    Ok(bytes)
}

/// Whether a character may be in a piece that is kept: Latin and Greek letters, signs, Chinese characters and kana.
fn is_ours(character: char) -> bool {
    let others = [
        '\u{400}'..='\u{1CFF}',
        '\u{2C00}'..='\u{2DFF}',
        '\u{3130}'..='\u{318F}',
        '\u{A000}'..='\u{D7FF}',
        '\u{FB00}'..='\u{FDFF}',
        '\u{FE70}'..='\u{FEFF}',
    ];
    !others.iter().any(|range| range.contains(&character))
}
