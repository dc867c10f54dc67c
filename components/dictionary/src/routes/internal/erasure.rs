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
use crate::store::{budgets, feedback, reports};

pub(super) fn routes() -> Router<App> {
    Router::new().route(erase::PATH, post(forget))
}

async fn forget(
    State(_): State<App>,
    _: ServiceCaller,
    Json(call): Json<erase::Parameters>,
) -> Result<Json<erase::Answer>> {
    let user = call.user_id.as_str();
    let transaction = DATABASE.begin().await?;
    let opinions = feedback::erase(&transaction, user).await?;
    let reports = reports::erase(&transaction, user).await?;
    let budgets = budgets::erase(&transaction, user).await?;
    transaction.commit().await?;
    Ok(Json(opinions + reports + budgets))
}
