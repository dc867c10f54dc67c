//! How good a text is taken to be.

use serde::{Deserialize, Serialize};

/// From this score on a text is served without a person having seen it.
pub const SERVED: u8 = 70;
/// How far the score may lie above the worst of its four parts: what is wrong in one language is not made good by five others.
const ABOVE_WORST: u8 = 20;

/// Four scores and what they come to, each 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// What they come to.
    pub score: u8,
    /// Whether it is right.
    pub accuracy: u8,
    /// Whether anything is missing.
    pub completeness: u8,
    /// Whether it is easy to read.
    pub clarity: u8,
    /// Whether one learns what to do with it.
    pub examples: u8,
}

/// What becomes of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is served, as `generated`.
    Serve,
    /// It waits for a person.
    Review,
}

impl Quality {
    /// From the four: accuracy counts twice, and no text is far better than its worst side.
    #[must_use]
    pub fn of(accuracy: u8, completeness: u8, clarity: u8, examples: u8) -> Self {
        let parts = [accuracy, completeness, clarity, examples].map(|part| part.min(100));
        let [accuracy, completeness, clarity, examples] = parts;
        let sum = parts.iter().map(|part| u16::from(*part)).sum::<u16>() + u16::from(accuracy);
        let mean = u8::try_from((sum + 2) / 5).unwrap_or(100);
        let worst = parts.into_iter().min().unwrap_or(0);
        Self { score: mean.min(worst + ABOVE_WORST), accuracy, completeness, clarity, examples }
    }

    /// The lower of both, side by side.
    #[must_use]
    pub fn lower(self, other: Self) -> Self {
        Self::of(
            self.accuracy.min(other.accuracy),
            self.completeness.min(other.completeness),
            self.clarity.min(other.clarity),
            self.examples.min(other.examples),
        )
    }

    /// What becomes of the text.
    #[must_use]
    pub const fn decision(self) -> Decision {
        if self.score >= SERVED { Decision::Serve } else { Decision::Review }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accuracy_counts_twice() {
        assert_eq!(Quality::of(100, 90, 90, 90).score, 94);
        assert_eq!(Quality::of(70, 100, 100, 100).score, 88);
        assert_eq!(Quality::of(70, 70, 70, 70).decision(), Decision::Serve);
        assert_eq!(Quality::of(69, 70, 70, 69).decision(), Decision::Review);
    }

    #[test]
    fn nothing_is_served_that_is_bad_in_one_way() {
        assert_eq!(Quality::of(100, 100, 100, 40).score, 60);
        assert_eq!(Quality::of(0, 100, 100, 100).score, 20);
    }

    proptest! {
        #[test]
        fn a_second_opinion_never_raises(a: [u8; 4], b: [u8; 4]) {
            let of = |parts: [u8; 4]| Quality::of(parts[0], parts[1], parts[2], parts[3]);
            let both = of(a).lower(of(b));
            prop_assert!(both.score <= of(a).score && both.score <= of(b).score);
            prop_assert!(both.score <= 100);
        }
    }
}
