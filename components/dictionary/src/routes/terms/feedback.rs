//! `POST /dictionary/api/terms/:term/feedback`.

use axum::extract::Path;
use http::StatusCode;
use mirubato_dictionary_terms::fold;
use mirubato_kit::body::Json;
use mirubato_kit::caller::Caller;
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use serde::{Deserialize, Serialize};

use crate::DATABASE;
use crate::routes::words;
use crate::store::feedback::{self, Opinion};
use crate::store::terms;

const KINDS: [&str; 4] = ["accuracy", "clarity", "completeness", "other"];
/// The longest text, in characters.
const MAX_TEXT: usize = 1_000;
/// How many opinions of a user are taken in a minute.
const A_MINUTE: u64 = 10;
/// With this rating or a worse one an administrator looks at the term.
const BAD: i64 = 2;

#[derive(Deserialize)]
pub(super) struct Given {
    rating: Option<i64>,
    helpful: Option<bool>,
    kind: Option<String>,
    text: Option<String>,
}

/// What was kept.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Kept {
    id: String,
    /// The slug of the term.
    term: String,
    created_at: String,
}

/// Takes what somebody thinks of a term, in place of what they thought before.
pub(super) async fn feedback(
    caller: Caller,
    Path(name): Path<String>,
    Json(given): Json<Given>,
) -> Result<(StatusCode, Json<Kept>)> {
    let opinion = check(&given)?;
    let term = terms::by_name(&DATABASE, &name, &fold(&name), None).await?.ok_or(&catalogue::NOT_FOUND)?.slug;
    let now = platform::now();
    if feedback::count(&DATABASE, &caller.user, now.saturating_sub(60_000)).await? >= A_MINUTE {
        return Err(Failure::new(&catalogue::TOO_MANY_REQUESTS).retry_after(60).into());
    }
    let id = feedback::put(&DATABASE, &platform::new_id(), &caller.user, &term, &opinion, now).await?;
    Ok((StatusCode::CREATED, Json(Kept { id, term, created_at: platform::rfc3339(now) })))
}

fn check(given: &Given) -> Result<Opinion<'_>, Failure> {
    let mut failure = Failure::new(&catalogue::INVALID_INPUT);
    let text = given.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if given.rating.is_none() && given.helpful.is_none() && text.is_none() {
        failure = failure.at("", "required", "One of `rating`, `helpful` and `text` is required.");
    }
    if given.rating.is_some_and(|rating| !(1..=5).contains(&rating)) {
        failure = failure.at("/rating", "out_of_range", "This is a whole number from 1 to 5.");
    }
    if let Some(kind) = &given.kind {
        failure = words::one_of(failure, "/kind", kind, &KINDS);
    }
    if let Some(text) = text {
        failure = words::check(failure, "/text", text, 1, MAX_TEXT);
    }
    if !failure.errors.is_empty() {
        return Err(failure);
    }
    let is_bad = given.rating.is_some_and(|rating| rating <= BAD);
    Ok(Opinion { rating: given.rating, helpful: given.helpful, kind: given.kind.as_deref(), text, is_bad })
}
