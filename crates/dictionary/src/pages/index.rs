//! The page of a language: every term from A to Z.

use maud::html;

use super::layout::{Page, render};
use super::{Site, index_path, linked_data, phrases, term_path};
use crate::Language;

/// A term in the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its slug.
    pub id: String,
    /// Its headword.
    pub term: String,
    /// The language of that (BCP 47).
    pub source_language: String,
    /// What it is listed under.
    pub letter: String,
}

/// The page of a language. The entries come in the order they are listed in.
#[must_use]
pub fn index(site: &Site<'_>, language: Language, entries: &[Entry]) -> String {
    let letters: Vec<&[Entry]> = entries.chunk_by(|one, other| one.letter == other.letter).collect();
    let headed = || letters.iter().filter_map(|listed| Some((listed.first()?.letter.to_uppercase(), *listed)));
    let content = html! {
        h1 { (phrases::dictionary(language)) }
        p.brief { (phrases::about(language)) }
        nav aria-label=(phrases::letters(language)) {
            ul.letters { @for (letter, _) in headed() { li { a href={ "#" (anchor(&letter)) } { (letter) } } } }
        }
        @for (letter, listed) in headed() {
            section {
                h2 #(anchor(&letter)) { (letter) }
                ul.terms {
                    @for entry in listed {
                        li { a href=(term_path(language, &entry.id)) lang=(entry.source_language) { (entry.term) } }
                    }
                }
            }
        }
    };
    let page = Page {
        language,
        title: phrases::dictionary(language),
        description: phrases::about(language),
        places: &Language::ALL.map(|language| (language, index_path(language))),
        linked_data: Some(linked_data::dictionary(site, language)),
        content,
    };
    render(site, &page)
}

/// What a letter's part of the page is called in addresses.
fn anchor(letter: &str) -> String {
    if letter.chars().all(char::is_alphanumeric) { letter.to_lowercase() } else { "other".to_owned() }
}
