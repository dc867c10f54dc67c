//! `GET /dictionary/api/terms/:term/translations`.

use axum::extract::Path;
use axum::response::Response;
use http::HeaderMap;
use mirubato_dictionary_terms::{Term, fold};
use mirubato_kit::request::Context;
use mirubato_kit::{Error, Result};
use serde::Serialize;

use crate::DATABASE;
use crate::cached::{self, Freshness};
use crate::missing;
use crate::store::terms;

/// A term in each language.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Translations<'a> {
    id: &'a str,
    term: &'a str,
    source_language: &'a str,
    items: Vec<Translation<'a>>,
    next_cursor: Option<&'a str>,
}

/// A term in one language.
#[derive(Serialize)]
struct Translation<'a> {
    lang: &'a str,
    /// What it is called, the most usual first; the headword where that is used unchanged.
    names: Vec<&'a str>,
    brief: &'a str,
}

/// What a term is called in each language.
pub(super) async fn translations(Path(name): Path<String>, context: Context, headers: HeaderMap) -> Result<Response> {
    let Some(shown) = terms::by_name(&DATABASE, &name, &fold(&name), None).await? else {
        return missing::answer(&name, &context).await;
    };
    let term: Term = serde_json::from_str(&shown.body).map_err(Error::internal)?;
    let items = term.definitions.iter().map(|(language, definition)| {
        let names: Vec<_> = definition.names.iter().map(String::as_str).collect();
        let names = if names.is_empty() { vec![term.term.as_str()] } else { names };
        Translation { lang: language.tag(), names, brief: &definition.brief }
    });
    let source_language = term.source_language.tag();
    let all =
        Translations { id: &term.id, term: &term.term, source_language, items: items.collect(), next_cursor: None };
    let body = serde_json::to_vec(&all).map_err(Error::internal)?;
    Ok(cached::answer(&headers, &cached::tag(&shown.slug, shown.version), Freshness::TERM, body))
}
