//! `/api/logbook/entries/{id}`.

use axum::extract::{Path, State};
use axum::response::Response;
use mirubato_kit::Result;

use super::ENTRIES;
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, Place, Reader, Writer, endpoints};
use crate::routes::openapi::Problems;

/// Shows a log entry
#[utoipa::path(get, path = "/api/logbook/entries/{id}", tag = "logbook", params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "The resource.", body = ref("#/components/schemas/LogbookEntryResource"), headers(("ETag" = String))),
        (status = 304, description = "It has not changed since `If-None-Match`."), Problems))]
pub(super) async fn read_entry(reader: Reader, Path(id): Path<String>) -> Result<Response> {
    endpoints::read_one(&reader, &Place::of(&ENTRIES, id)).await
}

/// Replaces a log entry
///
/// Fields that are not named become null. `If-Match` makes sure that nobody else changed it in the meantime. What the server gives
/// (`version`, `createdAt`, `updatedAt`) may be sent back and is passed over.
#[utoipa::path(put, path = "/api/logbook/entries/{id}", tag = "logbook", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body = ref("#/components/schemas/LogbookEntryResource"),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/LogbookEntryResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn replace_entry(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    body: Fields,
) -> Result<Response> {
    Ok(endpoints::replace_one(&app, &writer, Place::of(&ENTRIES, id), body).await?.shown())
}

/// Changes a log entry
///
/// A merge patch (RFC 7396): fields that are not named stay, null takes a value away, objects are merged, lists are replaced.
#[utoipa::path(patch, path = "/api/logbook/entries/{id}", tag = "logbook", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body(content((Object = "application/merge-patch+json"), (Object = "application/json"))),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/LogbookEntryResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn patch_entry(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    body: Fields,
) -> Result<Response> {
    Ok(endpoints::patch_one(&app, &writer, Place::of(&ENTRIES, id), body).await?.shown())
}

/// Deletes a log entry
///
/// Devices learn of it for 180 days. A later edit on a device that has not yet heard of it brings it back.
#[utoipa::path(delete, path = "/api/logbook/entries/{id}", tag = "logbook", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    responses((status = 204, description = "Gone."), WriteProblems))]
pub(super) async fn delete_entry(State(app): State<App>, writer: Writer, Path(id): Path<String>) -> Result<Response> {
    endpoints::delete_one(&app, &writer, Place::of(&ENTRIES, id)).await
}
