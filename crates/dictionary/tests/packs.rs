//! Packs: the whole dictionary of a language in one file that devices can afford.
#![cfg(test)]

use std::path::Path;

use mirubato_dictionary_terms::pack::{self, Pack};
use mirubato_dictionary_terms::{Language, Term, files};
use serde_json::Value;

fn terms() -> Vec<Term> {
    files::content(Path::new("../../terms")).expect("the terms").terms
}

fn packed(language: Language, terms: &[Term]) -> Value {
    serde_json::to_value(Pack::of(language, terms)).expect("JSON")
}

#[test]
fn a_pack_holds_every_term_of_its_language() {
    let terms = terms();
    for language in Language::ALL {
        let pack = packed(language, &terms);
        assert_eq!(pack["format"], pack::FORMAT);
        assert_eq!(pack["language"], language.tag());
        let packed = pack["terms"].as_array().expect("terms");
        assert_eq!(packed.len(), terms.len());
        for (packed, term) in packed.iter().zip(&terms) {
            assert_eq!(packed["id"], term.id);
            assert_eq!(packed["full"], term.definitions[&language].full);
        }
    }
}

#[test]
fn related_terms_are_named_by_their_places() {
    let terms = terms();
    let pack = packed(Language::English, &terms);
    for (packed, term) in pack["terms"].as_array().expect("terms").iter().zip(&terms) {
        let places = packed["related"].as_array().cloned().unwrap_or_default();
        let related: Vec<_> =
            places.iter().map(|place| pack["terms"][place.as_u64().expect("a place") as usize]["id"].clone()).collect();
        let expected: Vec<_> = term.related.iter().map(|other| Value::from(other.id.as_str())).collect();
        assert_eq!(related, expected, "{}", term.id);
    }
}

#[test]
fn a_term_without_a_definition_in_the_language_is_left_out_with_all_that_leads_to_it() {
    let mut terms = terms();
    let allegro = terms.iter_mut().find(|term| term.id == "allegro").expect("allegro");
    allegro.definitions.remove(&Language::German);
    let pack = packed(Language::German, &terms);
    let packed = pack["terms"].as_array().expect("terms");
    assert_eq!(packed.len(), terms.len() - 1);
    assert!(packed.iter().all(|term| term["id"] != "allegro"));
    let presto = packed.iter().find(|term| term["id"] == "presto").expect("presto");
    let last = packed.len() as u64;
    assert!(presto["related"].as_array().is_none_or(|places| places.iter().all(|place| place.as_u64() < Some(last))));
}

#[test]
fn names_in_every_language_are_in_every_pack() {
    let terms = terms();
    let find = |language| {
        let pack = packed(language, &terms);
        let found = pack["terms"].as_array().expect("terms").iter().find(|term| term["id"] == "quarter-note").cloned();
        found.expect("the quarter note")
    };
    let texts = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let spanish = find(Language::Spanish);
    assert!(texts(&spanish["names"]).contains(&"negra".into()));
    assert!(texts(&spanish["otherNames"]).contains(&"四分音符".into()));
    let chinese = find(Language::SimplifiedChinese);
    assert!(texts(&chinese["names"]).contains(&"四分音符".into()));
    assert!(texts(&chinese["otherNames"]).contains(&"negra".into()));
    assert!(!texts(&chinese["otherNames"]).contains(&"四分音符".into()));
}

#[test]
fn the_name_of_a_pack_changes_with_what_is_in_it() {
    assert_eq!(pack::hash(b"one").len(), 16);
    assert_ne!(pack::hash(b"one"), pack::hash(b"two"));
    assert_eq!(
        pack::url(Language::SimplifiedChinese, "0123456789abcdef"),
        "/dictionary/api/packs/zh-CN/0123456789abcdef"
    );
}
