//! `/dictionary/api/terms`.

mod term;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/dictionary/api/terms/{term}", get(term::term))
}
