//! Reading a model's answer as if an attacker had written it: whoever chose the term may have.

use std::collections::BTreeMap;
use std::fmt;

use mirubato_dictionary_terms::{
    Definition, Kind, Language, Pronunciation, Provenance, Quality, Related, SourceLanguage, Term,
};
use serde::Deserialize;

use crate::check::{Author, Flaw, INSTRUMENTS, MAX_ITEMS, check};
use crate::language::SOURCES;
use crate::wanted::{Wanted, slug};
use crate::{MAX_ANSWER, MAX_WANTED};

/// A list that is longer is none.
const FAR_TOO_MANY: usize = 100;

/// Why an answer is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// More than [`MAX_ANSWER`] bytes.
    TooLarge,
    /// Not JSON, or JSON of another shape. Where.
    Shape {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// A text that is not let in.
    Text(Flaw),
    /// A value that is none of those there are.
    Value(&'static str),
    /// It is about another term than the one asked for.
    OtherTerm,
    /// The model says that musicians have no such term.
    NoSuchTerm,
    /// The server around the model did not finish, or refused.
    Unfinished,
}

impl fmt::Display for Refusal {
    /// For the log. Never what the model said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("the answer is too large"),
            Self::Shape { line, column } => write!(f, "not JSON of the shape asked for: line {line}, column {column}"),
            Self::Text(Flaw { pointer, fault }) => write!(f, "{pointer} {fault}"),
            Self::Value(at) => write!(f, "{at} is none of those there are"),
            Self::OtherTerm => f.write_str("the answer is about another term"),
            Self::NoSuchTerm => f.write_str("the model knows no such term"),
            Self::Unfinished => f.write_str("the answer is not finished"),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::Shape { line: error.line(), column: error.column() }
    }
}

/// What the model was asked for. What it says besides is passed over.
#[derive(Deserialize)]
struct Answer {
    term: String,
    language: String,
    kind: String,
    ipa: String,
    difficulty: u8,
    #[serde(default)]
    instruments: Vec<String>,
    #[serde(default)]
    abbreviations: Vec<String>,
    #[serde(default)]
    synonyms: Vec<String>,
    #[serde(default)]
    related: Vec<String>,
    definitions: Definitions,
}

/// By name, not as a map: what else there is need not have the form of a definition.
#[derive(Deserialize)]
struct Definitions {
    en: Definition,
    es: Definition,
    fr: Definition,
    de: Definition,
    #[serde(rename = "zh-CN")]
    zh_cn: Definition,
    #[serde(rename = "zh-TW")]
    zh_tw: Definition,
}

/// Only this much is needed where there is no such term.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Denial {
    is_musical_term: bool,
}

/// Reads an answer to [`crate::prompt::draft`]: a term of provenance `generated`, not yet scored. `headword` is that of a slug, where there
/// is such a term.
///
/// # Errors
/// See [`Refusal`].
pub fn read(answer: &[u8], wanted: &Wanted, headword: impl Fn(&str) -> Option<String>) -> Result<Term, Refusal> {
    let json = json(answer)?;
    if !serde_json::from_str::<Denial>(json)?.is_musical_term {
        return Err(Refusal::NoSuchTerm);
    }
    let answer: Answer = serde_json::from_str(json)?;
    if !wanted.is(&answer.term) {
        return Err(Refusal::OtherTerm);
    }
    let mut term = Term {
        source_language: source(&answer.language).ok_or(Refusal::Value("language"))?,
        r#type: Kind::of_name(&answer.kind).ok_or(Refusal::Value("kind"))?,
        instruments: list("instruments", answer.instruments, |name| known_instrument(&name))?,
        abbreviations: list("abbreviations", answer.abbreviations, Some)?,
        synonyms: list("synonyms", answer.synonyms, Some)?,
        related: list("related", answer.related, |id| {
            let term = Some(&id).filter(|id| id.len() <= MAX_WANTED).and_then(|id| headword(id))?;
            Some(Related { id, term })
        })?,
        definitions: definitions(answer.definitions)?,
        id: String::new(),
        term: answer.term,
        pronunciation: Pronunciation { ipa: answer.ipa },
        difficulty: answer.difficulty,
        quality: Quality { score: 0, accuracy: 0, completeness: 0, clarity: 0, examples: 0 },
        provenance: Provenance::Generated,
        updated_at: String::new(),
        version: 0,
    };
    if let Some(flaw) = check(&mut term, Author::Model).into_iter().next() {
        return Err(Refusal::Text(flaw));
    }
    term.id = slug(&term.term);
    term.related.retain(|related| related.id != term.id);
    Ok(term)
}

/// The JSON in an answer, capped, and without the fence that models like to put around it.
pub(crate) fn json(answer: &[u8]) -> Result<&str, Refusal> {
    if answer.len() > MAX_ANSWER {
        return Err(Refusal::TooLarge);
    }
    let text = std::str::from_utf8(answer).map_err(|_| Refusal::Shape { line: 1, column: 1 })?.trim();
    let Some(inner) = text.strip_prefix("```") else { return Ok(text) };
    let inner = inner.strip_prefix("json").unwrap_or(inner);
    Ok(inner.strip_suffix("```").unwrap_or(inner).trim())
}

fn source(tag: &str) -> Option<SourceLanguage> {
    SOURCES.into_iter().find(|source| source.tag().eq_ignore_ascii_case(tag))
}

fn known_instrument(name: &str) -> Option<String> {
    INSTRUMENTS.iter().find(|known| known.eq_ignore_ascii_case(name)).map(|known| (*known).to_owned())
}

fn definitions(all: Definitions) -> Result<BTreeMap<Language, Definition>, Refusal> {
    let Definitions { en, es, fr, de, zh_cn, zh_tw } = all;
    Language::ALL
        .into_iter()
        .zip([en, es, fr, de, zh_cn, zh_tw])
        .map(|(language, mut own)| {
            own.names = list("names", own.names, Some)?;
            Ok((language, own))
        })
        .collect()
}

/// The first items of a list that mean something, each once.
fn list<T: PartialEq>(
    name: &'static str,
    items: Vec<String>,
    read: impl Fn(String) -> Option<T>,
) -> Result<Vec<T>, Refusal> {
    if items.len() > FAR_TOO_MANY {
        return Err(Refusal::Value(name));
    }
    let mut kept = Vec::new();
    for item in items.into_iter().filter(|item| !item.trim().is_empty()).filter_map(read) {
        if kept.len() < MAX_ITEMS && !kept.contains(&item) {
            kept.push(item);
        }
    }
    Ok(kept)
}
