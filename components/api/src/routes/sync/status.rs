//! `GET /api/sync/status`.

use axum::extract::State;
use mirubato_contracts::sync::changes::StatusResponse;
use mirubato_kit::body::Json;
use mirubato_kit::caller::Caller;
use mirubato_kit::sql::Database;
use mirubato_kit::{Result, platform};
use mirubato_problem::catalogue;

use crate::app::App;
use crate::routes::openapi::Problems;
use crate::{DATABASE, store};

/// Says where one stands
///
/// The version of the last change, how many records there are, and the devices that wrote.
#[utoipa::path(get, path = "/api/sync/status", tag = "sync",
    responses((status = 200, description = "Where the user stands.", body = StatusResponse), Problems))]
pub(super) async fn status(State(_): State<App>, caller: Caller) -> Result<Json<StatusResponse>> {
    status_of(&DATABASE, &caller.user).await.map(Json)
}

/// Where a user stands, whoever asks.
///
/// # Errors
/// `session-ended` where there is no such user any more.
pub async fn status_of(database: &Database, user: &str) -> Result<StatusResponse> {
    let (version, count) = store::users::standing(database, user).await?.ok_or(&catalogue::SESSION_ENDED)?;
    let devices = store::devices::list(database, user).await?;
    Ok(StatusResponse { version, count, devices, server_time: platform::now() })
}
