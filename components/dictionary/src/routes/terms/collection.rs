//! `GET /dictionary/api/terms`.

use axum::response::Response;
use http::HeaderMap;
use mirubato_kit::Result;
use serde::Deserialize;

use crate::DATABASE;
use crate::cached::{self, Freshness};
use crate::parameters::{self, Parameters};
use crate::store::terms::{self, List};

#[derive(Deserialize)]
pub(super) struct Wanted {
    lang: Option<String>,
    r#type: Option<String>,
    letter: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// Terms by their headwords.
pub(super) async fn list(Parameters(wanted): Parameters<Wanted>, headers: HeaderMap) -> Result<Response> {
    let list = List {
        language: parameters::language(wanted.lang.as_deref())?,
        kind: parameters::kind(wanted.r#type.as_deref())?,
        letter: parameters::letter(wanted.letter.as_deref())?,
        after: parameters::cursor(wanted.cursor.as_deref())?,
        limit: parameters::limit(wanted.limit.as_deref(), 50, 200)?,
    };
    let page = terms::list(&DATABASE, &list).await?;
    let next = page.next.map_or_else(|| "null".to_owned(), |cursor| format!("\"{}\"", cursor.encode()));
    let body = format!("{{\"items\":[{}],\"nextCursor\":{next}}}", page.items);
    Ok(cached::answer(&headers, &cached::tag_of(&body), Freshness::SEARCH, body))
}
