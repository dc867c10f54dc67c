//! Which of several terms is meant.

use mirubato_dictionary_terms::search::rank::{By, Called, Candidate, Found, by_name, rank};
use mirubato_dictionary_terms::search::{Query, sound};
use mirubato_dictionary_terms::{Language, Languages, Naming, fold};
use proptest::prelude::*;

fn called(name: &str, naming: Naming) -> Called {
    let folded = fold(name);
    Called { name: name.to_owned(), sound: sound(&folded), folded, naming, languages: Languages::default() }
}

fn candidate(slug: &str, names: &[(&str, Naming)], words: f64, cosine: Option<f32>) -> Candidate {
    let names = names.iter().map(|(name, naming)| called(name, *naming)).collect();
    Candidate { slug: slug.to_owned(), headword: slug.to_owned(), difficulty: 1, opened: 0, names, words, cosine }
}

fn slugs(found: &[Found]) -> Vec<&str> {
    found.iter().map(|found| found.slug.as_str()).collect()
}

#[test]
fn a_name_goes_before_a_beginning_that_before_a_slip_and_all_before_what_is_said() {
    use Naming::Headword;
    let candidates = vec![
        candidate("said", &[], 9.0, Some(1.0)),
        candidate("slip", &[("foret", Headword)], 0.0, None),
        candidate("beginning", &[("forte piano", Headword)], 0.0, None),
        candidate("name", &[("forte", Headword)], 0.0, None),
    ];
    let found = rank(&Query::read("forte", None), candidates);
    assert_eq!(slugs(&found), ["name", "beginning", "slip", "said"]);
    assert_eq!(
        found.iter().map(|found| found.by).collect::<Vec<_>>(),
        [By::Name, By::Beginning, By::Likeness, By::Meaning]
    );
}

#[test]
fn a_headword_goes_before_an_abbreviation_and_that_before_other_words() {
    let candidates = Naming::ALL.map(|naming| candidate(&format!("{naming:?}"), &[("piano", naming)], 0.0, None));
    let found = by_name(&Query::read("piano", None), candidates.into());
    assert_eq!(slugs(&found), ["Headword", "Abbreviation", "Translation", "Synonym"]);
}

#[test]
fn a_sign_is_meant_as_it_is_written() {
    let candidates = || {
        vec![
            candidate("pedal", &[("P", Naming::Abbreviation)], 0.0, None),
            candidate("piano", &[("p", Naming::Abbreviation)], 0.0, None),
        ]
    };
    assert_eq!(slugs(&by_name(&Query::read("p", None), candidates())), ["piano", "pedal"]);
    assert_eq!(slugs(&by_name(&Query::read("P", None), candidates())), ["pedal", "piano"]);
}

#[test]
fn of_terms_that_are_as_likely_the_one_met_first_comes_first_then_the_one_opened_most() {
    let one = |slug, difficulty, opened| Candidate {
        difficulty,
        opened,
        ..candidate(slug, &[("rit.", Naming::Abbreviation)], 0.0, None)
    };
    let candidates = vec![one("rare", 3, 900), one("common", 1, 0), one("asked", 1, 7), one("again", 1, 0)];
    assert_eq!(slugs(&by_name(&Query::read("rit.", None), candidates)), ["asked", "again", "common", "rare"]);
}

#[test]
fn words_and_meaning_add_up() {
    let candidates = vec![
        candidate("words", &[], 10.0, Some(0.2)),
        candidate("meaning", &[], 0.0, Some(0.6)),
        candidate("both", &[], 8.0, Some(0.6)),
        candidate("neither", &[], 0.0, Some(-0.5)),
    ];
    let found = rank(&Query::read("a line over a note", None), candidates);
    assert_eq!(slugs(&found), ["both", "words", "meaning"]);
}

fn anything() -> impl Strategy<Value = Candidate> {
    let name = (
        prop::sample::select(vec!["allegro", "allegretto", "largo", "forte", "fp", "快板", "p"]),
        0_usize..4,
        0_u8..64,
    );
    let names = prop::collection::vec(name, 0..3);
    (0_u32..1_000, names, 0.0_f64..30.0, prop::option::of(-1.0_f32..1.0), 1_u8..4, 0_u64..5).prop_map(
        |(slug, names, words, cosine, difficulty, opened)| {
            let names = names.into_iter().map(|(name, naming, languages)| Called {
                languages: Languages(languages),
                ..called(name, Naming::ALL[naming])
            });
            let names = names.collect();
            Candidate { slug: format!("t{slug}"), headword: String::new(), difficulty, opened, names, words, cosine }
        },
    )
}

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    prop::collection::vec(anything(), 0..12).prop_map(|mut candidates| {
        candidates.sort_by(|a, b| a.slug.cmp(&b.slug));
        candidates.dedup_by(|a, b| a.slug == b.slug);
        candidates
    })
}

fn typed() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["allegro", "alegro", "all", "forte", "快板", "kuai", "p", "loud and fast", "", "//"])
}

proptest! {
    #[test]
    fn the_order_in_which_terms_come_does_not_matter(candidates in candidates(), text in typed()) {
        let query = Query::read(text, Some(Language::German));
        let mut backwards = candidates.clone();
        backwards.reverse();
        prop_assert_eq!(rank(&query, candidates), rank(&query, backwards));
    }

    #[test]
    fn the_language_hides_nothing_and_finds_nothing_more(candidates in candidates(), text in typed()) {
        let found = |language| {
            let mut found: Vec<_> = rank(&Query::read(text, language), candidates.clone()).into_iter().map(|found| found.slug).collect();
            found.sort();
            found
        };
        let without = found(None);
        for language in Language::ALL {
            prop_assert_eq!(&found(Some(language)), &without);
        }
    }

    #[test]
    fn scores_fall_from_one_to_nought(candidates in candidates(), text in typed()) {
        let found = rank(&Query::read(text, None), candidates);
        prop_assert!(found.iter().all(|found| found.score > 0.0 && found.score <= 1.0));
        prop_assert!(found.is_sorted_by(|a, b| a.score >= b.score));
        // Whatever was found by a name goes before whatever was not.
        prop_assert!(found.is_sorted_by_key(|found| matches!(found.by, By::Words | By::Meaning)));
    }

    #[test]
    fn more_that_speaks_for_a_term_never_puts_it_further_back(candidates in candidates(), text in typed(), which in 0_usize..12, more in 0.0_f32..0.5) {
        prop_assume!(which < candidates.len());
        let query = Query::read(text, None);
        let slug = candidates[which].slug.clone();
        let place = |candidates| rank(&query, candidates).iter().position(|found| found.slug == slug).unwrap_or(usize::MAX);
        let before = place(candidates.clone());
        let mut better = candidates;
        better[which].cosine = Some((better[which].cosine.unwrap_or(0.0) + more).min(1.0));
        prop_assert!(place(better) <= before);
    }
}
