//! The page of a term.

use maud::{Markup, html};

use super::layout::{Page, render};
use super::{Site, index_path, linked_data, phrases, term_path};
use crate::{Definition, Language, Provenance, Term};

/// What lists of search results show of a description, in characters.
const DESCRIPTION: usize = 155;

/// The page of a term in a language. Nothing where it is not defined in that language.
#[must_use]
pub fn term(site: &Site<'_>, language: Language, term: &Term) -> Option<String> {
    let definition = term.definitions.get(&language)?;
    let places: Vec<_> = term.definitions.keys().map(|language| (*language, term_path(*language, &term.id))).collect();
    let description = description(definition);
    let page = Page {
        language,
        title: &format!("{} · {}", term.term, phrases::dictionary(language)),
        description: &description,
        places: &places,
        linked_data: Some(linked_data::term(site, language, term, &description)),
        content: content(language, term, definition),
    };
    Some(render(site, &page))
}

fn content(language: Language, term: &Term, definition: &Definition) -> Markup {
    let Definition { names, brief, full, usage, .. } = definition;
    let source = term.source_language.tag();
    html! {
        article {
            h1 lang=(source) { (term.term) }
            p.facts {
                @if !term.pronunciation.ipa.is_empty() {
                    span lang={ (source) "-fonipa" } { "[" (term.pronunciation.ipa) "]" } " "
                }
                (phrases::source(language, term.source_language)) " · " (phrases::kind(language, term.r#type))
            }
            @if !names.is_empty() { p.names { (names.join(" · ")) } }
            p.brief { (brief) }
            p { (full) }
            @if let Some(usage) = usage {
                p.usage { span.label { (phrases::usage(language)) } (usage) }
            }
            @if !term.abbreviations.is_empty() {
                h2 { (phrases::printed(language)) }
                ul.words { @for one in &term.abbreviations { li.printed lang=(source) { (one) } } }
            }
            @if !term.synonyms.is_empty() {
                h2 { (phrases::synonyms(language)) }
                ul.words { @for one in &term.synonyms { li { (one) } } }
            }
            @if !term.related.is_empty() {
                h2 { (phrases::related(language)) }
                ul.words {
                    @for one in &term.related { li { a href=(term_path(language, &one.id)) { (one.term) } } }
                }
            }
            @if term.provenance == Provenance::Generated {
                p.label { (phrases::generated(language)) }
            }
        }
        p.ways {
            a.strong href={ "/lookup/" (super::encoded(&term.id)) } { (phrases::open(language)) }
            a href=(index_path(language)) { (phrases::all(language)) }
        }
    }
}

/// The beginning of what is said, whole words of it.
fn description(definition: &Definition) -> String {
    let text = format!("{} {}", definition.brief, definition.full);
    let Some((end, _)) = text.char_indices().nth(DESCRIPTION) else { return text };
    let cut = text.get(..end).unwrap_or_default();
    // Chinese has no spaces and is cut where it is.
    let words = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
    let whole = if words.chars().count() * 2 > DESCRIPTION { words } else { cut };
    format!("{} …", whole.trim_end_matches([',', ';', ':', '，', '、', '；']))
}
