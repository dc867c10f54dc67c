//! `/api/logbook`: what was practised.

mod entries;
mod entry;
mod sync;

use mirubato_records::kinds::LOGBOOK_ENTRY;

use crate::endpoints;
use crate::endpoints::Endpoints;
use crate::resource::Resource;

/// Log entries as resources.
pub static ENTRIES: Resource = Resource::of(&LOGBOOK_ENTRY);

pub(super) fn routes() -> Endpoints {
    Endpoints::new()
        .with(endpoints!(entries::list_entries, entries::create_entry))
        .with(endpoints!(entry::read_entry, entry::replace_entry, entry::patch_entry, entry::delete_entry))
        .with(endpoints!(sync::sync_logbook))
}
