//! `GET /livez`.

use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(livez))
}

/// Says that it runs
#[utoipa::path(get, path = "/livez", tag = "operations", responses((status = 200, description = "It runs.")))]
async fn livez() -> &'static str {
    "ok"
}
