//! Languages of people, as a browser asks for them (RFC 9110, section 12.5.4).

use serde::{Deserialize, Serialize};

/// A language the app speaks. As JSON its tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English, also for whoever asks for none of these.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// German.
    #[serde(rename = "de")]
    German,
    /// Chinese in simplified characters.
    #[serde(rename = "zh-CN")]
    SimplifiedChinese,
    /// Chinese in traditional characters.
    #[serde(rename = "zh-TW")]
    TraditionalChinese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::English, Self::Spanish, Self::French, Self::German, Self::SimplifiedChinese, Self::TraditionalChinese];

    /// Its tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::French => "fr",
            Self::German => "de",
            Self::SimplifiedChinese => "zh-CN",
            Self::TraditionalChinese => "zh-TW",
        }
    }

    /// The language of a tag in any case, whatever region or script it names besides: `es-MX` is Spanish, `zh-Hant` traditional Chinese.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split('-');
        match parts.next()? {
            "en" => Some(Self::English),
            "es" => Some(Self::Spanish),
            "fr" => Some(Self::French),
            "de" => Some(Self::German),
            "zh" if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) => Some(Self::TraditionalChinese),
            "zh" => Some(Self::SimplifiedChinese),
            _ => None,
        }
    }
}

/// The language that an `Accept-Language` likes best among those the app speaks.
#[must_use]
pub fn preferred(header: &str) -> Language {
    let wishes = header.split(',').take(20).filter_map(|wish| {
        let mut parts = wish.split(';').map(str::trim);
        let language = Language::of_tag(parts.next()?)?;
        let weight =
            parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |text| text.parse::<f32>().ok())?;
        (weight > 0.0).then_some((language, weight))
    });
    // The first of several that are liked as well.
    let best = wishes.reduce(|best, wish| if wish.1 > best.1 { wish } else { best });
    best.map_or(Language::default(), |(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_one_likes_best_is_found() {
        for (header, expected) in [
            ("de-AT,de;q=0.9,en;q=0.8", Language::German),
            ("it, fr;q=0.4, es;q=0.7", Language::Spanish),
            ("zh-Hant-HK", Language::TraditionalChinese),
            ("zh-TW, zh-CN", Language::TraditionalChinese),
            ("zh", Language::SimplifiedChinese),
            ("de;q=0, FR", Language::French),
        ] {
            assert_eq!(preferred(header), expected, "{header}");
        }
    }

    #[test]
    fn a_tag_is_read_back_in_any_case() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(&language.tag().to_uppercase()), Some(language));
        }
        for tag in ["", "it", "english", "z", "zhx-CN"] {
            assert_eq!(Language::of_tag(tag), None, "{tag}");
        }
    }

    #[test]
    fn whatever_else_is_said_gets_english() {
        for header in ["", "*", "it", "de;q=x", ",,;;==", "de;q=NaN"] {
            assert_eq!(preferred(header), Language::English, "{header}");
        }
    }
}
