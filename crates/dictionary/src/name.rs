//! What a term is called.

use crate::{Language, Term, fold};

/// How a name belongs to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// It is the headword.
    Headword,
    /// It is printed instead of the headword.
    Abbreviation,
    /// It is the Chinese word for it.
    Translation,
    /// It is another word for it.
    Synonym,
}

impl Naming {
    /// All of them, in the order of their ranks.
    pub const ALL: [Self; 4] = [Self::Headword, Self::Abbreviation, Self::Translation, Self::Synonym];

    /// As it is stored: the less, the closer.
    #[must_use]
    pub const fn rank(self) -> u8 {
        self as u8
    }

    /// The naming of that rank.
    #[must_use]
    pub fn of_rank(rank: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|naming| i64::from(naming.rank()) == rank)
    }
}

/// A name of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As it is printed.
    pub name: String,
    /// As it is compared.
    pub folded: String,
    /// How it belongs to the term.
    pub naming: Naming,
}

/// The longest name that is one, in bytes.
const MAX_NAME: usize = 120;

/// All names of a term, each once as it is compared, the closest first.
#[must_use]
pub fn names(term: &Term) -> Vec<Name> {
    let headword = [(term.term.as_str(), Naming::Headword)].into_iter();
    let abbreviations = term.abbreviations.iter().map(|name| (name.as_str(), Naming::Abbreviation));
    let translations = term
        .definitions
        .iter()
        .filter_map(|(language, definition)| Some((chinese_name(*language, &definition.brief)?, Naming::Translation)));
    let synonyms = term.synonyms.iter().map(|name| (name.as_str(), Naming::Synonym));
    let mut names: Vec<Name> = Vec::new();
    for (name, naming) in headword.chain(abbreviations).chain(translations).chain(synonyms) {
        let folded = fold(name);
        let is_new = names.iter().all(|known| known.folded != folded);
        if is_new && !folded.is_empty() && folded.len() <= MAX_NAME {
            names.push(Name { name: name.to_owned(), folded, naming });
        }
    }
    names
}

/// The Chinese name of a term: what stands before the colon in a Chinese `brief`.
#[must_use]
pub fn chinese_name(language: Language, brief: &str) -> Option<&str> {
    let is_chinese = matches!(language, Language::SimplifiedChinese | Language::TraditionalChinese);
    let (name, _) = brief.split_once('：').filter(|_| is_chinese)?;
    Some(name.trim()).filter(|name| !name.is_empty())
}
