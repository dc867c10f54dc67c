//! `POST /dictionary/api/analytics/track`.

use axum::extract::State;
use http::StatusCode;
use mirubato_dictionary_terms::fold;
use mirubato_kit::body::Json;
use mirubato_kit::request::Context;
use mirubato_kit::{Result, limit, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_web::rate_limit::Policy;
use serde::Deserialize;

use crate::DATABASE;
use crate::app::App;
use crate::store::{analytics, terms};

/// How often one client may say what it opened.
const POLICY: Policy = Policy { name: "track", quota: 120, window: 60 };
/// Longer texts are no words that a dictionary lacks, and may be about a person.
const LONGEST_GAP: usize = 40;

#[derive(Deserialize)]
pub(super) struct Said {
    /// The slug of a term that was opened.
    term: Option<String>,
    /// A word that was looked for in vain.
    query: Option<String>,
}

/// Counts a term that was opened, or a word that is not there. Says nothing of who asks, and keeps nothing of it.
pub(super) async fn track(State(app): State<App>, context: Context, Json(said): Json<Said>) -> Result<StatusCode> {
    limit::spend(&app.redis_url, POLICY, context.client(), Some(&context)).await?;
    let now = platform::now();
    match said {
        Said { term: Some(slug), .. } => {
            if !analytics::opened(&DATABASE, &slug, now).await? {
                return Err(Failure::new(&catalogue::INVALID_INPUT)
                    .at("/term", "unknown", "There is no such term.")
                    .into());
            }
        }
        Said { query: Some(query), .. } => {
            let word = fold(&query);
            let is_word = word.chars().any(char::is_alphabetic) && !word.chars().any(|c| c.is_ascii_digit());
            let fits = (2..=LONGEST_GAP).contains(&word.chars().count());
            if is_word && fits && terms::by_name(&DATABASE, "", &word, None).await?.is_none() {
                analytics::missed(&DATABASE, &word, now).await?;
            }
        }
        Said { term: None, query: None } => {
            return Err(Failure::new(&catalogue::INVALID_INPUT)
                .at("/term", "required", "Name a term or a query.")
                .into());
        }
    }
    Ok(StatusCode::NO_CONTENT)
}
