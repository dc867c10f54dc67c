//! `/dictionary/api/packs`.

mod list;
mod pack;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/dictionary/api/packs", get(list::list))
        .route("/dictionary/api/packs/{lang}/{hash}", get(pack::pack))
}
