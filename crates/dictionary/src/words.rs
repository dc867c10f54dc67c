//! What is said of a term, as words to look for.

use crate::{Language, Term, fold};

/// What is said of a term in one language: words with spaces between them, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The language.
    pub language: Language,
    /// What it is called.
    pub names: String,
    /// In one line.
    pub brief: String,
    /// Everything else.
    pub more: String,
}

/// What is said of a term, in each language.
#[must_use]
pub fn of_term(term: &Term) -> Vec<Text> {
    let names: Vec<_> = crate::names(term).into_iter().map(|name| name.name).collect();
    let names = cut(&names.join(" "));
    let texts = term.definitions.iter().map(|(language, definition)| Text {
        language: *language,
        names: names.clone(),
        brief: cut(&definition.brief),
        more: cut(&format!("{} {}", definition.full, definition.usage.as_deref().unwrap_or_default())),
    });
    texts.collect()
}

/// The words of a text, folded.
#[must_use]
pub fn cut(text: &str) -> String {
    fold(text)
}
