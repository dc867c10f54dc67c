//! `mirubato:sync/changes`.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use mirubato_contracts::sync::changes::{get_status, pull, push};
use mirubato_kit::Result;
use mirubato_kit::body::{Json, json_bytes};
use mirubato_kit::service::ServiceCaller;

use crate::app::App;
use crate::routes::sync::{pull_changes, push_changes, status_of};
use crate::{DATABASE, publish};

pub(super) fn routes() -> Router<App> {
    Router::new().route(push::PATH, post(push)).route(pull::PATH, post(pull)).route(get_status::PATH, post(get_status))
}

async fn push(
    State(app): State<App>,
    _: ServiceCaller,
    Json(call): Json<push::Parameters>,
) -> Result<Json<push::Answer>> {
    let device = call.request.device_id.clone();
    let (response, applied) = push_changes(&DATABASE, &call.user_id, call.request).await?;
    publish::announce(&app, &call.user_id, Some(&device), &applied);
    Ok(Json(response))
}

async fn pull(State(_): State<App>, _: ServiceCaller, Json(call): Json<pull::Parameters>) -> Result<Response> {
    pull_changes(&DATABASE, &call.user_id, &call.request).await.map(json_bytes)
}

async fn get_status(
    State(_): State<App>,
    _: ServiceCaller,
    Json(call): Json<get_status::Parameters>,
) -> Result<Json<get_status::Answer>> {
    status_of(&DATABASE, &call.user_id).await.map(Json)
}
