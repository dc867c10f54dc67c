//! `GET /dictionary/api/terms/:term`.

use axum::extract::{Path, Query};
use axum::response::Response;
use http::header::{CONTENT_LOCATION, HeaderMap, HeaderValue};
use mirubato_dictionary_terms::fold;
use mirubato_kit::Result;
use mirubato_problem::{Failure, catalogue};
use serde::Deserialize;

use crate::cached::{self, Freshness};
use crate::store::terms;
use crate::{DATABASE, parameters};

#[derive(Deserialize)]
pub(super) struct Wanted {
    lang: Option<String>,
}

/// A term, by its slug or by anything it is called.
pub(super) async fn term(
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response> {
    let language = parameters::language(wanted.lang.as_deref())?;
    let found = terms::by_name(&DATABASE, &name, &fold(&name), language).await?;
    let found = found.ok_or_else(|| Failure::new(&catalogue::NOT_FOUND).because("There is no such term."))?;
    let tag = cached::tag(&found.slug, found.version);
    let mut response = cached::answer(&headers, &tag, Freshness::TERM, found.body);
    // A slug is letters, digits and hyphens.
    if let Ok(location) = HeaderValue::from_str(&format!("/dictionary/api/terms/{}", found.slug)) {
        response.headers_mut().insert(CONTENT_LOCATION, location);
    }
    Ok(response)
}
