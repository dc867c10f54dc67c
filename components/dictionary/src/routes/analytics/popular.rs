//! `GET /dictionary/api/analytics/popular`.

use axum::response::Response;
use http::HeaderMap;
use mirubato_kit::{Error, Result, platform};
use serde::{Deserialize, Serialize};

use crate::DATABASE;
use crate::cached::{self, Freshness};
use crate::parameters::{self, Parameters};
use crate::store::analytics::{self, Opened};

#[derive(Deserialize)]
pub(super) struct Wanted {
    days: Option<String>,
    limit: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Popular {
    items: Vec<Opened>,
    next_cursor: Option<String>,
}

/// The terms that were opened most in the last days.
pub(super) async fn popular(Parameters(wanted): Parameters<Wanted>, headers: HeaderMap) -> Result<Response> {
    let days = parameters::count("days", wanted.days.as_deref(), 30, 90)?;
    let limit = parameters::limit(wanted.limit.as_deref(), 10, 50)?;
    let items = analytics::popular(&DATABASE, platform::now(), days, limit).await?;
    let body = serde_json::to_string(&Popular { items, next_cursor: None }).map_err(Error::internal)?;
    Ok(cached::answer(&headers, &cached::tag_of(&body), Freshness::SEARCH, body))
}
