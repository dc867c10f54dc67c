//! Pages as answers.

use axum::response::{IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_NONE_MATCH, LOCATION,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
};
use http::{HeaderValue, StatusCode};
use mirubato_kit::{Error, Result};
use mirubato_web::entity_tag;

use crate::cached;

/// What a page may load: the stylesheet and the app's icon. Linked data is no script to a browser, which runs none here.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";
/// Corrections are seen after five minutes, and nobody waits for one.
const KEPT: &str = "public, max-age=300, stale-while-revalidate=86400";

const ALWAYS: [(HeaderName, &str); 4] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
];

/// A page with its tag, or 304 where the client holds it already.
pub(super) fn page(headers: &HeaderMap, html: String) -> Response {
    // By what the page says: whatever changes it, the term, the words around it or the address, changes the tag.
    let tag = cached::tag_of(&html);
    let kept = [(ETAG, tag.clone()), (CACHE_CONTROL, KEPT.to_owned())];
    let held = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if held.is_some_and(|held| entity_tag::none_match(held, &tag)) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, html_bytes(html)).into_response()
}

/// The page of what is not there.
pub(super) fn not_found(html: String) -> Response {
    (StatusCode::NOT_FOUND, html_bytes(html)).into_response()
}

fn html_bytes(html: String) -> Response {
    (ALWAYS, [(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

/// Elsewhere, and for good.
pub(super) fn moved(path: &str) -> Result<Response> {
    redirect(StatusCode::PERMANENT_REDIRECT, path)
}

/// Elsewhere, for now.
pub(super) fn elsewhere(path: &str) -> Result<Response> {
    redirect(StatusCode::TEMPORARY_REDIRECT, path)
}

fn redirect(status: StatusCode, path: &str) -> Result<Response> {
    let location = HeaderValue::from_str(path).map_err(Error::internal)?;
    Ok((status, [(LOCATION, location)]).into_response())
}
