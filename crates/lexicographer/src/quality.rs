//! How good a text is taken to be, and what becomes of it.

use mirubato_dictionary_terms::Quality;

/// From this score on a text is served without a person having seen it.
pub const SERVED: u8 = 70;
/// How far the score may lie above the worst of its four parts: what is wrong in one language is not made good by five others.
const ABOVE_WORST: u8 = 20;

/// What becomes of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is served, as `generated`.
    Serve,
    /// It waits for a person.
    Review,
}

/// What four scores come to: accuracy counts twice, and no text is far better than its worst side.
#[must_use]
pub fn of(accuracy: u8, completeness: u8, clarity: u8, examples: u8) -> Quality {
    let parts = [accuracy, completeness, clarity, examples].map(|part| part.min(100));
    let [accuracy, completeness, clarity, examples] = parts;
    let sum = parts.iter().map(|part| u16::from(*part)).sum::<u16>() + u16::from(accuracy);
    let mean = u8::try_from((sum + 2) / 5).unwrap_or(100);
    let worst = parts.into_iter().min().unwrap_or(0);
    Quality { score: mean.min(worst + ABOVE_WORST), accuracy, completeness, clarity, examples }
}

/// The lower of two opinions, side by side.
#[must_use]
pub fn lower(a: Quality, b: Quality) -> Quality {
    of(
        a.accuracy.min(b.accuracy),
        a.completeness.min(b.completeness),
        a.clarity.min(b.clarity),
        a.examples.min(b.examples),
    )
}

/// What becomes of a text.
#[must_use]
pub const fn decide(quality: Quality) -> Decision {
    if quality.score >= SERVED { Decision::Serve } else { Decision::Review }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accuracy_counts_twice() {
        assert_eq!(of(100, 90, 90, 90).score, 94);
        assert_eq!(of(70, 100, 100, 100).score, 88);
        assert_eq!(decide(of(70, 70, 70, 70)), Decision::Serve);
        assert_eq!(decide(of(69, 70, 70, 69)), Decision::Review);
    }

    #[test]
    fn nothing_is_served_that_is_bad_in_one_way() {
        assert_eq!(of(100, 100, 100, 40).score, 60);
        assert_eq!(of(0, 100, 100, 100).score, 20);
    }

    proptest! {
        #[test]
        fn a_second_opinion_never_raises(a: [u8; 4], b: [u8; 4]) {
            let of = |parts: [u8; 4]| of(parts[0], parts[1], parts[2], parts[3]);
            let both = lower(of(a), of(b));
            prop_assert!(both.score <= of(a).score && both.score <= of(b).score);
            prop_assert!(both.score <= 100);
        }
    }
}
