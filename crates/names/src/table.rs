//! Looks a name up in the table of composers.

use crate::fold::fold;

// COMPOSERS in the order of composers.txt, and SPELLINGS by key and then in that order.
include!(concat!(env!("OUT_DIR"), "/composers.rs"));

/// A name of more words is not looked up.
const MAX_WORDS: usize = 10;

/// More words than any spelling of a family name in the table has.
const MAX_SPELLING: usize = 5;

struct Composer {
    name: &'static str,
    /// The words that may stand beside the family name, folded.
    given: &'static [&'static str],
}

/// A way to write a family name.
struct Spelling {
    /// Its letters and digits, folded.
    key: &'static str,
    composer: u16,
    /// Whether many people have this name, so that a given name must be spelled out beside it.
    is_common: bool,
}

/// The full name of the composer whom `name` means.
///
/// `name` must consist of a spelling of the family name and, before or after it, given names of that composer: spelled out, cut short or as
/// initials. Where several composers fit, the first in the table is meant.
pub(crate) fn full_name(name: &str) -> Option<&'static str> {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(MAX_WORDS + 1).collect();
    if words.len() > MAX_WORDS {
        return None;
    }
    let spans = (1..=words.len().min(MAX_SPELLING))
        .rev()
        .flat_map(|length| (0..=words.len() - length).map(move |start| start..start + length));
    spans.into_iter().find_map(|span| {
        let family = words[span.clone()].concat();
        let given = [&words[..span.start], &words[span.end..]].concat();
        composer_called(&family, &given)
    })
}

fn composer_called(family: &str, given: &[&str]) -> Option<&'static str> {
    let start = SPELLINGS.partition_point(|spelling| spelling.key < family);
    let length = SPELLINGS[start..].iter().take_while(|spelling| spelling.key == family).count();
    let spellings = &SPELLINGS[start..start + length];
    spellings.iter().find_map(|spelling| {
        let composer = &COMPOSERS[usize::from(spelling.composer)];
        let is_only = length == 1;
        let fits = given.iter().all(|word| composer.may_be_called(word) || (is_only && is_han(word)));
        let is_clear = !spelling.is_common || given.iter().any(|word| composer.given.contains(word));
        (fits && is_clear).then_some(composer.name)
    })
}

impl Composer {
    /// Whether `word` is a given name, the beginning of one, or a run of initials.
    fn may_be_called(&self, word: &str) -> bool {
        let is_initial = |letter: char| self.given.iter().any(|given| given.starts_with(letter));
        self.given.iter().any(|given| given.starts_with(word))
            || (word.chars().count() <= 4 && word.chars().all(is_initial))
    }
}

/// Chinese characters spell a foreign given name in many ways. Beside a family name that only one composer has, any will do.
fn is_han(word: &str) -> bool {
    word.chars().all(|c| matches!(c, '\u{3400}'..='\u{9FFF}'))
}
