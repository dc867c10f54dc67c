//! A term as a model wrote it, once it has been read.

use serde::{Deserialize, Serialize};

use crate::tongue::Tongue;

/// What a term can be. The same as the folders of `terms/`.
pub const KINDS: [&str; 13] = [
    "tempo",
    "dynamics",
    "articulation",
    "expression",
    "form",
    "genre",
    "harmony",
    "theory",
    "notation",
    "ornament",
    "technique",
    "instrument",
    "practice",
];

/// The languages terms come from.
pub const SOURCES: [&str; 6] = ["it", "de", "fr", "en", "es", "la"];

/// Whom a term can concern, as in `terms/`.
pub(crate) const INSTRUMENTS: [&str; 24] = [
    "bass",
    "bassoon",
    "brass",
    "cello",
    "clarinet",
    "flute",
    "guitar",
    "harp",
    "harpsichord",
    "horn",
    "oboe",
    "organ",
    "percussion",
    "piano",
    "recorder",
    "saxophone",
    "strings",
    "trombone",
    "trumpet",
    "tuba",
    "viola",
    "violin",
    "voice",
    "winds",
];

/// A term that was written by a model and read by [`crate::read`]. Its texts are plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The headword as it is printed.
    pub term: String,
    /// Its language, one of [`SOURCES`].
    pub language: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// How it is said, without slashes or brackets.
    pub ipa: String,
    /// 1 to 3.
    pub difficulty: u8,
    /// Whom it concerns; empty for everybody.
    pub instruments: Vec<String>,
    /// As they are printed.
    pub abbreviations: Vec<String>,
    /// Other words for it, in any language.
    pub synonyms: Vec<String>,
    /// Slugs of terms that exist.
    pub related: Vec<String>,
    /// What it means, six times.
    pub definitions: Definitions,
}

/// What a term means in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definitions {
    /// English.
    pub en: Definition,
    /// Spanish.
    pub es: Definition,
    /// French.
    pub fr: Definition,
    /// German.
    pub de: Definition,
    /// Chinese in simplified characters.
    #[serde(rename = "zh-CN")]
    pub zh_cn: Definition,
    /// Chinese in traditional characters.
    #[serde(rename = "zh-TW")]
    pub zh_tw: Definition,
}

/// What a term means in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// One line.
    pub brief: String,
    /// Some sentences.
    pub full: String,
    /// Where it is met, or how to practise it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
}

impl Definitions {
    /// Each with its language.
    pub fn iter(&self) -> impl Iterator<Item = (Tongue, &Definition)> {
        Tongue::ALL.into_iter().map(|tongue| (tongue, self.of(tongue)))
    }

    /// That of one language.
    #[must_use]
    pub const fn of(&self, tongue: Tongue) -> &Definition {
        match tongue {
            Tongue::En => &self.en,
            Tongue::Es => &self.es,
            Tongue::Fr => &self.fr,
            Tongue::De => &self.de,
            Tongue::ZhCn => &self.zh_cn,
            Tongue::ZhTw => &self.zh_tw,
        }
    }

    pub(crate) const fn of_mut(&mut self, tongue: Tongue) -> &mut Definition {
        match tongue {
            Tongue::En => &mut self.en,
            Tongue::Es => &mut self.es,
            Tongue::Fr => &mut self.fr,
            Tongue::De => &mut self.de,
            Tongue::ZhCn => &mut self.zh_cn,
            Tongue::ZhTw => &mut self.zh_tw,
        }
    }
}
