//! `/internal`: what other services call by contract (`wit/`). No route leads here from outside, and a service token is needed besides.

mod accounts;
mod changes;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::from(accounts::routes().merge(changes::routes()))
}
