//! Catalogue numbers and years of life that stand behind a composer's name.

use crate::fold::fold;

/// What catalogues of works call their numbers.
const DESIGNATORS: [&str; 47] = [
    "av", "b", "bb", "buxwv", "bv", "bwv", "d", "eg", "f", "fp", "fs", "g", "h", "hob", "hwv", "jb", "jw", "k", "kk",
    "kv", "l", "lwv", "m", "mwv", "n", "no", "nr", "op", "opp", "opus", "p", "r", "rv", "rwv", "s", "sv", "swv", "sz",
    "t", "th", "trv", "twv", "w", "wab", "woo", "wq", "wwv",
];

/// Stand between a designator and its number: `BWV Anh. 114`, `Op. posth. 66`.
const QUALIFIERS: [&str; 4] = ["anh", "anhang", POSTHUMOUS, "posthumous"];

/// Stands in the place of a number, too.
const POSTHUMOUS: &str = "posth";

/// `name` without catalogue numbers (`Op. 9 No. 2`, `K545`, `Hob. XVI:52`), years of life (`1685-1750`), and the punctuation that led to them.
/// Where nothing would be left, `name` as it is.
pub(crate) fn strip(name: &str) -> String {
    let is_numbered = name.contains(char::is_numeric) || fold(name).contains(POSTHUMOUS);
    let stripped = if is_numbered { without_numbers(name) } else { name.to_owned() };
    let stripped =
        stripped.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '(' | '/'));
    if stripped.is_empty() { name.to_owned() } else { stripped.to_owned() }
}

fn without_numbers(name: &str) -> String {
    let tokens: Vec<&str> = name.split_whitespace().collect();
    let keys: Vec<String> = tokens.iter().map(|token| key(token)).collect();
    let mut kept: Vec<&str> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let length = if is_years(tokens[at]) { 1 } else { number_length(&keys[at..]) };
        if length == 0 {
            kept.push(tokens[at]);
        }
        at += length.max(1);
    }
    kept.join(" ")
}

/// How many of `keys` the catalogue number at their beginning takes up. 0 where there is none.
fn number_length(keys: &[String]) -> usize {
    let first = keys[0].as_str();
    if is_glued(first) {
        return 1;
    }
    if !DESIGNATORS.contains(&first) {
        return 0;
    }
    let qualifiers = keys[1..].iter().take_while(|key| QUALIFIERS.contains(&key.as_str())).count();
    let mut end = 1 + qualifiers;
    if first == "hob" && keys.get(end).is_some_and(|key| is_group(key)) {
        end += 1;
    }
    if keys.get(end).is_some_and(|key| is_number(key)) {
        end += 1;
    }
    let is_numbered = end > 1 + qualifiers;
    let is_posthumous = qualifiers > 0 && matches!(first, "op" | "opus");
    if is_numbered || is_posthumous { end } else { 0 }
}

/// Lower case, without the punctuation around it.
fn key(token: &str) -> String {
    fold(token).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// A designator and its number in one word: `k545`, `op.9`, `hob.xvi:52`.
fn is_glued(key: &str) -> bool {
    let rest = key.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let designator = &key[..key.len() - rest.len()];
    let number = rest.trim_start_matches('.');
    DESIGNATORS.contains(&designator)
        && (is_number(number) || (designator == "hob" && number.len() < rest.len() && is_group(number)))
}

fn is_number(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_digit())
}

/// A group of Hoboken's catalogue, with or without the number in it: `xvi`, `xvi:52`.
fn is_group(key: &str) -> bool {
    let group = key.split(':').next().unwrap_or_default();
    !group.is_empty() && group.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
}

/// `1685-1750`, `(1685-1750)`, `1947-`, `(1947)`.
fn is_years(token: &str) -> bool {
    token.bytes().filter(u8::is_ascii_digit).count() >= 4
        && token.contains(['-', '(', ')'])
        && token.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | ',' | '.' | '?'))
}
