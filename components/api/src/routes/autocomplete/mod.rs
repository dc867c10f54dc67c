//! `/api/autocomplete`: what somebody is about to type, from what they typed before.

mod composers;
mod pieces;

use mirubato_names::fold;
use mirubato_problem::Failure;
use serde::{Deserialize, Serialize};

use crate::endpoints;
use crate::endpoints::Endpoints;
use crate::resource::Problems;

const DEFAULT_LIMIT: u32 = 10;
const MAX_LIMIT: u32 = 50;

/// What is being typed.
#[derive(Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Typing {
    /// What was typed so far, whatever its accents and case. Nothing yet: what was played last.
    q: Option<String>,
    /// Only pieces by this composer, however the name is written.
    composer: Option<String>,
    /// How many at most: 1 to 50, 10 where absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 50)]
    limit: Option<String>,
}

impl Typing {
    /// The words typed, folded, and how many answers are wanted.
    fn read(&self) -> Result<(Vec<String>, usize), Failure> {
        let mut problems = Problems::new();
        let limit = problems.limit(self.limit.as_deref(), DEFAULT_LIMIT, MAX_LIMIT);
        let words = problems.words(self.q.as_deref().unwrap_or_default());
        problems.into_result()?;
        Ok((words, limit as usize))
    }
}

/// Some suggestions.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Suggestions {
    /// The likeliest first.
    items: Vec<Suggestion>,
    /// Always null: type on instead.
    next_cursor: Option<String>,
}

/// What may be meant.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Suggestion {
    /// The title, or the composer's full name.
    value: String,
    /// The composer of a piece, as it was typed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    composer: Option<String>,
    /// The identity of a piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    score_id: Option<String>,
    /// How many records name it.
    count: u64,
}

/// The likeliest of `found`, which comes with the latest first: what begins with the first word, then what occurs most.
fn likeliest(mut found: Vec<Suggestion>, words: &[String], limit: usize) -> Suggestions {
    found.sort_by_key(|suggestion| {
        let begins = words.first().is_none_or(|word| fold(&suggestion.value).starts_with(word.as_str()));
        (!begins, if words.is_empty() { 0 } else { u64::MAX - suggestion.count })
    });
    found.truncate(limit);
    Suggestions { items: found, next_cursor: None }
}

/// Whether a text contains all words.
fn contains(text: &str, words: &[String]) -> bool {
    let text = fold(text);
    words.iter().all(|word| text.contains(word.as_str()))
}

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(composers::suggest_composers)).with(endpoints!(pieces::suggest_pieces))
}
