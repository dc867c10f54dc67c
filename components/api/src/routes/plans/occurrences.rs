//! `/api/plans/{id}/occurrences`.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use mirubato_kit::Result;
use mirubato_problem::catalogue;

use super::{OCCURRENCES, of_plan};
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Fields, ListParams, Reader, Writer, endpoints, read_list, write};
use crate::routes::openapi::Problems;
use crate::store::lists::{Equals, Scope};
use crate::{DATABASE, store};

/// Lists the sessions of a plan
///
/// The latest `scheduledStart` first, unless `sort` says otherwise.
#[utoipa::path(get, path = "/api/plans/{id}/occurrences", tag = "plans", params(("id" = String, Path, description = "The plan's id."), ListParams),
    responses((status = 200, description = "A page.", body = ref("#/components/schemas/PlanOccurrencePage")),
        (status = 304, description = "Nothing has changed since `If-None-Match`."), Problems))]
pub(super) async fn list_occurrences(
    reader: Reader,
    Path(id): Path<String>,
    Query(params): Query<ListParams>,
) -> Result<Response> {
    let mut list = read_list(OCCURRENCES.kind, params)?;
    if !store::plans::exists(&DATABASE, &reader.user, &id).await? {
        return Err((&catalogue::NOT_FOUND).into());
    }
    list.filter.fields.push(Equals { field: "planId", value: id, default: "" });
    let scope = Scope::Own { user: &reader.user, kind: OCCURRENCES.kind.name, unless: reader.held_version() };
    endpoints::list_page(&reader, &scope, &list, store::resources::SHOWN).await
}

/// Plans a session
///
/// The client may make the `id`, a UUID. The same id and content again get 200; the same id with other content gets 409. The id of something
/// deleted brings it back.
#[utoipa::path(post, path = "/api/plans/{id}/occurrences", tag = "plans", params(("id" = String, Path, description = "The plan's id.")), request_body = ref("#/components/schemas/PlanOccurrenceResource"),
    responses((status = 201, description = "Made.", body = ref("#/components/schemas/PlanOccurrenceResource"), headers(("Location" = String))),
        (status = 200, description = "The very same was there already.", body = ref("#/components/schemas/PlanOccurrenceResource")), WriteProblems))]
pub(super) async fn create_occurrence(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    body: Fields,
) -> Result<Response> {
    let place = format!("/api/plans/{id}/occurrences");
    let transaction = DATABASE.begin().await?;
    if !store::plans::exists(&transaction, &writer.user, &id).await? {
        transaction.roll_back().await?;
        return Err((&catalogue::NOT_FOUND).into());
    }
    let proposal = endpoints::new_record(&OCCURRENCES, Some(of_plan(id)), body)?;
    Ok(write(&app, &writer, transaction, proposal).await?.created(&place))
}
