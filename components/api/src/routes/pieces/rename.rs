//! `PUT /api/pieces/rename`.

use std::sync::Arc;

use axum::extract::State;
use mirubato_kit::Result;
use mirubato_kit::body::Json;
use mirubato_problem::{Failure, catalogue};
use serde::{Deserialize, Deserializer, Serialize};

use crate::app::App;
use crate::pieces::{self, Edit};
use crate::renaming::{Name, Renaming};
use crate::resource::Writer;
use crate::resource::docs::WriteProblems;

/// The most characters of a title or a name.
const MAX_NAME: usize = 255;

/// Which piece, and what it is to be called.
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct Rename {
    /// The piece as it is called.
    old: Called,
    /// As it is to be called.
    new: Called,
}

/// What a piece is called.
#[derive(Deserialize, utoipa::ToSchema)]
struct Called {
    /// The title.
    #[schema(min_length = 1, max_length = 255)]
    title: String,
    /// The composer. Null means none. Where it is missing, any composer in `old`, and the same as before in `new`.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<String>, max_length = 255)]
    composer: Option<Option<String>>,
}

/// Tells a null from what is missing.
fn named<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// What came of it.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Renamed {
    /// Records that changed.
    updated: u64,
}

/// Renames a piece
///
/// In every log entry, in the repertoire, and where goals, plans and templates refer to it. A piece is recognised however its name is
/// written: `F. Chopin` is `Frédéric Chopin`.
#[utoipa::path(put, path = "/api/pieces/rename", tag = "repertoire", request_body = Rename,
    responses((status = 200, description = "How many records changed.", body = Renamed), WriteProblems))]
pub(super) async fn rename_piece(
    State(app): State<App>,
    writer: Writer,
    Json(request): Json<Rename>,
) -> Result<Json<Renamed>> {
    let mut failure = Failure::new(&catalogue::INVALID_INPUT);
    for (name, called) in [("old", &request.old), ("new", &request.new)] {
        if called.title.trim().is_empty() {
            failure = failure.at(format!("/{name}/title"), "too_short", "This is at least 1 character.");
        }
        let composer = called.composer.iter().flatten();
        for (member, text) in composer.map(|text| ("composer", text)).chain([("title", &called.title)]) {
            if text.chars().count() > MAX_NAME {
                let detail = format!("This is at most {MAX_NAME} characters.");
                failure = failure.at(format!("/{name}/{member}"), "too_long", detail);
            } else if text.contains('\0') {
                let detail = "This contains a character that is no text.";
                failure = failure.at(format!("/{name}/{member}"), "malformed", detail);
            }
        }
    }
    if !failure.errors.is_empty() {
        return Err(failure.into());
    }
    let name = |called: Called| Name { title: called.title, composer: called.composer };
    let renaming = Renaming::new(name(request.old), name(request.new));
    let occurrences = renaming.occurrences();
    let edit: Edit = Arc::new(move |kind, stored| renaming.of(kind, &stored.record));
    let updated = pieces::edit_each(&app, &writer, &occurrences, &edit).await?;
    Ok(Json(Renamed { updated }))
}
