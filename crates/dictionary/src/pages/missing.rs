//! The pages of what is not there.

use maud::html;

use super::layout::{Page, render};
use super::{Site, index_path, phrases, term_path};
use crate::{Language, Related};

/// The most of what somebody asked for that is repeated to them, in characters.
const REPEATED: usize = 100;

/// The page of a term that is not there, with terms that may be meant.
#[must_use]
pub fn missing(site: &Site<'_>, language: Language, asked: &str, near: &[Related]) -> String {
    let asked: String = asked.chars().filter(|c| !c.is_control()).take(REPEATED).collect();
    let content = html! {
        h1 { (phrases::missing(language)) }
        @if !asked.is_empty() { p.brief { bdi { (asked) } } }
        @if !near.is_empty() {
            h2 { (phrases::near(language)) }
            ul.words { @for one in near { li { a href=(term_path(language, &one.id)) { (one.term) } } } }
        }
        p.ways { a href=(index_path(language)) { (phrases::all(language)) } }
    };
    let title = phrases::missing(language);
    render(site, &Page { language, title, description: title, places: &[], linked_data: None, content })
}

/// The page of a language that the dictionary is not in.
#[must_use]
pub fn no_language(site: &Site<'_>, language: Language) -> String {
    missing(site, language, "", &[])
}
