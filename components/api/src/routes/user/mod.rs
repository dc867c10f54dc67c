//! `/api/user`: the account and all that is in it.

mod export;
mod import;
mod me;
mod password;
mod preferences;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(me::read_account, me::replace_profile, me::delete_account))
        .routes(routes!(password::set_password))
        .routes(routes!(preferences::read_preferences, preferences::replace_preferences))
        .routes(routes!(export::export_account))
        .routes(routes!(import::import_account))
}
