//! `/dictionary/api/curation`: what administrators change by themselves.

mod term;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/dictionary/api/curation/terms/{slug}", get(term::read).put(term::write).delete(term::remove))
}
