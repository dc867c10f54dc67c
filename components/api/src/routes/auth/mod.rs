//! `/api/auth`: signing in and out.

mod answer;
mod client;
mod google;
mod login;
mod logout;
mod magic_link;
mod refresh;
mod sessions;
mod verify;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) use answer::forget_cookies;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(magic_link::send_link))
        .routes(routes!(verify::follow_link, verify::use_link))
        .routes(routes!(login::log_in))
        .routes(routes!(google::sign_in_with_google))
        .routes(routes!(refresh::refresh))
        .routes(routes!(logout::log_out))
        .merge(sessions::routes())
}
