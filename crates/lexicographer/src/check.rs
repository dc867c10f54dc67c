//! Holding a term against the rules, whoever wrote it.

use mirubato_dictionary_terms::{Definition, Language, Term};

use crate::language::is_chinese;
use crate::text::{self, Fault};
use crate::wanted::{MAX_WANTED, is_headword};

/// Whom a term can concern, as in `terms/`.
pub const INSTRUMENTS: [&str; 24] = [
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

/// The most items of any list of a term.
pub const MAX_ITEMS: usize = 10;
/// Beyond these, in characters, a text is not read. What a text should have is told to the model and scored: models do not count characters.
const MAX_BRIEF: usize = 220;
const MAX_FULL: usize = 960;
const MAX_USAGE: usize = 400;
const MAX_IPA: usize = 80;
const MAX_ABBREVIATION: usize = 20;
const MAX_NAME: usize = 60;

/// Who wrote a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// A model, which writes no signs.
    Model,
    /// A person, who may abbreviate by a sign: `<>` for a hairpin.
    Person,
}

/// Something that is wrong with a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Where, as a JSON pointer.
    pub pointer: String,
    /// What.
    pub fault: Fault,
}

/// Tidies every text of a term, and says what is wrong with it. What it is related to is for the caller to look up.
pub fn check(term: &mut Term, author: Author) -> Vec<Flaw> {
    let mut desk = Desk { flaws: Vec::new() };
    let headword = text::check_name(&term.term, MAX_WANTED);
    let headword = headword.and_then(|term| if is_headword(&term) { Ok(term) } else { Err(Fault::Character) });
    desk.take("/term".to_owned(), &mut term.term, headword);
    let ipa = text::check_ipa(&term.pronunciation.ipa, MAX_IPA);
    desk.take("/pronunciation/ipa".to_owned(), &mut term.pronunciation.ipa, ipa);
    if !(1..=3).contains(&term.difficulty) {
        desk.say("/difficulty", Fault::Unknown);
    }
    desk.list("/instruments", &mut term.instruments, |name| {
        if INSTRUMENTS.contains(&name) { Ok(name.to_owned()) } else { Err(Fault::Unknown) }
    });
    desk.list("/abbreviations", &mut term.abbreviations, |name| match author {
        Author::Model => text::check_name(name, MAX_ABBREVIATION),
        Author::Person => text::check_sign(name, MAX_ABBREVIATION),
    });
    desk.list("/synonyms", &mut term.synonyms, |name| text::check_name(name, MAX_NAME));
    if term.related.len() > MAX_ITEMS {
        desk.say("/related", Fault::TooLong);
    }
    for language in Language::ALL {
        match term.definitions.get_mut(&language) {
            None => desk.say(&format!("/definitions/{}", language.tag()), Fault::Empty),
            Some(definition) => desk.definition(language, definition),
        }
    }
    desk.flaws
}

struct Desk {
    flaws: Vec<Flaw>,
}

impl Desk {
    fn definition(&mut self, language: Language, own: &mut Definition) {
        let place = |field: &str| format!("/definitions/{}/{field}", language.tag());
        self.list(&place("names"), &mut own.names, |name| text::check_name_in(name, language, MAX_NAME));
        let (brief, full) = (text::check(&own.brief, language, MAX_BRIEF), text::check(&own.full, language, MAX_FULL));
        self.take(place("brief"), &mut own.brief, brief);
        self.take(place("full"), &mut own.full, full);
        // Where there is none, some say so by an empty one.
        own.usage = own.usage.take().filter(|usage| !usage.trim().is_empty());
        if let Some(usage) = &mut own.usage {
            let tidy = text::check(usage, language, MAX_USAGE);
            self.take(place("usage"), usage, tidy);
        }
    }

    /// The items of a list, tidied, each once.
    fn list(&mut self, pointer: &str, items: &mut Vec<String>, tidy: impl Fn(&str) -> Result<String, Fault>) {
        if items.len() > MAX_ITEMS {
            self.say(pointer, Fault::TooLong);
            return;
        }
        let mut kept: Vec<String> = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            match tidy(item) {
                Ok(item) if kept.contains(&item) => {}
                Ok(item) => kept.push(item),
                Err(fault) => self.say(&format!("{pointer}/{place}"), fault),
            }
        }
        *items = kept;
    }

    fn take(&mut self, pointer: String, text: &mut String, tidy: Result<String, Fault>) {
        match tidy {
            Ok(tidy) => *text = tidy,
            Err(fault) => self.flaws.push(Flaw { pointer, fault }),
        }
    }

    fn say(&mut self, pointer: &str, fault: Fault) {
        self.flaws.push(Flaw { pointer: pointer.to_owned(), fault });
    }
}

/// The most characters of `brief`, of `full` (with the least) and of `usage` (with the least) that a text should have, by `terms/README.md`.
pub(crate) const fn lengths(language: Language) -> (usize, (usize, usize), (usize, usize)) {
    if is_chinese(language) { (45, (50, 180), (10, 80)) } else { (110, (140, 480), (30, 200)) }
}
