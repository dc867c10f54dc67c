//! `/api/dev`: what only somebody's own machine has.

mod outbox;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(outbox::outbox))
}
