//! How alike two pieces are.

use crate::fold::fold;
use crate::score_id::composer_key;

/// How much of a title or name is compared, in characters: the most that a record holds. The cost grows with its square.
const COMPARED: usize = 255;

/// What the title and the composer count.
const TITLE: f64 = 0.7;
const COMPOSER: f64 = 0.3;

/// How alike two composers are of whom one is not given.
const ONE_SIDED: f64 = 0.3;

/// How alike two pieces are, 0 to 1. From 0.7 on it is worth asking whether they are the same.
///
/// Seven parts for the title and three for the composer, each by Levenshtein's distance over their letters and digits as [`fold`] gives them,
/// composers by their full names. Title and composer may be swapped in one of the two. Symmetric. Only the first 255 characters count.
///
/// ```
/// use mirubato_names::likeness;
///
/// assert_eq!(likeness("Für Elise", Some("L. v. Beethoven"), "fur elise", Some("Beethoven")), 1.0);
/// assert!(likeness("Für Elise", Some("Beethoven"), "Clair de lune", Some("Debussy")) < 0.5);
/// ```
#[must_use]
pub fn likeness(title_a: &str, composer_a: Option<&str>, title_b: &str, composer_b: Option<&str>) -> f64 {
    let (a, b) = (Piece::read(title_a, composer_a), Piece::read(title_b, composer_b));
    let straight = a.likeness(&b);
    let (Some(composer_a), Some(composer_b)) = (composer_a, composer_b) else {
        return straight;
    };
    let swapped_a = Piece::read(composer_a, Some(title_a)).likeness(&b);
    let swapped_b = Piece::read(composer_b, Some(title_b)).likeness(&a);
    straight.max(swapped_a).max(swapped_b)
}

struct Piece {
    title: String,
    composer: Option<String>,
}

impl Piece {
    fn read(title: &str, composer: Option<&str>) -> Self {
        let composer = composer.and_then(|name| composer_key(beginning(name)));
        Self { title: words(title), composer: composer.as_deref().map(words) }
    }

    fn likeness(&self, other: &Self) -> f64 {
        let composer = match (&self.composer, &other.composer) {
            (Some(ours), Some(theirs)) => strsim::normalized_levenshtein(ours, theirs),
            (None, None) => 1.0,
            _ => ONE_SIDED,
        };
        TITLE * strsim::normalized_levenshtein(&self.title, &other.title) + COMPOSER * composer
    }
}

/// The letters and digits, folded, a space between words, no longer than what is compared.
fn words(text: &str) -> String {
    let folded = fold(beginning(text));
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    beginning(&words.join(" ")).to_owned()
}

fn beginning(text: &str) -> &str {
    let text = text.trim_start();
    text.char_indices().nth(COMPARED).map_or(text, |(end, _)| &text[..end])
}
