//! Lists that pages are made of.

use mirubato_dictionary::store::listed;
use mirubato_dictionary::{DATABASE, packs};
use mirubato_dictionary_terms::Language;
use mirubato_web::encoding::Encoding;

use crate::story::story;

#[test]
fn every_term_is_listed_once_in_the_order_of_the_alphabet() {
    story(|| async {
        let entries = listed::entries(&DATABASE).await.unwrap();
        let letters: Vec<_> = entries.chunk_by(|one, other| one.letter == other.letter).collect();
        let mut sorted: Vec<_> = letters.iter().map(|listed| listed[0].letter.clone()).collect();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), letters.len(), "each letter stands once");
        let etude = entries.iter().find(|entry| entry.id == "etude").unwrap();
        assert_eq!((etude.term.as_str(), etude.letter.as_str(), etude.source_language.as_str()), ("étude", "e", "fr"));
        let dated = listed::dated(&DATABASE).await.unwrap();
        assert_eq!(dated.len(), entries.len());
        assert!(dated.iter().all(|term| term.languages.len() == 6 && term.updated_at.ends_with('Z')));
    });
}

#[test]
fn packs_are_of_the_terms_that_are_served() {
    story(|| async {
        let count = listed::entries(&DATABASE).await.unwrap().len();
        let packs = packs::list().unwrap();
        assert_eq!(packs.items.len(), 6);
        for listed in &packs.items {
            assert_eq!(listed.terms, count);
            assert!(listed.bytes <= 400_000, "{} bytes", listed.bytes);
            assert_eq!(packs::read(listed, Encoding::Gzip).unwrap().len() as u64, listed.bytes);
            assert_eq!(packs::find(listed.lang, &listed.hash).unwrap(), Some(listed));
        }
        assert_eq!(packs::find(Language::English, "../terms").unwrap(), None);
    });
}
