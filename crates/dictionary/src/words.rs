//! What is said of a term, as words to look for.
//!
//! Words are cut to their beginnings, so that one finds its inflections whatever the language. Chinese has no spaces: each character is a word,
//! and so are two after each other.

use crate::{Language, Term, fold};

/// As many characters of a word count. Of longer beginnings fewer inflections are found, of shorter ones more strangers.
const COUNTED: usize = 6;

/// What is said of a term in one language: words with spaces between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The language.
    pub language: Language,
    /// What it is called, in any language.
    pub names: String,
    /// In one line.
    pub brief: String,
    /// As somebody asks who does not know the word.
    pub asked: String,
    /// Everything else.
    pub more: String,
}

/// What is said of a term, in each language.
#[must_use]
pub fn of_term(term: &Term) -> Vec<Text> {
    let names: Vec<_> = crate::names(term).into_iter().map(|name| name.folded).collect();
    let names = cut(&names.join(" ")).join(" ");
    let texts = term.definitions.iter().map(|(language, definition)| Text {
        language: *language,
        names: names.clone(),
        brief: cut(&definition.brief).join(" "),
        asked: cut(&definition.asked.join(" ")).join(" "),
        more: cut(&format!("{} {}", definition.full, definition.usage.as_deref().unwrap_or_default())).join(" "),
    });
    texts.collect()
}

/// The words of a text, as they are compared.
///
/// ```
/// use mirubato_dictionary_terms::words::cut;
///
/// assert_eq!(cut("Gradually louder"), ["gradua", "louder"]);
/// assert_eq!(cut("渐强!"), ["渐", "渐强", "强"]);
/// ```
#[must_use]
pub fn cut(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words = Vec::new();
    for word in folded.split(' ') {
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let chinese = is_han(first);
            let end = rest.find(|c| is_han(c) != chinese).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            if chinese {
                characters(run, &mut words);
            } else {
                words.extend(beginning(run));
            }
            rest = after;
        }
    }
    words
}

fn characters(run: &str, words: &mut Vec<String>) {
    let mut characters = run.chars().peekable();
    while let Some(one) = characters.next() {
        words.push(one.to_string());
        words.extend(characters.peek().map(|next| [one, *next].iter().collect::<String>()));
    }
}

/// The part of a word that counts; nothing of signs, which are no words.
fn beginning(run: &str) -> impl Iterator<Item = String> {
    let words = run.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(COUNTED).collect())
}

/// Whether a character is Chinese.
pub(crate) const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
