//! `DELETE /api/plans/{id}/occurrences/{occurrenceId}/check-in`.

use axum::extract::{Path, State};
use http::StatusCode;
use mirubato_kit::{Result, platform};
use mirubato_problem::catalogue;
use mirubato_records::Record;

use super::occurrence;
use crate::app::App;
use crate::apply::{Change, Proposal};
use crate::resource::Writer;
use crate::resource::docs::WriteProblems;
use crate::resource::write_together;
use crate::routes::logbook::ENTRIES;
use crate::store::records::{Key, Stored};
use crate::{DATABASE, checking_in, store};

/// Takes a check-in back
///
/// Within 15 minutes: the session is as it was before, and the log entry is deleted.
#[utoipa::path(delete, path = "/api/plans/{id}/occurrences/{occurrenceId}/check-in", tag = "plans",
    params(("id" = String, Path, description = "The plan's id."), ("occurrenceId" = String, Path, description = "The session's id.")),
    responses((status = 204, description = "Taken back."), WriteProblems))]
pub(super) async fn undo_check_in(
    State(app): State<App>,
    writer: Writer,
    Path((plan, id)): Path<(String, String)>,
) -> Result<StatusCode> {
    let now = platform::now();
    let place = occurrence(plan, id.clone());
    let kind = place.resource.kind;
    let key = Key { kind: kind.name, id: id.clone() };
    let transaction = DATABASE.begin().await?;
    let (_, stored) = store::records::read(&transaction, &writer.user, None, std::slice::from_ref(&key))
        .await?
        .ok_or(&catalogue::SESSION_ENDED)?;
    let entry = checking_in::entry_to_take_back(&place, stored.get(&key), now)?;
    let restored = move |session: Option<&Stored>, stamp: &str| checking_in::take_back(&place, session, now, stamp);
    let session = Proposal { kind, id, change: Change::Ours(Box::new(restored)) };
    // The entry may be gone already.
    let gone = |entry: Option<&Stored>, stamp: &str| {
        Ok(entry.filter(|entry| !entry.record.is_deleted()).map_or_else(Record::default, |_| Record::deleting(stamp)))
    };
    let entry = Proposal { kind: ENTRIES.kind, id: entry, change: Change::Ours(Box::new(gone)) };
    write_together(&app, &writer, transaction, vec![session, entry]).await?;
    Ok(StatusCode::NO_CONTENT)
}
