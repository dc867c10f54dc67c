//! The identity of a piece.

use crate::composer::{composer, known, settled};
use crate::text;

/// Between title and composer where either contains a hyphen.
const BARS: &str = "||";

/// Stands for a composer who is not given.
const UNKNOWN: &str = "unknown";

/// At how many hyphens of an id, from its end, a composer is looked for.
const MAX_HYPHENS: usize = 4;

/// The identity of a piece made from what people type.
///
/// Title and composer in lower case, with plain quotes and hyphens and single spaces, in Unicode's composed form (NFC), the composer by the full
/// name of [`composer`] and without periods. Between them a hyphen, or two bars where either contains one. A bar inside them counts as white
/// space. An id from a score library, `score_…` or a UUID, in the title's place is kept as it is.
///
/// ```
/// use mirubato_names::score_id;
///
/// assert_eq!(score_id("  Für   Elise ", Some("Beethoven, L. van")), "für elise-ludwig van beethoven");
/// assert_eq!(score_id("Prelude – Book 1", Some("J.S. Bach")), "prelude - book 1||johann sebastian bach");
/// assert_eq!(score_id("Clair de lune", None), "clair de lune-unknown");
/// ```
#[must_use]
pub fn score_id(title: &str, composer: Option<&str>) -> String {
    if is_library_id(title.trim()) {
        return title.trim().to_owned();
    }
    join(&title_part(title), &composer_part(composer.unwrap_or_default()))
}

/// The identity of a piece from an id that already exists, whichever rules made it.
///
/// Idempotent, and changes nothing that [`score_id`] made. Without bars, the hyphen parts title and composer behind which a known composer
/// stands (`le cygne-saint-saëns`), or else the last one between spaces, or else the last one.
///
/// ```
/// use mirubato_names::normalise_score_id;
///
/// assert_eq!(normalise_score_id("Clair de Lune - Debussy"), "clair de lune-claude debussy");
/// assert_eq!(normalise_score_id("p1"), "p1-unknown");
/// assert_eq!(normalise_score_id("score_Xy-1"), "score_Xy-1");
/// ```
#[must_use]
pub fn normalise_score_id(id: &str) -> String {
    if is_library_id(id.trim()) {
        return id.trim().to_owned();
    }
    let id = text::tidy(id);
    let (title, composer) = split(&id);
    join(&title_part(title), &composer_part(composer))
}

/// The composer's part of an identity. `None` for a composer who is not given, or given as unknown.
pub(crate) fn composer_key(name: &str) -> Option<String> {
    let part = composer_part(name);
    (part != UNKNOWN).then_some(part)
}

fn title_part(title: &str) -> String {
    text::lower(&without_bars(title))
}

fn composer_part(name: &str) -> String {
    let plain = |name: &str| text::tidy(&text::lower(name).replace('.', ""));
    let name = without_bars(name);
    let part = known(&name).map_or_else(|| settled(name, |name| plain(&composer(name))), plain);
    if part.is_empty() { UNKNOWN.to_owned() } else { part }
}

fn without_bars(text: &str) -> String {
    text::tidy(&text.replace('|', " "))
}

fn join(title: &str, composer: &str) -> String {
    let between = if title.contains('-') || composer.contains('-') { BARS } else { "-" };
    format!("{title}{between}{composer}")
}

fn split(id: &str) -> (&str, &str) {
    let hyphens = id.rmatch_indices('-').take(MAX_HYPHENS);
    id.split_once(BARS)
        .or_else(|| hyphens.map(|(at, _)| (&id[..at], &id[at + 1..])).find(|(_, composer)| known(composer).is_some()))
        .or_else(|| id.rsplit_once(" - "))
        .or_else(|| id.rsplit_once('-'))
        .unwrap_or((id, ""))
}

/// An id that a score library gave: `score_` and then letters, digits, `-` and `_`, or a UUID.
fn is_library_id(id: &str) -> bool {
    let is_score_id =
        |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let is_uuid_byte = |(at, b): (usize, u8)| {
        if matches!(at, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() }
    };
    id.strip_prefix("score_").is_some_and(is_score_id) || (id.len() == 36 && id.bytes().enumerate().all(is_uuid_byte))
}
