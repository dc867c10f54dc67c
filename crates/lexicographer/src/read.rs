//! Reading a model's answer as if an attacker had written it: whoever chose the term may have.

use std::fmt;

use serde::Deserialize;

use crate::draft::{Definitions, Draft, INSTRUMENTS, KINDS, SOURCES};
use crate::text::{self, Fault};
use crate::tongue::Tongue;
use crate::wanted::{Wanted, is_headword};
use crate::{MAX_ANSWER, MAX_WANTED};

/// Beyond these a text is not read. What a text should have is told to the model and scored: models do not count characters.
const MAX_BRIEF: usize = 220;
const MAX_FULL: usize = 960;
const MAX_USAGE: usize = 400;
const MAX_IPA: usize = 80;
const MAX_ABBREVIATION: usize = 20;
const MAX_SYNONYM: usize = 60;
/// The most of a list that are kept; a list that is far longer is none.
const MAX_ITEMS: usize = 10;
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
    Text {
        /// Which, as `definitions/en/brief`.
        at: String,
        /// What is wrong with it.
        fault: Fault,
    },
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
            Self::Text { at, fault } => write!(f, "{at} {fault}"),
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

/// Only this much is needed where there is no such term.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Denial {
    is_musical_term: bool,
}

/// Reads an answer to [`crate::prompt::draft`]. `exists` says whether a term has that slug.
///
/// # Errors
/// See [`Refusal`].
pub fn read(answer: &[u8], wanted: &Wanted, exists: impl Fn(&str) -> bool) -> Result<Draft, Refusal> {
    let json = json(answer)?;
    if !serde_json::from_str::<Denial>(json)?.is_musical_term {
        return Err(Refusal::NoSuchTerm);
    }
    let answer: Answer = serde_json::from_str(json)?;
    if !wanted.is(&answer.term) {
        return Err(Refusal::OtherTerm);
    }
    let term = at("term", text::check_name(&answer.term, MAX_WANTED))?;
    if !is_headword(&term) {
        return Err(Refusal::Text { at: "term".to_owned(), fault: Fault::Character });
    }
    let mut definitions = answer.definitions;
    for tongue in Tongue::ALL {
        let own = definitions.of_mut(tongue);
        let place = |field: &str| format!("definitions/{}/{field}", tongue.tag());
        own.brief = at(&place("brief"), text::check(&own.brief, tongue, MAX_BRIEF))?;
        own.full = at(&place("full"), text::check(&own.full, tongue, MAX_FULL))?;
        // Where there is none, some say so by an empty one.
        let usage = own.usage.take().filter(|usage| !usage.trim().is_empty());
        own.usage = usage.map(|usage| at(&place("usage"), text::check(&usage, tongue, MAX_USAGE))).transpose()?;
    }
    Ok(Draft {
        language: one_of(&SOURCES, &answer.language).ok_or(Refusal::Value("language"))?,
        kind: one_of(&KINDS, &answer.kind).ok_or(Refusal::Value("kind"))?,
        ipa: at("ipa", text::check_ipa(&answer.ipa, MAX_IPA))?,
        difficulty: Some(answer.difficulty)
            .filter(|level| (1..=3).contains(level))
            .ok_or(Refusal::Value("difficulty"))?,
        instruments: list("instruments", answer.instruments, |name| Ok(one_of(&INSTRUMENTS, &name)))?,
        abbreviations: list("abbreviations", answer.abbreviations, |name| {
            text::check_name(&name, MAX_ABBREVIATION).map(Some)
        })?,
        synonyms: list("synonyms", answer.synonyms, |name| text::check_name(&name, MAX_SYNONYM).map(Some))?,
        related: list("related", answer.related, |slug| {
            Ok(Some(slug).filter(|slug| slug.len() <= MAX_WANTED && exists(slug)))
        })?,
        term,
        definitions,
    })
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

fn at<T>(place: &str, read: Result<T, Fault>) -> Result<T, Refusal> {
    read.map_err(|fault| Refusal::Text { at: place.to_owned(), fault })
}

fn one_of(known: &[&str], said: &str) -> Option<String> {
    known.iter().find(|known| known.eq_ignore_ascii_case(said)).map(|known| (*known).to_owned())
}

/// The items of a list that mean something, each once.
fn list(
    name: &'static str,
    items: Vec<String>,
    read: impl Fn(String) -> Result<Option<String>, Fault>,
) -> Result<Vec<String>, Refusal> {
    if items.len() > FAR_TOO_MANY {
        return Err(Refusal::Value(name));
    }
    let mut kept = Vec::new();
    for item in items {
        if item.trim().is_empty() {
            continue;
        }
        if let Some(item) = at(name, read(item))?.filter(|item| !kept.contains(item)) {
            kept.push(item);
        }
    }
    kept.truncate(MAX_ITEMS);
    Ok(kept)
}
