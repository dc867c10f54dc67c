//! `/dictionary/api/search`.

mod everything;
mod semantic;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/dictionary/api/search", get(everything::search))
        .route("/dictionary/api/search/semantic", post(semantic::search))
}
