//! Names as they sound: what people write who have only heard them.

use pinyin::ToPinyin;

use crate::words::is_han;

/// Shorter names are signs, in which every letter counts: `pp` is not `p`.
const SHORT: usize = 4;

/// How a folded name sounds, roughly and without spaces: what is often mistaken for each other is written the same.
///
/// Double letters are single, `k` and `q` are `c`, `y` is `i`, `z` is `s`, `w` is `v`, `j` is `g`, `ph` is `f`, and other `h` are silent.
/// Chinese is written in pinyin without tones, since those who type it choose among characters that sound the same.
///
/// ```
/// use mirubato_dictionary_terms::search::sound;
///
/// assert_eq!(sound("kreschendo"), sound("crescendo"));
/// assert_eq!(sound("soto voche"), sound("sotto voce"));
/// assert_eq!(sound("爬音"), sound("琶音"));
/// assert_ne!(sound("pp"), sound("p"));
/// ```
#[must_use]
pub fn sound(folded: &str) -> String {
    let mut heard = String::with_capacity(folded.len());
    if folded.chars().count() <= SHORT && !folded.chars().any(is_han) {
        heard.extend(folded.chars().filter(|c| *c != ' '));
        return heard;
    }
    let mut last = None;
    let mut rest = folded.chars().peekable();
    while let Some(c) = rest.next() {
        let letter = match c {
            'p' if rest.peek() == Some(&'h') => 'f',
            'k' | 'q' => 'c',
            'y' => 'i',
            'z' => 's',
            'w' => 'v',
            'j' => 'g',
            ' ' | 'h' => continue,
            other => other,
        };
        match letter.to_pinyin() {
            Some(syllable) => {
                heard.push_str(syllable.plain());
                last = None;
            }
            None if last == Some(letter) => {}
            None => {
                heard.push(letter);
                last = Some(letter);
            }
        }
    }
    heard
}
