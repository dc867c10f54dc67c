//! `/api/plans/{id}/occurrences/{occurrenceId}`.

use axum::extract::{Path, State};
use axum::response::Response;
use mirubato_kit::Result;

use super::occurrence;
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, Reader, Writer, endpoints};
use crate::routes::openapi::Problems;

/// Shows a session of a plan
#[utoipa::path(get, path = "/api/plans/{id}/occurrences/{occurrenceId}", tag = "plans", params(("id" = String, Path, description = "The plan's id."), ("occurrenceId" = String, Path, description = "Its id.")),
    responses((status = 200, description = "The resource.", body = ref("#/components/schemas/PlanOccurrenceResource"), headers(("ETag" = String))),
        (status = 304, description = "It has not changed since `If-None-Match`."), Problems))]
pub(super) async fn read_occurrence(reader: Reader, Path((plan, id)): Path<(String, String)>) -> Result<Response> {
    endpoints::read_one(&reader, &occurrence(plan, id)).await
}

/// Replaces a session of a plan
///
/// Fields that are not named become null. `If-Match` makes sure that nobody else changed it in the meantime. What the server gives
/// (`version`, `createdAt`, `updatedAt`) may be sent back and is passed over.
#[utoipa::path(put, path = "/api/plans/{id}/occurrences/{occurrenceId}", tag = "plans", params(("id" = String, Path, description = "The plan's id."), ("occurrenceId" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body = ref("#/components/schemas/PlanOccurrenceResource"),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/PlanOccurrenceResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn replace_occurrence(
    State(app): State<App>,
    writer: Writer,
    Path((plan, id)): Path<(String, String)>,
    body: Fields,
) -> Result<Response> {
    Ok(endpoints::replace_one(&app, &writer, occurrence(plan, id), body).await?.shown())
}

/// Changes a session of a plan
///
/// A merge patch (RFC 7396): fields that are not named stay, null takes a value away, objects are merged, lists are replaced.
#[utoipa::path(patch, path = "/api/plans/{id}/occurrences/{occurrenceId}", tag = "plans", params(("id" = String, Path, description = "The plan's id."), ("occurrenceId" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body(content((Object = "application/merge-patch+json"), (Object = "application/json"))),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/PlanOccurrenceResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn patch_occurrence(
    State(app): State<App>,
    writer: Writer,
    Path((plan, id)): Path<(String, String)>,
    body: Fields,
) -> Result<Response> {
    Ok(endpoints::patch_one(&app, &writer, occurrence(plan, id), body).await?.shown())
}

/// Deletes a session of a plan
///
/// Devices learn of it for 180 days. A later edit on a device that has not yet heard of it brings it back.
#[utoipa::path(delete, path = "/api/plans/{id}/occurrences/{occurrenceId}", tag = "plans", params(("id" = String, Path, description = "The plan's id."), ("occurrenceId" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    responses((status = 204, description = "Gone."), WriteProblems))]
pub(super) async fn delete_occurrence(
    State(app): State<App>,
    writer: Writer,
    Path((plan, id)): Path<(String, String)>,
) -> Result<Response> {
    endpoints::delete_one(&app, &writer, occurrence(plan, id)).await
}
