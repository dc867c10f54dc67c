//! Languages of people, as a browser asks for them (RFC 9110, section 12.5.4).

/// A language the app speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, also for whoever asks for none of these.
    #[default]
    English,
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// German.
    German,
    /// Chinese in simplified characters.
    SimplifiedChinese,
    /// Chinese in traditional characters.
    TraditionalChinese,
}

/// The language that an `Accept-Language` likes best among those the app speaks.
#[must_use]
pub fn preferred(header: &str) -> Language {
    let wishes = header.split(',').take(20).filter_map(|wish| {
        let mut parts = wish.split(';').map(str::trim);
        let language = spoken(parts.next()?)?;
        let weight =
            parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |text| text.parse::<f32>().ok())?;
        (weight > 0.0).then_some((language, weight))
    });
    // The first of several that are liked as well.
    let best = wishes.reduce(|best, wish| if wish.1 > best.1 { wish } else { best });
    best.map_or(Language::default(), |(language, _)| language)
}

fn spoken(tag: &str) -> Option<Language> {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    match parts.next()? {
        "en" => Some(Language::English),
        "es" => Some(Language::Spanish),
        "fr" => Some(Language::French),
        "de" => Some(Language::German),
        "zh" if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) => Some(Language::TraditionalChinese),
        "zh" => Some(Language::SimplifiedChinese),
        _ => None,
    }
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
    fn whatever_else_is_said_gets_english() {
        for header in ["", "*", "it", "de;q=x", ",,;;==", "de;q=NaN"] {
            assert_eq!(preferred(header), Language::English, "{header}");
        }
    }
}
