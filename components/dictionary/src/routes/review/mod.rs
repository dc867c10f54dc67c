//! `/dictionary/api/review`: what waits for an administrator.

mod item;
mod queue;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/dictionary/api/review", get(queue::queue))
        .route("/dictionary/api/review/{id}", post(item::decide))
}
