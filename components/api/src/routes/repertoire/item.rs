//! `/api/repertoire/{id}`.

use axum::extract::{Path, State};
use axum::response::Response;
use mirubato_kit::Result;

use super::ITEMS;
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, Place, Reader, Writer, endpoints};
use crate::routes::openapi::Problems;

/// Shows a piece of the repertoire
#[utoipa::path(get, path = "/api/repertoire/{id}", tag = "repertoire", params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "The resource.", body = ref("#/components/schemas/RepertoireItemResource"), headers(("ETag" = String))),
        (status = 304, description = "It has not changed since `If-None-Match`."), Problems))]
pub(super) async fn read_item(reader: Reader, Path(id): Path<String>) -> Result<Response> {
    endpoints::read_one(&reader, &Place::of(&ITEMS, id)).await
}

/// Replaces a piece of the repertoire
///
/// Fields that are not named become null. `If-Match` makes sure that nobody else changed it in the meantime. What the server gives
/// (`version`, `createdAt`, `updatedAt`) may be sent back and is passed over.
///
/// A change of `status` is added to `history`, which stays as it is unless it is named.
#[utoipa::path(put, path = "/api/repertoire/{id}", tag = "repertoire", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body = ref("#/components/schemas/RepertoireItemResource"),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/RepertoireItemResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn replace_item(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    body: Fields,
) -> Result<Response> {
    Ok(endpoints::replace_one(&app, &writer, Place::of(&ITEMS, id), body).await?.shown())
}

/// Changes a piece of the repertoire
///
/// A merge patch (RFC 7396): fields that are not named stay, null takes a value away, objects are merged, lists are replaced.
#[utoipa::path(patch, path = "/api/repertoire/{id}", tag = "repertoire", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body(content((Object = "application/merge-patch+json"), (Object = "application/json"))),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/RepertoireItemResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn patch_item(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    body: Fields,
) -> Result<Response> {
    Ok(endpoints::patch_one(&app, &writer, Place::of(&ITEMS, id), body).await?.shown())
}

/// Deletes a piece of the repertoire
///
/// Devices learn of it for 180 days. A later edit on a device that has not yet heard of it brings it back.
#[utoipa::path(delete, path = "/api/repertoire/{id}", tag = "repertoire", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    responses((status = 204, description = "Gone."), WriteProblems))]
pub(super) async fn delete_item(State(app): State<App>, writer: Writer, Path(id): Path<String>) -> Result<Response> {
    endpoints::delete_one(&app, &writer, Place::of(&ITEMS, id)).await
}
