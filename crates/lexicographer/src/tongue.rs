//! The six languages in which every term is explained.

/// A language of definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tongue {
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// German.
    De,
    /// Chinese in simplified characters.
    ZhCn,
    /// Chinese in traditional characters.
    ZhTw,
}

/// Words that a sentence of the language can hardly do without and the other three hardly have.
const ENGLISH: &[&str] = &[
    "the", "and", "of", "to", "is", "with", "it", "by", "that", "from", "as", "for", "or", "at", "its", "are", "than",
    "this", "into", "where", "each", "be", "not", "only", "they", "which", "when",
];
const SPANISH: &[&str] = &[
    "el", "los", "las", "del", "y", "con", "por", "que", "se", "una", "al", "su", "o", "como", "más", "para", "es",
    "muy", "sin", "donde", "lo", "cuando", "son", "hay", "está", "dónde", "cada",
];
const FRENCH: &[&str] = &[
    "le", "les", "des", "et", "du", "avec", "une", "est", "au", "dans", "sur", "ou", "il", "par", "qui", "pour", "à",
    "où", "ne", "aux", "plus", "moins", "l", "d", "sans", "elle", "chaque",
];
const GERMAN: &[&str] = &[
    "der", "die", "und", "das", "mit", "ist", "den", "ein", "eine", "von", "im", "nicht", "man", "oder", "auf", "wird",
    "als", "zu", "aus", "sich", "für", "bei", "wo", "dem", "zum", "jede", "nur",
];

impl Tongue {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [Self::En, Self::Es, Self::Fr, Self::De, Self::ZhCn, Self::ZhTw];

    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::De => "de",
            Self::ZhCn => "zh-CN",
            Self::ZhTw => "zh-TW",
        }
    }

    /// Whether it is written with Chinese characters.
    #[must_use]
    pub const fn is_chinese(self) -> bool {
        matches!(self, Self::ZhCn | Self::ZhTw)
    }

    /// Whether a text of some sentences reads like this language rather than another of the four that share an alphabet. Of Chinese the
    /// characters decide, which were looked at when it was read.
    #[must_use]
    pub(crate) fn fits(self, text: &str) -> bool {
        let Some(own) = self.words() else { return true };
        let words: Vec<_> = words(text).map(str::to_lowercase).collect();
        let hits = |list: &[&str]| words.iter().filter(|word| list.contains(&word.as_str())).count();
        let others = [ENGLISH, SPANISH, FRENCH, GERMAN].into_iter().filter(|list| *list != own);
        let most = others.map(hits).max().unwrap_or(0);
        hits(own) > most
    }

    const fn words(self) -> Option<&'static [&'static str]> {
        match self {
            Self::En => Some(ENGLISH),
            Self::Es => Some(SPANISH),
            Self::Fr => Some(FRENCH),
            Self::De => Some(GERMAN),
            Self::ZhCn | Self::ZhTw => None,
        }
    }
}

/// The words of a text in an alphabet. French elides: `l’est` is `l` and `est`.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_from_its_neighbours() {
        let texts = [
            (Tongue::En, "In Italian the word means “cheerful”; as a tempo it stands for a quick pace."),
            (Tongue::Es, "En italiano significa «alegre»; como tempo designa un aire rápido y vivo."),
            (Tongue::Fr, "En italien le mot signifie « gai » ; il indique une allure rapide et animée."),
            (Tongue::De, "Im Italienischen bedeutet das Wort „heiter“; als Tempo eine rasche Bewegung."),
        ];
        for (tongue, text) in texts {
            for (other, _) in texts {
                assert_eq!(other.fits(text), other == tongue, "{} as {}", tongue.tag(), other.tag());
            }
        }
        assert!(!Tongue::En.fits("la la la"));
    }
}
