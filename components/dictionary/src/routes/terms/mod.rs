//! `/dictionary/api/terms`.

mod collection;
mod term;
mod translations;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/dictionary/api/terms", get(collection::list))
        .route("/dictionary/api/terms/{term}", get(term::term))
        .route("/dictionary/api/terms/{term}/translations", get(translations::translations))
}
