//! `GET /dictionary/api/search`.

use axum::response::Response;
use http::HeaderMap;
use mirubato_kit::Result;
use serde::Deserialize;

use crate::cached::{self, Freshness};
use crate::finding;
use crate::parameters::{self, Parameters};

/// The longest question, in characters.
pub(super) const LONGEST: usize = 300;

#[derive(Deserialize)]
pub(super) struct Wanted {
    q: Option<String>,
    lang: Option<String>,
    limit: Option<String>,
}

/// Terms that may be meant: by name through accents, case and slips, by words and by meaning, in every language at once.
pub(super) async fn search(Parameters(wanted): Parameters<Wanted>, headers: HeaderMap) -> Result<Response> {
    let language = parameters::language(wanted.lang.as_deref())?;
    let limit = parameters::limit(wanted.limit.as_deref(), 20, 50)?;
    let text = parameters::text("q", wanted.q.as_deref(), LONGEST)?;
    let body = finding::search(text, language, limit as usize).await?;
    Ok(cached::answer(&headers, &cached::tag_of(&body), Freshness::SEARCH, body))
}
