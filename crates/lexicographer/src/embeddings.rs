//! `POST /embeddings` of an OpenAI-compatible server.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::read::Refusal;

/// Where it is, under the server's base address.
pub const PATH: &str = "/embeddings";
/// The most texts that are sent at once.
pub const MAX_TEXTS: usize = 64;
/// The most numbers of a vector. The largest models in use have 4,096.
pub const MAX_DIMENSIONS: usize = 4_096;

/// The most bytes of the server's answer to so many texts: a number takes up to 24.
#[must_use]
pub const fn max_envelope(texts: usize) -> usize {
    (texts * MAX_DIMENSIONS + 1_000) * 24
}

/// The body of the request.
#[must_use]
pub fn request(model: &str, texts: &[&str]) -> Value {
    json!({ "model": model, "input": texts, "encoding_format": "float" })
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    index: usize,
    embedding: Vec<f32>,
}

/// The vectors, in the order of the texts, all of one length and of norm 1.
///
/// # Errors
/// Why the answer is none.
pub fn vectors(answer: &[u8], texts: usize) -> Result<Vec<Vec<f32>>, Refusal> {
    if answer.len() > max_envelope(texts) {
        return Err(Refusal::TooLarge);
    }
    let answer: Answer = serde_json::from_slice(answer)?;
    if answer.data.len() != texts {
        return Err(Refusal::Unfinished);
    }
    let dimensions = answer.data.first().map_or(0, |item| item.embedding.len());
    let mut found = vec![Vec::new(); texts];
    for item in answer.data {
        if item.embedding.len() != dimensions || !(1..=MAX_DIMENSIONS).contains(&dimensions) {
            return Err(Refusal::Value("an embedding"));
        }
        let place = found.get_mut(item.index).filter(|place| place.is_empty()).ok_or(Refusal::Value("an index"))?;
        *place = normalised(item.embedding).ok_or(Refusal::Value("an embedding"))?;
    }
    Ok(found)
}

fn normalised(mut vector: Vec<f32>) -> Option<Vec<f32>> {
    // In 64 bits, where the square of no 32-bit number is infinite.
    let norm = vector.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
    if !norm.is_finite() || norm < 1e-12 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 1")]
    vector.iter_mut().for_each(|x| *x = (f64::from(*x) / norm) as f32);
    Some(vector)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_come_in_the_order_of_the_texts_and_of_norm_one() {
        let answer = br#"{"data":[{"index":1,"embedding":[0,2]},{"index":0,"embedding":[3,4]}],"model":"m"}"#;
        assert_eq!(vectors(answer, 2).unwrap(), [vec![0.6, 0.8], vec![0.0, 1.0]]);
    }

    #[test]
    fn anything_else_is_refused() {
        for answer in [
            r#"{"data":[{"index":0,"embedding":[1,2]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1,2]},{"index":0,"embedding":[1,2]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1,2]},{"index":2,"embedding":[1,2]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1]}]}"#,
            r#"{"data":[{"index":0,"embedding":[0,0]},{"index":1,"embedding":[1,0]}]}"#,
            r#"{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}"#,
            r#"{"data":[{"index":0,"embedding":["a"]},{"index":1,"embedding":[1]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1e39,0]},{"index":1,"embedding":[1,0]}]}"#,
            "[]",
        ] {
            assert!(vectors(answer.as_bytes(), 2).is_err(), "{answer}");
        }
    }
}
