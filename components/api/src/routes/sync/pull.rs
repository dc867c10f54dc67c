//! `POST /api/sync/pull`.

use axum::extract::State;
use axum::response::Response;
use mirubato_contracts::sync::changes::{PullRequest, PullResponse};
use mirubato_kit::body::{Json, json_bytes};
use mirubato_kit::caller::Caller;
use mirubato_kit::sql::Database;
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_records::kinds;
use mirubato_stamp::is_uuid;

use crate::app::App;
use crate::routes::openapi::Problems;
use crate::{DATABASE, store};

/// The most changes in one answer.
const MAX_LIMIT: u32 = 1_000;

/// Fetches what changed
///
/// Everything after `since`, in the order of versions, deletions included; with `since` 0, everything live. While `hasMore`, ask again with
/// `version`. Then compare `count` with the records held, and pull from 0 where they differ.
#[utoipa::path(post, path = "/api/sync/pull", tag = "sync", request_body = PullRequest,
    responses((status = 200, description = "A page of changes.", body = PullResponse), Problems))]
pub(super) async fn pull(State(_): State<App>, caller: Caller, Json(request): Json<PullRequest>) -> Result<Response> {
    pull_changes(&DATABASE, &caller.user, &request).await.map(json_bytes)
}

/// What a pull answers, wherever it comes from: a `pull-response` in JSON, put together by the database and never taken apart here.
///
/// # Errors
/// `invalid-input` for a request of another form; `cursor-expired` where deletions since then are no longer known.
pub async fn pull_changes(database: &Database, user: &str, request: &PullRequest) -> Result<String> {
    check(request)?;
    let limit = request.limit.unwrap_or(MAX_LIMIT);
    let page = store::changes::since(database, user, request.since, limit, request.kinds.as_deref()).await?;
    let page = page.ok_or(&catalogue::SESSION_ENDED)?;
    if request.since > 0 && request.since < page.purged && request.sweep != Some(true) {
        return Err((&catalogue::CURSOR_EXPIRED).into());
    }
    // Versions are given one by one, so a page that ends at the user's version is the last. A full page of some kinds may be followed by an
    // empty one.
    let version = page.last.unwrap_or(page.version);
    let has_more = version < page.version && page.last.is_some();
    Ok(format!(
        "{{\"changes\":[{}],\"version\":{version},\"hasMore\":{has_more},\"count\":{},\"serverTime\":{}}}",
        page.items,
        page.live,
        platform::now()
    ))
}

fn check(request: &PullRequest) -> Result<(), Failure> {
    let mut failure = Failure::new(&catalogue::INVALID_INPUT);
    if !is_uuid(&request.device_id) {
        failure = failure.at("/deviceId", "malformed", "This is a UUID in lower case with hyphens.");
    }
    if request.limit.is_some_and(|limit| !(1..=MAX_LIMIT).contains(&limit)) {
        failure = failure.at("/limit", "out_of_range", format!("This is between 1 and {MAX_LIMIT}."));
    }
    for (place, kind) in request.kinds.iter().flatten().enumerate() {
        if kinds::find(kind).is_none() {
            failure = failure.at(format!("/kinds/{place}"), "unknown_kind", "There is no such kind of record.");
        }
        if place >= kinds::KINDS.len() {
            failure = failure.at("/kinds", "too_many", "There are not that many kinds.");
            break;
        }
    }
    if failure.errors.is_empty() { Ok(()) } else { Err(failure) }
}
