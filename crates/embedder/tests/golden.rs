//! The Python package's own answers, against ours: `golden.py` wrote them to `golden.json`.

mod weights;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mirubato_embedder::{Encoder, TextError};
use serde::Deserialize;

#[derive(Deserialize)]
struct Entry {
    text: String,
    /// Whether all of it is in scripts that the reduced table has.
    reduced: bool,
    tokens: Vec<u32>,
    vector: String,
}

impl Entry {
    fn vector(&self) -> Vec<f32> {
        let bytes = STANDARD.decode(&self.vector).expect("base64");
        bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
    }
}

fn entries() -> Vec<Entry> {
    serde_json::from_str(include_str!("golden.json")).expect("what golden.py wrote")
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The least and the mean cosine of an encoder's vectors with the package's.
fn compare(encoder: &Encoder<'_>, entries: &[Entry]) -> (f32, f32) {
    let mut cosines = Vec::new();
    for entry in entries {
        match encoder.embed(&entry.text) {
            Ok(vector) => {
                let cosine = cosine(&vector, &entry.vector());
                println!("{cosine:.5} {:?}", entry.text);
                cosines.push(cosine);
            }
            Err(error) => assert_eq!((error, entry.tokens.as_slice()), (TextError::Empty, &[1, 0, 2][..])),
        }
    }
    let mean = cosines.iter().sum::<f32>() / cosines.len() as f32;
    (cosines.into_iter().fold(1.0, f32::min), mean)
}

#[test]
fn texts_are_cut_into_the_same_pieces() {
    let file = weights::exact();
    let encoder = Encoder::read(&file).expect("weights");
    for entry in entries() {
        assert_eq!(encoder.tokens(&entry.text), entry.tokens, "{:?}", entry.text);
    }
}

#[test]
fn texts_in_the_languages_of_the_dictionary_are_cut_into_the_same_pieces_by_the_reduced_table() {
    let file = weights::reduced();
    let encoder = Encoder::read(&file).expect("weights");
    for entry in entries().iter().filter(|entry| entry.reduced) {
        assert_eq!(encoder.tokens(&entry.text), entry.tokens, "{:?}", entry.text);
    }
}

#[test]
fn vectors_of_the_exact_table_are_the_packages() {
    let file = weights::exact();
    let encoder = Encoder::read(&file).expect("weights");
    let (least, mean) = compare(&encoder, &entries());
    println!("least {least}, mean {mean}");
    assert!(least >= 0.999, "{least}");
}

#[test]
fn vectors_of_the_reduced_table_are_close_to_the_packages() {
    let file = weights::reduced();
    let encoder = Encoder::read(&file).expect("weights");
    let entries: Vec<_> = entries().into_iter().filter(|entry| entry.reduced).collect();
    let (least, mean) = compare(&encoder, &entries);
    println!("least {least}, mean {mean}");
    assert!(least >= 0.985, "{least}");
}
