//! `GET /dictionary/api/packs`.

use axum::response::Response;
use http::HeaderMap;
use mirubato_kit::{Error, Result};
use serde_json::json;

use crate::cached::{self, Freshness};
use crate::packs;

/// The packs there are, one a language.
pub(super) async fn list(headers: HeaderMap) -> Result<Response> {
    let packs = packs::list()?;
    let body = serde_json::to_vec(&json!({ "items": packs.items, "nextCursor": null })).map_err(Error::internal)?;
    let tag = format!("\"{}\"", packs.content);
    Ok(cached::answer(&headers, &tag, Freshness::SEARCH, body))
}
