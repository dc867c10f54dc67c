//! Finding by meaning: what is asked becomes a vector, and near it lie the vectors of what is said of terms.

/// A term, and how near it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// Its slug.
    pub slug: String,
    /// The cosine, −1 to 1.
    pub cosine: f32,
}
