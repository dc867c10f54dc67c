//! Text as people type it, without the differences that nobody sees.

use crate::compose::composed;

/// `text` composed, with plain quotes and hyphens, without invisible characters, white space collapsed and trimmed.
///
/// Idempotent. Linear in the length of `text`.
pub(crate) fn tidy(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    composed(&visible).chars().map(plain).collect()
}

/// `text` in lower case, composed.
pub(crate) fn lower(text: &str) -> String {
    composed(&text.to_lowercase())
}

/// What comes along with pasted text and shows nothing: control characters, zero-width space and no-break space, word joiner, soft hyphen.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace()) || matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Quotes, primes and accents that stand alone as `'` or `"`, hyphens, dashes and minus as `-`.
const fn plain(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{B4}' | '`' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{AB}' | '\u{BB}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}
