//! The vectors of what is said of terms, which the dictionary's search by meaning looks among.

use anyhow::{Context, Result, anyhow};
use mirubato_dictionary_terms::{Content, Definition, Language, Term};
use mirubato_embedder::vectors::Writer;
use mirubato_embedder::{Encoder, MODEL};

use crate::build::{is_newer, modified};
use crate::steps::{root, step};
use crate::weights;

/// Dimensions of the model's vectors.
const DIMENSIONS: usize = 512;

/// Writes `target/dictionary/vectors.bin`, unless it was made of the same terms and weights. Takes a minute, since it reads what is said of every
/// term in every language.
pub(crate) fn make() -> Result<()> {
    weights::make()?;
    let folder = root().join("target/dictionary");
    let (terms, weights) = (folder.join("terms.json"), root().join("target/embedder/weights.bin"));
    let file = folder.join("vectors.bin");
    if is_newer(&file, modified(&terms).max(modified(&weights))) {
        return Ok(());
    }
    let content = Content::read(&std::fs::read(&terms)?).map_err(|error| anyhow!("{error}"))?;
    let weights = std::fs::read(&weights).with_context(|| format!("cannot read {}", weights.display()))?;
    step("Reading what is said of the terms", || {
        let vectors = all(&content.terms, &weights)?;
        std::fs::write(&file, vectors).with_context(|| format!("cannot write {}", file.display()))
    })
}

/// A vector of a text that is said of a term.
struct Said {
    language: u8,
    part: u8,
    vector: Vec<f32>,
}

fn all(terms: &[Term], weights: &[u8]) -> Result<Vec<u8>> {
    let encoder = Encoder::read(weights).map_err(|fault| anyhow!("the weights: {fault}"))?;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = terms.len().div_ceil(threads);
    let shares: Vec<Vec<Vec<Said>>> = std::thread::scope(|scope| {
        let of_share = |share: &'_ [Term]| share.iter().map(|term| said(&encoder, term)).collect();
        let running: Vec<_> = terms.chunks(share).map(|share| scope.spawn(move || of_share(share))).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let mut writer = Writer::new(MODEL, DIMENSIONS);
    for (term, all) in terms.iter().zip(shares.into_iter().flatten()) {
        for Said { language, part, vector } in all {
            writer.push(&term.id, language, part, &vector);
        }
    }
    Ok(writer.finish())
}

/// Each of what is said of a term by itself: a text that says two things has a meaning between them.
fn said(encoder: &Encoder<'_>, term: &Term) -> Vec<Said> {
    let mut all = Vec::new();
    for (number, language) in Language::ALL.into_iter().enumerate() {
        let Some(definition) = term.definitions.get(&language) else { continue };
        for (part, text) in texts(definition) {
            if let Ok(vector) = encoder.embed(&text) {
                all.push(Said { language: number as u8, part, vector });
            }
        }
    }
    all
}

/// What is said in one language: in a line, and as people ask.
fn texts(definition: &Definition) -> Vec<(u8, String)> {
    let asked = definition.asked.iter().map(|asked| (1, asked.clone()));
    std::iter::once((0, definition.brief.clone())).chain(asked).collect()
}
