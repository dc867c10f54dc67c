//! Pieces of names, by which names that were mistyped are found.

use std::collections::BTreeSet;

/// Three characters after each other, with two marks at each end. One slip changes at most four of a name's.
#[must_use]
pub fn grams(folded: &str) -> BTreeSet<String> {
    const MARK: [char; 2] = ['_'; 2];
    let marked: Vec<char> = MARK.into_iter().chain(folded.chars()).chain(MARK).collect();
    marked.windows(3).map(|three| three.iter().collect()).collect()
}
