//! `POST /dictionary/api/terms/:term/report`.

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
use crate::store::{reports, terms};

const KINDS: [&str; 5] = ["incorrect", "offensive", "spam", "copyright", "other"];
/// The shortest and the longest text, in characters.
const TEXT: (usize, usize) = (10, 500);
/// How many reports of a user are taken in an hour.
const AN_HOUR: u64 = 5;
const HOUR: u64 = 3_600_000;

#[derive(Deserialize)]
pub(super) struct Given {
    kind: String,
    text: String,
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

/// Takes what somebody says is wrong with a term. An administrator will look at it.
pub(super) async fn report(
    caller: Caller,
    Path(name): Path<String>,
    Json(given): Json<Given>,
) -> Result<(StatusCode, Json<Kept>)> {
    let text = given.text.trim();
    let failure = words::one_of(Failure::new(&catalogue::INVALID_INPUT), "/kind", &given.kind, &KINDS);
    let failure = words::check(failure, "/text", text, TEXT.0, TEXT.1);
    if !failure.errors.is_empty() {
        return Err(failure.into());
    }
    let term = terms::by_name(&DATABASE, &name, &fold(&name), None).await?.ok_or(&catalogue::NOT_FOUND)?.slug;
    let now = platform::now();
    if reports::count(&DATABASE, &caller.user, now.saturating_sub(HOUR)).await? >= AN_HOUR {
        let failure = Failure::new(&catalogue::TOO_MANY_REQUESTS).because("Five reports an hour are taken.");
        return Err(failure.retry_after(HOUR / 1_000).into());
    }
    let id = reports::put(&DATABASE, &platform::new_id(), &caller.user, &term, &given.kind, text, now).await?;
    Ok((StatusCode::CREATED, Json(Kept { id, term, created_at: platform::rfc3339(now) })))
}
