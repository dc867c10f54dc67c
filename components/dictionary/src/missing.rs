//! The answer to whoever asks for a term that is not there: which ones are, that are called much the same.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use mirubato_dictionary_terms::search::{Query, rank};
use mirubato_kit::request::Context;
use mirubato_kit::{Error, Result};
use mirubato_problem::{CONTENT_TYPE, Failure, Problem, catalogue};
use serde::Serialize;

use crate::DATABASE;
use crate::store::search;

/// As many are suggested.
const SUGGESTED: usize = 5;

/// The problem `not-found`, with suggestions.
#[derive(Serialize)]
struct Missing {
    #[serde(flatten)]
    problem: Problem,
    suggestions: Vec<Suggestion>,
}

/// A term that may have been meant.
#[derive(Serialize)]
struct Suggestion {
    id: String,
    term: String,
}

/// Says that no term is called so.
///
/// # Errors
/// Where the database does not answer.
pub async fn answer(name: &str, context: &Context) -> Result<Response> {
    let query = Query::read(name, None);
    let candidates = search::by_name(&DATABASE, &query).await?;
    let likely = rank::by_name(&query, candidates);
    let suggestions = likely.into_iter().take(SUGGESTED);
    let suggestions = suggestions.map(|found| Suggestion { id: found.slug, term: found.headword }).collect();
    let failure = Failure::new(&catalogue::NOT_FOUND).because("No term is called so.");
    let missing = Missing { problem: failure.into_problem(Some(context.id())), suggestions };
    let body = serde_json::to_vec(&missing).map_err(Error::internal)?;
    Ok((StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, CONTENT_TYPE)], body).into_response())
}
