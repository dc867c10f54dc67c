//! What is said of terms, as words.

use mirubato_dictionary_terms::words::cut;
use proptest::prelude::*;

#[test]
fn inflections_meet() {
    for (one, other) in
        [("gradual", "gradually"), ("suddenly", "sudden"), ("rapidement", "rapide"), ("velocidades", "velocidad")]
    {
        let (one, other) = (cut(one), cut(other));
        assert_eq!(one, other);
    }
    assert_ne!(cut("loud"), cut("loudly"), "what is shorter than six letters is another word");
}

#[test]
fn chinese_is_cut_between_and_across_characters() {
    assert_eq!(cut("音符tr"), ["音", "音符", "符", "tr"]);
}

proptest! {
    #[test]
    fn words_are_short_and_hold_nothing_but_letters_and_digits(text in "\\PC{0,80}") {
        for word in cut(&text) {
            prop_assert!(!word.is_empty() && word.chars().count() <= 6, "{word}");
            prop_assert!(word.chars().all(char::is_alphanumeric), "{word}");
        }
    }
}
