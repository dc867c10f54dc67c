//! Records as answers.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use mirubato_kit::body::json_bytes;
use mirubato_web::entity_tag;

use crate::store::lists::Page;
use crate::store::records::{Columns, Stored};

/// Every copy is asked about before it is used again.
const CACHED: &str = "private, no-cache";

/// A record as a resource, in JSON. In the form that [`crate::store::resources`] has from the database.
#[must_use]
pub fn text(id: &str, stored: &Stored) -> String {
    let Stored { version, created_on, updated_on, record } = stored;
    let mut text = format!(
        "{{\"id\":\"{id}\",\"version\":{version},\"createdAt\":\"{created_on}\",\"updatedAt\":\"{updated_on}\""
    );
    match Columns::of(record).fields.as_str() {
        "{}" => text.push('}'),
        fields => text.extend([",", &fields[1..]]),
    }
    text
}

/// A resource as an answer.
pub fn answer(status: StatusCode, version: u64, body: String) -> Response {
    tagged(status, &entity_tag::of_version(version), body)
}

/// JSON with its tag, to be kept and asked about.
pub fn tagged(status: StatusCode, tag: &str, body: String) -> Response {
    (status, [(header::ETAG, tag), (header::CACHE_CONTROL, CACHED)], json_bytes(body)).into_response()
}

/// What a client is told that holds the answer already.
#[must_use]
pub fn not_modified(tag: &str) -> Response {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, tag), (header::CACHE_CONTROL, CACHED)]).into_response()
}

/// A page of a list as an answer. The URL says what it is a list of, so the version alone is its tag.
pub fn page(page: Page) -> Response {
    let next = page.next.map_or_else(|| "null".to_owned(), |cursor| format!("\"{}\"", cursor.encode()));
    let body = format!("{{\"items\":[{}],\"nextCursor\":{next}}}", page.items);
    match page.version {
        Some(version) => answer(StatusCode::OK, version, body),
        None => json_bytes(body),
    }
}
