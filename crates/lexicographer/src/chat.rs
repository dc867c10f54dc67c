//! `POST /chat/completions` of an OpenAI-compatible server.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::MAX_ANSWER;
use crate::prompt::Prompt;
use crate::read::Refusal;

/// Where it is, under the server's base address.
pub const PATH: &str = "/chat/completions";
/// The most bytes of the server's answer. JSON within JSON: every quotation mark and line break takes two.
pub const MAX_ENVELOPE: usize = 4 * MAX_ANSWER;
/// The most a model may write. Six languages take about 3,000 tokens.
const MAX_TOKENS: u32 = 8_000;

/// The body of the request.
#[must_use]
pub fn request(model: &str, prompt: &Prompt) -> Value {
    json!({
        "model": model,
        "messages": [
            { "role": "system", "content": prompt.system },
            { "role": "user", "content": prompt.user },
        ],
        "temperature": 0.2,
        "max_tokens": MAX_TOKENS,
        "response_format": {
            "type": "json_schema",
            "json_schema": { "name": prompt.name, "strict": true, "schema": prompt.schema },
        },
    })
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: Option<String>,
}

/// What the model said.
///
/// # Errors
/// [`Refusal::Unfinished`] where it was cut off or said nothing; otherwise why the answer is none.
pub fn content(answer: &[u8]) -> Result<String, Refusal> {
    if answer.len() > MAX_ENVELOPE {
        return Err(Refusal::TooLarge);
    }
    let completion: Completion = serde_json::from_slice(answer)?;
    let choice = completion.choices.into_iter().next().ok_or(Refusal::Unfinished)?;
    if choice.finish_reason.is_some_and(|reason| reason != "stop") {
        return Err(Refusal::Unfinished);
    }
    let content = choice.message.content.ok_or(Refusal::Unfinished)?;
    if content.len() > MAX_ANSWER { Err(Refusal::TooLarge) } else { Ok(content) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_taken_out_of_their_envelope() {
        let answer = json!({ "id": "1", "choices": [{ "index": 0, "finish_reason": "stop",
            "message": { "role": "assistant", "content": "{}" } }], "usage": {} });
        assert_eq!(content(answer.to_string().as_bytes()).as_deref(), Ok("{}"));
    }

    #[test]
    fn what_was_cut_off_or_refused_is_no_answer() {
        for answer in [
            r#"{"choices":[]}"#,
            r#"{"choices":[{"message":{"content":"{"},"finish_reason":"length"}]}"#,
            r#"{"choices":[{"message":{"content":null,"refusal":"no"},"finish_reason":"stop"}]}"#,
        ] {
            assert_eq!(content(answer.as_bytes()), Err(Refusal::Unfinished), "{answer}");
        }
        assert_eq!(content(&vec![b' '; MAX_ENVELOPE + 1]), Err(Refusal::TooLarge));
        assert!(matches!(content(b"<html>"), Err(Refusal::Shape { .. })));
    }
}
