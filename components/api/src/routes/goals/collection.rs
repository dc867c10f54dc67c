//! `/api/goals`.

use axum::extract::{Query, State};
use axum::response::Response;
use mirubato_kit::Result;

use super::GOALS;
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, ListParams, Reader, Writer, endpoints};
use crate::routes::openapi::Problems;

/// Lists goals
#[utoipa::path(get, path = "/api/goals", tag = "goals", params(ListParams),
    responses((status = 200, description = "A page.", body = ref("#/components/schemas/GoalPage")),
        (status = 304, description = "Nothing has changed since `If-None-Match`."), Problems))]
pub(super) async fn list_goals(reader: Reader, Query(params): Query<ListParams>) -> Result<Response> {
    endpoints::list_all(&GOALS, &reader, params).await
}

/// Sets a goal
///
/// The client may make the `id`, a UUID. The same id and content again get 200; the same id with other content gets 409. The id of something
/// deleted brings it back.
#[utoipa::path(post, path = "/api/goals", tag = "goals", request_body = ref("#/components/schemas/GoalResource"),
    responses((status = 201, description = "Made.", body = ref("#/components/schemas/GoalResource"), headers(("Location" = String))),
        (status = 200, description = "The very same was there already.", body = ref("#/components/schemas/GoalResource")), WriteProblems))]
pub(super) async fn create_goal(State(app): State<App>, writer: Writer, body: Fields) -> Result<Response> {
    Ok(endpoints::create_one(&app, &GOALS, &writer, body).await?.created("/api/goals"))
}
