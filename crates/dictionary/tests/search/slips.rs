//! Slips between what was typed and what was meant.

use mirubato_dictionary_terms::search::{allowance, slips};
use proptest::prelude::*;

#[test]
fn each_kind_of_slip_counts_one() {
    for (typed, slip) in [
        ("alegro", "left out"),
        ("allegroo", "put in"),
        ("allegra", "mistaken"),
        ("allergo", "swapped"),
        ("lalegro", "swapped first"),
    ] {
        assert_eq!(slips(typed, "allegro", 2), Some(1), "{slip}");
    }
    assert_eq!(slips("allegro", "allegro", 0), Some(0));
    assert_eq!(slips("largo", "lento", 2), None);
    assert_eq!(slips("快板", "慢板", 1), Some(1), "a character is one, however many bytes it has");
}

#[test]
fn a_short_word_with_a_slip_is_another_word() {
    assert_eq!([1, 3, 4, 6, 7, 10, 11, 40].map(allowance), [0, 0, 1, 1, 2, 2, 3, 3]);
}

/// The same distance by its definition, without a bound.
fn by_definition(a: &[char], b: &[char]) -> usize {
    match (a, b) {
        ([], rest) | (rest, []) => rest.len(),
        ([x, after_x @ ..], [y, after_y @ ..]) => {
            let changed = by_definition(after_x, after_y) + usize::from(x != y);
            let mut least = changed.min(by_definition(after_x, b) + 1).min(by_definition(a, after_y) + 1);
            if let ([x1, x2, rest_a @ ..], [y1, y2, rest_b @ ..]) = (a, b)
                && x1 == y2
                && x2 == y1
            {
                least = least.min(by_definition(rest_a, rest_b) + 1);
            }
            least
        }
    }
}

proptest! {
    #[test]
    fn slips_are_counted_as_they_are_defined(a in "[ab]{0,6}", b in "[abc]{0,6}", most in 0_usize..7) {
        let (x, y): (Vec<_>, Vec<_>) = (a.chars().collect(), b.chars().collect());
        let distance = by_definition(&x, &y);
        prop_assert_eq!(slips(&a, &b, most), (distance <= most).then_some(distance));
    }

    #[test]
    fn it_does_not_matter_which_was_typed(a in "\\PC{0,12}", b in "\\PC{0,12}", most in 0_usize..5) {
        prop_assert_eq!(slips(&a, &b, most), slips(&b, &a, most));
    }
}
