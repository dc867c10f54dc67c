//! `/dictionary/api/analytics`: what is looked up, by nobody in particular.

mod gaps;
mod popular;
mod track;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/dictionary/api/analytics/popular", get(popular::popular))
        .route("/dictionary/api/analytics/track", post(track::track))
        .route("/dictionary/api/analytics/gaps", get(gaps::gaps))
}
