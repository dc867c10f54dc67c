//! Text as a search compares it.

use unicode_normalization::UnicodeNormalization;

use crate::compose::composed;

/// `text` for searching: lower case, without accents, white space collapsed and trimmed.
///
/// Full-width and compatibility forms become the plain ones (NFKD), marks go, and letters that do not decompose are spelled out: `ß` as `ss`,
/// `œ` as `oe`, `ø` as `o` and so on. Of Chinese, Japanese and Korean only the width changes.
///
/// Idempotent.
///
/// ```
/// assert_eq!(mirubato_names::fold("  Cœur d'ÉTÉ,  Ｏｐ．１"), "coeur d'ete, op.1");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String =
        text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_mark(*c)).flat_map(spelled_out).collect();
    composed(&plain)
}

/// The marks of the Latin, Greek, Cyrillic, Hebrew and Arabic scripts. Not among them are the vowel signs of Indic scripts and the voicing
/// marks of kana: without those a word is another word.
const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5BD}'
            | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE20}'..='\u{FE2F}'
    )
}

/// Letters without a decomposition, as they are typed where a keyboard lacks them.
fn spelled_out(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'ß' => ('s', Some('s')),
        'œ' => ('o', Some('e')),
        'æ' => ('a', Some('e')),
        'þ' => ('t', Some('h')),
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'ς' => ('σ', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}
