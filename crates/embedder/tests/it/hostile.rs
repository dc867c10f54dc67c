//! Texts and files that mean harm.

use mirubato_embedder::{Encoder, Fault, LONGEST, TextError};
use proptest::prelude::*;

use crate::weights;

#[test]
fn a_text_that_is_too_long_is_refused_and_the_longest_is_not() {
    let encoder = weights::reduced();
    assert_eq!(encoder.embed(&"x".repeat(LONGEST + 1)), Err(TextError::TooLong));
    assert_eq!(encoder.embed(&"\u{301}".repeat(5_000)), Err(TextError::TooLong));
    assert!(encoder.embed(&"x".repeat(LONGEST)).is_ok());
}

#[test]
fn a_text_in_which_nothing_is_known_is_empty() {
    let encoder = weights::reduced();
    for text in [
        "",
        " ",
        "\n\t\r",
        "\u{3000}\u{a0}",
        "\0\u{1}\u{2}",
        "▁",
        "<s></s><unk>",
        "\u{202e}\u{2066}",
        "постепенно",
        "بالتدريج",
    ] {
        assert_eq!(encoder.embed(text), Err(TextError::Empty), "{text:?}");
    }
}

#[test]
fn a_file_that_is_cut_short_or_of_another_kind_is_refused() {
    let file = weights::file();
    for length in [0, 7, 8, 40, 56, 57, 300_000, file.len() / 2, file.len() - 1] {
        assert!(Encoder::read(&file[..length]).is_err(), "{length}");
    }
    assert_eq!(Encoder::read(&[&file[..], b"x"].concat()).err(), Some(Fault("its length")));
    assert_eq!(Encoder::read(b"\0asm").err(), Some(Fault("its beginning")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_text_has_a_vector_of_length_one_or_is_refused(text in "\\PC{0,80}|[\\p{M}\\p{Cf}\\p{Cc}\\p{Han} ]{0,80}") {
        let encoder = weights::reduced();
        let tokens = encoder.tokens(&text);
        prop_assert!(tokens.starts_with(&[1]) && tokens.ends_with(&[2]));
        if let Ok(vector) = encoder.embed(&text) {
            let length: f32 = vector.iter().map(|value| value * value).sum();
            prop_assert!((length - 1.0).abs() < 1e-4);
        }
    }

    #[test]
    fn a_damaged_file_gives_wrong_vectors_but_does_not_trap(
        places in prop::collection::vec((56_usize..1_500_000, any::<u8>()), 1..400),
        text in "\\PC{1,40}",
    ) {
        let mut file = weights::file();
        for (place, byte) in places {
            file[place] = byte;
        }
        if let Ok(encoder) = Encoder::read(&file) {
            let _ = encoder.embed(&text);
            let _ = encoder.embed("crescendo ﬁne ü ♯ 渐强");
        }
    }
}
