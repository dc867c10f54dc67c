//! Pages of what is not there.

use axum::response::Response;
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;
use mirubato_dictionary_terms::search::{Query, rank};
use mirubato_dictionary_terms::{Language, Related, pages};
use mirubato_kit::Result;
use mirubato_web::language::preferred;

use super::answer;
use crate::DATABASE;
use crate::app::App;
use crate::store::search;

/// As many are offered.
const OFFERED: usize = 8;

/// A language that the dictionary is not in.
pub(super) fn language(app: &App, headers: &HeaderMap) -> Response {
    let wishes = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    answer::not_found(pages::no_language(&app.site(), preferred(wishes)))
}

/// A term that is not there, with those that may be meant.
pub(super) async fn term(app: &App, language: Language, name: &str) -> Result<Response> {
    let query = Query::read(name, Some(language));
    let likely = rank::by_name(&query, search::by_name(&DATABASE, &query).await?);
    let near: Vec<_> =
        likely.into_iter().take(OFFERED).map(|found| Related { id: found.slug, term: found.headword }).collect();
    Ok(answer::not_found(pages::missing(&app.site(), language, name, &near)))
}
