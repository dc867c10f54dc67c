//! Finding by meaning: what is asked becomes a vector, and near it lie the vectors of what is said of terms.

use mirubato_dictionary_terms::Language;
use mirubato_kit::Result;

/// A term, and how near it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// Its slug.
    pub slug: String,
    /// The cosine, −1 to 1.
    pub cosine: f32,
}

/// The `most` terms whose meaning is nearest to a text, the nearest first.
///
/// # Errors
/// `unavailable` where no vector can be made.
#[expect(clippy::unused_async, reason = "a model may be asked over the network")]
pub async fn nearest(_text: &str, _language: Option<Language>, _most: usize) -> Result<Vec<Near>> {
    Ok(Vec::new())
}
