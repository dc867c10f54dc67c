//! The identity of a piece.

use mirubato_names::{normalise_score_id, score_id};
use proptest::prelude::*;

#[test]
fn a_piece_has_one_identity_however_it_is_typed() {
    // title, composer, identity
    for (title, composer, id) in [
        ("Nocturne Op. 9 No. 2", "Chopin", "nocturne op. 9 no. 2-frédéric chopin"),
        ("  Für   Elise ", "L. van Beethoven", "für elise-ludwig van beethoven"),
        ("FÜR ELISE", "Beethoven, Ludwig van", "für elise-ludwig van beethoven"),
        ("Fu\u{308}r Elise", "beethoven", "für elise-ludwig van beethoven"),
        ("Clair de lune", "", "clair de lune-unknown"),
        ("Clair de lune", "Unknown", "clair de lune-unknown"),
        ("Clair de lune", " . ", "clair de lune-unknown"),
        ("Prelude – Book 1", "J.S. Bach", "prelude - book 1||johann sebastian bach"),
        ("Prelude — Book 1", "bach", "prelude - book 1||johann sebastian bach"),
        ("Étude", "Liszt-Busoni", "étude||liszt-busoni"),
        ("Le cygne", "Saint-Saëns", "le cygne||camille saint-saëns"),
        ("“Summertime”", "Gershwin", "\"summertime\"-george gershwin"),
        ("L’isle joyeuse", "Debussy", "l'isle joyeuse-claude debussy"),
        ("Waltz", "J. S. Smith", "waltz-js smith"),
        ("Waltz", "Smith, J.S.", "waltz-js smith"),
        ("月光", "贝多芬", "月光-ludwig van beethoven"),
        ("a || b", "c|d", "a b-c d"),
        ("", "", "-unknown"),
        ("score_Abc-1", "Bach", "score_Abc-1"),
        (" 0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a77", "Bach", "0190b3c2-8f3e-7cc1-9d5a-2b1c6f0e4a77"),
    ] {
        assert_eq!(score_id(title, Some(composer)), id, "{title}, {composer}");
    }
    assert_eq!(score_id("Clair de lune", None), "clair de lune-unknown");
}

#[test]
fn an_id_made_by_other_rules_becomes_the_identity() {
    for (old, id) in [
        ("p1", "p1-unknown"),
        ("Nocturne-Chopin", "nocturne-frédéric chopin"),
        ("Clair de Lune - Debussy", "clair de lune-claude debussy"),
        ("für elise-l van beethoven", "für elise-ludwig van beethoven"),
        ("prelude - book 1||js bach", "prelude - book 1||johann sebastian bach"),
        ("Prelude - Book 1 - J.S. Bach", "prelude - book 1||johann sebastian bach"),
        ("le cygne-saint-saëns", "le cygne||camille saint-saëns"),
        ("étude||liszt-busoni", "étude||liszt-busoni"),
        ("Pas-de-deux - Jean-Luc Smith", "pas-de-deux||jean-luc smith"),
        ("a-b-c", "a-b||c"),
        ("waltz||nobody", "waltz-nobody"),
        ("", "-unknown"),
        ("score_Abc-1", "score_Abc-1"),
        ("0190B3C2-8f3e-7cc1-9d5a-2b1c6f0e4a77", "0190B3C2-8f3e-7cc1-9d5a-2b1c6f0e4a77"),
    ] {
        assert_eq!(normalise_score_id(old), id, "{old}");
    }
}

#[test]
fn what_differs_for_a_musician_has_two_identities() {
    assert_ne!(score_id("Nocturne Op. 9 No. 1", Some("Chopin")), score_id("Nocturne Op. 9 No. 2", Some("Chopin")));
    assert_ne!(score_id("Romance", Some("Clara Schumann")), score_id("Romance", Some("Robert Schumann")));
    assert_ne!(score_id("Waltz", None), score_id("Waltz", Some("Chopin")));
}

#[test]
fn a_very_long_title_costs_little() {
    for attack in ["a", "-", "||", " - ", "\u{301}", ".", "İ", "Bach-", "ﷺ"] {
        let text = attack.repeat(100_000 / attack.len());
        let id = score_id(&text, Some(&text));
        assert_eq!(normalise_score_id(&id), id);
        let id = normalise_score_id(&text);
        assert_eq!(normalise_score_id(&id), id);
    }
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "für",
        "Bach",
        "J.S.",
        "o. p.",
        "op",
        "9",
        "K.",
        "-",
        " - ",
        "–",
        "|",
        "||",
        " ",
        "  ",
        ".",
        ",",
        "score_",
        "a",
        "É",
        "e\u{301}",
        "\u{301}",
        "İ",
        "Σ",
        "Saint-Saëns",
        "unknown",
        "'",
        "’",
        "\u{200B}",
        "\u{AD}",
        "\u{2000}",
        "\u{1FEF}",
        "ﬁ",
        "月",
    ]);
    prop_oneof![prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat()), "\\PC{0,40}", "(?s).{0,20}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn an_identity_stays_as_it_is(title in text(), composer in prop::option::of(text())) {
        let id = score_id(&title, composer.as_deref());
        prop_assert_eq!(normalise_score_id(&id), id);
    }

    #[test]
    fn normalising_twice_changes_nothing(id in text()) {
        let once = normalise_score_id(&id);
        prop_assert_eq!(normalise_score_id(&once), once);
    }

    #[test]
    fn case_and_spaces_do_not_matter(
        title in "[a-zäöüéèçñ0-9,']{1,8}( [a-zäöüéèçñ.]{1,8}){0,3}",
        composer in "[a-zäéř]{3,8}( [a-zäéř]{3,8}){0,2}",
    ) {
        let loud = score_id(&format!("  {} ", title.to_uppercase().replace(' ', "   ")), Some(&composer.to_uppercase()));
        prop_assert_eq!(loud, score_id(&title, Some(&composer)));
    }
}
