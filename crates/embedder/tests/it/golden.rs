//! The package's own answers, which `golden.py` wrote to `golden.json`, against ours.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mirubato_embedder::{Encoder, TextError};
use serde::Deserialize;

use crate::weights;

#[derive(Deserialize)]
struct Entry {
    text: String,
    /// Whether all of it is in scripts that the component has pieces for.
    reduced: bool,
    tokens: Vec<u32>,
    vector: String,
}

impl Entry {
    /// How close an encoder's vector is to the package's. `None` where there is nothing in the text, which the package gives a vector as well.
    fn cosine(&self, encoder: &Encoder<'_>) -> Option<f32> {
        let bytes = STANDARD.decode(&self.vector).expect("base64");
        let expected = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
        match encoder.embed(&self.text) {
            Ok(vector) => Some(vector.into_iter().zip(expected).map(|(a, b)| a * b).sum()),
            Err(error) => {
                let empty = self.tokens.iter().all(|token| [0, 1, 2, 6].contains(token));
                assert_eq!((error, empty), (TextError::Empty, true), "{:?}", self.text);
                None
            }
        }
    }
}

fn entries() -> Vec<Entry> {
    serde_json::from_str(include_str!("../golden.json")).expect("what golden.py wrote")
}

#[test]
fn texts_are_cut_into_the_pieces_that_the_package_cuts_them_into() {
    let encoder = weights::exact();
    for entry in entries() {
        assert_eq!(encoder.tokens(&entry.text), entry.tokens, "{:?}", entry.text);
    }
}

#[test]
fn texts_in_the_scripts_of_the_component_are_cut_into_the_same_pieces() {
    let encoder = weights::reduced();
    for entry in entries().iter().filter(|entry| entry.reduced) {
        assert_eq!(encoder.tokens(&entry.text), entry.tokens, "{:?}", entry.text);
    }
}

#[test]
fn vectors_of_the_whole_model_are_those_of_the_package() {
    let encoder = weights::exact();
    for entry in entries() {
        let cosine = entry.cosine(&encoder);
        assert!(cosine.is_none_or(|cosine| cosine > 0.999), "{cosine:?} {:?}", entry.text);
    }
}

#[test]
fn vectors_of_the_component_are_close_to_those_of_the_package() {
    let encoder = weights::reduced();
    let entries = entries();
    let compared =
        entries.iter().filter(|entry| entry.reduced).filter_map(|entry| Some((entry, entry.cosine(&encoder)?)));
    let mut cosines = Vec::new();
    for (entry, cosine) in compared {
        assert!(cosine > 0.985, "{cosine} {:?}", entry.text);
        cosines.push(cosine);
    }
    let mean = cosines.iter().sum::<f32>() / cosines.len() as f32;
    assert!(mean > 0.998, "{mean} on the average of {}", cosines.len());
}
