//! What somebody asks.

use crate::search::sound;
use crate::words::cut;
use crate::{Language, fold};

/// As many words of a question are looked for, and no more: the first ones.
const MOST_WORDS: usize = 32;

/// A question, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What may be a name: all that was typed, and where that is a question, what it asks for. None where nothing was typed.
    pub forms: Vec<Form>,
    /// Its words, as they are looked for in what is said of terms, without those that occur everywhere.
    pub words: Vec<String>,
    /// The language of whoever asks. It decides between answers that are as good.
    pub language: Option<Language>,
}

/// What may be a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// As it was typed.
    pub typed: String,
    /// As names are compared.
    pub folded: String,
    /// How it sounds.
    pub sound: String,
    /// How likely it is the whole name, up to 1.
    pub weight: f64,
}

impl Query {
    /// Reads what was typed. Nothing of it has a meaning of its own: signs of any query language are punctuation here.
    #[must_use]
    pub fn read(text: &str, language: Option<Language>) -> Self {
        let whole = fold(text);
        let asked = without_asking(&whole);
        let form = |folded: &str, weight| Form {
            typed: text.trim().to_owned(),
            folded: folded.to_owned(),
            sound: sound(folded),
            weight,
        };
        let mut forms = Vec::new();
        if !whole.is_empty() {
            forms.push(form(&whole, 1.0));
        }
        if asked != whole {
            forms.push(form(asked, 0.98));
        }
        // It may be pinyin, which is written as it is spoken.
        let spoken = whole.replace(' ', "");
        if whole.is_ascii() && forms.first().is_some_and(|first| first.sound != spoken) {
            forms.push(Form { sound: spoken, ..form(&whole, 0.95) });
        }
        let mut words: Vec<String> = Vec::new();
        for word in cut(asked) {
            if words.len() < MOST_WORDS && !COMMON.contains(&word.as_str()) && !words.contains(&word) {
                words.push(word);
            }
        }
        Self { forms, words, language }
    }
}

/// What stands before what is asked for, folded; of several that fit, the longest.
const BEFORE: &[&str] = &[
    "what does",
    "what do",
    "what is",
    "what are",
    "whats",
    "what do you call",
    "meaning of",
    "definition of",
    "define",
    "que es",
    "que significa",
    "que quiere decir",
    "significado de",
    "que veut dire",
    "que signifie",
    "quest ce que",
    "quest ce quun",
    "quest ce quune",
    "cest quoi",
    "signification de",
    "definition de",
    "was ist",
    "was sind",
    "was heisst",
    "was bedeutet",
    "bedeutung von",
    "什么是",
    "什麼是",
    "a",
    "an",
    "the",
    "el",
    "la",
    "los",
    "las",
    "un",
    "una",
    "le",
    "les",
    "une",
    "der",
    "die",
    "das",
    "ein",
    "eine",
];
/// What stands behind it.
const BEHIND: &[&str] = &[
    "mean",
    "means",
    "meaning",
    "definition",
    "in music",
    "en musica",
    "significado",
    "signification",
    "en musique",
    "bedeutung",
    "in der musik",
    "是什么意思",
    "是什麼意思",
    "什么意思",
    "什麼意思",
    "的意思",
    "是什么",
    "是什麼",
    "叫什么",
    "叫什麼",
];

/// What is asked for, without the words of asking. All of it where nothing else would be left.
fn without_asking(folded: &str) -> &str {
    let mut rest = folded;
    loop {
        let longest = |cut: fn(&str, &str) -> Option<usize>, all: &[&str]| {
            all.iter().filter_map(|phrase| cut(rest, phrase)).max().unwrap_or(0)
        };
        let begin = longest(
            |rest, phrase| rest.strip_prefix(phrase).and_then(|after| edge(phrase, after, phrase.len())),
            BEFORE,
        );
        let end = longest(
            |rest, phrase| rest.strip_suffix(phrase).and_then(|before| edge(phrase, before, phrase.len())),
            BEHIND,
        );
        let kept = rest.get(begin..rest.len().saturating_sub(end)).unwrap_or_default().trim();
        if kept.is_empty() || kept.len() == rest.len() {
            return rest;
        }
        rest = kept;
    }
}

/// Latin phrases end where words do.
fn edge(phrase: &str, beside: &str, length: usize) -> Option<usize> {
    let apart = beside.starts_with(' ') || beside.ends_with(' ') || !phrase.is_ascii();
    (apart && !beside.trim().is_empty()).then_some(length)
}

/// Words that occur in every second sentence, as [`cut`] leaves them. Looking for them finds everything.
const COMMON: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "is", "are", "it", "its", "and", "or", "for", "with", "that",
    "this", "you", "your", "as", "be", "by", "from", "how", "do", "does", "what", "when", "where", "which", "who",
    "why", "de", "la", "el", "los", "las", "un", "una", "unos", "y", "o", "en", "que", "se", "es", "del", "al", "con",
    "por", "para", "lo", "como", "su", "sus", "mas", "le", "les", "des", "du", "une", "et", "ou", "est", "sont",
    "dans", "sur", "par", "pour", "avec", "qui", "quon", "on", "ne", "pas", "plus", "ce", "cette", "ses", "son", "au",
    "aux", "der", "die", "das", "den", "dem", "ein", "eine", "einer", "einen", "einem", "und", "oder", "ist", "sind",
    "im", "zu", "zum", "zur", "mit", "von", "vom", "auf", "fur", "man", "wie", "was", "wenn", "bei", "am", "als",
    "auch", "sich", "的", "是", "在", "和", "了", "着", "著", "个", "個",
];
