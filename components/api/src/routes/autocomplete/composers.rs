//! `GET /api/autocomplete/composers`.

use std::collections::HashMap;

use axum::extract::Query;
use mirubato_kit::Result;
use mirubato_kit::body::Json;
use mirubato_names::composer;

use super::{Suggestion, Suggestions, Typing, contains, likeliest};
use crate::resource::Reader;
use crate::routes::openapi::Problems;
use crate::{DATABASE, store};

/// Suggests composers
///
/// From the caller's log and repertoire, by their full names, each once however it was written.
#[utoipa::path(get, path = "/api/autocomplete/composers", tag = "repertoire", params(Typing),
    responses((status = 200, description = "Suggestions.", body = Suggestions), Problems))]
pub(super) async fn suggest_composers(reader: Reader, Query(typing): Query<Typing>) -> Result<Json<Suggestions>> {
    let (words, limit) = typing.read()?;
    // Of a name that is written short in the log, the full one may be typed, so all names are looked at.
    let typed = store::names::typed(&DATABASE, &reader.user, "").await?;
    let (mut found, mut places) = (Vec::<Suggestion>::new(), HashMap::new());
    for piece in typed {
        let Some(written) = piece.composer.filter(|name| !name.trim().is_empty()) else { continue };
        let name = composer(&written);
        if !contains(&name, &words) && !contains(&written, &words) {
            continue;
        }
        let place = *places.entry(name.clone()).or_insert(found.len());
        match found.get_mut(place) {
            Some(known) => known.count += piece.count,
            None => found.push(Suggestion { value: name, composer: None, score_id: None, count: piece.count }),
        }
    }
    Ok(Json(likeliest(found, &words, limit)))
}
