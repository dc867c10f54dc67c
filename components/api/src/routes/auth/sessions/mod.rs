//! `/api/auth/sessions`: where one is signed in.

mod collection;
mod session;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(collection::list_sessions, collection::end_other_sessions))
        .routes(routes!(session::end_session))
}
