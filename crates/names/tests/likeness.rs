//! How alike two pieces are.

use mirubato_names::{likeness, score_id};
use proptest::prelude::*;

/// From here on the user is asked.
const ASKED: f64 = 0.7;

fn piece(text: &str) -> (&str, Option<&str>) {
    text.split_once(" / ").map_or((text, None), |(title, composer)| (title, Some(composer)))
}

fn alike(a: &str, b: &str) -> f64 {
    let ((title_a, composer_a), (title_b, composer_b)) = (piece(a), piece(b));
    likeness(title_a, composer_a, title_b, composer_b)
}

#[test]
fn one_piece_typed_in_two_ways_is_wholly_alike() {
    for (a, b) in [
        ("Für Elise / L. v. Beethoven", "fur elise / Beethoven"),
        ("Nocturne Op. 9, No. 2 / Chopin", "nocturne op.9 no.2 / Frédéric Chopin"),
        ("Clair de lune / Debussy", "Debussy / Clair de lune"),
        ("Clair de lune", "CLAIR DE LUNE / unknown"),
        ("L’isle joyeuse / Debussy", "L'Isle Joyeuse / C. Debussy"),
    ] {
        assert!(alike(a, b) > 0.999, "{a} and {b}: {}", alike(a, b));
    }
}

#[test]
fn pieces_that_may_be_the_same_are_asked_about() {
    for (a, b) in [
        ("Moonlight Sonata / Beethoven", "Moonlight Sonat / Beethoven"),
        ("Für Elise / Beethoven", "Für Elise"),
        ("Gymnopédie No. 1 / Satie", "Gymnopedie 1 / Erik Satie"),
        ("Clair de lune / Debusyy", "Clair de lune / Debussy"),
    ] {
        assert!((ASKED..1.0).contains(&alike(a, b)), "{a} and {b}: {}", alike(a, b));
    }
}

#[test]
fn other_pieces_are_not() {
    for (a, b) in [
        ("Für Elise / Beethoven", "Clair de lune / Debussy"),
        ("Prelude / Bach", "Nocturne / Bach"),
        ("Für Elise", "Clair de lune"),
        ("Ave Maria / Schubert", "Arabesque / Debussy"),
    ] {
        assert!(alike(a, b) < ASKED, "{a} and {b}: {}", alike(a, b));
    }
}

#[test]
fn a_composer_on_one_side_only_leaves_a_doubt() {
    assert!((alike("Für Elise / Beethoven", "Für Elise") - 0.79).abs() < 1e-9);
    assert!((alike("Für Elise / Beethoven", "Für Elise / ") - 0.79).abs() < 1e-9);
}

#[test]
fn a_title_of_a_megabyte_costs_little() {
    for attack in ["a", " ", "\u{301}", "ﷺ", "-"] {
        let text = attack.repeat(1_000_000 / attack.len());
        let alike = likeness(&text, Some(&text), &text, Some(&text));
        assert!((0.0..=1.0).contains(&alike));
    }
}

proptest! {
    #[test]
    fn it_is_between_0_and_1_and_the_same_from_both_sides(
        a in "\\PC{0,30}", b in "\\PC{0,30}", ca in prop::option::of("\\PC{0,20}"), cb in prop::option::of("\\PC{0,20}")
    ) {
        let alike = likeness(&a, ca.as_deref(), &b, cb.as_deref());
        prop_assert!((0.0..=1.0).contains(&alike));
        prop_assert_eq!(alike, likeness(&b, cb.as_deref(), &a, ca.as_deref()));
    }

    #[test]
    fn a_piece_is_wholly_like_itself(title in "\\PC{0,30}", composer in prop::option::of("\\PC{0,20}")) {
        prop_assert!(likeness(&title, composer.as_deref(), &title, composer.as_deref()) > 0.999);
    }

    #[test]
    fn one_identity_is_wholly_alike(title in "[a-zé ]{1,20}", composer in "[a-z. ]{0,20}") {
        let (loud_title, loud_composer) = (title.to_uppercase(), composer.to_uppercase());
        prop_assume!(score_id(&title, Some(&composer)) == score_id(&loud_title, Some(&loud_composer)));
        prop_assert!(likeness(&title, Some(&composer), &loud_title, Some(&loud_composer)) > 0.999);
    }
}
