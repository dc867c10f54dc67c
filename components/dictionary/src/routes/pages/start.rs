//! `GET /dictionary`.

use axum::response::Response;
use http::HeaderMap;
use http::header::{ACCEPT_LANGUAGE, HeaderValue, VARY};
use mirubato_dictionary_terms::pages::index_path;
use mirubato_kit::Result;
use mirubato_web::language;

use super::answer;

/// To the page in the language one likes best.
pub(super) async fn start(headers: HeaderMap) -> Result<Response> {
    let wishes = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = answer::elsewhere(&index_path(language::preferred(wishes)))?;
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-language"));
    Ok(response)
}
