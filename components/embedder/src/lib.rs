//! The sentence encoder and its weights as a component that imports nothing.
//!
//! The weights are data of the module. A host maps them into every instance without copying, so an instance costs next to nothing until it reads
//! them, and reads only the rows that its text needs. `cargo xtask weights` makes them.
#![cfg(target_family = "wasm")]

mod bindings {
    #![expect(unsafe_code, reason = "generated")]
    wit_bindgen::generate!({ path: "../../wit/dictionary", world: "embedder" });
    use super::Embedder;
    export!(Embedder);
}

use bindings::exports::mirubato::dictionary::embed::{EmbedError, Guest};
use mirubato_embedder::{Encoder, MODEL, TextError};

static WEIGHTS: &[u8] = include_bytes!("../../../target/embedder/weights.bin");

struct Embedder;

impl Guest for Embedder {
    fn model() -> String {
        MODEL.to_owned()
    }

    #[expect(clippy::expect_used, reason = "the weights are ours, and tests read them")]
    fn embed(text: String) -> Result<Vec<f32>, EmbedError> {
        let encoder = Encoder::read(WEIGHTS).expect("weights");
        encoder.embed(&text).map_err(|error| match error {
            TextError::TooLong => EmbedError::TooLong,
            TextError::Empty => EmbedError::Empty,
        })
    }
}
