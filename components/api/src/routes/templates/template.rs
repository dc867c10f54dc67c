//! `/api/templates/{id}`.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use mirubato_kit::Result;
use mirubato_problem::catalogue;

use super::TEMPLATES;
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, Place, Reader, Writer, endpoints, show};
use crate::routes::openapi::Problems;
use crate::{DATABASE, store};

/// Shows a template
///
/// The caller's own, or one that somebody published.
#[utoipa::path(get, path = "/api/templates/{id}", tag = "plans", params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "The resource.", body = ref("#/components/schemas/PlanTemplateResource"), headers(("ETag" = String))), Problems))]
pub(super) async fn read_template(reader: Reader, Path(id): Path<String>) -> Result<Response> {
    let found = store::templates::one(&DATABASE, &reader.user, &id).await?;
    let (version, text) = found.ok_or(&catalogue::NOT_FOUND)?;
    Ok(show::answer(StatusCode::OK, version, text))
}

/// Replaces a template
///
/// Fields that are not named become null. `If-Match` makes sure that nobody else changed it in the meantime. What the server gives
/// (`version`, `createdAt`, `updatedAt`) may be sent back and is passed over.
#[utoipa::path(put, path = "/api/templates/{id}", tag = "plans", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body = ref("#/components/schemas/PlanTemplateResource"),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/PlanTemplateResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn replace_template(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    body: Fields,
) -> Result<Response> {
    Ok(endpoints::replace_one(&app, &writer, Place::of(&TEMPLATES, id), body).await?.shown())
}

/// Changes a template
///
/// A merge patch (RFC 7396): fields that are not named stay, null takes a value away, objects are merged, lists are replaced.
#[utoipa::path(patch, path = "/api/templates/{id}", tag = "plans", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    request_body(content((Object = "application/merge-patch+json"), (Object = "application/json"))),
    responses((status = 200, description = "The resource as it is now.", body = ref("#/components/schemas/PlanTemplateResource"), headers(("ETag" = String))), WriteProblems))]
pub(super) async fn patch_template(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    body: Fields,
) -> Result<Response> {
    Ok(endpoints::patch_one(&app, &writer, Place::of(&TEMPLATES, id), body).await?.shown())
}

/// Deletes a template
///
/// Devices learn of it for 180 days. A later edit on a device that has not yet heard of it brings it back.
#[utoipa::path(delete, path = "/api/templates/{id}", tag = "plans", params(("id" = String, Path, description = "Its id."), ("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    responses((status = 204, description = "Gone."), WriteProblems))]
pub(super) async fn delete_template(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
) -> Result<Response> {
    endpoints::delete_one(&app, &writer, Place::of(&TEMPLATES, id)).await
}
