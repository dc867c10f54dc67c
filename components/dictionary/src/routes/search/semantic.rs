//! `POST /dictionary/api/search/semantic`.

use axum::response::Response;
use mirubato_dictionary_terms::search::rank::{By, Found};
use mirubato_kit::Result;
use mirubato_kit::body::{Json, json_bytes};
use serde::Deserialize;

use super::everything::LONGEST;
use crate::{finding, parameters, semantic};

#[derive(Deserialize)]
pub(super) struct Wanted {
    query: Option<String>,
    lang: Option<String>,
    limit: Option<u64>,
}

/// Terms near in meaning to a text in any of the languages. `lang` is the language of the answer.
pub(super) async fn search(Json(wanted): Json<Wanted>) -> Result<Response> {
    let language = parameters::language(wanted.lang.as_deref())?;
    let limit = wanted.limit.map(|limit| limit.to_string());
    let limit = parameters::limit(limit.as_deref(), 10, 50)?;
    let text = parameters::text("query", wanted.query.as_deref(), LONGEST)?;
    let near = semantic::nearest(text, None, limit as usize)?;
    let found: Vec<_> = near
        .into_iter()
        .map(|near| Found {
            headword: String::new(),
            slug: near.slug,
            score: f64::from(near.cosine.max(0.0)),
            by: By::Meaning,
        })
        .collect();
    finding::answer(&found, language).await.map(json_bytes)
}
