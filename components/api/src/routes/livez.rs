//! `GET /livez`.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(livez))
}

/// Says that it runs
#[utoipa::path(get, path = "/livez", tag = "operations", responses((status = 200, description = "It runs.")))]
async fn livez() -> &'static str {
    "ok"
}
