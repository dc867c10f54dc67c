//! `/api/logbook/entries`.

use axum::extract::{Query, State};
use axum::response::Response;
use mirubato_kit::Result;

use super::ENTRIES;
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, ListParams, Reader, Writer, endpoints};
use crate::routes::openapi::Problems;

/// Lists log entries
///
/// The latest first, unless `sort` says otherwise.
#[utoipa::path(get, path = "/api/logbook/entries", tag = "logbook", params(ListParams),
    responses((status = 200, description = "A page.", body = ref("#/components/schemas/LogbookEntryPage")),
        (status = 304, description = "Nothing has changed since `If-None-Match`."), Problems))]
pub(super) async fn list_entries(reader: Reader, Query(params): Query<ListParams>) -> Result<Response> {
    endpoints::list_all(&ENTRIES, &reader, params).await
}

/// Makes a log entry
///
/// The client may make the `id`, a UUID. The same id and content again get 200; the same id with other content gets 409. The id of something
/// deleted brings it back.
#[utoipa::path(post, path = "/api/logbook/entries", tag = "logbook", request_body = ref("#/components/schemas/LogbookEntryResource"),
    responses((status = 201, description = "Made.", body = ref("#/components/schemas/LogbookEntryResource"), headers(("Location" = String))),
        (status = 200, description = "The very same was there already.", body = ref("#/components/schemas/LogbookEntryResource")), WriteProblems))]
pub(super) async fn create_entry(State(app): State<App>, writer: Writer, body: Fields) -> Result<Response> {
    Ok(endpoints::create_one(&app, &ENTRIES, &writer, body).await?.created("/api/logbook/entries"))
}
