//! `/api/sync`: changes in and out.

mod pull;
mod push;
mod status;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use pull::pull_changes;
pub use push::push_changes;
pub use status::status_of;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(push::push)).routes(routes!(pull::pull)).routes(routes!(status::status))
}
