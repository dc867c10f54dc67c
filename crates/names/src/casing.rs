//! The name of somebody who is not in the table, with case, initials and particles put right.

/// Stand between a given and a family name and are written small there.
const PARTICLES: [&str; 32] = [
    "af", "al", "av", "bin", "da", "das", "de", "degli", "dei", "del", "della", "den", "der", "des", "di", "dos", "du",
    "el", "ibn", "la", "las", "le", "los", "of", "ten", "ter", "van", "vom", "von", "y", "zu", "zum",
];

/// `name` as it is printed: `j. s. SMITH` as `J.S. Smith`, `ana DE la cruz` as `Ana de la Cruz`. A word that mixes upper and lower case is kept as
/// it was typed, particles apart.
pub(crate) fn proper(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().flat_map(parts).collect();
    let is_mixed = has_both_cases(name);
    let mut proper = String::with_capacity(name.len());
    let mut follows_initial = false;
    for (at, word) in words.iter().enumerate() {
        let (is_first, is_last) = (at == 0, at + 1 == words.len());
        let particle = word.to_lowercase();
        let word = if !is_first && !is_last && PARTICLES.contains(&particle.as_str()) {
            particle
        } else if is_initial(word) {
            let period = if word.ends_with('.') || is_last { "" } else { "." };
            upper(word) + period
        } else if is_mixed && !is_last && is_run_of_initials(word) {
            (*word).to_owned()
        } else {
            cased(word, is_first)
        };
        let is_initial = word.ends_with('.') && is_initial(&word);
        let is_joined = is_first || (follows_initial && is_initial);
        if !is_joined {
            proper.push(' ');
        }
        follows_initial = is_initial;
        proper.push_str(&word);
    }
    proper
}

/// The initials that begin a word, and the rest of it: `j.s.bach` as `j.`, `s.`, `bach`.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let end = rest.find('.').map(|period| period + 1);
        let (part, tail) = match end {
            Some(end) if is_initial(&rest[..end]) && rest[end..].starts_with(char::is_alphanumeric) => {
                rest.split_at(end)
            }
            _ => (rest, ""),
        };
        rest = tail;
        (!part.is_empty()).then_some(part)
    })
}

fn has_both_cases(text: &str) -> bool {
    text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase)
}

/// A single letter of a script with upper and lower case, with or without its period.
fn is_initial(word: &str) -> bool {
    let mut letters = word.strip_suffix('.').unwrap_or(word).chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if letter.is_lowercase() || letter.is_uppercase())
}

/// `JS`, `CPE`.
fn is_run_of_initials(word: &str) -> bool {
    (2..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// A word with capitals where they belong.
fn cased(word: &str, is_first: bool) -> String {
    if has_both_cases(word) {
        return word.to_owned();
    }
    let word = word.to_lowercase();
    if matches!(word.as_str(), "ii" | "iii" | "iv") {
        return word.to_uppercase();
    }
    let parts: Vec<String> = word.split('-').map(|part| capital(part, is_first)).collect();
    parts.join("-")
}

/// `smith` as `Smith`, `o'connor` as `O'Connor`, `mccartney` as `McCartney`, and `d'arcy` as `d'Arcy` unless it is the first word.
fn capital(part: &str, is_first: bool) -> String {
    match part.split_once('\'') {
        Some(("d", rest)) if !rest.is_empty() && !is_first => format!("d'{}", first_upper(rest)),
        Some((elided, rest)) if elided.chars().count() == 1 => format!("{}'{}", upper(elided), first_upper(rest)),
        _ => match part.strip_prefix("mc") {
            Some(rest) if rest.len() >= 3 => format!("Mc{}", first_upper(rest)),
            _ => first_upper(part),
        },
    }
}

fn first_upper(text: &str) -> String {
    let start = text.find(char::is_alphanumeric).unwrap_or(text.len());
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    let (first, rest) = text[start..].split_at(length);
    format!("{}{}{rest}", &text[..start], upper(first))
}

/// Upper case, unless that takes more letters: `ß` stays.
fn upper(text: &str) -> String {
    let upper = text.to_uppercase();
    if upper.chars().count() == text.chars().count() { upper } else { text.to_owned() }
}
