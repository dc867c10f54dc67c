//! `/dictionary/api/terms`.

mod collection;
mod feedback;
mod generate;
mod report;
mod term;
mod translations;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/dictionary/api/terms", get(collection::list))
        .route("/dictionary/api/terms/{term}", get(term::term))
        .route("/dictionary/api/terms/{term}/translations", get(translations::translations))
        .route("/dictionary/api/terms/generate", post(generate::generate))
        .route("/dictionary/api/terms/generate/{id}", get(generate::standing))
        .route("/dictionary/api/terms/{term}/feedback", post(feedback::feedback))
        .route("/dictionary/api/terms/{term}/report", post(report::report))
}
