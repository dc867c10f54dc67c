//! How many slips lie between what was typed and what was meant.

/// The slips between two texts: characters left out, put in, mistaken, or swapped with their neighbours. `None` where there are more than `most`.
///
/// Damerau and Levenshtein's distance, no character touched twice. Symmetric, 0 only for equal texts. The cost grows with the length of one times `most`.
#[must_use]
pub fn slips(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let width = b.len() + 1;
    // The row before last, the last, and the one that is being made: distances of the first i characters of a to the first j of b.
    let mut before: Vec<usize> = vec![usize::MAX; width];
    let mut last: Vec<usize> = (0..width).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(width);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let of = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX);
            let mut least = (of(&last, j) + usize::from(x != y)).min(of(&last, j + 1) + 1).min(of(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(of(&before, j - 1).saturating_add(1));
            }
            row.push(least);
        }
        if row.iter().min().is_none_or(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

/// How many slips a word of so many characters may hold. A short word with a slip in it is another word.
#[must_use]
pub const fn allowance(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=6 => 1,
        7..=10 => 2,
        _ => 3,
    }
}
