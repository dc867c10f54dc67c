//! The name of a composer, from the many ways it is typed.

use unicode_normalization::UnicodeNormalization;

use crate::{casing, catalogue, table, text};

/// The longest name that is looked at, in characters. What is longer is no name.
const MAX_NAME: usize = 255;

/// How often a name is put right again until nothing changes any more. Names that people type need two rounds.
const MAX_ROUNDS: usize = 64;

/// The usual full name of a composer, or the name with case, initials, particles and spaces put right where the composer is not known.
///
/// Idempotent. Text longer than 255 characters is no name: it gets its white space, quotes and hyphens put right and is otherwise kept.
#[must_use]
pub fn composer(name: &str) -> String {
    settled(text::tidy(name), |name| round(name))
}

/// Applies `step` until it changes nothing.
pub(crate) fn settled(mut text: String, step: impl Fn(&str) -> String) -> String {
    for _ in 0..MAX_ROUNDS {
        let next = step(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

fn round(name: &str) -> String {
    if name.chars().nth(MAX_NAME).is_some() {
        return name.to_owned();
    }
    let name = catalogue::strip(name);
    if let Some(full) = table::full_name(&name) {
        return full.to_owned();
    }
    text::tidy(&casing::proper(&given_name_first(&name))).nfc().collect()
}

/// `Smith, John` as `John Smith`. Two known composers on either side of the comma are two people and stay.
fn given_name_first(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.contains(',') => {
            let (family, given) = (family.trim(), given.trim());
            let is_suffix = matches!(
                given.trim_end_matches('.').to_lowercase().as_str(),
                "jr" | "sr" | "ii" | "iii" | "iv"
            );
            let are_two = table::full_name(family).is_some() && table::full_name(given).is_some();
            if family.is_empty() || given.is_empty() || is_suffix || are_two {
                name.to_owned()
            } else {
                format!("{given} {family}")
            }
        }
        _ => name.to_owned(),
    }
}

/// Whether `name` is that of a composer in the table.
pub(crate) fn is_known(name: &str) -> bool {
    name.chars().nth(MAX_NAME).is_none() && table::full_name(&catalogue::strip(&text::tidy(name))).is_some()
}
