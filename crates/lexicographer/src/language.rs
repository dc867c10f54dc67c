//! Telling languages from each other.

use mirubato_dictionary_terms::{Language, SourceLanguage};

/// The languages terms come from, as their tags.
pub(crate) const SOURCES: [SourceLanguage; 6] = [
    SourceLanguage::Italian,
    SourceLanguage::German,
    SourceLanguage::French,
    SourceLanguage::English,
    SourceLanguage::Spanish,
    SourceLanguage::Latin,
];

/// Words that a text of the language can hardly do without and the other three hardly have.
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

/// Whether it is written with Chinese characters.
pub(crate) const fn is_chinese(language: Language) -> bool {
    matches!(language, Language::SimplifiedChinese | Language::TraditionalChinese)
}

/// Whether a text of some sentences reads like this language rather than another of the four that share an alphabet. Of Chinese the characters
/// decide, which were looked at when it was read.
pub(crate) fn fits(language: Language, text: &str) -> bool {
    let own = match language {
        Language::English => ENGLISH,
        Language::Spanish => SPANISH,
        Language::French => FRENCH,
        Language::German => GERMAN,
        Language::SimplifiedChinese | Language::TraditionalChinese => return true,
    };
    let words: Vec<_> = words(text).map(str::to_lowercase).collect();
    let hits = |list: &[&str]| words.iter().filter(|word| list.contains(&word.as_str())).count();
    let others = [ENGLISH, SPANISH, FRENCH, GERMAN].into_iter().filter(|list| *list != own);
    let most = others.map(hits).max().unwrap_or(0);
    hits(own) > most
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
            (Language::English, "In Italian the word means “cheerful”; as a tempo it stands for a quick pace."),
            (Language::Spanish, "En italiano significa «alegre»; como tempo designa un aire rápido y vivo."),
            (Language::French, "En italien le mot signifie « gai » ; il indique une allure rapide et animée."),
            (Language::German, "Im Italienischen bedeutet das Wort „heiter“; als Tempo eine rasche Bewegung."),
        ];
        for (language, text) in texts {
            for (other, _) in texts {
                assert_eq!(fits(other, text), other == language, "{} as {}", language.tag(), other.tag());
            }
        }
        assert!(!fits(Language::English, "la la la"));
    }
}
