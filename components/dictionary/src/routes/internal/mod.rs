//! `/internal`: what other services call by contract (`wit/`). No route leads here from outside, and a service token is needed besides.

mod erasure;

use axum::Router;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    erasure::routes()
}
