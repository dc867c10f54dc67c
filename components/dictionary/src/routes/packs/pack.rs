//! `GET /dictionary/api/packs/:lang/:hash`.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, VARY};
use mirubato_dictionary_terms::Language;
use mirubato_kit::Result;
use mirubato_problem::{Failure, catalogue};
use mirubato_web::encoding;

use crate::packs;

/// A pack. It never changes: with other terms it has another name.
pub(super) async fn pack(Path((tag, hash)): Path<(String, String)>, headers: HeaderMap) -> Result<Response> {
    let found = Language::of_tag(&tag).map(|language| packs::find(language, &hash)).transpose()?.flatten();
    let listed = found.ok_or_else(|| {
        Failure::new(&catalogue::NOT_FOUND).because("There is no such pack. The list of packs names those there are.")
    })?;
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let encoding = encoding::choose(accepted.unwrap_or("gzip"), false, true);
    let kept = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    let mut response = (kept, packs::read(listed, encoding)?).into_response();
    if let Some(name) = encoding.name() {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    Ok(response)
}
