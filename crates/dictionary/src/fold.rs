//! Names as they are compared.

/// A name or what somebody typed, for comparing: lower case, without accents and punctuation, one space between words.
///
/// Signs that are no punctuation stay: a flat is a flat. `#` is a sharp. What is nothing but punctuation stays as well, without spaces: `//` is
/// a sign in music. Idempotent.
///
/// ```
/// use mirubato_dictionary_terms::fold;
///
/// assert_eq!(fold("  D.C.  al Fine "), "dc al fine");
/// assert_eq!(fold("L’istesso tempo"), fold("l'istesso TEMPO"));
/// assert_eq!(fold("Più-mosso"), "piu mosso");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let folded = mirubato_names::fold(text);
    let mut words = String::with_capacity(folded.len());
    let mut gap = false;
    for c in folded.chars() {
        if joins(c) {
            continue;
        }
        if separates(c) {
            gap = !words.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            words.push(' ');
        }
        words.push(if c == '#' { '♯' } else { c });
    }
    if words.is_empty() {
        return folded.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_unseen(*c)).collect();
    }
    words
}

/// Punctuation within a word.
const fn joins(c: char) -> bool {
    matches!(c, '.' | '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '·' | '・') || is_unseen(c)
}

/// Marks of direction, joiners and the like.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}' | '\u{FE0E}' | '\u{FE0F}')
}

/// What stands between words.
fn separates(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || (c.is_ascii_punctuation() && c != '#' && c != '+')
        || matches!(c, '\u{2010}'..='\u{2015}' | '“' | '”' | '„' | '‚' | '«' | '»' | '‹' | '›' | '…' | '¿' | '¡')
        || matches!(c, '\u{3000}'..='\u{3003}' | '〈'..='】' | '〔'..='〟' | '⁄' | '∕')
}
