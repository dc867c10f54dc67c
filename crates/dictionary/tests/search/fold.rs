//! Names as they are compared and as they sound.

use mirubato_dictionary_terms::search::sound;
use mirubato_dictionary_terms::{fold, grams};
use proptest::prelude::*;

#[test]
fn what_people_write_differently_is_the_same() {
    for (one, other) in [
        ("D.C. al Fine", "dc al fine"),
        ("L’istesso tempo", "l'istesso  tempo"),
        ("più mosso", "PIU-MOSSO"),
        ("Für", "fur"),
        ("Stoß", "stoss"),
        ("８ｖａ", "8va"),
        ("\u{202e}allegro\u{202c}", "allegro"),
        ("staccato\u{200b}", "staccato"),
        ("「渐强」", "渐强"),
        ("C#", "C♯"),
    ] {
        assert_eq!(fold(one), fold(other), "{one} and {other}");
    }
}

#[test]
fn signs_of_music_stay_what_they_are() {
    for (one, other) in [("♯", "♭"), ("//", ","), ("p", "pp"), ("𝄋", "𝄌"), (">", "^"), ("7", "8")] {
        assert!(!fold(one).is_empty());
        assert_ne!(fold(one), fold(other));
        assert_ne!(sound(&fold(one)), sound(&fold(other)), "{one} and {other} sound alike");
    }
}

#[test]
fn what_is_often_mistaken_sounds_the_same() {
    for (written, meant) in [
        ("Kreschendo", "crescendo"),
        ("Stakatto", "staccato"),
        ("Pizzikatto", "pizzicato"),
        ("soto voche", "sotto voce"),
        ("Rythmus", "Rhythmus"),
        ("arpejio", "arpeggio"),
        ("合弦", "和弦"),
        ("園舞曲", "圓舞曲"),
    ] {
        assert_eq!(sound(&fold(written)), sound(&fold(meant)), "{written} for {meant}");
    }
    for (one, other) in [("forte", "fortissimo"), ("mordent", "mordente"), ("快板", "慢板"), ("dolce", "dolente")] {
        assert_ne!(sound(&fold(one)), sound(&fold(other)), "{one} and {other}");
    }
}

proptest! {
    #[test]
    fn folding_again_changes_nothing(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn nothing_that_is_not_seen_is_left(text in "[a-zA-Z \\x00-\\x1f\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]{0,40}") {
        let folded = fold(&text);
        prop_assert!(folded.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{folded:?}");
        prop_assert!(!folded.starts_with(' ') && !folded.ends_with(' ') && !folded.contains("  "));
    }

    #[test]
    fn anything_has_a_sound_and_pieces(text in "\\PC{0,60}") {
        let heard = sound(&fold(&text));
        prop_assert!(!heard.contains(' '));
        prop_assert_eq!(grams(&heard).is_empty(), false);
    }
}
