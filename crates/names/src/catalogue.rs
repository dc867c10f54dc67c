//! Catalogue numbers and years of life that stand behind a composer's name.

use crate::fold::fold;

/// What catalogues of works and parts of works call their numbers.
const DESIGNATORS: [&str; 48] = [
    "av", "b", "bb", "buxwv", "bv", "bwv", "d", "deest", "eg", "f", "fp", "fs", "g", "h", "hob", "hwv", "jb", "jw",
    "k", "kk", "kv", "l", "lwv", "m", "mwv", "n", "no", "nr", "op", "opp", "opus", "p", "r", "rv", "rwv", "s", "sv",
    "swv", "sz", "t", "th", "trv", "twv", "w", "wab", "woo", "wq", "wwv",
];

/// What may stand between a designator and its number, or in its place.
const QUALIFIERS: [&str; 7] = ["anh", "anhang", "app", "deest", "post", "posth", "posthumous"];

/// `name` without catalogue numbers (`Op. 9 No. 2`, `K545`, `Hob. XVI:52`, `BWV Anh. 114`), without years of life (`1685-1750`), and without
/// the punctuation that led to them. Where nothing would be left, `name` as it is.
pub(crate) fn strip(name: &str) -> String {
    let tokens: Vec<&str> = name.split_whitespace().collect();
    let keys: Vec<String> = tokens.iter().map(|token| key(token)).collect();
    let mut kept: Vec<&str> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let length = number_length(&keys[at..]);
        if length == 0 {
            if !is_years(tokens[at]) {
                kept.push(tokens[at]);
            }
            at += 1;
        } else {
            at += length;
        }
    }
    let stripped = kept.join(" ");
    let stripped =
        stripped.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '(' | '/'));
    if stripped.is_empty() {
        name.to_owned()
    } else {
        stripped.to_owned()
    }
}

/// How many of `keys` a catalogue number at their beginning takes up. 0 where there is none.
fn number_length(keys: &[String]) -> usize {
    let first = keys[0].as_str();
    if is_glued(first) {
        return 1;
    }
    if !DESIGNATORS.contains(&first) {
        return 0;
    }
    let qualifiers = keys[1..]
        .iter()
        .take_while(|key| QUALIFIERS.contains(&key.as_str()))
        .count();
    let mut at = 1 + qualifiers;
    if first == "hob" && keys.get(at).is_some_and(|key| is_roman(key)) {
        at += 1;
    }
    if keys.get(at).is_some_and(|key| is_number(key)) {
        at += 1;
    }
    if at == 1 { 0 } else { at }
}

/// Lower case, without the punctuation around it.
fn key(token: &str) -> String {
    fold(token).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// A designator and its number in one word: `k545`, `op.9`, `hob.xvi:52`.
fn is_glued(key: &str) -> bool {
    let letters = key.len() - key.trim_start_matches(|c: char| c.is_ascii_lowercase()).len();
    let (designator, rest) = key.split_at(letters);
    if !DESIGNATORS.contains(&designator) {
        return false;
    }
    let number = rest.trim_start_matches('.');
    is_number(number) || (number.len() < rest.len() && designator == "hob" && is_roman(number))
}

fn is_number(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_digit())
}

/// `xvi`, `xvi:52`.
fn is_roman(key: &str) -> bool {
    let group = key.split(':').next().unwrap_or_default();
    !group.is_empty() && group.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
}

/// `1685-1750`, `(1685-1750)`, `1947-`, `(1947)`.
fn is_years(token: &str) -> bool {
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4
        && token.contains(['-', '(', ')'])
        && token
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | ',' | '.' | '?'))
}
