//! `/api/repertoire`.

use axum::extract::{Query, State};
use axum::response::Response;
use mirubato_kit::Result;

use super::ITEMS;
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, ListParams, Reader, Writer, endpoints};
use crate::routes::openapi::Problems;

/// Lists the repertoire
#[utoipa::path(get, path = "/api/repertoire", tag = "repertoire", params(ListParams),
    responses((status = 200, description = "A page.", body = ref("#/components/schemas/RepertoireItemPage")),
        (status = 304, description = "Nothing has changed since `If-None-Match`."), Problems))]
pub(super) async fn list_items(reader: Reader, Query(params): Query<ListParams>) -> Result<Response> {
    endpoints::list_all(&ITEMS, &reader, params).await
}

/// Adds a piece to the repertoire
///
/// Where `scoreId` is missing it is made of `title` and `composer`.
///
/// The client may make the `id`, a UUID. The same id and content again get 200; the same id with other content gets 409. The id of something
/// deleted brings it back.
#[utoipa::path(post, path = "/api/repertoire", tag = "repertoire", request_body = ref("#/components/schemas/RepertoireItemResource"),
    responses((status = 201, description = "Made.", body = ref("#/components/schemas/RepertoireItemResource"), headers(("Location" = String))),
        (status = 200, description = "The very same was there already.", body = ref("#/components/schemas/RepertoireItemResource")), WriteProblems))]
pub(super) async fn create_item(State(app): State<App>, writer: Writer, body: Fields) -> Result<Response> {
    Ok(endpoints::create_one(&app, &ITEMS, &writer, body).await?.created("/api/repertoire"))
}
