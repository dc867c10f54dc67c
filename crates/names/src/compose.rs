//! What every text here goes through: Unicode's composed form (NFC), white space collapsed and trimmed.

use unicode_normalization::UnicodeNormalization;

/// `text` in composed form, each run of white space as one space, none at the ends.
pub(crate) fn composed(text: &str) -> String {
    let mut composed = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfc() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !composed.is_empty() {
            composed.push(' ');
        }
        gap = false;
        composed.push(c);
    }
    composed
}
