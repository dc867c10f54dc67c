//! `Idempotency-Key`: a POST sent again gets the answer it got the first time, and does nothing again.

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use mirubato_problem::{Failure, catalogue};
use sha2::{Digest, Sha256};

use crate::body::{self, MAX_JSON};
use crate::error::Error;
use crate::sql::{Database, SqlError};
use crate::{platform, values};

/// How long an answer is kept, in milliseconds: 24 hours.
const KEPT: u64 = 86_400_000;
/// How long a request may be under way before its key is free again, in milliseconds. Longer than any request takes.
const UNDER_WAY: u64 = 60_000;

/// The form of the table in a service's own database.
pub const MIGRATION: &str = include_str!("idempotency.sql");

/// The key of a request, if it has one that means anything.
///
/// # Errors
/// `malformed-request` for a key that is none.
pub fn key(headers: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value.to_str().ok().map(|text| text.trim_matches('"')).filter(|text| (1..=255).contains(&text.len()));
    key.map(|key| Some(key.to_owned())).ok_or_else(|| {
        Failure::new(&catalogue::MALFORMED_REQUEST).because("Idempotency-Key is 1 to 255 characters.").into()
    })
}

/// Answers by `handle`, or by what it answered to the same `user`, key and content before.
///
/// # Errors
/// `conflict` while the first request is under way; `idempotency-mismatch` where the key was used for something else.
pub async fn once<F>(database: &Database, user: &str, key: &str, request: Request, handle: F) -> Result<Response, Error>
where
    F: AsyncFnOnce(Request) -> Response,
{
    let (parts, body) = request.into_parts();
    let content = body::read(body, MAX_JSON).await?;
    let mut digest = Sha256::new();
    digest.update(format!("{} {}\n", parts.method, parts.uri.path()));
    digest.update(&content);
    let fingerprint = digest.finalize().to_vec();
    let now = platform::now();
    let claimed = database
        .query(
            CLAIM,
            values![user, key, fingerprint.clone(), now, now.saturating_sub(KEPT), now.saturating_sub(UNDER_WAY)],
        )
        .await?;
    if claimed.is_empty() {
        return replay(database, user, key, &fingerprint).await;
    }
    let response = handle(Request::from_parts(parts, Body::from(content))).await;
    keep(database, user, key, response).await
}

/// Takes the key, unless it is kept or under way. Returns a row where it was taken.
const CLAIM: &str = "INSERT INTO idempotency_keys (user_id, key, fingerprint, began) VALUES (?1, ?2, ?3, ?4) \
    ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, began = excluded.began, status = NULL, \
    content_type = NULL, location = NULL, body = NULL WHERE began <= ?5 OR (status IS NULL AND began <= ?6) RETURNING 1";

async fn replay(database: &Database, user: &str, key: &str, fingerprint: &[u8]) -> Result<Response, Error> {
    let sql = "SELECT fingerprint = ?3, status, content_type, location, body FROM idempotency_keys WHERE user_id = ?1 AND key = ?2";
    let mut row = database
        .query_one(sql, values![user, key, fingerprint.to_vec()])
        .await?
        // It was taken a moment ago and given back since: its request failed.
        .ok_or_else(|| Error::from(&catalogue::CONFLICT))?;
    if row.integer(0)? == 0 {
        return Err((&catalogue::IDEMPOTENCY_MISMATCH).into());
    }
    let Some(status) = row.integer_or_null(1)? else {
        return Err(Failure::new(&catalogue::CONFLICT)
            .because("The first request is still under way.")
            .retry_after(1)
            .into());
    };
    let status =
        u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::OK);
    let (kind, location) =
        (row.text_or_null(2)?.map(HeaderValue::from_str), row.text_or_null(3)?.map(HeaderValue::from_str));
    let mut response = (status, row.take_text(4)?).into_response();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    for (name, value) in [(header::CONTENT_TYPE, kind), (header::LOCATION, location)] {
        if let Some(Ok(value)) = value {
            headers.insert(name, value);
        }
    }
    headers.insert(HeaderName::from_static("idempotency-replayed"), HeaderValue::from_static("true"));
    Ok(response)
}

/// Keeps an answer that says what became of the request. An answer that says only that it failed here gives the key back.
async fn keep(database: &Database, user: &str, key: &str, response: Response) -> Result<Response, Error> {
    let passing = response.status().is_server_error() || response.status() == StatusCode::TOO_MANY_REQUESTS;
    if passing || response.extensions().get::<Error>().is_some() {
        // A refusal changes nothing, so asking again may as well be answered anew.
        give_back(database, user, key).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = body.collect().await.map_err(Error::internal)?.to_bytes();
    let text = String::from_utf8_lossy(&body).into_owned();
    let header =
        |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
    let sql = "UPDATE idempotency_keys SET status = ?3, content_type = ?4, location = ?5, body = ?6 WHERE user_id = ?1 AND key = ?2";
    let status = u64::from(parts.status.as_u16());
    database
        .query(sql, values![user, key, status, header(header::CONTENT_TYPE), header(header::LOCATION), text])
        .await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

async fn give_back(database: &Database, user: &str, key: &str) -> Result<(), SqlError> {
    database.query("DELETE FROM idempotency_keys WHERE user_id = ?1 AND key = ?2", values![user, key]).await.map(|_| ())
}

/// Deletes what is no longer needed, at most `limit` keys at a time.
///
/// # Errors
/// Where the database does not answer.
pub async fn sweep(database: &Database, limit: u32) -> Result<(), SqlError> {
    let sql = "DELETE FROM idempotency_keys WHERE (user_id, key) IN \
        (SELECT user_id, key FROM idempotency_keys WHERE began <= ?1 ORDER BY began LIMIT ?2)";
    let past = platform::now().saturating_sub(KEPT);
    database.query(sql, values![past, u64::from(limit)]).await.map(|_| ())
}
