//! `/api/plans`.

use axum::extract::{Query, State};
use axum::response::Response;
use mirubato_kit::Result;

use super::PLANS;
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, ListParams, Reader, Writer, endpoints};
use crate::routes::openapi::Problems;

/// Lists plans
#[utoipa::path(get, path = "/api/plans", tag = "plans", params(ListParams),
    responses((status = 200, description = "A page.", body = ref("#/components/schemas/PracticePlanPage")),
        (status = 304, description = "Nothing has changed since `If-None-Match`."), Problems))]
pub(super) async fn list_plans(reader: Reader, Query(params): Query<ListParams>) -> Result<Response> {
    endpoints::list_all(&PLANS, &reader, params).await
}

/// Makes a plan
///
/// The client may make the `id`, a UUID. The same id and content again get 200; the same id with other content gets 409. The id of something
/// deleted brings it back.
#[utoipa::path(post, path = "/api/plans", tag = "plans", request_body = ref("#/components/schemas/PracticePlanResource"),
    responses((status = 201, description = "Made.", body = ref("#/components/schemas/PracticePlanResource"), headers(("Location" = String))),
        (status = 200, description = "The very same was there already.", body = ref("#/components/schemas/PracticePlanResource")), WriteProblems))]
pub(super) async fn create_plan(State(app): State<App>, writer: Writer, body: Fields) -> Result<Response> {
    Ok(endpoints::create_one(&app, &PLANS, &writer, body).await?.created("/api/plans"))
}
