//! The endpoints. Folders mirror the URL tree, one endpoint a file.

mod health;
mod livez;
mod metrics;
mod readyz;
mod terms;

use axum::Router;
use axum::routing::get;

use crate::app::App;

/// Everything that needs the content to be loaded.
pub fn all() -> Router<App> {
    Router::new().merge(terms::routes()).route("/dictionary/readyz", get(readyz::readyz))
}

/// What is answered whether it is loaded or not.
pub fn always() -> Router<App> {
    Router::new()
        .route("/dictionary/health", get(health::health))
        .route("/dictionary/livez", get(livez::livez))
        .route("/dictionary/metrics", get(metrics::metrics))
}
