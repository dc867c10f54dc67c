//! `POST /api/sync/push`.

use axum::extract::State;
use mirubato_contracts::sync::changes::{PushRequest, PushResponse};
use mirubato_contracts::sync::types::{MutationResult, Status};
use mirubato_kit::body::Json;
use mirubato_kit::caller::Caller;
use mirubato_kit::sql::Database;
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_stamp::is_uuid;

use crate::DATABASE;
use crate::app::App;
use crate::apply::{self, Applied, Outcome};
use crate::publish;
use crate::routes::openapi::Problems;

/// The most mutations in one push.
const MAX_MUTATIONS: usize = 500;
/// The longest id of a mutation in bytes.
const MAX_ID: usize = 64;

/// Sends a device's changes
///
/// Changes are merged field by field, the later stamp wins, all in one transaction. A change that is refused is refused alone. Sending
/// changes again does no harm.
#[utoipa::path(post, path = "/api/sync/push", tag = "sync", request_body = PushRequest,
    responses((status = 200, description = "What became of each change.", body = PushResponse), Problems))]
pub(super) async fn push(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<PushRequest>,
) -> Result<Json<PushResponse>> {
    let device = request.device_id.clone();
    let (response, applied) = push_changes(&DATABASE, &caller.user, request).await?;
    publish::announce(&app, &caller.user, Some(&device), &applied);
    Ok(Json(response))
}

/// What a push does, wherever it comes from.
///
/// # Errors
/// `invalid-input` for a request of another form; what [`apply::apply`] fails with.
pub async fn push_changes(database: &Database, user: &str, request: PushRequest) -> Result<(PushResponse, Applied)> {
    check(&request)?;
    let terms = apply::terms();
    let ids: Vec<_> = request.mutations.iter().map(|mutation| mutation.id.clone()).collect();
    let proposals = request.mutations.into_iter().map(|mutation| apply::from_mutation(mutation, terms)).collect();
    let applied = apply::apply(database, user, Some(&request.device_id), proposals, terms.now).await?;
    let results = ids.into_iter().zip(&applied.outcomes).map(|(id, outcome)| result(id, outcome)).collect();
    Ok((PushResponse { results, version: applied.version, server_time: platform::now() }, applied))
}

fn check(request: &PushRequest) -> Result<(), Failure> {
    let mut failure = Failure::new(&catalogue::INVALID_INPUT);
    if !is_uuid(&request.device_id) {
        failure = failure.at("/deviceId", "malformed", "This is a UUID in lower case with hyphens.");
    }
    if request.mutations.len() > MAX_MUTATIONS {
        failure = failure.at("/mutations", "too_many", format!("A push has at most {MAX_MUTATIONS} changes."));
    }
    for (place, _) in request.mutations.iter().enumerate().filter(|(_, mutation)| mutation.id.len() > MAX_ID) {
        failure = failure.at(format!("/mutations/{place}/id"), "too_long", format!("An id is at most {MAX_ID} bytes."));
    }
    if failure.errors.is_empty() { Ok(()) } else { Err(failure) }
}

fn result(id: String, outcome: &Outcome) -> MutationResult {
    let (status, version, problem) = match outcome {
        Outcome::Applied(stored) => (Status::Applied, Some(stored.version), None),
        Outcome::Unchanged(stored) => (Status::Unchanged, stored.as_ref().map(|stored| stored.version), None),
        Outcome::Refused(failure) => (Status::Rejected, None, Some(failure.clone().into_problem(None))),
    };
    MutationResult { id, status, version, problem }
}
