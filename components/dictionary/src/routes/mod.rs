//! The endpoints. Folders mirror the URL tree, one endpoint a file.

mod admin;
mod analytics;
mod curation;
mod export;
mod health;
mod internal;
mod languages;
mod livez;
mod metrics;
mod packs;
mod pages;
mod readyz;
mod review;
mod search;
mod terms;
mod words;

use axum::Router;
use axum::routing::{any, get};
use mirubato_kit::Error;
use mirubato_problem::catalogue;

use crate::app::App;

/// Everything that needs the content to be loaded.
pub fn all() -> Router<App> {
    Router::new()
        .merge(terms::routes())
        .merge(search::routes())
        .merge(analytics::routes())
        .merge(pages::routes())
        .route("/dictionary/api/languages", get(languages::languages))
        .merge(review::routes())
        .merge(curation::routes())
        .route("/dictionary/api/export", get(export::export))
        .route("/dictionary/readyz", get(readyz::readyz))
}

/// What is answered whether it is loaded or not.
pub fn always() -> Router<App> {
    Router::new()
        .route("/dictionary/health", get(health::health))
        .route("/dictionary/livez", get(livez::livez))
        .route("/dictionary/metrics", get(metrics::metrics))
        .route("/dictionary/api/{*nothing}", any(nothing))
        .merge(packs::routes())
        .merge(pages::always())
        .merge(internal::routes())
}

/// What is not there below `api` is a problem for a program and no page for people.
async fn nothing() -> Error {
    (&catalogue::NOT_FOUND).into()
}
