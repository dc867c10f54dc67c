//! Looks a name up in the table of composers.

use crate::fold::fold;

include!(concat!(env!("OUT_DIR"), "/composers.rs"));

/// A name of more words than this is looked up no further.
const MAX_WORDS: usize = 10;

/// The longest spelling in the table has this many words.
const MAX_SPELLING: usize = 5;

struct Composer {
    name: &'static str,
    /// Every word that may stand beside the family name, folded.
    given: &'static [&'static str],
}

/// A way to write a family name, folded and without what is not a letter or digit.
struct Spelling {
    key: &'static str,
    composer: u8,
    /// Many people have this name: a given name must be spelled out with it.
    common: bool,
}

/// The full name of the composer whom `name` means.
///
/// `name` must consist of a spelling of the family name and, before or after it, given names of that composer: spelled out, cut short or as
/// initials. Where several composers fit, the first in the table is meant.
pub(crate) fn full_name(name: &str) -> Option<&'static str> {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS + 1)
        .collect();
    if words.len() > MAX_WORDS {
        return None;
    }
    (1..=words.len().min(MAX_SPELLING)).rev().find_map(|length| {
        (0..=words.len() - length).find_map(|start| {
            let family = words[start..start + length].concat();
            spellings(&family).find_map(|spelling| {
                let composer = &COMPOSERS[usize::from(spelling.composer)];
                let mut given = words[..start].iter().chain(&words[start + length..]);
                let is_meant = given.clone().all(|word| composer.may_be_called(word))
                    && (!spelling.common || given.any(|word| composer.given.contains(word)));
                is_meant.then_some(composer.name)
            })
        })
    })
}

/// The spellings equal to `key`, in the order of the table.
fn spellings(key: &str) -> impl Iterator<Item = &'static Spelling> {
    let start = SPELLINGS.partition_point(|spelling| spelling.key < key);
    SPELLINGS[start..]
        .iter()
        .take_while(move |spelling| spelling.key == key)
}

impl Composer {
    /// Whether `word` is a given name, the beginning of one, or a run of initials.
    fn may_be_called(&self, word: &str) -> bool {
        self.given.iter().any(|given| given.starts_with(word))
            || (word.chars().count() <= 4
                && word
                    .chars()
                    .all(|letter| self.given.iter().any(|given| given.starts_with(letter))))
    }
}
