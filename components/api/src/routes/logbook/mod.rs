//! `/api/logbook`: what was practised.

mod entries;
mod entry;
mod sync;

use mirubato_records::kinds::LOGBOOK_ENTRY;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::resource::Resource;

/// Log entries as resources.
pub static ENTRIES: Resource = Resource::of(&LOGBOOK_ENTRY);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(entries::list_entries, entries::create_entry))
        .routes(routes!(entry::read_entry, entry::replace_entry, entry::patch_entry, entry::delete_entry))
        .routes(routes!(sync::sync_logbook))
}
