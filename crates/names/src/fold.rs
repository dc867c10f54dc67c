//! Text as a search compares it.

use unicode_normalization::UnicodeNormalization;

/// `text` for searching: lower case, without accents and other marks, full-width and compatibility forms as the plain ones, `ß` as `ss`, `œ` as
/// `oe`, `ø` as `o` and so on, white space collapsed and trimmed. Chinese, Japanese and Korean stay as they are apart from their width.
///
/// Idempotent.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in folded_chars(text.chars()) {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        folded.push(c);
    }
    folded
}

/// The characters of [`fold`], white space as it comes.
fn folded_chars(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    text.nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_mark(*c))
        .flat_map(spelled_out)
        .nfc()
}

/// The marks of the Latin, Greek, Cyrillic, Hebrew and Arabic scripts. The vowel signs of Indic scripts and the voicing marks of kana are
/// not in it: without them a word is another word.
const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5BD}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE20}'..='\u{FE2F}'
    )
}

/// Letters that have no decomposition but are typed as others where a keyboard lacks them.
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
