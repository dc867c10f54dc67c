//! The dictionary of one language as a file, for devices to search where there is no network.
//!
//! It holds what `terms/` holds: it is made by the build, named by a hash of what is in it, and never changes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{Definition, Kind, Language, Naming, SourceLanguage, Term, fold, names};

/// How a pack is written. Devices leave alone what is written in a way they do not know.
pub const FORMAT: u8 = 1;

/// What the list of packs is called in the folder they are in.
pub const LIST: &str = "packs.json";

/// The packs there are, as the build lists them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Packs {
    /// The hash of the terms they are made of.
    pub content: String,
    /// One a language.
    pub items: Vec<Listed>,
}

/// A pack as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The language.
    pub lang: Language,
    /// Names what is in it.
    pub hash: String,
    /// How much is sent, compressed.
    pub bytes: u64,
    /// Where it is.
    pub url: String,
    /// How many terms are in it.
    pub terms: usize,
}

impl Listed {
    /// What the file is called, without what its compressed copy ends in.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.{}.json", self.lang.tag(), self.hash)
    }
}

/// Where a pack is.
#[must_use]
pub fn url(language: Language, hash: &str) -> String {
    format!("/dictionary/api/packs/{}/{hash}", language.tag())
}

/// Names what is in a pack: the beginning of its SHA-256, in hexadecimal.
#[cfg(feature = "files")]
#[must_use]
pub fn hash(pack: &[u8]) -> String {
    use sha2::{Digest, Sha256};

    Sha256::digest(pack).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The dictionary in one language. What is empty is left out.
#[derive(Clone, Debug, Serialize)]
pub struct Pack<'a> {
    format: u8,
    language: Language,
    /// By slug.
    pub terms: Vec<Packed<'a>>,
}

/// A term in a pack.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Packed<'a> {
    id: &'a str,
    term: &'a str,
    source_language: SourceLanguage,
    r#type: Kind,
    #[serde(skip_serializing_if = "str::is_empty")]
    ipa: &'a str,
    difficulty: u8,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    instruments: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    abbreviations: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    synonyms: &'a [String],
    /// What it is called in the pack's language.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    names: &'a [String],
    /// What it is called in the others, where that is not said yet: names are found in all languages at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_names: Vec<String>,
    /// How somebody asks for it who does not know the word.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    asked: &'a [String],
    brief: &'a str,
    full: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<&'a str>,
    /// Places of other terms in the pack.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<usize>,
}

impl<'a> Pack<'a> {
    /// Packs the terms that are defined in a language.
    #[must_use]
    pub fn of(language: Language, terms: &'a [Term]) -> Self {
        let mut defined: Vec<_> =
            terms.iter().filter_map(|term| Some((term, term.definitions.get(&language)?))).collect();
        defined.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        let places: BTreeMap<_, _> =
            defined.iter().enumerate().map(|(place, (term, _))| (term.id.as_str(), place)).collect();
        let packed = defined.iter().map(|(term, definition)| Packed {
            id: &term.id,
            term: &term.term,
            source_language: term.source_language,
            r#type: term.r#type,
            ipa: &term.pronunciation.ipa,
            difficulty: term.difficulty,
            instruments: &term.instruments,
            abbreviations: &term.abbreviations,
            synonyms: &term.synonyms,
            names: &definition.names,
            other_names: others(term, definition),
            asked: &definition.asked,
            brief: &definition.brief,
            full: &definition.full,
            usage: definition.usage.as_deref(),
            related: term.related.iter().filter_map(|other| places.get(other.id.as_str()).copied()).collect(),
        });
        Self { format: FORMAT, language, terms: packed.collect() }
    }
}

fn others(term: &Term, definition: &Definition) -> Vec<String> {
    let own: BTreeSet<_> = definition.names.iter().map(|name| fold(name)).collect();
    let translations = names(term).into_iter().filter(|name| name.naming == Naming::Translation);
    translations.filter(|name| !own.contains(&name.folded)).map(|name| name.name).collect()
}
