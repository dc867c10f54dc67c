//! A term on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Kind, Language, SourceLanguage};

/// A term, as clients see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Term {
    /// The slug: the headword in lower case ASCII with hyphens. Never changes and never means another term.
    pub id: String,
    /// The headword, as it is printed.
    pub term: String,
    /// Its language.
    pub source_language: SourceLanguage,
    /// What sort of thing it is.
    pub r#type: Kind,
    /// How it is said in its own language.
    pub pronunciation: Pronunciation,
    /// As they are printed.
    pub abbreviations: Vec<String>,
    /// Other words for it, in any language.
    pub synonyms: Vec<String>,
    /// What it means, in each language; in one of them where a client asked for one.
    pub definitions: BTreeMap<Language, Definition>,
    /// Terms to look at next.
    pub related: Vec<Related>,
    /// Whom it concerns; empty for everybody.
    pub instruments: Vec<String>,
    /// 1: met in the first years; 2: later; 3: advanced or rare.
    pub difficulty: u8,
    /// How good it is.
    pub quality: Quality,
    /// Who wrote it.
    pub provenance: Provenance,
    /// When it last changed, RFC 3339.
    pub updated_at: String,
    /// Grows with every change.
    pub version: u64,
}

/// How a term is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pronunciation {
    /// In the International Phonetic Alphabet.
    pub ipa: String,
}

/// What a term means, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// What the term is called in this language, the most usual first. Empty where the headword is used unchanged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// How somebody asks for it who does not know the word. What it is found by; clients are not shown it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<String>,
    /// In one line.
    pub brief: String,
    /// What it means, where it comes from, how it is played or recognised. Empty in lists.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub full: String,
    /// Where it is met, or how to practise it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
}

/// Another term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Its slug.
    pub id: String,
    /// Its headword.
    pub term: String,
}

/// How good a term is, each 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// All in all.
    pub score: u8,
    /// Whether it is right.
    pub accuracy: u8,
    /// Whether anything is missing.
    pub completeness: u8,
    /// Whether it is easy to understand.
    pub clarity: u8,
    /// Whether it shows where the term is met.
    pub examples: u8,
}

impl Quality {
    /// Of what people wrote and a test holds against the rules of `terms/README.md`.
    pub const CURATED: Self = Self { score: 100, accuracy: 100, completeness: 100, clarity: 100, examples: 100 };
}

/// Who wrote a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Provenance {
    /// People, in a file of `terms/`.
    Curated,
    /// A model.
    Generated,
    /// A model or people, and an administrator looked at it since. What the files say no longer changes it.
    Reviewed,
}

impl Provenance {
    /// As it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curated => "curated",
            Self::Generated => "generated",
            Self::Reviewed => "reviewed",
        }
    }
}
