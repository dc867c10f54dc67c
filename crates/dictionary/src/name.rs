//! What a term is called.

use crate::{Language, Term, fold};

/// How a name belongs to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// It is the headword.
    Headword,
    /// It is printed instead of the headword.
    Abbreviation,
    /// It is the word for it in a language.
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

/// Some of the languages, as the bits of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Languages(pub u8);

impl Languages {
    /// Whether a language is among them.
    #[must_use]
    pub const fn contain(self, language: Language) -> bool {
        self.0 & (1 << language as u8) != 0
    }

    const fn add(&mut self, language: Language) {
        self.0 |= 1 << language as u8;
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
    /// The languages in which it is the word for it. A headword, an abbreviation or a synonym may be known in any.
    pub languages: Languages,
}

/// The longest name that is one, in bytes, folded.
const MAX_NAME: usize = 120;

/// All names of a term, each once as it is compared, the closest first.
#[must_use]
pub fn names(term: &Term) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut add = |name: &str, naming, language: Option<Language>| {
        let folded = fold(name);
        if folded.is_empty() || folded.len() > MAX_NAME {
            return;
        }
        let place = names.iter().position(|known| known.folded == folded).unwrap_or_else(|| {
            names.push(Name { name: name.to_owned(), folded, naming, languages: Languages::default() });
            names.len() - 1
        });
        if let (Some(name), Some(language)) = (names.get_mut(place), language) {
            name.languages.add(language);
        }
    };
    add(&term.term, Naming::Headword, None);
    term.abbreviations.iter().for_each(|name| add(name, Naming::Abbreviation, None));
    for (language, definition) in &term.definitions {
        definition.names.iter().for_each(|name| add(name, Naming::Translation, Some(*language)));
    }
    term.synonyms.iter().for_each(|name| add(name, Naming::Synonym, None));
    names
}
