//! The language a term comes from.

use serde::{Deserialize, Serialize};

/// The language of a headword: those of people, and Italian and Latin besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SourceLanguage {
    /// Italian.
    #[serde(rename = "it")]
    Italian,
    /// German.
    #[serde(rename = "de")]
    German,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// English.
    #[serde(rename = "en")]
    English,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
    /// Latin.
    #[serde(rename = "la")]
    Latin,
    /// Chinese in simplified characters.
    #[serde(rename = "zh-CN")]
    SimplifiedChinese,
    /// Chinese in traditional characters.
    #[serde(rename = "zh-TW")]
    TraditionalChinese,
}

impl SourceLanguage {
    /// Its tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Italian => "it",
            Self::German => "de",
            Self::French => "fr",
            Self::English => "en",
            Self::Spanish => "es",
            Self::Latin => "la",
            Self::SimplifiedChinese => "zh-CN",
            Self::TraditionalChinese => "zh-TW",
        }
    }
}
