//! Answers that took some work, kept in the key-value store.
//!
//! An answer is fresh for ten minutes. For an hour after that it is still given, and made anew after it was: whoever asks does not wait. (A
//! question that names the edition of the dictionary has no answer from before a change.) There are so many places and no more, whatever people
//! type: an answer is kept where its question falls, in place of what was kept there.

use std::hash::{DefaultHasher, Hash, Hasher};

use mirubato_kit::{Result, key_value, platform};
use serde::{Deserialize, Serialize};

const STORE: &str = "default";
const PLACES: u64 = 2_048;
const FRESH_MILLIS: u64 = 600_000;
const STALE_MILLIS: u64 = 3_600_000;

#[derive(Serialize, Deserialize)]
struct Kept {
    question: String,
    /// When it was made, in Unix milliseconds.
    made: u64,
    answer: String,
}

/// The answer to a question, kept or made.
///
/// # Errors
/// Where it has to be made and cannot be. A store that does not answer is passed over.
pub async fn or_make<F>(question: String, make: impl FnOnce() -> F + 'static) -> Result<String>
where
    F: Future<Output = Result<String>> + Send + 'static,
{
    let place = place(&question);
    let now = platform::now();
    match kept(&place, &question).await {
        Some(kept) if now < kept.made + FRESH_MILLIS => Ok(kept.answer),
        Some(kept) if now < kept.made + STALE_MILLIS => {
            let work = make();
            platform::spawn(async move {
                if let Ok(answer) = work.await {
                    keep(&place, Kept { question, made: platform::now(), answer }).await;
                }
            });
            Ok(kept.answer)
        }
        _ => {
            let answer = make().await?;
            let kept = Kept { question, made: now, answer: answer.clone() };
            platform::spawn(async move { keep(&place, kept).await });
            Ok(answer)
        }
    }
}

fn place(question: &str) -> String {
    let mut hasher = DefaultHasher::new();
    question.hash(&mut hasher);
    format!("dictionary:{}", hasher.finish() % PLACES)
}

async fn kept(place: &str, question: &str) -> Option<Kept> {
    let bytes = key_value::get(STORE, place).await.ok().flatten()?;
    serde_json::from_slice(&bytes).ok().filter(|kept: &Kept| kept.question == question)
}

async fn keep(place: &str, kept: Kept) {
    // A store that is full or gone costs time and nothing else.
    let _ = key_value::set(STORE, place, &serde_json::to_vec(&kept).unwrap_or_default()).await;
}
