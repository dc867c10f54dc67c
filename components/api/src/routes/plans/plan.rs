//! `/api/plans/{id}`.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mirubato_kit::Result;

use super::{OCCURRENCES, PLANS};
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, Place, Reader, Writer, change, endpoints, write_together};
use crate::routes::openapi::Problems;
use crate::{DATABASE, store};

/// Shows a plan
#[utoipa::path(get, path = "/api/plans/{id}", tag = "plans", params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "The resource.", body = ref("#/components/schemas/PracticePlanResource"), headers(("ETag" = String))),
        (status = 304, description = "It has not changed since `If-None-Match`."), Problems))]
pub(super) async fn read_plan(reader: Reader, Path(id): Path<String>) -> Result<Response> {
    endpoints::read_one(&reader, &Place::of(&PLANS, id)).await
}

/// Replaces a plan
///
/// Fields that are not named become null. `If-Match` makes sure that nobody else changed it in the meantime. What the server gives
/// (`version`, `createdAt`, `updatedAt`) may be sent back and is passed over.
#[utoipa::path(put, path = "/api/plans/{id}", tag = "plans", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body = ref("#/components/schemas/PracticePlanResource"),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/PracticePlanResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn replace_plan(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    body: Fields,
) -> Result<Response> {
    Ok(endpoints::replace_one(&app, &writer, Place::of(&PLANS, id), body).await?.shown())
}

/// Changes a plan
///
/// A merge patch (RFC 7396): fields that are not named stay, null takes a value away, objects are merged, lists are replaced.
#[utoipa::path(patch, path = "/api/plans/{id}", tag = "plans", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body(content((Object = "application/merge-patch+json"), (Object = "application/json"))),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/PracticePlanResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn patch_plan(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    body: Fields,
) -> Result<Response> {
    Ok(endpoints::patch_one(&app, &writer, Place::of(&PLANS, id), body).await?.shown())
}

/// Deletes a plan
///
/// With its sessions. The log stays.
#[utoipa::path(delete, path = "/api/plans/{id}", tag = "plans", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    responses((status = 204, description = "Gone."), WriteProblems))]
pub(super) async fn delete_plan(State(app): State<App>, writer: Writer, Path(id): Path<String>) -> Result<Response> {
    let transaction = DATABASE.begin().await?;
    let sessions = store::plans::occurrences(&transaction, &writer.user, &id).await?;
    let sessions = sessions.into_iter().map(|session| change::delete(Place::of(&OCCURRENCES, session), None));
    let plan = change::delete(Place::of(&PLANS, id), writer.if_match.clone());
    write_together(&app, &writer, transaction, std::iter::once(plan).chain(sessions).collect()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
