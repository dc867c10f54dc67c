//! `GET /api/autocomplete/pieces`.

use std::collections::HashMap;

use axum::extract::Query;
use mirubato_kit::Result;
use mirubato_kit::body::Json;
use mirubato_names::{composer, score_id};

use super::{Suggestion, Suggestions, Typing, contains, likeliest};
use crate::resource::Reader;
use crate::routes::openapi::Problems;
use crate::{DATABASE, store};

/// Suggests pieces
///
/// From the caller's log and repertoire, each once however it was written.
#[utoipa::path(get, path = "/api/autocomplete/pieces", tag = "repertoire", params(Typing),
    responses((status = 200, description = "Suggestions.", body = Suggestions), Problems))]
pub(super) async fn suggest_pieces(reader: Reader, Query(typing): Query<Typing>) -> Result<Json<Suggestions>> {
    let (words, limit) = typing.read()?;
    let first = words.first().map_or("", String::as_str);
    let typed = store::names::typed(&DATABASE, &reader.user, first).await?;
    let by = typing.composer.as_deref().map(composer);
    let (mut found, mut places) = (Vec::<Suggestion>::new(), HashMap::new());
    for piece in typed {
        let is_by = by.as_ref().is_none_or(|by| piece.composer.as_deref().map(composer).as_ref() == Some(by));
        if !is_by || !contains(&piece.title, &words) {
            continue;
        }
        let id = score_id(&piece.title, piece.composer.as_deref());
        let place = *places.entry(id.clone()).or_insert(found.len());
        match found.get_mut(place) {
            Some(known) => known.count += piece.count,
            None => found.push(Suggestion {
                value: piece.title,
                composer: piece.composer,
                score_id: Some(id),
                count: piece.count,
            }),
        }
    }
    Ok(Json(likeliest(found, &words, limit)))
}
