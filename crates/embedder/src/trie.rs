//! Writing the trie of pieces, as [`Sections`] describes it.
//!
//! [`Sections`]: crate::Sections

use std::collections::VecDeque;

/// A piece of the model.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its text in UTF-8.
    pub text: Vec<u8>,
    /// Its number in the model.
    pub number: u32,
    /// The logarithm of how likely it is.
    pub score: f32,
}

/// The sections of the trie, and the pieces in the order of their rows.
#[derive(Clone, Debug, Default)]
pub struct Trie {
    /// See [`crate::Sections::nodes`].
    pub nodes: Vec<u8>,
    /// See [`crate::Sections::labels`].
    pub labels: Vec<u8>,
    /// See [`crate::Sections::ranks`].
    pub ranks: Vec<u8>,
    /// See [`crate::Sections::pieces`].
    pub pieces: Vec<u8>,
    /// The pieces' numbers in the order of their rows.
    pub order: Vec<u32>,
}

impl Trie {
    /// The trie of these pieces, each of another text, and the score of what is in none of them.
    #[must_use]
    pub fn write(mut pieces: Vec<Piece>, unknown_score: f32) -> Self {
        pieces.sort_by(|a, b| a.text.cmp(&b.text));
        let mut trie = Self::default();
        let mut scores = Vec::new();
        // A node is the pieces that begin alike and how many bytes they have in common.
        let mut waiting = VecDeque::from([(pieces.as_slice(), 0)]);
        let (mut count, mut first_child) = (0_u32, 1_u32);
        while let Some((mut alike, depth)) = waiting.pop_front() {
            if count.is_multiple_of(64) {
                trie.ranks.extend((trie.order.len() as u32).to_le_bytes());
            }
            count += 1;
            if depth > 0 {
                trie.labels.extend(alike.first().and_then(|piece| piece.text.get(depth - 1)));
            } else {
                trie.labels.push(0);
            }
            let mut word = first_child;
            if let Some((piece, longer)) = alike.split_first()
                && piece.text.len() == depth
            {
                word |= 1 << 31;
                trie.order.push(piece.number);
                scores.extend(piece.score.to_le_bytes());
                alike = longer;
            }
            trie.nodes.extend(word.to_le_bytes());
            for group in alike.chunk_by(|a, b| a.text.get(depth) == b.text.get(depth)) {
                waiting.push_back((group, depth + 1));
                first_child += 1;
            }
        }
        trie.nodes.extend(first_child.to_le_bytes());
        trie.pieces = trie.order.iter().flat_map(|number| number.to_le_bytes()).collect();
        trie.pieces.extend(scores);
        trie.pieces.extend(unknown_score.to_le_bytes());
        trie
    }
}
