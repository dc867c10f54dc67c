//! `GET /dictionary/style.:hash.css`.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use mirubato_dictionary_terms::pages::STYLE;

/// How the pages look. Another stylesheet is elsewhere.
pub(super) async fn style() -> Response {
    let kept = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (kept, STYLE).into_response()
}
