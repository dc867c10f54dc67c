//! `mirubato:identity/erasure`.

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use mirubato_contracts::identity::erasure::erase;
use mirubato_kit::Result;
use mirubato_kit::body::Json;
use mirubato_kit::service::ServiceCaller;

use crate::DATABASE;
use crate::app::App;
use crate::store::{connections, devices};

pub(super) fn routes() -> Router<App> {
    Router::new().route(erase::PATH, post(forget))
}

async fn forget(
    State(_): State<App>,
    _: ServiceCaller,
    Json(call): Json<erase::Parameters>,
) -> Result<Json<erase::Answer>> {
    let transaction = DATABASE.begin().await?;
    let connections = connections::erase(&transaction, &call.user_id).await?;
    let devices = devices::erase(&transaction, &call.user_id).await?;
    transaction.commit().await?;
    Ok(Json(connections + devices))
}
