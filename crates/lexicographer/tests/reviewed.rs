//! The rules, held against 746 terms that people have read: what is good passes unchanged, and is known to be.
#![cfg(test)]

mod support;

use mirubato_dictionary_terms::Term;
use mirubato_lexicographer::quality::{Decision, decide};
use mirubato_lexicographer::{Author, Wanted, check, read, rules, slug};

use crate::support::{answer, terms};

/// They are abbreviated by signs that no model may write: `<>`, `tr~`, `#`, and notes made of parts.
const SIGNS: [&str; 5] = ["hairpin", "trill", "sharp", "half-note", "sixteenth-note"];

#[test]
fn every_reviewed_term_would_have_been_read_and_served() {
    let by_model = terms().values().filter(|term| !SIGNS.contains(&term.id.as_str()));
    let faults: Vec<_> = by_model.filter_map(|term| Some(format!("{}: {}", term.id, fault(term)?))).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn fault(term: &Term) -> Option<String> {
    let wanted = match Wanted::read(&term.term, Some(term.source_language.tag())) {
        Ok(wanted) => wanted,
        Err(why) => return Some(why.to_string()),
    };
    let headword = |slug: &str| terms().get(slug).map(|term| term.term.clone());
    let mut read = match read(answer(term).to_string().as_bytes(), &wanted, headword) {
        Ok(read) => read,
        Err(why) => return Some(why.to_string()),
    };
    let quality = rules::score(&read);
    if decide(quality) != Decision::Serve || quality.score < 85 {
        return Some(format!("{quality:?}"));
    }
    (read.provenance, read.quality, read.id) = (term.provenance, term.quality, term.id.clone());
    // Where a synonym stands there twice.
    read.synonyms.clone_from(&term.synonyms);
    (read != *term).then(|| format!("{read:?}"))
}

#[test]
fn people_may_write_what_they_have_written() {
    for term in terms().values() {
        let mut tidy = term.clone();
        assert_eq!(check(&mut tidy, Author::Person), [], "{}", term.id);
    }
}

#[test]
fn a_headword_leads_to_the_slug_that_people_chose() {
    let others: Vec<_> = terms().values().filter(|term| slug(&term.term) != term.id).map(|term| &term.id).collect();
    assert!(others.len() < 30, "{others:?}");
}
