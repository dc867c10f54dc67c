//! The model as the package has it, and the two files made of it.

use std::path::Path;

use anyhow::{Result, ensure};
use mirubato_embedder::{CHUNKS, LEVELS, MATRICES, Piece, Sections, Trie, VECTORS};

use super::codebook;
use super::numpy;
use super::sentencepiece::SentencePiece;

const WIDTH: usize = 512;
/// How many of the most frequent pieces keep the package's precision. They are in nearly every text, and there is room for them.
const WHOLE: usize = 2_500;
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

    /// The whole model.
    pub(super) fn exact(&self) -> Vec<u8> {
        self.write(&self.trie(|_| true), f32::NEG_INFINITY)
    }

    /// The pieces of the scripts that the dictionary is written in, in 4 bits but for the most frequent.
    pub(super) fn reduced(&self) -> Vec<u8> {
        let trie = self.trie(|piece| String::from_utf8_lossy(&piece.text).chars().all(is_ours));
        let mut scores: Vec<_> = trie.order.iter().map(|number| self.score(*number)).collect();
        scores.sort_by(f32::total_cmp);
        let least = scores.get(scores.len() - WHOLE).copied().unwrap_or_default();
        self.write(&trie, least)
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

    /// How likely a piece is. Those that stand for something else have 0, which is the most.
    fn score(&self, number: u32) -> f32 {
        self.sentencepiece.pieces[number as usize].score
    }

    /// The file of these pieces, those whole that have at least this score.
    fn write(&self, trie: &Trie, least: f32) -> Vec<u8> {
        let is_whole = |number: u32| self.score(number) >= least;
        let mut counts = vec![[0; LEVELS]; CHUNKS];
        for number in trie.order.iter().filter(|number| !is_whole(**number)) {
            let counts = &mut counts[*number as usize % CHUNKS];
            self.levels(*number).iter().for_each(|level| counts[usize::from(*level)] += 1);
        }
        let books: Vec<_> = counts.iter().map(codebook::best).collect();
        let (mut levels, mut codebooks) = (Vec::new(), Vec::new());
        for (book, (_, lowest, distance)) in books.iter().zip(&self.chunks) {
            levels.extend((0..LEVELS).flat_map(|level| (lowest + distance * level as f32).to_le_bytes()));
            let values = book.values.map(|level| f64::from(*lowest) + f64::from(*distance) * level);
            codebooks.extend(values.into_iter().flat_map(|value| (value as f32).to_le_bytes()));
        }
        let (mut whole, mut whole_rows, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for (row, number) in trie.order.iter().enumerate() {
            let levels = self.levels(*number);
            if is_whole(*number) {
                whole.extend((row as u32).to_le_bytes());
                whole_rows.extend(levels);
            } else {
                let codes = &books[*number as usize % CHUNKS].codes;
                let (low, high) = levels.split_at(WIDTH / 2);
                let pairs = low.iter().zip(high);
                rows.extend(pairs.map(|(low, high)| codes[usize::from(*low)] | codes[usize::from(*high)] << 4));
            }
        }
        Sections {
            charsmap: &self.sentencepiece.charsmap,
            nodes: &trie.nodes,
            labels: &trie.labels,
            ranks: &trie.ranks,
            pieces: &trie.pieces,
            whole: &whole,
            levels: &levels,
            whole_rows: &whole_rows,
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
