//! `/api/auth/sessions/{id}`.

use axum::extract::{Path, State};
use http::StatusCode;
use mirubato_kit::caller::Caller;
use mirubato_kit::{Result, platform};
use mirubato_problem::catalogue;

use crate::accounts::sessions;
use crate::app::App;
use crate::routes::openapi::Problems;
use crate::{DATABASE, publish};

/// Ends a session
///
/// Here at once; other copies of the service believe its access token for five seconds more.
#[utoipa::path(delete, path = "/api/auth/sessions/{id}", tag = "auth", params(("id" = String, Path, description = "The session.")),
    responses((status = 204, description = "It has ended."), Problems))]
pub(super) async fn end_session(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    if sessions::end(&DATABASE, &caller.user, &id, platform::now()).await? {
        publish::ended(&app.redis_url, &caller.user, vec![id]);
        return Ok(StatusCode::NO_CONTENT);
    }
    Err((&catalogue::NOT_FOUND).into())
}
