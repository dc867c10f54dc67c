//! The pages: what they say, and that nothing in a term is ever more than text.
#![cfg(test)]

use std::path::Path;
use std::sync::LazyLock;

use mirubato_dictionary_terms::pages::{self, Dated, Entry, Site};
use mirubato_dictionary_terms::{Definition, Language, Related, Term, files};
use proptest::prelude::*;

const SITE: Site<'static> = Site { origin: "https://mirubato.example" };

fn terms() -> Vec<Term> {
    files::content(Path::new("../../terms")).expect("the terms").terms
}

fn term(slug: &str) -> Term {
    static TERMS: LazyLock<Vec<Term>> = LazyLock::new(terms);
    TERMS.iter().find(|term| term.id == slug).expect("the term").clone()
}

/// What a `<script>` of linked data holds.
fn linked_data(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">").expect("linked data");
    let (data, _) = rest.split_once("</script>").expect("its end");
    serde_json::from_str(data).expect("JSON")
}

/// One element a line, to be read and compared. Another stylesheet makes no other page.
fn readable(page: &str) -> String {
    page.replace(&pages::style_path(), "/dictionary/style.css").replace("><", ">\n<")
}

#[test]
fn a_term_has_a_page_in_each_language() {
    let allegro = term("allegro");
    insta::assert_snapshot!("allegro-de", readable(&pages::term(&SITE, Language::German, &allegro).expect("a page")));
    insta::assert_snapshot!(
        "allegro-zh-TW",
        readable(&pages::term(&SITE, Language::TraditionalChinese, &allegro).expect("a page"))
    );
}

#[test]
fn every_term_has_every_page_with_a_title_and_a_description_of_a_fair_length() {
    for term in terms() {
        for language in Language::ALL {
            let page = pages::term(&SITE, language, &term).expect("a page");
            assert_eq!(linked_data(&page)["name"], term.term);
            let (_, rest) = page.split_once("name=\"description\" content=\"").expect("a description");
            let description = rest.split_once('"').expect("its end").0.replace("&quot;", "\"").replace("&amp;", "&");
            assert!((20..=160).contains(&description.chars().count()), "{}: {description}", term.id);
        }
    }
}

#[test]
fn a_term_has_no_page_in_a_language_it_is_not_defined_in() {
    let mut allegro = term("allegro");
    allegro.definitions.remove(&Language::French);
    assert_eq!(pages::term(&SITE, Language::French, &allegro), None);
    let english = pages::term(&SITE, Language::English, &allegro).expect("a page");
    assert!(!english.contains("/dictionary/fr"), "nothing leads to a page that is not there");
}

#[test]
fn a_language_has_a_page_from_a_to_z() {
    let entry = |id: &str, term: &str, letter: &str| Entry {
        id: id.into(),
        term: term.into(),
        source_language: "it".into(),
        letter: letter.into(),
    };
    let entries = [
        entry("8va", "8va", "#"),
        entry("adagio", "adagio", "a"),
        entry("allegro", "allegro", "a"),
        entry("brio", "brio", "b"),
    ];
    insta::assert_snapshot!("index-fr", readable(&pages::index(&SITE, Language::French, &entries)));
}

#[test]
fn what_is_not_there_leads_to_what_may_be_meant() {
    let near = [Related { id: "allegro".into(), term: "allegro".into() }];
    insta::assert_snapshot!("missing-en", readable(&pages::missing(&SITE, Language::English, "alegro", &near)));
    let page = pages::missing(&SITE, Language::English, &"<b>\u{7}".repeat(1_000), &[]);
    assert!(page.len() < 4_000 && !page.contains("<b>") && !page.contains('\u{7}'));
}

#[test]
fn sitemaps_name_every_page_in_every_language() {
    insta::assert_snapshot!("sitemaps", pages::sitemaps(&SITE));
    let dated = Dated {
        id: "allegro".into(),
        updated_at: "2026-11-28T09:00:00.000Z".into(),
        languages: vec![Language::English, Language::German],
    };
    insta::assert_snapshot!("sitemap-de", pages::sitemap(&SITE, Language::German, std::slice::from_ref(&dated)));
    assert!(!pages::sitemap(&SITE, Language::French, &[dated]).contains("allegro"));
}

#[test]
fn the_stylesheet_is_where_the_pages_look_for_it() {
    let page = pages::index(&SITE, Language::English, &[]);
    assert!(page.contains(&format!("href=\"{}\"", pages::style_path())));
    assert!(pages::STYLE.contains("--paper") && pages::STYLE.contains("prefers-color-scheme: dark"));
}

/// A term in which every text is `text`.
fn saying(text: &str) -> Term {
    let mut term = term("allegro");
    let said = || text.to_owned();
    term.id = said();
    term.term = said();
    term.pronunciation.ipa = said();
    term.abbreviations = vec![said()];
    term.synonyms = vec![said()];
    term.related = vec![Related { id: said(), term: said() }];
    for definition in term.definitions.values_mut() {
        *definition =
            Definition { names: vec![said()], asked: vec![said()], brief: said(), full: said(), usage: Some(said()) };
    }
    term
}

/// How much markup there is.
fn elements(page: &str) -> (usize, usize, usize) {
    let count = |c: char| page.matches(c).count();
    (count('<'), count('>'), count('"'))
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("</script><script>alert(1)</script>".to_owned()),
        Just("<!--<script>".to_owned()),
        Just("\"><img src=x onerror=alert(1)>".to_owned()),
        Just("' autofocus onfocus='alert(1)".to_owned()),
        Just("javascript:alert(1)".to_owned()),
        Just("../../api/user/me?x=1#y".to_owned()),
        Just("&lt;b&gt;\u{2028}\u{202E}\u{0}".to_owned()),
        "\\PC{1,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_term_says_is_text_and_no_markup(text in hostile()) {
        let page = pages::term(&SITE, Language::English, &saying(&text)).expect("a page");
        let tame = pages::term(&SITE, Language::English, &saying("x")).expect("a page");
        // In the linked data quotes are part of JSON: a text with a quote has more of them, escaped, and nothing else.
        let without_data = |page: &str| {
            let (head, rest) = page.split_once("<script").expect("linked data");
            format!("{head}{}", rest.split_once("</script>").expect("its end").1)
        };
        prop_assert_eq!(elements(&without_data(&page)), elements(&without_data(&tame)));
        prop_assert_eq!(page.matches('<').count(), tame.matches('<').count());
        prop_assert_eq!(&linked_data(&page)["name"], &text);
        for address in page.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            prop_assert!(address.starts_with('/') || address.starts_with(SITE.origin), "{}", address);
            prop_assert!(!address.contains("..") && !address.contains(['?', '#']), "{}", address);
        }
    }

    #[test]
    fn whatever_is_asked_for_is_text_and_no_markup(text in hostile()) {
        let page = pages::missing(&SITE, Language::German, &text, &[]);
        prop_assert_eq!(elements(&page), elements(&pages::missing(&SITE, Language::German, "x", &[])));
    }
}
