//! How alike two pieces are.

use crate::fold::fold;
use crate::score_id::{UNKNOWN, composer_part};

/// How much of a title or name is compared, in characters. The cost grows with its square.
const COMPARED: usize = 255;

const TITLE: f64 = 0.7;
const COMPOSER: f64 = 0.3;

/// What a composer counts who is given on one side only.
const ONE_SIDED: f64 = 0.3;

/// How alike two pieces are, 0 to 1. From 0.7 on it is worth asking whether they are the same.
#[must_use]
pub fn likeness(title_a: &str, composer_a: Option<&str>, title_b: &str, composer_b: Option<&str>) -> f64 {
    let (a, b) = (Piece::read(title_a, composer_a), Piece::read(title_b, composer_b));
    let mut likeness = a.likeness(&b);
    if let (Some(composer_a), Some(composer_b)) = (composer_a, composer_b) {
        likeness = likeness.max(Piece::read(composer_a, Some(title_a)).likeness(&b));
        likeness = likeness.max(Piece::read(composer_b, Some(title_b)).likeness(&a));
    }
    likeness
}

struct Piece {
    title: String,
    composer: Option<String>,
}

impl Piece {
    fn read(title: &str, composer: Option<&str>) -> Self {
        let composer = composer
            .map(|name| composer_part(beginning(name)))
            .filter(|name| name != UNKNOWN);
        Self {
            title: words(title),
            composer: composer.as_deref().map(words),
        }
    }

    fn likeness(&self, other: &Self) -> f64 {
        let composer = match (&self.composer, &other.composer) {
            (Some(a), Some(b)) => strsim::normalized_levenshtein(a, b),
            (None, None) => 1.0,
            _ => ONE_SIDED,
        };
        TITLE * strsim::normalized_levenshtein(&self.title, &other.title) + COMPOSER * composer
    }
}

/// The letters and digits, folded, a space between words, no longer than what is compared.
fn words(text: &str) -> String {
    let spaced: String = fold(beginning(text))
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(COMPARED)
        .collect()
}

fn beginning(text: &str) -> &str {
    let text = text.trim_start();
    text.char_indices().nth(COMPARED).map_or(text, |(end, _)| &text[..end])
}
