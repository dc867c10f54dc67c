//! The best 16 of 64 levels.

use mirubato_embedder::{CODES, LEVELS};

/// What each level becomes, and the codes' values in units of levels.
pub(super) struct Codebook {
    pub(super) codes: [u8; LEVELS],
    pub(super) values: [f64; CODES],
}

/// The codebook with the least mean square error for levels that occur so often.
///
/// What Lloyd and Max approach step by step; with 64 levels it can be had exactly. The levels of a code stand together, so the best cut into
/// codes is the best first cut and the best of the rest (Jenks' natural breaks).
pub(super) fn best(counts: &[u64; LEVELS]) -> Codebook {
    // cost[k][n]: of the first n levels with k codes; cut[k][n]: where the last code begins.
    let mut cost = vec![[f64::INFINITY; LEVELS + 1]; CODES + 1];
    let mut cut = vec![[0; LEVELS + 1]; CODES + 1];
    cost[0][0] = 0.0;
    for codes in 1..=CODES {
        for end in 1..=LEVELS {
            for start in 0..end {
                let total = cost[codes - 1][start] + group(counts, start, end).1;
                if total < cost[codes][end] {
                    (cost[codes][end], cut[codes][end]) = (total, start);
                }
            }
        }
    }
    let mut codebook = Codebook { codes: [0; LEVELS], values: [0.0; CODES] };
    let mut end = LEVELS;
    for codes in (1..=CODES).rev() {
        let start = cut[codes][end];
        codebook.codes[start..end].fill(codes as u8 - 1);
        codebook.values[codes - 1] = group(counts, start, end).0;
        end = start;
    }
    codebook
}

/// The mean of some levels and the sum of their squared distances from it.
fn group(counts: &[u64; LEVELS], start: usize, end: usize) -> (f64, f64) {
    let (mut weight, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for (level, count) in counts.iter().enumerate().take(end).skip(start) {
        let (level, count) = (level as f64, *count as f64);
        weight += count;
        sum += count * level;
        squares += count * level * level;
    }
    if weight == 0.0 {
        return (start as f64, 0.0);
    }
    (sum / weight, squares - sum * sum / weight)
}
