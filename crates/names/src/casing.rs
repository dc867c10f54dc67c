//! The name of somebody who is not in the table, with case, initials and particles put right.

/// Stand between a given and a family name and are written small there.
const PARTICLES: [&str; 33] = [
    "af", "al", "av", "bin", "da", "das", "de", "degli", "dei", "del", "della", "den", "der", "des", "di", "dos", "du",
    "el", "ibn", "la", "las", "le", "los", "of", "op", "ten", "ter", "van", "vom", "von", "y", "zu", "zum",
];

/// `name` as it is printed: `j.s. SMITH` as `J.S. Smith`, `ana DE la cruz` as `Ana de la Cruz`. What mixes upper and lower case is kept as it was
/// typed, particles apart.
pub(crate) fn proper(name: &str) -> String {
    let tokens: Vec<&str> = name
        .split_whitespace()
        .flat_map(|word| word.split_inclusive('.'))
        .collect();
    let mixed = name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
    let mut proper = String::with_capacity(name.len());
    let mut after_initial = false;
    for (at, token) in tokens.iter().enumerate() {
        let is_last = at + 1 == tokens.len();
        let word = if at > 0 && !is_last && PARTICLES.contains(&token.to_lowercase().as_str()) {
            token.to_lowercase()
        } else if is_initial(token) {
            let dot = if token.ends_with('.') || is_last { "" } else { "." };
            upper(token) + dot
        } else if mixed && !is_last && is_run_of_initials(token) {
            (*token).to_owned()
        } else {
            cased(token, at > 0)
        };
        let is_initial = is_initial(&word) && word.ends_with('.');
        if at > 0 && !(after_initial && is_initial) {
            proper.push(' ');
        }
        after_initial = is_initial;
        proper.push_str(&word);
    }
    proper
}

/// A single letter of a script with upper and lower case, with or without its period.
fn is_initial(token: &str) -> bool {
    let mut letters = token.strip_suffix('.').unwrap_or(token).chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if letter.is_lowercase() || letter.is_uppercase())
}

/// `JS`, `CPE`.
fn is_run_of_initials(token: &str) -> bool {
    (2..=3).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_uppercase())
}

/// A word with a capital where one belongs. `inside` says that it is not the first of the name.
fn cased(word: &str, inside: bool) -> String {
    if word.chars().any(char::is_lowercase) && word.chars().any(char::is_uppercase) {
        return word.to_owned();
    }
    let word = word.to_lowercase();
    if matches!(word.as_str(), "ii" | "iii" | "iv") {
        return word.to_uppercase();
    }
    let parts: Vec<String> = word.split('-').map(|part| capital(part, inside)).collect();
    parts.join("-")
}

/// `smith` as `Smith`, `o'connor` as `O'Connor`, `mccartney` as `McCartney`; inside a name `d'indy` as `d'Indy`.
fn capital(part: &str, inside: bool) -> String {
    if let Some((elided, rest)) = part.split_once('\'')
        && elided.chars().count() == 1
        && !rest.is_empty()
    {
        let elided = if inside && elided == "d" {
            elided.to_owned()
        } else {
            upper(elided)
        };
        return format!("{elided}'{}", first_upper(rest));
    }
    match part.strip_prefix("mc") {
        Some(rest) if rest.len() >= 3 => format!("Mc{}", first_upper(rest)),
        _ => first_upper(part),
    }
}

fn first_upper(text: &str) -> String {
    let start = text.find(char::is_alphanumeric).unwrap_or(0);
    let (before, word) = text.split_at(start);
    let mut letters = word.chars();
    letters.next().map_or_else(
        || before.to_owned(),
        |first| format!("{before}{}{}", upper(first.encode_utf8(&mut [0; 4])), letters.as_str()),
    )
}

/// Upper case, unless that takes more letters: `ß` and the ligatures stay.
fn upper(text: &str) -> String {
    let upper = text.to_uppercase();
    if upper.chars().count() == text.chars().count() {
        upper
    } else {
        text.to_owned()
    }
}
