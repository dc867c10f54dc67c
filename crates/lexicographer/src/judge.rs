//! A second opinion.

use mirubato_dictionary_terms::Quality;
use serde::Deserialize;

use crate::quality;
use crate::read::{Refusal, json};
use crate::text;

/// The most remarks that are kept, and the most characters of one.
const MAX_PROBLEMS: usize = 5;
const MAX_PROBLEM: usize = 300;

/// What a second call says of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// Its scores.
    pub quality: Quality,
    /// What it finds wrong, for whoever reviews the draft: plain text in one line each.
    pub problems: Vec<String>,
}

#[derive(Deserialize)]
struct Answer {
    accuracy: u8,
    completeness: u8,
    clarity: u8,
    examples: u8,
    #[serde(default)]
    problems: Vec<String>,
}

/// Reads an answer to [`crate::prompt::judge`].
///
/// # Errors
/// See [`Refusal`].
pub fn read(answer: &[u8]) -> Result<Opinion, Refusal> {
    let answer: Answer = serde_json::from_str(json(answer)?)?;
    let scores = [answer.accuracy, answer.completeness, answer.clarity, answer.examples];
    if scores.iter().any(|score| *score > 100) {
        return Err(Refusal::Value("a score"));
    }
    let [accuracy, completeness, clarity, examples] = scores;
    // Remarks decide nothing. One that is no plain text is left out.
    let problems = answer.problems.iter().filter_map(|problem| text::check_name(problem, MAX_PROBLEM).ok());
    Ok(Opinion {
        quality: quality::of(accuracy, completeness, clarity, examples),
        problems: problems.take(MAX_PROBLEMS).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_read_and_remarks_that_are_no_plain_text_left_out() {
        let answer = br#"```json
            {"accuracy": 80, "completeness": 90, "clarity": 100, "examples": 70, "problems": ["Too long.", "<b>no</b>"], "more": 1}
        ```"#;
        let opinion = read(answer).unwrap();
        assert_eq!(opinion.quality, quality::of(80, 90, 100, 70));
        assert_eq!(opinion.problems, ["Too long."]);
    }

    #[test]
    fn anything_else_is_no_opinion() {
        for answer in [
            "",
            "100",
            "{}",
            r#"{"accuracy":101,"completeness":1,"clarity":1,"examples":1}"#,
            "\"perfect\"",
            r#"{"accuracy":-1,"completeness":1,"clarity":1,"examples":1}"#,
            r#"{"accuracy":"100","completeness":1,"clarity":1,"examples":1}"#,
        ] {
            assert!(read(answer.as_bytes()).is_err(), "{answer}");
        }
    }
}
