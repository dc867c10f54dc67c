//! The form of one term: what has to be there, and how long it may be.

use std::collections::BTreeSet;

use mirubato_dictionary_terms::Language;
use mirubato_dictionary_terms::files::{File, Meaning};

/// Whom a term may concern.
const INSTRUMENTS: [&str; 24] = [
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
/// Letters and marks of the International Phonetic Alphabet that our languages need, and the space.
const IPA: &str = " .abcdefhijklmnopqrstuvwxyzæçðøŋœɐɑɒɔəɛɜɡɣɥɪɲɾʀʁʃʊʌʎʏʒʔʝβθχˈˌː\u{303}\u{306}\u{329}\u{32f}‿";
/// The least and the most characters of `brief`, `full` and `usage`: of Latin script, of Chinese.
const LENGTHS: [[(usize, usize); 2]; 3] = [[(1, 110), (1, 45)], [(140, 480), (50, 180)], [(1, 200), (1, 80)]];
/// The most names, and phrases by which it is asked for, in a language.
const MOST_NAMES: usize = 4;
const MOST_ASKED: usize = 4;

pub(crate) fn wrong(slug: &str, file: &File) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |holds: bool, fault: String| {
        if !holds {
            wrong.push(fault);
        }
    };
    check(slug == slug_of(&file.term), format!("the slug of “{}” is {}", file.term, slug_of(&file.term)));
    check(is_text(&file.term), format!("“{}” is no headword", file.term));
    check((1..=3).contains(&file.difficulty), format!("difficulty {}", file.difficulty));
    check(is_text(&file.ipa) && file.ipa.chars().all(|c| IPA.contains(c)), format!("“{}” is no IPA", file.ipa));
    for instrument in &file.instruments {
        check(INSTRUMENTS.contains(&instrument.as_str()), format!("nobody plays the {instrument}"));
    }
    for (what, list) in
        [("abbreviations", &file.abbreviations), ("synonyms", &file.synonyms), ("instruments", &file.instruments)]
    {
        check(list.iter().all(|text| is_text(text)), format!("{what} has one that is empty or has spaces around it"));
        check(is_each_once(list), format!("{what} has one twice"));
    }
    for (language, meaning) in file.meanings() {
        wrong_meaning(language, meaning, &mut |holds, fault| check(holds, format!("{}: {fault}", language.tag())));
    }
    wrong
}

fn wrong_meaning(language: Language, meaning: &Meaning, check: &mut impl FnMut(bool, String)) {
    let chinese = is_chinese(language);
    let texts = [("brief", &meaning.brief), ("full", &meaning.full), ("usage", &meaning.usage)];
    for ((what, text), lengths) in texts.into_iter().zip(LENGTHS) {
        let (least, most) = lengths[usize::from(chinese)];
        let length = text.chars().count();
        check((least..=most).contains(&length), format!("{what} has {length} characters, not {least} to {most}"));
        check(is_text(text) && !text.contains("  "), format!("{what} has spaces too many"));
        let ends = [".", "!", "?", "。", "！", "？", "”", "»", ")", "）", "…", "’"];
        check(ends.iter().any(|end| text.ends_with(end)), format!("{what} ends in the middle"));
        check(text.chars().any(is_han) == chinese || !chinese, format!("{what} is not Chinese"));
        check(chinese || !text.chars().any(is_han), format!("{what} is Chinese"));
    }
    check(
        meaning.names.len() <= MOST_NAMES && is_each_once(&meaning.names),
        "names has too many, or one twice".to_owned(),
    );
    check(!chinese || !meaning.names.is_empty(), "it has no name".to_owned());
    for name in &meaning.names {
        let fits = if chinese { name.chars().count() <= 12 } else { name.chars().count() <= 60 };
        check(is_text(name) && fits, format!("“{name}” is no name"));
    }
    check(
        meaning.asked.len() <= MOST_ASKED && is_each_once(&meaning.asked),
        "asked has too many, or one twice".to_owned(),
    );
    for asked in &meaning.asked {
        let fits = asked.chars().count() <= if chinese { 24 } else { 80 };
        check(is_text(asked) && fits, format!("nobody asks “{asked}”"));
    }
}

/// The headword in lower case ASCII, hyphens between words.
fn slug_of(term: &str) -> String {
    let folded = mirubato_names::fold(term).replace(['.', '\'', '’', '!'], "");
    let words: Vec<_> = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

fn is_text(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.chars().any(char::is_control)
}

fn is_each_once(list: &[String]) -> bool {
    list.iter().collect::<BTreeSet<_>>().len() == list.len()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

pub(crate) const fn is_chinese(language: Language) -> bool {
    matches!(language, Language::SimplifiedChinese | Language::TraditionalChinese)
}
