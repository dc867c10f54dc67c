//! Finding by meaning: what is asked becomes a vector, and near it lie the vectors of what is said of terms.
//!
//! The vectors of terms are made when the application is built (`xtask/src/vectors.rs`). What was written since is found by its words.

use mirubato_dictionary_terms::Language;
use mirubato_embedder::vectors::Table;
use mirubato_kit::{Error, Result};

use self::packed::{embed, vectors};

/// A term, and how near it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// Its slug.
    pub slug: String,
    /// The cosine, −1 to 1.
    pub cosine: f32,
}

/// The `most` terms whose meaning is nearest to a text, the nearest first, by what is said of them in `language`, or in any. None for a text
/// without meaning.
///
/// # Errors
/// `internal` where the application was built without vectors.
pub fn nearest(text: &str, language: Option<Language>, most: usize) -> Result<Vec<Near>> {
    let Some(vector) = embed(text)? else { return Ok(Vec::new()) };
    let table = Table::read(vectors()?).map_err(Error::internal)?;
    let place = |language| Language::ALL.iter().position(|one| *one == language);
    let wanted = language.and_then(place);
    let found = table.nearest(&vector, most, |label| wanted.is_none_or(|wanted| usize::from(label.language) == wanted));
    Ok(found.into_iter().map(|near| Near { slug: near.slug.to_owned(), cosine: near.score }).collect())
}

#[cfg(target_family = "wasm")]
mod packed {
    use mirubato_kit::Result;

    use self::bindings::mirubato::dictionary::embed;

    mod bindings {
        wit_bindgen::generate!({ path: "../../wit/dictionary", world: "reader" });
    }

    /// By the `embedder` component, which is composed in.
    #[expect(clippy::unnecessary_wraps, reason = "the other side may fail")]
    pub(super) fn embed(text: &str) -> Result<Option<Vec<f32>>> {
        Ok(embed::embed(text).ok())
    }

    #[expect(clippy::unnecessary_wraps, reason = "the other side may fail")]
    pub(super) fn vectors() -> Result<&'static [u8]> {
        Ok(include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/dictionary/vectors.bin")))
    }
}

/// Natively everything is read where the build puts it.
#[cfg(not(target_family = "wasm"))]
mod packed {
    use std::sync::OnceLock;

    use mirubato_embedder::Encoder;
    use mirubato_kit::{Error, Result};

    pub(super) fn embed(text: &str) -> Result<Option<Vec<f32>>> {
        static WEIGHTS: OnceLock<Vec<u8>> = OnceLock::new();
        let encoder = Encoder::read(read(&WEIGHTS, "target/embedder/weights.bin")?).map_err(Error::internal)?;
        Ok(encoder.embed(text).ok())
    }

    pub(super) fn vectors() -> Result<&'static [u8]> {
        static VECTORS: OnceLock<Vec<u8>> = OnceLock::new();
        read(&VECTORS, "target/dictionary/vectors.bin")
    }

    fn read(kept: &'static OnceLock<Vec<u8>>, path: &str) -> Result<&'static [u8]> {
        if let Some(bytes) = kept.get() {
            return Ok(bytes);
        }
        let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(&path).map_err(|error| Error::internal(format!("{path}: {error}")))?;
        Ok(kept.get_or_init(|| bytes))
    }
}
