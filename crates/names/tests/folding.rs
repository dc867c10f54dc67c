//! Text as a search compares it.

use mirubato_names::fold;
use proptest::prelude::*;

#[test]
fn accents_case_and_width_do_not_matter() {
    for (text, folded) in [
        ("Für Elise", "fur elise"),
        ("  Étude \t en\n ut ", "etude en ut"),
        ("Dvořák", "dvorak"),
        ("Tárrega: Capricho Árabe", "tarrega: capricho arabe"),
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("Cœur, ŒUVRE, Æther", "coeur, oeuvre, aether"),
        ("Søren Łukasz Đuro Þór", "soren lukasz duro thor"),
        ("Ｏｐ．１", "op.1"),
        ("ﬁnale № 5", "finale no 5"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Пётр Чайковский", "петр чаиковскии"),
        ("ΟΔΥΣΣΕΥΣ Ὀδυσσεύς", "οδυσσευσ οδυσσευσ"),
        ("שָׁלוֹם", "שלום"),
        ("月光奏鸣曲", "月光奏鸣曲"),
        ("ガーシュウィン ｶﾞ", "ガーシュウィン ガ"),
        ("엘리제를 위하여", "엘리제를 위하여"),
        ("हिन्दी", "हिन्दी"),
        ("", ""),
    ] {
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[test]
fn every_character_folds_to_what_stays() {
    for c in '\0'..=char::MAX {
        let once = fold(&c.to_string());
        assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
    }
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "(?s).{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn capitals_fold_like_small_letters(text in "[a-zàâäçéèêëíîïñóôöúùûüßœæøłđřčšžёйа-я ]{0,40}") {
        prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
    }
}
