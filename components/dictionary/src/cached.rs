//! Answers that are the same for everybody, and may be kept.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, ETAG, HeaderMap, IF_NONE_MATCH};
use mirubato_kit::body::json_bytes;
use mirubato_web::entity_tag;

/// For how long an answer may be used without asking.
#[derive(Clone, Copy, Debug)]
pub struct Freshness {
    /// Seconds for which it is fresh.
    pub fresh: u32,
    /// Seconds after those in which it may be used while a newer one is fetched.
    pub stale: u32,
}

impl Freshness {
    /// Of terms: a correction is seen after a minute, and nobody waits for one.
    pub const TERM: Self = Self { fresh: 60, stale: 86_400 };
    /// Of searches and lists.
    pub const SEARCH: Self = Self { fresh: 60, stale: 3_600 };
}

/// The entity tag of a term: what it is and at which version, since a name may come to mean another term.
#[must_use]
pub fn tag(slug: &str, version: u64) -> String {
    format!("\"{slug}.{version}\"")
}

/// The entity tag of anything else: it says the same as long as the body does.
#[must_use]
pub fn tag_of(body: &str) -> String {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

/// JSON with its tag, or 304 where the client holds it already.
pub fn answer(headers: &HeaderMap, tag: &str, freshness: Freshness, body: impl Into<axum::body::Bytes>) -> Response {
    let Freshness { fresh, stale } = freshness;
    let kept =
        [(ETAG, tag.to_owned()), (CACHE_CONTROL, format!("public, max-age={fresh}, stale-while-revalidate={stale}"))];
    let held = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if held.is_some_and(|held| entity_tag::none_match(held, tag)) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, json_bytes(body)).into_response()
}
