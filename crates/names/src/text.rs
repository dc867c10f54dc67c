//! Text as people type it, with the differences that nobody sees taken out.

use unicode_normalization::UnicodeNormalization;

/// `text` in Unicode's composed form (NFC), with plain quotes and hyphens, without invisible characters, white space collapsed and trimmed.
///
/// Idempotent. Linear in the length of `text`.
pub(crate) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().filter(|c| !is_invisible(*c)).nfc().map(plain) {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !tidied.is_empty() {
            tidied.push(' ');
        }
        gap = false;
        tidied.push(c);
    }
    tidied
}

/// `text` in lower case, composed.
pub(crate) fn lower(text: &str) -> String {
    text.to_lowercase().nfc().collect()
}

/// Comes along with pasted text and shows nothing: control characters, zero-width space and no-break space, word joiner, soft hyphen.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace()) || matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

const fn plain(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{B4}' | '`' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{AB}' | '\u{BB}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}
