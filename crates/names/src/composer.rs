//! The name of a composer, from the many ways it is typed.

use crate::{casing, catalogue, table, text};

/// The longest name that is looked at, in characters. What is longer is no name.
const MAX_NAME: usize = 255;

/// How often a name is put right again until nothing changes any more. What people type needs two rounds; a name made for it, of catalogue
/// numbers inside each other, needs a round for every four characters.
const MAX_ROUNDS: usize = 64;

/// The usual full name of a composer, or the name with case, initials, particles and spaces put right where the composer is not known.
///
/// Idempotent. Text of more than 255 characters is no name: only its white space, quotes and hyphens are put right.
///
/// ```
/// use mirubato_names::composer;
///
/// assert_eq!(composer("Chopin, F., Op. 9"), "Frédéric Chopin");
/// assert_eq!(composer("j. smith"), "J. Smith");
/// ```
#[must_use]
pub fn composer(name: &str) -> String {
    let name = text::tidy(name);
    known(&name).map_or_else(|| settled(name, put_right), str::to_owned)
}

/// `text` with `step` applied until it changes nothing.
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

/// The full name of the composer whom `name` means, whatever catalogue number it carries.
pub(crate) fn known(name: &str) -> Option<&'static str> {
    if is_no_name(name) { None } else { table::full_name(&catalogue::strip(name)) }
}

fn put_right(name: &str) -> String {
    if is_no_name(name) {
        return name.to_owned();
    }
    let name = catalogue::strip(name);
    match table::full_name(&name) {
        Some(full_name) => full_name.to_owned(),
        None => text::tidy(&casing::proper(&given_name_first(&name))),
    }
}

fn is_no_name(text: &str) -> bool {
    text.chars().nth(MAX_NAME).is_some()
}

/// `Smith, John` as `John Smith`. A known composer on either side of the comma makes them two people, who stay.
fn given_name_first(name: &str) -> String {
    let Some((family, given)) = name.split_once(',').map(|(family, given)| (family.trim(), given.trim())) else {
        return name.to_owned();
    };
    let is_one_name = !family.is_empty() && !given.is_empty() && !given.contains(',') && !is_suffix(given);
    let are_two = || table::full_name(family).is_some() && table::full_name(given).is_some();
    if is_one_name && !are_two() { format!("{given} {family}") } else { name.to_owned() }
}

/// What follows a whole name after a comma: `Jr.`, `III`.
fn is_suffix(text: &str) -> bool {
    matches!(text.trim_end_matches('.').to_lowercase().as_str(), "jr" | "sr" | "ii" | "iii" | "iv")
}
