//! Scores by what can be seen without knowing music.
//!
//! Each part begins at 100, and every flaw takes something away. The lengths are those of `terms/README.md`. Whether a statement is true no rule
//! can see, so nothing that a person has not read is given full marks for accuracy.

use std::collections::BTreeSet;

use mirubato_dictionary_terms::{Definition, Language, Quality, Term};

use crate::check::lengths;
use crate::language::{fits, is_chinese, words};
use crate::quality;

/// The most that what nobody has read gets for accuracy.
const UNREAD: i32 = 90;
/// What models say of themselves rather than of music.
const SELF_TALK: &[&str] = &[
    "as an ai",
    "language model",
    "i cannot",
    "i can't",
    "i'm sorry",
    "my instructions",
    "system prompt",
    "json",
    "user's message",
    "en tant qu’ia",
    "en tant qu'ia",
    "modèle de langage",
    "modelo de lenguaje",
    "como ia",
    "sprachmodell",
    "als ki",
    "语言模型",
    "語言模型",
    "人工智能助手",
];
/// Said where something is not known.
const HEDGES: &[&str] = &[
    "it is unclear",
    "not certain",
    "may refer to",
    "could refer to",
    "unknown origin",
    "possibly means",
    "lorem ipsum",
    "todo",
    "placeholder",
];

/// Scores a draft.
#[must_use]
pub fn score(draft: &Term) -> Quality {
    let part = |score: i32| u8::try_from(score.clamp(0, 100)).unwrap_or(0);
    quality::of(part(accuracy(draft)), part(completeness(draft)), part(clarity(draft)), part(examples(draft)))
}

/// Whether it contradicts itself: a language that is another, one text for two languages, other numbers, words about itself.
fn accuracy(draft: &Term) -> i32 {
    let mut score = UNREAD;
    let definitions = &draft.definitions;
    for (&language, own) in definitions {
        let all = texts(own).collect::<Vec<_>>().join(" ");
        if !fits(language, &all) {
            score -= 50;
        }
        let lower = all.to_lowercase();
        if SELF_TALK.iter().any(|phrase| lower.contains(phrase)) {
            score -= 100;
        }
        if HEDGES.iter().any(|phrase| lower.contains(phrase)) {
            score -= 25;
        }
    }
    let copied = definitions.iter().flat_map(|(a, of_a)| definitions.iter().map(move |(b, of_b)| (a, of_a, b, of_b)));
    let copied = copied.filter(|(a, of_a, b, of_b)| a < b && is_copy(of_a, of_b)).count();
    score -= 50 * i32::try_from(copied).unwrap_or(1);
    // A year or a number of bars is the same everywhere.
    let english = definitions.get(&Language::English).map(|own| numbers(&own.full)).unwrap_or_default();
    let contradicts = |own: &Definition| {
        let own = numbers(&own.full);
        !own.is_subset(&english) && !english.is_subset(&own)
    };
    if definitions.iter().any(|(_, own)| contradicts(own)) {
        score -= 15;
    }
    score
}

/// Whether everything is there that a term has.
fn completeness(draft: &Term) -> i32 {
    let mut score = 100;
    for (&language, own) in &draft.definitions {
        let length = own.full.chars().count();
        let (_, (least, _), _) = lengths(language);
        if length * 2 < least {
            // No explanation in one language is no explanation.
            score -= 60;
        } else if length < least {
            score -= 7;
        }
        if own.usage.is_none() {
            score -= 6;
        }
    }
    if draft.related.is_empty() {
        score -= 15;
    }
    score
}

/// Whether it reads easily: lengths, sentences, words that come again and again, shouting, and a definition of the term by the term.
fn clarity(draft: &Term) -> i32 {
    let mut score = 100;
    for (&language, own) in &draft.definitions {
        let (most_brief, (_, most_full), _) = lengths(language);
        let (brief, full) = (own.brief.chars().count(), own.full.chars().count());
        if brief > most_brief || full > most_full {
            score -= 10;
        }
        if brief > most_brief * 3 / 2 || full > most_full * 3 / 2 {
            score -= 15;
        }
        if own.full.starts_with(&own.brief) || own.brief.eq_ignore_ascii_case(&draft.term) {
            score -= 12;
        }
        if is_repetitive(&own.full, language) {
            score -= 60;
        }
        if texts(own).any(is_shouted) {
            score -= 20;
        }
    }
    score
}

/// Whether each language says where the term is met or how it is practised, in a sentence of its own.
fn examples(draft: &Term) -> i32 {
    let mut score: i32 = 100;
    for (&language, own) in &draft.definitions {
        let (_, _, (least, most)) = lengths(language);
        let Some(usage) = &own.usage else {
            score -= 17;
            continue;
        };
        let length = usage.chars().count();
        if usage == &own.brief || own.full.contains(usage.as_str()) {
            score -= 17;
        } else if !(least..=most).contains(&length) {
            score -= 8;
        }
    }
    score
}

fn texts(own: &Definition) -> impl Iterator<Item = &str> {
    [Some(own.brief.as_str()), Some(own.full.as_str()), own.usage.as_deref()].into_iter().flatten()
}

fn is_copy(a: &Definition, b: &Definition) -> bool {
    let plain = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    plain(&a.full) == plain(&b.full)
}

/// Numbers of three digits or more: shorter ones are written out in one language and not in another.
fn numbers(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() >= 3).collect()
}

/// Whether the same words, or the same two characters, come again and again.
fn is_repetitive(text: &str, language: Language) -> bool {
    let pieces: Vec<String> = if is_chinese(language) {
        let characters: Vec<_> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        characters.windows(2).map(|pair| pair.iter().collect()).collect()
    } else {
        words(text).map(str::to_lowercase).collect()
    };
    let different: BTreeSet<_> = pieces.iter().collect();
    pieces.len() >= 10 && different.len() * 2 < pieces.len()
}

fn is_shouted(text: &str) -> bool {
    let (mut capitals, mut small) = (0, 0);
    for c in text.chars() {
        capitals += usize::from(c.is_uppercase());
        small += usize::from(c.is_lowercase());
    }
    capitals > 20 && capitals > small
}
