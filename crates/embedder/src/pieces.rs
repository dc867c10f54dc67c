//! The pieces that texts are made of, and the likeliest way to make a text of them.

use crate::layout::{Fault, Floats, word};
use crate::normalise::character_length;

/// The pieces without meaning: for what is not known, for both ends of a text, and for a space.
pub(crate) const SPECIAL: [&str; 4] = ["<unk>", "<s>", "</s>", "▁"];

const ENDS: u32 = 1 << 31;
const BLOCK: usize = 64;

/// The pieces by their text.
pub(crate) struct Pieces<'a> {
    nodes: &'a [u8],
    labels: &'a [u8],
    ranks: &'a [u8],
    numbers: &'a [u8],
    scores: Floats<'a>,
    unknown_score: f64,
}

/// The likeliest way to a place in the text.
#[derive(Clone, Copy)]
struct Step {
    score: f64,
    from: u32,
    row: Option<u32>,
}

impl<'a> Pieces<'a> {
    pub(crate) fn read(nodes: &'a [u8], labels: &'a [u8], ranks: &'a [u8], pieces: &'a [u8]) -> Result<Self, Fault> {
        let fault = Fault("its pieces");
        let count = pieces.len().checked_sub(4).ok_or(fault)? / 8;
        let (numbers, scores) = pieces.split_at_checked(count * 4).ok_or(fault)?;
        let scores = Floats::new(scores);
        let unknown_score = scores.get(count).ok_or(fault)?;
        let whole = scores.len() == count + 1
            && nodes.len() == (labels.len() + 1) * 4
            && ranks.len() == labels.len().div_ceil(BLOCK) * 4;
        whole
            .then_some(Self { nodes, labels, ranks, numbers, scores, unknown_score: f64::from(unknown_score) })
            .ok_or(fault)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len() / 4
    }

    /// The row of a piece by its text.
    pub(crate) fn row_of(&self, piece: &str) -> Option<u32> {
        let mut row = None;
        self.beginnings(piece.as_bytes(), |length, found| row = (length == piece.len()).then_some(found));
        row
    }

    /// The rows of a text's pieces, `None` for a character that is in no piece: Viterbi's algorithm over the unigram model.
    ///
    /// Of two ways with one score the one found first stands, with shorter pieces at its end. Scores are added in double precision.
    pub(crate) fn split(&self, text: &[u8]) -> Vec<Option<u32>> {
        let nowhere = Step { score: f64::NEG_INFINITY, from: 0, row: None };
        let mut steps = vec![nowhere; text.len() + 1];
        if let Some(first) = steps.first_mut() {
            first.score = 0.0;
        }
        let mut start = 0;
        while let (Some(rest), Some(here)) = (text.get(start..), steps.get(start).copied())
            && let Some(first) = rest.first()
        {
            let character = character_length(*first);
            let mut whole = false;
            let mut take = |length: usize, score: f64, row: Option<u32>| {
                if let Some(step) = steps.get_mut(start + length)
                    && here.score + score > step.score
                {
                    *step = Step { score: here.score + score, from: start as u32, row };
                }
            };
            self.beginnings(rest, |length, row| {
                whole |= length == character;
                take(length, f64::from(self.scores.get(row as usize).unwrap_or_default()), Some(row));
            });
            if !whole {
                take(character, self.unknown_score, None);
            }
            start += character;
        }
        let mut rows = Vec::with_capacity(text.len() / 2);
        let mut place = text.len();
        while place > 0
            && let Some(step) = steps.get(place)
        {
            rows.push(step.row);
            place = step.from as usize;
        }
        rows.reverse();
        rows
    }

    /// Calls `found` with the length and row of every piece that `text` begins with, shorter ones first.
    fn beginnings(&self, text: &[u8], mut found: impl FnMut(usize, u32)) {
        let mut node = 0;
        for (index, byte) in text.iter().enumerate() {
            let Some(child) = self.child(node, *byte) else { break };
            node = child;
            if word(self.nodes, node).is_some_and(|word| word & ENDS != 0) {
                found(index + 1, self.rank(node));
            }
        }
    }

    fn child(&self, node: usize, byte: u8) -> Option<usize> {
        let first = (word(self.nodes, node)? & !ENDS) as usize;
        let last = (word(self.nodes, node + 1)? & !ENDS) as usize;
        let place = self.labels.get(first..last)?.binary_search(&byte).ok()?;
        Some(first + place)
    }

    /// How many pieces end in nodes before this one.
    fn rank(&self, node: usize) -> u32 {
        let before = word(self.ranks, node / BLOCK).unwrap_or_default();
        let ends =
            (node / BLOCK * BLOCK..node).filter(|node| word(self.nodes, *node).is_some_and(|word| word & ENDS != 0));
        before + ends.count() as u32
    }

    /// A piece by its row.
    pub(crate) fn number(&self, row: u32) -> Option<u32> {
        word(self.numbers, row as usize)
    }
}
