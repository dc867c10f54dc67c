//! `GET /dictionary/api/languages`.

use axum::response::Response;
use http::HeaderMap;
use mirubato_dictionary_terms::Language;
use mirubato_kit::{Error, Result};
use serde::Serialize;

use crate::DATABASE;
use crate::cached::{self, Freshness};
use crate::store::terms;

/// The languages there are.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Languages {
    /// In which terms are explained.
    items: Vec<Spoken>,
    /// From which terms come.
    sources: Vec<Source>,
    next_cursor: Option<String>,
}

#[derive(Serialize)]
struct Spoken {
    lang: &'static str,
    /// What it calls itself.
    name: &'static str,
    terms: u64,
}

#[derive(Serialize)]
struct Source {
    lang: String,
    terms: u64,
}

/// The languages terms are explained in, those they come from, and how many there are of each.
pub(super) async fn languages(headers: HeaderMap) -> Result<Response> {
    let counts = terms::languages(&DATABASE).await?;
    let items = Language::ALL.map(|language| Spoken {
        lang: language.tag(),
        name: own_name(language),
        terms: counts.explained.iter().find(|(place, _)| *place == language as i64).map_or(0, |(_, terms)| *terms),
    });
    let sources = counts.sources.into_iter().map(|(lang, terms)| Source { lang, terms }).collect();
    let languages = Languages { items: items.into(), sources, next_cursor: None };
    let body = serde_json::to_string(&languages).map_err(Error::internal)?;
    Ok(cached::answer(&headers, &cached::tag_of(&body), Freshness::SEARCH, body))
}

const fn own_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Spanish => "Español",
        Language::French => "Français",
        Language::German => "Deutsch",
        Language::SimplifiedChinese => "简体中文",
        Language::TraditionalChinese => "繁體中文",
    }
}
