//! `POST /api/repertoire/{id}/dissociate`.

use std::sync::Arc;

use axum::extract::{Path, State};
use mirubato_kit::Result;
use mirubato_kit::body::Json;
use mirubato_problem::catalogue;
use serde::Serialize;
use serde_json::Value;

use super::ITEMS;
use crate::app::App;
use crate::pieces::{self, Edit};
use crate::resource::docs::WriteProblems;
use crate::resource::{Place, Values, Writer, change, write};
use crate::store::pieces::Occurrences;
use crate::store::records::Stored;
use crate::store::repertoire::Named;
use crate::{DATABASE, store};

/// What is left of a piece.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dissociated {
    /// Log entries that were kept and now say by themselves what was played.
    kept_entries: u64,
    /// The title they hold.
    title: String,
    /// The composer they hold.
    composer: Option<String>,
}

/// Takes a piece out of the repertoire and keeps its log
///
/// Every log entry with the piece gets its title and composer and no longer refers to it. Then the item is deleted.
#[utoipa::path(post, path = "/api/repertoire/{id}/dissociate", tag = "repertoire", params(("id" = String, Path, description = "The item's id.")),
    responses((status = 200, description = "The item is gone, the log is kept.", body = Dissociated), WriteProblems))]
pub(super) async fn dissociate_item(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
) -> Result<Json<Dissociated>> {
    let item = store::repertoire::named(&DATABASE, &writer.user, &id).await?.ok_or(&catalogue::NOT_FOUND)?;
    let occurrences = Occurrences { kinds: vec!["logbook_entry"], score_id: Some(item.score_id.clone()), title: None };
    let name = item.clone();
    let edit: Edit = Arc::new(move |_, stored| named_by_itself(stored, &name));
    let kept_entries = pieces::edit_each(&app, &writer, &occurrences, &edit).await?;
    let deletion = change::delete(Place::of(&ITEMS, id), writer.if_match.clone());
    write(&app, &writer, DATABASE.begin().await?, deletion).await?;
    Ok(Json(Dissociated { kept_entries, title: item.title, composer: item.composer }))
}

/// The pieces of an entry, with a name in place of the reference.
fn named_by_itself(stored: &Stored, item: &Named) -> Values {
    let pieces = stored.record.value("pieces").and_then(|text| serde_json::from_str(text).ok());
    let Some(Value::Array(mut pieces)) = pieces else { return Values::new() };
    for piece in pieces.iter_mut().filter_map(Value::as_object_mut) {
        if piece.get("scoreId").and_then(Value::as_str) == Some(&item.score_id) {
            piece.remove("scoreId");
            piece.insert("title".to_owned(), item.title.as_str().into());
            piece.insert("composer".to_owned(), item.composer.as_deref().into());
        }
    }
    Values::from([("pieces".to_owned(), Value::Array(pieces).to_string())])
}
