//! The identity of a piece.

use unicode_normalization::UnicodeNormalization;

use crate::composer::{composer, is_known, settled};
use crate::text;

/// Between title and composer where either contains a hyphen. Counts as white space inside a title or name.
const BARS: &str = "||";

/// Stands for a composer who is not given.
pub(crate) const UNKNOWN: &str = "unknown";

/// The identity of a piece made from what people type.
#[must_use]
pub fn score_id(title: &str, composer: Option<&str>) -> String {
    if is_library_id(title.trim()) {
        return title.trim().to_owned();
    }
    join(&title_part(title), &composer_part(composer.unwrap_or_default()))
}

/// The same identity from an id that already exists.
#[must_use]
pub fn normalise_score_id(id: &str) -> String {
    if is_library_id(id.trim()) {
        return id.trim().to_owned();
    }
    let id = text::tidy(id);
    let (title, composer) = split(&id);
    join(&title_part(title), &composer_part(composer))
}

fn join(title: &str, composer: &str) -> String {
    let between = if title.contains('-') || composer.contains('-') {
        BARS
    } else {
        "-"
    };
    format!("{title}{between}{composer}")
}

/// Title and composer of a tidy id. Without bars, the last hyphen parts them; a hyphen before it does so where it makes the rest a composer
/// in the table (`le cygne-saint-saëns`), or else where it alone stands between spaces.
fn split(id: &str) -> (&str, &str) {
    if let Some(parts) = id.split_once(BARS) {
        return parts;
    }
    let last = || id.rsplit_once(" - ").or_else(|| id.rsplit_once('-'));
    let known = || {
        id.rmatch_indices('-')
            .take(4)
            .map(|(at, _)| (&id[..at], &id[at + 1..]))
            .find(|(_, composer)| is_known(composer))
    };
    known().or_else(last).unwrap_or((id, ""))
}

fn title_part(title: &str) -> String {
    text::lower(&text::tidy(&title.replace('|', " ")))
}

pub(crate) fn composer_part(name: &str) -> String {
    let plain = |name: &str| {
        text::tidy(&text::lower(&composer(&name.replace('|', " "))).replace('.', ""))
            .nfc()
            .collect()
    };
    let part: String = settled(plain(name), plain);
    if part.is_empty() { UNKNOWN.to_owned() } else { part }
}

/// An id that a score library gave: `score_` and letters, digits, `-` and `_`, or a UUID.
fn is_library_id(id: &str) -> bool {
    let is_score = id
        .strip_prefix("score_")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
    let is_uuid = id.len() == 36
        && id.bytes().enumerate().all(|(at, b)| {
            if matches!(at, 8 | 13 | 18 | 23) {
                b == b'-'
            } else {
                b.is_ascii_hexdigit()
            }
        });
    is_score || is_uuid
}
