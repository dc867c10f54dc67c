//! `GET /dictionary/:lang/:term`.

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use mirubato_dictionary_terms::pages::{self, term_path};
use mirubato_dictionary_terms::{Language, Term, fold};
use mirubato_kit::{Error, Result};

use super::{answer, missing};
use crate::DATABASE;
use crate::app::App;
use crate::store::terms;

/// What a term means. Whoever asks by another of its names, or writes it otherwise, is sent to where it is.
pub(super) async fn term(
    State(app): State<App>,
    Path((tag, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let Some(language) = Language::of_tag(&tag) else { return Ok(missing::language(&app, &headers)) };
    let Some(shown) = terms::by_name(&DATABASE, &name, &fold(&name), None).await? else {
        return missing::term(&app, language, &name).await;
    };
    let own = term_path(language, &shown.slug);
    if !name.eq_ignore_ascii_case(&shown.slug) {
        // A name may become a term of its own one day.
        return answer::elsewhere(&own);
    }
    if (tag.as_str(), name.as_str()) != (language.tag(), shown.slug.as_str()) {
        return answer::moved(&own);
    }
    let term: Term = serde_json::from_str(&shown.body).map_err(Error::internal)?;
    match pages::term(&app.site(), language, &term) {
        Some(page) => Ok(answer::page(&headers, page)),
        None => missing::term(&app, language, &name).await,
    }
}
